"""What is drawn on a page besides its text and tells columns and articles apart: pictures, rules, panels. Pure."""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pypdfium2 import raw

from issues.layer import Box
from issues.pdf import calls
from issues.pdf.paths import Clips, Drawn, outline, painting, rectangle, straight_lines, stroke_width
from issues.pdf.placing import Matrix, bounds_of

PICTURE_SIDE = 20.0  # points; less is a sign or an ornament
RULE_WIDTH, RULE_LENGTH = 3.0, 10.0
DOT = 4.0  # points, and a gap as wide: rules may be rows of dots
WHOLE = 0.9  # of the page's area: its ground
TOUCH = 1.0  # points between parts of one picture
MANY, SHAPES = 8, 3  # paths in one frame, and among them free shapes, that make a drawing
LIGHT = 250  # a colour whose every part is lighter is white
_COLOUR = [ctypes.c_uint() for _ in range(4)]


class Drawings(NamedTuple):
    pictures: tuple[Box, ...]
    rules: tuple[Box, ...]
    panels: tuple[Box, ...]


class _Group(NamedTuple):
    """Paths in one clipping box: a drawing, where there are many and not all are lines and rectangles."""

    box: Box
    thin: list[Box]
    panels: list[Box]
    counts: list[int]  # of paths, and of those that are free shapes

    @property
    def is_drawing(self) -> bool:
        paths, shapes = self.counts
        return paths >= MANY and shapes >= SHAPES


class _Sheet:
    """One walk over a page's images and paths."""

    def __init__(self, shown: Matrix, width: float, height: float) -> None:
        self.shown = shown
        self.whole = Box(0.0, 0.0, width, height)
        self.tiles: list[Box] = []
        self.groups: dict[Box, _Group] = {}

    def read(self, things: Iterable[Drawn]) -> None:
        clips = Clips()
        for drawn in things:
            bounds = bounds_of(drawn.thing)
            if bounds is None:
                continue
            around = drawn.matrix.before(self.shown).box(*bounds)
            clip = clips.box(drawn.thing) if _meets(around, self.whole) else self.whole
            frame = self.whole if clip is None else _cut(drawn.matrix.before(self.shown).box(*clip), self.whole)
            if frame is None or not _meets(around, frame):
                continue
            group = self.groups.setdefault(frame, _Group(frame, [], [], [0, 0]))
            if drawn.kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.tiles += filter(None, [_cut(around, frame)])
            elif frame == self.whole or not group.is_drawing:
                self._sort(drawn, group)

    def _sort(self, drawn: Drawn, group: _Group) -> None:
        is_filled, is_stroked = painting(drawn.thing)
        is_tinted = is_filled and _is_seen(drawn.thing, calls.fill_colour_of)
        is_drawn = is_stroked and _is_seen(drawn.thing, calls.stroke_colour_of)
        if not is_tinted and not is_drawn:
            return
        line, parts = stroke_width(drawn) if is_drawn else 0.0, outline(drawn)
        boxes = [rectangle(part) for part in parts]
        group.counts[0] += 1
        group.counts[1] += not boxes or (is_tinted and None in boxes)
        for part, box in zip(parts, boxes, strict=True):
            if box is not None and min(box.width, box.height) > RULE_WIDTH:
                group.panels.append(self.shown.box(*box))
            elif box is not None and is_tinted:
                group.thin.append(self.shown.box(*box))
            elif is_drawn and line <= RULE_WIDTH:
                group.thin.extend(self.shown.box(*one) for one in straight_lines(part, line))


def drawings(things: Iterable[Drawn], shown: Matrix, width: float, height: float) -> Drawings:
    """Boxes on the page as it is shown. What a drawing is made of is neither rule nor panel."""
    sheet = _Sheet(shown, width, height)
    sheet.read(things)
    ground = WHOLE * width * height
    groups = list(sheet.groups.values())
    drawn = [group.box for group in groups if group.is_drawing and _is_picture(group.box, 0.6 * ground)]
    pictures = [box for box in joined(sheet.tiles) if _is_picture(box, ground)]
    pictures += [box for box in drawn if not any(_holds(other, box) for other in pictures)]

    def outside(boxes: Iterable[Box]) -> tuple[Box, ...]:
        return tuple(box for box in dict.fromkeys(boxes) if not any(_holds(picture, box) for picture in pictures))

    thin = [seen for group in groups for box in group.thin if (seen := _cut(box, group.box))]
    panels = [seen for group in groups for box in group.panels if (seen := _cut(box, group.box)) and _area(seen) < ground]
    return Drawings(tuple(pictures), outside(_rules(thin)), outside(panels))


def _is_picture(box: Box, ground: float) -> bool:
    return min(box.width, box.height) >= PICTURE_SIDE and _area(box) < ground


def _meets(one: Box, other: Box) -> bool:
    return one.left <= other.right and other.left <= one.right and one.top <= other.bottom and other.top <= one.bottom


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - TOUCH <= inner.left
        and outer.top - TOUCH <= inner.top
        and inner.right <= outer.right + TOUCH
        and inner.bottom <= outer.bottom + TOUCH
    )


def _cut(box: Box, frame: Box) -> Box | None:
    """What of it is in the frame."""
    left, top = max(box.left, frame.left), max(box.top, frame.top)
    right, bottom = min(box.right, frame.right), min(box.bottom, frame.bottom)
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def _is_seen(thing: int, ask: Callable[..., int]) -> bool:
    """Neither white nor clear. A pattern has no colour to tell, and is seen."""
    if not ask(thing, *map(ctypes.byref, _COLOUR)):
        return True
    *parts, alpha = (part.value for part in _COLOUR)
    return alpha > 5 and min(parts) < LIGHT


def _area(box: Box) -> float:
    return box.width * box.height


def _rules(thin: list[Box]) -> list[Box]:
    """Long enough, rows of dots made one."""
    dots = [box for box in thin if max(box.width, box.height) <= DOT]
    level = _in_rows(dots, DOT, is_level=True)
    upright = _in_rows(dots, DOT, is_level=False)
    lines = [box for box in thin if max(box.width, box.height) > DOT]
    found = [box for box in [*lines, *level, *upright] if min(box.width, box.height) <= RULE_WIDTH]
    return [box for box in dict.fromkeys(found) if max(box.width, box.height) >= RULE_LENGTH]


def joined(tiles: list[Box]) -> list[Box]:
    """Programs cut large pictures into strips and tiles; those that touch along a whole side are one."""
    for _ in range(2):
        for is_level in (True, False):
            tiles = _in_rows(tiles, TOUCH, is_level=is_level)
    return tiles


def _in_rows(boxes: list[Box], gap: float, *, is_level: bool) -> list[Box]:
    """Boxes of one height in a row, or of one width in a column, made one."""
    rows: dict[tuple[int, int], list[Box]] = {}
    for box in boxes:
        sides = (box.top, box.bottom) if is_level else (box.left, box.right)
        rows.setdefault((round(sides[0] / TOUCH), round(sides[1] / TOUCH)), []).append(box)
    return [box for row in rows.values() for box in _chained(row, gap, is_level=is_level)]


def _chained(row: list[Box], gap: float, *, is_level: bool) -> Iterator[Box]:
    row.sort()
    last = row[0]
    for box in row[1:]:
        distance = box.left - last.right if is_level else box.top - last.bottom
        if distance <= gap:
            sides = min(last.left, box.left), min(last.top, box.top), max(last.right, box.right), max(last.bottom, box.bottom)
            last = Box(*sides)
        else:
            yield last
            last = box
    yield last
