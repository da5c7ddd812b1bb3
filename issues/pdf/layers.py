"""A PDF page -> its text layer, and the lines of its text. Pure."""

from typing import Any

import pypdfium2
from pypdfium2 import raw

from issues.layer import TextLayer
from issues.pdf.cells import cells
from issues.pdf.drawings import drawings
from issues.pdf.fonts import UNMAPPED, with_marked_fonts
from issues.pdf.glyphs import Reader
from issues.pdf.letters import clean_text
from issues.pdf.opening import Shown, opened, shown_page
from issues.pdf.placing import shown_box, to_shown


def text_layer(data: bytes, at: int = 0) -> TextLayer:
    """Of the page (from 0) as it is shown: trimmed, turned. Raises FileRefused. Some 0.2 s for 8,000 glyphs."""
    with opened(with_marked_fonts(data, (at,))) as document:
        page, _, things = shown_page(document, at)
        width, height = page.get_size()
        shown = to_shown(page)
        text_page = page.get_textpage()
        reader = Reader(text_page, shown_box(page))
        reader.read()
        drawn = drawings(things, shown, width, height)
        text_page.close()
        page.close()
    return TextLayer(
        width=width,
        height=height,
        glyphs=cells(reader.found, shown, width, height),
        pictures=drawn.pictures,
        rules=drawn.rules,
        panels=drawn.panels,
        fonts=tuple("" if name.startswith(UNMAPPED) else name for name in reader.fonts),
        unmapped=reader.unmapped,
    )


def page_text(shown: Shown, limit: int, *, is_marked: bool) -> tuple[str, bool]:
    """Lines in the PDF's order, at most `limit` characters, and whether there were more. `is_marked`: some fonts tell nothing."""
    text_page: pypdfium2.PdfTextPage = shown.page.get_textpage()
    count = text_page.count_chars()
    kept = min(count, limit)
    fails = raw.FPDFText_HasUnicodeMapError
    if is_marked or shown.is_trimmed or any(fails(text_page.raw, at) == 1 for at in range(kept)):
        text = _readable(text_page, shown, kept)
    else:
        # The last character may be half a pair, which is dropped.
        text = text_page.get_text_range(0, limit) if count > limit else text_page.get_text_range()
    text_page.close()
    return clean_text(text)[:limit], count > limit


def _readable(text_page: Any, shown: Shown, count: int) -> str:
    """Glyph by glyph: what is cut off and what the PDF does not tell is left out."""
    reader, text = Reader(text_page, shown_box(shown.page)), bytearray()
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text_page.raw, at)
        if reader.is_readable(at, "") and (not shown.is_trimmed or reader.is_shown(at)):
            text += (code & 0xFFFF).to_bytes(2, "little") if code < 0x10000 else chr(code).encode("utf-16-le")
    return text.decode("utf-16-le", "surrogatepass")
