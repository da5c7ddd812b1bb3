"""A PDF's pages -> pictures, text layers, page text, sizes, PDFs to read. Pure: bytes in, bytes out; else `FileRefused`.

pypdfium2 is not thread-safe, and a hostile file may take its process down: these functions are for a command's own process, one
call at a time. Each takes and gives plain values; `issues.pdf.process` puts a child process behind them.
"""

import io
import math
from dataclasses import dataclass

from issues.pdf.fonts import with_marked_fonts
from issues.pdf.layers import page_text, text_layer
from issues.pdf.letters import clean_text
from issues.pdf.opening import MOST_PAGES, looks_like_pdf, opened, refuse_bombs, shown_page
from issues.pdf.shrinking import READING_LIMIT, reading_pdf
from issues.pdf.splitting import single_page

__all__ = [
    "MOST_PAGES",
    "READING_LIMIT",
    "PdfPage",
    "clean_text",
    "looks_like_pdf",
    "page_count",
    "page_picture",
    "read_page",
    "read_pages",
    "reading_pdf",
    "single_page",
    "text_layer",
]

PICTURE_WIDTH = 2000  # pixels, of the shorter side; a decade of eight pages a day makes some 30 GB of pictures
MOST_PIXELS = 20_000_000  # of a rendered page
TEXT_LIMIT = 200_000  # characters of a page's text; a full broadsheet has some 15,000
JPEG_QUALITY = 88


@dataclass(frozen=True, slots=True)
class PdfPage:
    """`width` and `height` are its picture's, in pixels; `points` its own. `text`: lines in the PDF's order; `is_cut`: it was
    longer."""

    width: int
    height: int
    points: tuple[float, float]
    text: str
    is_cut: bool = False


def page_count(data: bytes) -> int:
    with opened(data) as document:
        return len(document)


def read_pages(data: bytes) -> list[PdfPage]:
    """Every page's size and text, from the first on; no picture is made."""
    return [read_page(data, at) for at in range(page_count(data))]


def read_page(data: bytes, at: int, width: int | None = None, limit: int | None = None) -> PdfPage:
    """One page's (from 0) size and text; for another PICTURE_WIDTH and TEXT_LIMIT where they are given."""
    marked = with_marked_fonts(data, (at,))
    with opened(marked) as document:
        shown = shown_page(document, at)
        points = shown.page.get_size()
        scale = _scale(points, width or PICTURE_WIDTH)
        text, is_cut = page_text(shown, TEXT_LIMIT if limit is None else limit, is_marked=marked is not data)
        shown.page.close()
    return PdfPage(math.ceil(points[0] * scale), math.ceil(points[1] * scale), points, text, is_cut)


def page_picture(data: bytes, at: int = 0, width: int | None = None) -> bytes:
    """The page (from 0) as a JPEG, PICTURE_WIDTH (or `width`) pixels wide, a spread as many high, less where it is very long. The
    same bytes give the same picture."""
    with opened(data) as document:
        page = shown_page(document, at).page
        refuse_bombs(page)
        scale = _scale(page.get_size(), width or PICTURE_WIDTH)
        bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True, limit_image_cache=True)
        out = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _scale(points: tuple[float, float], pixels: int) -> float:
    """Pixels a point; pdfium rounds the picture's sides up."""
    width, height = points
    return min((pixels - 0.5) / min(width, height), math.sqrt(MOST_PIXELS / (width * height)))
