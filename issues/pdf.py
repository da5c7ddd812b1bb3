"""A PDF's pages -> pictures, page text, sizes, PDFs of one page. Pure: bytes in, bytes out; what cannot be taken: `FileRefused`.

pypdfium2 is not thread-safe, and a hostile file may take its process down: these functions are for a command's own process, one
call at a time. Each takes and gives plain values, so that a child process can stand behind it.
"""

import io
import math
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pikepdf
import pypdfium2
from pypdfium2 import raw

from issues.pictures import FileRefused

MOST_PAGES = 200
PICTURE_WIDTH = 2000  # pixels, of the shorter side; a decade of eight pages a day makes some 30 GB of pictures
MOST_PIXELS = 20_000_000  # of a rendered page
SIDES = (10.0, 20_000.0)  # of a page, in points; some programs give a scan's pixels
MOST_RATIO = 8.0  # of a page's longer side to its shorter
MOST_IMAGE_PIXELS, MOST_JPX_PIXELS = 500_000_000, 60_000_000  # of an image on a page; JPEG 2000 is unpacked as a whole
MOST_OBJECTS = 1_000_000  # on a page: lines, letters' runs, images
TEXT_LIMIT = 200_000  # characters of a page's text; a full broadsheet has some 15,000
JPEG_QUALITY = 88

MARK, MARK_WITHIN = b"%PDF-", 1024
_LOCK = threading.Lock()
# Radicals and ligatures that fonts give for the characters that they look like: ⼀ is 一, ﬁ is fi.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")
# Control characters, halves of pairs, private use, what is no character: from glyphs whose meaning the PDF does not tell. A
# hyphen at a line's end is among them; the word goes on without it.
_UNMAPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufdd0-\ufdef"
    "\ufff0-\uffff\U000f0000-\U0010ffff]"
)
_SPACES = re.compile("[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """`width` and `height` are its picture's, in pixels; `points` its own. `text`: lines in the PDF's order; `is_cut`: it was
    longer."""

    width: int
    height: int
    points: tuple[float, float]
    text: str
    is_cut: bool = False


def looks_like_pdf(start: bytes) -> bool:
    """By its first bytes; a few may stand before the mark."""
    return MARK in start[:MARK_WITHIN]


def read_pages(data: bytes) -> list[PdfPage]:
    """Every page's size and text, from the first on; no picture is made."""
    with _opened(data) as document:
        return [_read(document, at) for at in range(len(document))]


def page_picture(data: bytes, at: int = 0) -> bytes:
    """The page (from 0) as a JPEG, PICTURE_WIDTH pixels wide, a spread as many high, less where it is very long. The same bytes
    give the same picture."""
    with _opened(data) as document:
        page = _page(document, at)
        _refuse_bombs(page)
        scale = _scale(*page.get_size())
        bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True, limit_image_cache=True)
        out = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def single_page(data: bytes, at: int) -> bytes:
    """A PDF of the page (from 0) alone; of a PDF of one page the bytes as they are."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as one:
            if len(pdf.pages) == 1:
                return data
            one.pages.append(pdf.pages[at])
            out = io.BytesIO()
            one.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, RuntimeError) as error:
        raise _damaged() from error
    return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """pdfium to oneself, with the document open; whatever it says about bytes that are not what they claim is a refusal."""
    if not looks_like_pdf(data):
        raise _damaged()
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise (_locked() if error.err_code == raw.FPDF_ERR_PASSWORD else _damaged()) from error
        try:
            _refuse_amount(len(document))
            yield document
        except pypdfium2.PdfiumError as error:
            raise _damaged() from error
        finally:
            document.close()


def _refuse_amount(pages: int) -> None:
    if pages < 1:
        raise _damaged()
    if pages > MOST_PAGES:
        raise FileRefused("it is a PDF of %(pages)s pages; expected at most %(limit)s", pages=pages, limit=MOST_PAGES)


def _page(document: pypdfium2.PdfDocument, at: int) -> pypdfium2.PdfPage:
    """Of a size that a page can have."""
    if at >= len(document):
        raise FileRefused("it has no page %(number)s; expected one", number=at + 1)
    page = document[at]
    width, height = page.get_size()
    least, most = SIDES
    sides = (width, height)
    if not all(least <= side <= most for side in sides) or max(sides) > MOST_RATIO * min(sides):
        raise FileRefused(
            "its page %(number)s measures %(width)s×%(height)s points; expected sides of %(least)s to %(most)s, "
            "none more than %(ratio)s times the other",
            number=at + 1,
            width=f"{width:.0f}",
            height=f"{height:.0f}",
            least=f"{least:.0f}",
            most=f"{most:.0f}",
            ratio=f"{MOST_RATIO:.0f}",
        )
    return page


def _scale(width: float, height: float) -> float:
    """Pixels a point; pdfium rounds the picture's sides up."""
    return min((PICTURE_WIDTH - 0.5) / min(width, height), math.sqrt(MOST_PIXELS / (width * height)))


def _read(document: pypdfium2.PdfDocument, at: int) -> PdfPage:
    page = _page(document, at)
    width, height = page.get_size()
    scale = _scale(width, height)
    text, is_cut = _text(page)
    page.close()
    return PdfPage(math.ceil(width * scale), math.ceil(height * scale), (width, height), text, is_cut)


def _text(page: pypdfium2.PdfPage) -> tuple[str, bool]:
    layer = page.get_textpage()
    count = layer.count_chars()
    # The last character may be half a pair, which is dropped.
    text = layer.get_text_range(0, TEXT_LIMIT) if count > TEXT_LIMIT else layer.get_text_range()
    layer.close()
    return clean_text(text)[:TEXT_LIMIT], count > TEXT_LIMIT


def clean_text(text: str) -> str:
    """Lines without what no reader can search for: unmapped glyphs, spaces in a row, blank lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _LOOKALIKES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    lines = (_SPACES.sub(" ", line).strip() for line in _UNMAPPED.sub("", text).split("\n"))
    return "\n".join(filter(None, lines))


def _refuse_bombs(page: pypdfium2.PdfPage) -> None:
    """Images that say how large they are, before one is unpacked."""
    if raw.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
        raise FileRefused("it draws more than %(limit)s things on one page; expected fewer", limit=MOST_OBJECTS)
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        if not isinstance(image, pypdfium2.PdfImage):
            continue
        width, height = image.get_px_size()
        limit = MOST_JPX_PIXELS if "JPXDecode" in image.get_filters() else MOST_IMAGE_PIXELS
        if width * height > limit:
            raise FileRefused(
                "it declares %(width)s×%(height)s pixels; expected at most %(limit)s in all",
                width=width,
                height=height,
                limit=limit,
            )


def _locked() -> FileRefused:
    return FileRefused("it is locked with a password; expected a PDF that opens without one")


def _damaged() -> FileRefused:
    return FileRefused("it is not a PDF or is damaged; expected a whole PDF")
