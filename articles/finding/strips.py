"""Lines -> rows and strips: what stands below each other in one column, in one size and face, as a column of print. Pure.

Everything here is in upright coordinates: vertical lines are turned, so that text runs rightwards and columns downwards.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from articles.finding.lines import Line, turned
from issues.layer import Box, TextLayer, around

SIZES = 1.06  # most that sizes of rows in a strip differ by, as a ratio
WHITE = 1.3  # greatest white between two rows of a strip, in sizes
WORDS = 3.5  # sizes: the widest white between words
JUMP = 0.45  # sizes of white that part columns where the PDF goes on elsewhere
FRAGMENT = 5.0  # sizes: the widest white within a justified line
INDENT = 2.6  # sizes by which rows of a strip may begin apart, whatever they share
OVERLAP = 0.6  # of the narrower one's width
SPACE = 0.14  # sizes: white beyond the usual that is a space
MUCH = 300, 0.2  # characters, and their part of a page: more than headlines have
HEAD = 1.22  # sizes of the body from which a row is part of a headline
_LATIN = re.compile("[A-Za-z\u00c0-\u024f,.;:!?’”“—-]")
_STOPS = re.compile("[。！？!?….:：；;”」』)）]$")
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True)
class Body:
    """What most of a page is set in: `size` in points."""

    size: float
    face: str


@dataclass(frozen=True, eq=False)
class Row:
    """A line, or what white space made several of one baseline. `face`: of most of its characters; `drop`: the large capital
    before it that belongs to several rows."""

    lines: tuple[Line, ...]
    box: Box
    face: str
    drop: str = ""

    @cached_property
    def size(self) -> float:
        return max(self.lines, key=lambda line: len(line.glyphs)).size

    @cached_property
    def text(self) -> str:
        return self.drop + ("" if _is_wide(self.lines) else " ").join(line.text for line in self.lines)

    @cached_property
    def spaced(self) -> str:
        """With a space wherever the print has one; in a justified column that would be too many."""
        return self.drop + " ".join(_spaced(line) for line in self.lines)

    @property
    def is_vertical(self) -> bool:
        return self.lines[0].is_vertical


def _is_wide(lines: Sequence[Line]) -> bool:
    """Chinese, where white in a line is the setting's; but not a table's."""
    return all(len(line.glyphs) > 1 for line in lines) and any(ord(line.glyphs[-1].character) >= 0x2E80 for line in lines)


def _spaced(line: Line) -> str:
    boxes = [frame(glyph.box, line.is_vertical) for glyph in line.glyphs]
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    usual = max(0.0, sorted(gaps)[len(gaps) // 2]) if gaps else 0.0
    parts = [line.glyphs[0].character]
    for gap, glyph in zip(gaps, line.glyphs[1:], strict=True):
        parts.append(" " if gap - usual > SPACE * glyph.size else "")
        parts.append(glyph.character)
    return "".join(parts)


@dataclass(eq=False)
class Strip:
    """`region`: the number of the panel that it stands in, -1 for the open page; `is_table`: each row is a line of a table."""

    rows: list[Row]
    region: int = -1
    is_table: bool = False
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = around(row.box for row in self.rows)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.box = around((self.box, row.box))

    def complete(self, row: Row) -> None:
        """Adds the rest of the last row."""
        self.rows[-1] = _rejoined((self.rows[-1], row))
        self.box = around((self.box, row.box))

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def face(self) -> str:
        return self.rows[-1].face

    @property
    def length(self) -> int:
        return sum(len(line.glyphs) for row in self.rows for line in row.lines)

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def pitch(self) -> float:
        """From one row to the next, in points."""
        steps = sorted(below.box.top - above.box.top for above, below in zip(self.rows, self.rows[1:], strict=False))
        return steps[len(steps) // 2] if steps else 1.5 * self.size


def body_size(lines: Iterable[Line]) -> float:
    """In points: the largest size that much is set in, else that of most characters; small print may outnumber the body. 10 where
    there are none."""
    count: Counter[float] = Counter()
    for line in lines:
        count[round(line.size * 4) / 4] += len(line.glyphs)
    most = max(count, key=lambda size: (count[size], size), default=10.0)
    much = max(MUCH[0], MUCH[1] * count.total())
    return max((size for size, number in count.items() if number >= much), default=most)


def rows_of(lines: Sequence[Line], layer: TextLayer) -> list[Row]:
    parts = _words_together([part for line in lines for part in _columns_apart(line)])
    return [Row((line,), frame(line.box, line.is_vertical), _face(line, layer.fonts)) for line in parts]


def _columns_apart(line: Line) -> list[Line]:
    """A closing mark may reach into a narrow gutter, so that two columns look like one line; the PDF wrote them apart."""
    boxes = [frame(glyph.box, line.is_vertical) for glyph in line.glyphs]
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    usual = max(0.0, sorted(gaps)[len(gaps) // 2]) if gaps else 0.0
    cuts = [
        at + 1 for at, gap in enumerate(gaps) if line.places[at + 1] != line.places[at] + 1 and gap > JUMP * line.size + usual
    ]
    edges = [0, *cuts, len(line.glyphs)]
    return [Line(line.glyphs[first:last], line.places[first:last], line.is_vertical) for first, last in pairwise(edges)]


def _words_together(lines: Sequence[Line]) -> list[Line]:
    """A justified line of Latin words has wide white in it; the PDF wrote it in one go."""
    starting = {line.places[0]: line for line in lines}
    found, done = [], set[Line]()
    for line in sorted(lines, key=lambda line: line.places[0]):
        if line in done:
            continue
        while (rest := starting.get(line.places[-1] + 1)) and rest not in done and _is_one_line(line, rest):
            done.add(rest)
            line = Line(line.glyphs + rest.glyphs, line.places + rest.places, line.is_vertical)
        found.append(line)
    return found


def _is_one_line(line: Line, rest: Line) -> bool:
    if line.is_vertical != rest.is_vertical or abs(line.size - rest.size) > 0.05 * line.size:
        return False
    left, right = frame(line.box, line.is_vertical), frame(rest.box, rest.is_vertical)
    is_latin = _LATIN.match(line.glyphs[-1].character) and _LATIN.match(rest.glyphs[0].character)
    is_level = abs(left.bottom - right.bottom) < 0.2 * line.size
    return bool(is_latin) and is_level and 0 <= right.left - left.right < WORDS * line.size


def frame(box: Box, is_vertical: bool) -> Box:
    return turned(box) if is_vertical else box


def unframed(box: Box, is_vertical: bool) -> Box:
    return Box(-box.bottom, box.left, -box.top, box.right) if is_vertical else box


def _face(line: Line, fonts: Sequence[str]) -> str:
    """The font's name without its subset's; of a mixed line that of the Chinese characters."""
    wide = [glyph.font for glyph in line.glyphs if ord(glyph.character) >= 0x2E80] or [glyph.font for glyph in line.glyphs]
    font = Counter(wide).most_common(1)[0][0]
    return _SUBSET.sub("", fonts[font]) if font < len(fonts) else ""


def _is_wider(box: Box, row: Row, size: float) -> bool:
    """A subtitle over a column; a column's first row has a short one below it only where a paragraph ends."""
    return row.box.right < box.right - 1.5 * size and row.box.left > box.left - size and not _STOPS.search(row.text)


