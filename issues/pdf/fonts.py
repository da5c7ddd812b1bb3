"""Fonts of which a PDF does not tell what their glyphs mean: found, and marked for the reading of the text. Pure.

For such a font pdfium guesses; what it guesses is garbage. A mark is a name, since a font's name is what pdfium tells of it.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

UNMAPPED = "Unmapped-Font"  # how a marked font's name starts
DEPTH = 12  # of forms within forms
COLLECTIONS = {"GB1", "CNS1", "Japan1", "Korea1", "KR", "Manga1"}  # of characters with numbers that are known
SYMBOLIC = 4  # a flag: the font's characters are its own
_NUMBERED = re.compile(r"(?:[A-Za-z]{1,2}|cid|glyph|index|\.notdef)?[\W_]*\d*")  # g12, cid123: names that tell nothing
_DAMAGE = (pikepdf.PdfError, ValueError, TypeError, LookupError, RuntimeError, AttributeError, OverflowError)


def with_marked_fonts(data: bytes, pages: Iterable[int] | None = None) -> bytes:
    """The same PDF with the marks, or the very bytes where nothing needs one. `pages`: those that matter."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            wanted = range(len(pdf.pages)) if pages is None else pages
            doubtful = [font for font in _fonts(pdf, wanted) if is_doubtful(font)]
            if not doubtful:
                return data
            for number, font in enumerate(doubtful):
                _mark(font, number)
            out = io.BytesIO()
            pdf.save(out)
    except _DAMAGE:
        return data
    return out.getvalue()


def _mark(font: Any, number: int) -> None:
    name = pikepdf.Name(f"/{UNMAPPED}-{number}")
    font.BaseFont = name
    for letters in font.get("/DescendantFonts", ()):
        letters.BaseFont = name


def _fonts(pdf: pikepdf.Pdf, pages: Iterable[int]) -> Iterator[Any]:
    seen: set[tuple[int, int]] = set()
    for at in pages:
        if at < len(pdf.pages):
            yield from _fonts_of(pdf.pages[at].resources, seen, DEPTH)


def _fonts_of(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:
    if not isinstance(resources, pikepdf.Dictionary) or not depth:
        return
    for font in _values(resources, "/Font"):
        if isinstance(font, pikepdf.Dictionary) and _is_new(font, seen):
            yield font
    for form in _values(resources, "/XObject"):
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and _is_new(form, seen):
            yield from _fonts_of(form.get("/Resources"), seen, depth - 1)


def _values(resources: Any, name: str) -> list[Any]:
    found: Any = resources.get(name)
    return [found[str(key)] for key in found] if isinstance(found, pikepdf.Dictionary) else []


def _is_new(thing: Any, seen: set[tuple[int, int]]) -> bool:
    """Direct objects have no number and are always new."""
    known = thing.objgen in seen and thing.objgen != (0, 0)
    seen.add(thing.objgen)
    return not known


def is_doubtful(font: Any) -> bool:
    """Neither a map to Unicode nor an encoding whose characters are known."""
    if isinstance(font.get("/ToUnicode"), pikepdf.Stream) or font.get("/Subtype") == "/Type3":
        return False
    if font.get("/Subtype") == "/Type0":
        return _is_doubtful_composite(font)
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Name):
        return False
    shape = font.get("/FontDescriptor")
    if not isinstance(shape, pikepdf.Dictionary) or not any(name in shape for name in ("/FontFile", "/FontFile2", "/FontFile3")):
        return False
    if isinstance(encoding, pikepdf.Dictionary):
        return "/BaseEncoding" not in encoding and not _names_tell(encoding)
    return font.get("/Subtype") == "/TrueType" or bool(int(shape.get("/Flags", 0)) & SYMBOLIC)


def _is_doubtful_composite(font: Any) -> bool:
    """Numbers of glyphs tell nothing; numbers of a collection's characters and codes of a character set do."""
    letters = font.get("/DescendantFonts")
    system: Any = letters[0].get("/CIDSystemInfo", {}) if isinstance(letters, pikepdf.Array) and len(letters) else {}
    if str(system.get("/Ordering", "")) in COLLECTIONS:
        return False
    encoding = font.get("/Encoding")
    return not isinstance(encoding, pikepdf.Name) or str(encoding) in ("/Identity-H", "/Identity-V")


def _names_tell(encoding: Any) -> bool:
    names = [str(item)[1:] for item in encoding.get("/Differences", ()) if isinstance(item, pikepdf.Name)]
    telling = [name for name in names if len(name) == 1 or not _NUMBERED.fullmatch(name)]
    return bool(names) and len(telling) * 2 >= len(names)
