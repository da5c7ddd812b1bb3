"""The glyphs of a page as pdfium finds them: what each says, where it stands, how far its line moves on. Pure."""

import ctypes
import math
from typing import Any, NamedTuple

from pypdfium2 import raw

from issues.pdf import calls
from issues.pdf.fonts import UNMAPPED
from issues.pdf.letters import SILENT, is_unmapped, plain

MOST_GLYPHS = 200_000  # of a page; a full broadsheet has some 15,000
_SPACES = frozenset((9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)))
_OWN_TEXT = "ActualText".encode("utf-16-le")
_THINNEST = 0.01  # points, of what is printed
_LEVEL = 0.02  # how far a line may lean and still be upright or level


class Run(NamedTuple):
    """What the glyphs of one text object share. `along` is where its line goes and `up` where its letters' heads are, both as
    long as the font is large there. `shift`: from where pdfium sees a glyph to where it stands. `is_piece`: marked as another
    text, as browsers print glyphs that several characters share; pdfium knows no advances then. `is_downward`: the font is one
    for vertical type."""

    font: int
    is_marked: bool
    shift: tuple[float, float]
    along: tuple[float, float]
    up: tuple[float, float]
    is_piece: bool
    is_downward: bool


class Found(NamedTuple):
    """A character in the page's own space; `width` of 0: not known. Those of one glyph are at one place."""

    character: str
    x: float
    y: float
    width: float
    run: Run


class Reader:
    """One walk over a text page. ctypes calls are what it costs, some five a glyph."""

    def __init__(self, text_page: Any, shown: tuple[float, float, float, float]) -> None:
        self.found: list[Found] = []
        self.fonts: dict[str, int] = {}
        self.unmapped = 0
        self._page, self._count = calls.address_of(text_page.raw), raw.FPDFText_CountChars(text_page.raw)
        self._shown = shown
        self._runs: dict[int, Run | None] = {}
        self._known_fonts: dict[int, tuple[int, bool]] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_x, self._to_y = ctypes.byref(self._x), ctypes.byref(self._y)
        self._matrix, self._size = (ctypes.c_float * 6)(), ctypes.c_float()
        self._to_matrix, self._to_size = ctypes.byref(self._matrix), ctypes.byref(self._size)
        self._ink = calls.Doubles(4)
        self._loose = raw.FS_RECTF()
        self._to_loose = ctypes.byref(self._loose)

    def read(self) -> None:
        unicode_of, page = calls.unicode_of, self._page
        high = 0
        for at in range(min(MOST_GLYPHS, self._count)):
            code = unicode_of(page, at)
            if code in _SPACES:
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            self._take(at, chr(code) if code < 0x110000 else "\ufffd")

    def is_readable(self, at: int, character: str) -> bool:
        """False for a glyph whose character the PDF does not tell; with "" for it, by what pdfium says alone."""
        run = self._run(at)
        return run is None or self._tells(at, run, character)

    def is_shown(self, at: int) -> bool:
        """False outside of the trimmed page."""
        calls.origin_of(self._page, at, self._to_x, self._to_y)
        left, low, right, high = self._shown
        return left <= self._x.value <= right and low <= self._y.value <= high

    def _tells(self, at: int, run: Run, character: str) -> bool:
        is_told = not (run.is_marked or (character and is_unmapped(character)))
        return is_told and calls.has_map_error(self._page, at) != 1

    def _is_blank(self, at: int) -> bool:
        """A space, in a font that does not tell it."""
        calls.ink_box_of(self._page, at, *self._ink.references)
        left, right, low, high = self._ink.values()
        return min(right - left, high - low) < _THINNEST

    def _take(self, at: int, character: str) -> None:
        run = None if character in SILENT else self._run(at)
        if run is None:
            return
        if not self._tells(at, run, character):
            self.unmapped += self.is_shown(at) and not (run.is_marked and self._is_blank(at))
            return
        calls.origin_of(self._page, at, self._to_x, self._to_y)
        x, y = self._x.value + run.shift[0], self._y.value + run.shift[1]
        width = self._width(at, run)
        for letter in plain(character):
            self.found.append(Found(letter, x, y, width, run))

    def _width(self, at: int, run: Run) -> float:
        if run.is_piece or run.is_downward:
            return 0.0
        calls.loose_box_of(self._page, at, self._to_loose)
        along_x, along_y = abs(run.along[0]), abs(run.along[1])
        if along_y <= _LEVEL * along_x:
            return float(self._loose.right - self._loose.left)
        return float(self._loose.top - self._loose.bottom) if along_x <= _LEVEL * along_y else 0.0

    def _run(self, at: int) -> Run | None:
        """None of what pdfium puts in between: spaces and ends of lines."""
        thing = calls.text_object_of(self._page, at)
        if not thing:
            return None
        if thing not in self._runs:
            self._runs[thing] = self._new_run(at, thing)
        return self._runs[thing]

    def _new_run(self, at: int, thing: int) -> Run | None:
        """Of the object whose first glyph this is: it stands where the object's matrix says, whatever pdfium says."""
        if not calls.glyph_matrix_of(self._page, at, self._to_matrix) or not calls.font_size_of(thing, self._to_size):
            return None
        calls.origin_of(self._page, at, self._to_x, self._to_y)
        a, b, c, d, e, f = self._matrix[:]
        size = self._size.value
        shift = e - self._x.value, f - self._y.value
        along, up = (a * size, b * size), (c * size, d * size)
        height = math.hypot(*up)
        if not math.isfinite(sum(shift) + sum(along) + height) or not height or not any(along):
            return None
        is_piece, (number, is_marked) = _stands_for_another(thing), self._font(calls.font_of(thing))
        is_downward = not is_piece and math.hypot(*shift) > 0.3 * height
        shift = (0.0, 0.0) if is_downward else shift
        return Run(number, is_marked, shift, along, up, is_piece, is_downward)

    def _font(self, font: int) -> tuple[int, bool]:
        """Its number, and whether it is marked."""
        if font not in self._known_fonts:
            name = _font_name(font)
            number = self.fonts.setdefault(_plain_name(name), len(self.fonts))
            self._known_fonts[font] = number, name.startswith(UNMAPPED)
        return self._known_fonts[font]


def _font_name(font: int) -> str:
    length = calls.font_name_of(font, None, 0)
    if not 0 < length < 1000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    calls.font_name_of(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _plain_name(name: str) -> str:
    """Without the mark of a subset: ABCDEF+Song is Song."""
    tag, plus, rest = name.partition("+")
    return rest if plus and len(tag) == 6 and tag.isalpha() and tag.isupper() else name


def _stands_for_another(thing: int) -> bool:
    """Marked content with a text of its own, as browsers print it for glyphs that several characters share."""
    return any(_has_own_text(calls.mark_of(thing, at)) for at in range(max(0, calls.mark_count(thing))))


def _has_own_text(mark: int) -> bool:
    length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * 32)()
    for at in range(max(0, calls.parameter_count(mark))):
        if calls.parameter_key(mark, at, ctypes.byref(buffer), 64, ctypes.byref(length)) and bytes(buffer).startswith(_OWN_TEXT):
            return True
    return False