def strips_of(rows: Sequence[Row], region_of: dict[Row, int], dividers: Sequence[Box]) -> list[Strip]:
    """`dividers`: thin lines, upright. Each row goes to the strip that ends right above it."""
    strips: list[Strip] = []
    open_: list[Strip] = []
    across = [rule for rule in dividers if rule.width > rule.height]
    along = [rule for rule in dividers if rule.height > rule.width]
    for row in sorted(rows, key=lambda row: (row.box.top, row.box.left)):
        open_ = [strip for strip in open_ if row.box.top - strip.box.bottom <= WHITE * strip.size]
        fitting = [strip for strip in open_ if strip.region == region_of[row] and _goes_on(strip, row, across)]
        if part := next((strip for strip in open_ if strip.region == region_of[row] and _completes(strip, row, along)), None):
            part.complete(row)
            continue
        if len(fitting) > 1 and (whole := _merged(fitting, row, along)):
            for strip in fitting:
                strips.remove(strip)
                open_.remove(strip)
            strips.append(whole)
            open_.append(whole)
            fitting = [whole]
        if len(fitting) == 1:
            fitting[0].add(row)
            continue
        strip = Strip([row], region_of[row])
        strips.append(strip)
        open_.append(strip)
    return strips


def _completes(strip: Strip, row: Row, along: Sequence[Box]) -> bool:
    """Whether the row is the rest of the strip's last one, after wide white in a justified line."""
    last = strip.rows[-1]
    if len(strip.rows) < 2 or abs(row.box.bottom - last.box.bottom) > 0.3 * row.size or row.size > SIZES * last.size:
        return False
    return _is_next(last, row, along) and row.box.right <= strip.box.right + 0.5 * row.size


def _is_next(left: Row, right: Row, along: Sequence[Box]) -> bool:
    gap = right.box.left - left.box.right
    return 0 <= gap < FRAGMENT * right.size and not any(
        left.box.right - 1 <= rule.left <= right.box.left and rule.top < right.box.bottom and right.box.top < rule.bottom
        for rule in along
    )


def _merged(strips: Sequence[Strip], row: Row, along: Sequence[Box]) -> Strip | None:
    """Several beginnings on one baseline over a row that is as wide: a first line with wide white in it."""
    parts = sorted((strip.rows[0] for strip in strips if len(strip.rows) == 1), key=lambda part: part.box.left)
    if len(parts) < len(strips) or any(abs(part.box.bottom - parts[0].box.bottom) > 0.3 * row.size for part in parts):
        return None
    if not all(_is_next(left, right, along) for left, right in pairwise(parts)):
        return None
    if parts[-1].box.right > row.box.right + row.size or parts[0].box.left < row.box.left - row.size:
        return None
    return Strip([_rejoined(parts)], strips[0].region)


def _rejoined(parts: Sequence[Row]) -> Row:
    return replace(parts[0], lines=tuple(line for part in parts for line in part.lines), box=around(part.box for part in parts))


def _goes_on(strip: Strip, row: Row, across: Sequence[Box]) -> bool:
    last = strip.rows[-1]
    small, large = sorted((last.size, row.size))
    if large > SIZES * small or last.face != row.face or row.box.top < last.box.bottom - 0.4 * small:
        return False
    overlap = min(strip.box.right, row.box.right) - max(strip.box.left, row.box.left)
    is_level = -INDENT * small <= row.box.left - strip.box.left <= INDENT * small  # also below a last word of one character
    if overlap < OVERLAP * min(strip.box.width, row.box.width) and not is_level:
        return False
    if len(strip.rows) == 1 and _is_wider(strip.box, row, small):
        return False
    left, right = max(strip.box.left, row.box.left), min(strip.box.right, row.box.right)
    return not any(
        last.box.bottom - 2 <= rule.top and rule.bottom <= row.box.top + 2 and rule.left < right and left < rule.right
        for rule in across
    )
