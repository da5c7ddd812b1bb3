"""A PDF's bytes -> the open document and its pages as they are shown; what cannot be taken: `FileRefused`. Pure."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from issues.pdf.paths import Drawn, drawn_on
from issues.pdf.trimming import trim
from issues.pictures import FileRefused

MOST_PAGES = 200
SIDES = (10.0, 20_000.0)  # of a page, in points; some programs give a scan's pixels
MOST_RATIO = 8.0  # of a page's longer side to its shorter
MOST_IMAGE_PIXELS, MOST_JPX_PIXELS = 500_000_000, 60_000_000  # of an image on a page; JPEG 2000 is unpacked as a whole
MOST_OBJECTS = 1_000_000  # on a page: lines, letters' runs, images

MARK, MARK_WITHIN = b"%PDF-", 1024
_LOCK = threading.Lock()


def looks_like_pdf(start: bytes) -> bool:
    """By its first bytes; a few may stand before the mark."""
    return MARK in start[:MARK_WITHIN]


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """pdfium to oneself, with the document open; whatever it says about bytes that are not what they claim is a refusal."""
    if not looks_like_pdf(data):
        raise damaged()
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise (locked() if error.err_code == raw.FPDF_ERR_PASSWORD else damaged()) from error
        try:
            _refuse_amount(len(document))
            yield document
        except pypdfium2.PdfiumError as error:
            raise damaged() from error
        finally:
            document.close()


def _refuse_amount(pages: int) -> None:
    if pages < 1:
        raise damaged()
    if pages > MOST_PAGES:
        raise FileRefused("it is a PDF of %(pages)s pages; expected at most %(limit)s", pages=pages, limit=MOST_PAGES)


class Shown(NamedTuple):
    page: pypdfium2.PdfPage
    is_trimmed: bool
    things: list[Drawn]


def shown_page(document: pypdfium2.PdfDocument, at: int) -> Shown:
    """The page (from 0), trimmed, of a size that a page can have and with no more on it than a page can hold."""
    if at >= len(document):
        raise FileRefused("it has no page %(number)s; expected one", number=at + 1)
    page = document[at]
    if raw.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
        raise FileRefused("it draws more than %(limit)s things on one page; expected fewer", limit=MOST_OBJECTS)
    _refuse_size(page, at)
    things = drawn_on(page)
    box = trim(page, things)
    if box is not None:
        page.set_cropbox(*box)
        _refuse_size(page, at)
    return Shown(page, box is not None, things)


def _refuse_size(page: pypdfium2.PdfPage, at: int) -> None:
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


def refuse_bombs(page: pypdfium2.PdfPage) -> None:
    """Images that say how large they are, before one is unpacked."""
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


def locked() -> FileRefused:
    return FileRefused("it is locked with a password; expected a PDF that opens without one")


def damaged() -> FileRefused:
    return FileRefused("it is not a PDF or is damaged; expected a whole PDF")
