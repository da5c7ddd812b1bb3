"""The browser's own boxes of a story, joined to one rectilinear polygon in fractions of the sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from typesetting.grid import SHEET_HEIGHT, SHEET_WIDTH, Box
from typesetting.layout import Placed
from typesetting.notices import ITEM_LEADING, ITEM_SIZE, POINTER_TITLE
from typesetting.settings import StorySetting

AROUND = 5.0  # white that belongs to a story on every side
BESIDE = 3.0  # … and to a pointer's row to the left and right
EVEN = 36.0  # edges that differ by less than this are one edge: a column may end a line short

Point = tuple[float, float]


@dataclass(frozen=True)
class Strip:
    left: float
    right: float
    top: float
    bottom: float


def story_polygon(placed: Placed, boxes: list[Box]) -> tuple[Point, ...]:
    """Column by column from the top edge of its boxes to the bottom edge; a headline over some columns makes an L. A boxed
    story's zone is its box, which is what a reader sees."""
    if isinstance(placed.setting, StorySetting) and placed.setting.decor:
        return box_polygon(placed.box)
    edges = _edges(placed)
    strips = []
    for left, right in pairwise(edges):
        over = [box for box in boxes if min(right, box.x + box.width) - max(left, box.x) > 12]
        if over:
            top, bottom = min(box.y for box in over), max(box.y + box.height for box in over)
            strips.append(Strip(left, right, top - AROUND, bottom + AROUND))
    return _fractions(_outline(_evened(strips)))


def box_polygon(box: Box) -> tuple[Point, ...]:
    strip = Strip(box.x, box.x + box.width, box.y, box.y + box.height)
    return _fractions(_outline([strip]))


def pointer_polygons(title: Box, spots: dict[str, Box], slack: float) -> tuple[tuple[Point, ...], dict[str, tuple[Point, ...]]]:
    """Of a 导读 its title's and its items', by the keys of `spots`. They are rows that meet, so that a click between two of them
    does not miss: title and first items half way between their letters, items where the lines between them are. `slack`: white
    in an item."""
    first = min(spot.y for spot in spots.values())
    text = title.y + (POINTER_TITLE.leading - POINTER_TITLE.size) / 2
    white = (slack + ITEM_LEADING - ITEM_SIZE) / 2
    border = (text + POINTER_TITLE.size + first + white) / 2
    above = border - text - POINTER_TITLE.size
    rows = {key: _row(spot, border if spot.y == first else spot.y, spot.y + spot.height) for key, spot in spots.items()}
    return _row(title, text - above, border), rows


def _row(box: Box, top: float, bottom: float) -> tuple[Point, ...]:
    return box_polygon(Box(box.x - BESIDE, top, box.width + 2 * BESIDE, bottom - top))


def _edges(placed: Placed) -> list[float]:
    box, setting = placed.box, placed.setting
    left, right = box.x - AROUND, box.x + box.width + AROUND
    if not isinstance(setting, StorySetting):
        return [left, right]
    step = setting.column_width + setting.gutter
    start = box.x + setting.padding - setting.gutter / 2
    return [left, *(start + step * index for index in range(1, setting.columns)), right]


def _evened(strips: list[Strip]) -> list[Strip]:
    """Edges of neighbours that are nearly level become one edge, the outer one."""
    tops = _levelled([strip.top for strip in strips], min)
    bottoms = _levelled([strip.bottom for strip in strips], max)
    return [Strip(strip.left, strip.right, top, bottom) for strip, top, bottom in zip(strips, tops, bottoms, strict=True)]


def _levelled(edges: list[float], outer: Callable[[float, float], float]) -> list[float]:
    runs: list[list[float]] = []
    for edge in edges:
        if runs and abs(edge - runs[-1][0]) < EVEN:
            runs[-1].append(edge)
        else:
            runs.append([edge])
    return [reduce(outer, run) for run in runs for _ in run]


def _outline(strips: list[Strip]) -> list[Point]:
    above = [point for strip in strips for point in ((strip.left, strip.top), (strip.right, strip.top))]
    below = [point for strip in reversed(strips) for point in ((strip.right, strip.bottom), (strip.left, strip.bottom))]
    return _without_idle([*above, *below])


def _without_idle(points: list[Point]) -> list[Point]:
    """Drops repeated points and points on a straight line."""
    kept: list[Point] = []
    for index, point in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % len(points)]
        on_line = (before[0] == point[0] == after[0]) or (before[1] == point[1] == after[1])
        if point != before and not on_line:
            kept.append(point)
    return kept


def _fractions(points: list[Point]) -> tuple[Point, ...]:
    return tuple((round(x / SHEET_WIDTH, 5), round(y / SHEET_HEIGHT, 5)) for x, y in points)
