"""The browser's own boxes of a story, joined to one rectilinear polygon in fractions of the sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from typesetting.grid import SHEET_HEIGHT, SHEET_WIDTH, Box
from typesetting.layout import Placed
from typesetting.settings import StorySetting

AROUND = 5.0  # white that belongs to a story on every side
EVEN = 36.0  # edges that differ by less than this are one edge: a column may end a line short

Point = tuple[float, float]


@dataclass(frozen=True)
class Strip:
    left: float
    right: float
    top: float
    bottom: float


def story_polygon(placed: Placed, boxes: list[Box]) -> tuple[Point, ...]:
    """Column by column from the top edge of its boxes to the bottom edge; a headline over some columns makes an L."""
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
