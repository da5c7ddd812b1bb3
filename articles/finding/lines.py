"""Glyphs -> lines: what stands side by side on one baseline, without a gutter or a rule between. Pure.

The order of glyphs in a PDF is a hint, no more: some programs write a page column by column, others word by word.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.finding.folding import fold
from issues.layer import Box, Glyph, TextLayer, around

NEAR, FAR = 0.5, 1.35  # gaps, in sizes of the glyph: within any line; within one that the PDF writes in one go
LOOSE = 3.0  # … between Latin words of a narrow column, set to its full width
SIZES = 1.4  # most that sizes in a line differ by, as a ratio
OVERLAP = 0.6  # of the lower glyph's height
STRIP = 6.0  # points


@dataclass(frozen=True, eq=False)
class Line:
    """`glyphs` in the direction of reading, `places` theirs in the layer."""

    glyphs: tuple[Glyph, ...]
    places: tuple[int, ...]
    is_vertical: bool

    @cached_property
    def box(self) -> Box:
        return around(glyph.box for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @cached_property
    def text(self) -> str:
        """With a space where Latin words are apart."""
        parts: list[str] = []
        for before, glyph in zip((None, *self.glyphs), self.glyphs, strict=False):
            if before and _start(glyph) - _end(before) > 0.15 * glyph.size and _is_narrow(before) and _is_narrow(glyph):
                parts.append(" ")
            parts.append(glyph.character)
        return "".join(parts)

    @cached_property
    def folded(self) -> str:
        return "".join(fold(glyph.character) for glyph in self.glyphs)


def lines_of(layer: TextLayer) -> list[Line]:
    """From top to bottom; vertical ones from right to left."""
    upright = [(place, glyph) for place, glyph in enumerate(layer.glyphs) if not glyph.is_vertical]
    downward = [(place, glyph) for place, glyph in enumerate(layer.glyphs) if glyph.is_vertical]
    across = [rule for rule in layer.rules if rule.height > rule.width]
    along = [turned(rule) for rule in layer.rules if rule.width > rule.height]
    horizontal = [_line(layer, row, False) for row in _rows(upright, across)]
    turned_glyphs = [(place, _turned_glyph(glyph)) for place, glyph in downward]
    vertical = [_line(layer, row, True) for row in _rows(turned_glyphs, along)]
    horizontal.sort(key=lambda line: (line.box.top, line.box.left))
    vertical.sort(key=lambda line: (-line.box.right, line.box.top))
    return horizontal + vertical


def turned(box: Box) -> Box:
    """So that downwards becomes rightwards and leftwards downwards: a vertical line as a horizontal one."""
    return Box(box.top, -box.right, box.bottom, -box.left)


def _turned_glyph(glyph: Glyph) -> Glyph:
    return Glyph(glyph.character, turned(glyph.box), glyph.size, glyph.font, True)


def _line(layer: TextLayer, row: "_Row", is_vertical: bool) -> Line:
    places = tuple(row.places)
    return Line(tuple(layer.glyphs[place] for place in places), places, is_vertical)


class _Row:
    """A line as it grows, in upright coordinates. No glyph that begins further right than `reach` belongs to it."""

    __slots__ = ("last", "places", "reach", "right", "size")

    def __init__(self, place: int, glyph: Glyph) -> None:
        self.places = [place]
        self.last = glyph
        self.size = glyph.size * SIZES
        self._reaches(glyph.box.right)

    def _reaches(self, right: float) -> None:
        self.right = right
        self.reach = right + LOOSE * self.size

    def add(self, place: int, glyph: Glyph) -> None:
        self.places.append(place)
        self.last = glyph
        if glyph.box.right > self.right:
            self._reaches(glyph.box.right)

    def gap_to(self, place: int, glyph: Glyph) -> float | None:
        """In sizes; none where the glyph is not of this line."""
        last = self.last
        _, top, _, bottom = last.box
        left, own_top, _, own_bottom = glyph.box
        lower = min(bottom - top, own_bottom - own_top)
        if min(bottom, own_bottom) - max(top, own_top) < OVERLAP * lower:
            return None
        small, large = (last.size, glyph.size) if last.size < glyph.size else (glyph.size, last.size)
        if large > SIZES * small:
            return None
        gap = (left - self.right) / large
        most = NEAR
        if place == self.places[-1] + 1:
            most = LOOSE if _is_narrow(last) and _is_narrow(glyph) else FAR
        return gap if -0.7 <= gap <= most else None


def _rows(glyphs: Iterable[tuple[int, Glyph]], dividers: Sequence[Box]) -> list[_Row]:
    """From left to right, each glyph to the nearest row that ends before it."""
    rows: list[_Row] = []
    strips: defaultdict[int, list[_Row]] = defaultdict(list)
    for place, glyph in sorted(glyphs, key=lambda item: (item[1].box.left, item[0])):
        best: tuple[float, _Row] | None = None
        left, top, _, bottom = glyph.box
        strip = int((top + bottom) / 2 // STRIP)
        for near in (strip - 1, strip, strip + 1):
            reached = strips[near] = [row for row in strips[near] if left <= row.reach]
            for row in reached:
                gap = row.gap_to(place, glyph)
                if gap is not None and (best is None or abs(gap) < abs(best[0])):
                    best = gap, row
        if best and not (best[0] > 0.2 and _is_divided(best[1].last.box, glyph.box, dividers)):
            best[1].add(place, glyph)
            continue
        row = _Row(place, glyph)
        rows.append(row)
        strips[strip].append(row)
    return rows


def _is_divided(left: Box, right: Box, dividers: Iterable[Box]) -> bool:
    middle = (right.top + right.bottom) / 2
    return any(
        left.right - 1 <= rule.left and rule.right <= right.left + 1 and rule.top <= middle <= rule.bottom for rule in dividers
    )


def _start(glyph: Glyph) -> float:
    return glyph.box.top if glyph.is_vertical else glyph.box.left


def _end(glyph: Glyph) -> float:
    return glyph.box.bottom if glyph.is_vertical else glyph.box.right


def _is_narrow(glyph: Glyph) -> bool:
    return ord(glyph.character) < 0x2E80
