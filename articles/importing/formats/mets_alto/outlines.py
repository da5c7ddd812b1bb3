"""Boxes -> outlines: polygons with right angles around boxes that touch or nearly touch. Pure geometry, in any unit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from articles.importing.formats.mets_alto.grids import Corner, union

GREATEST_CORNERS = 500
GREATEST_BOXES = 80
GREATEST_BRIDGES = 200
GREATEST_OBSTACLES = 300
_COMPARED = 400


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def box_around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def outlines(boxes: Iterable[Box], obstacles: Sequence[Box], reach: Corner) -> list[list[Corner]]:
    """One polygon for all boxes that hang together; from top to bottom, then left to right. Obstacles are never surrounded.

    Two boxes side by side or one above the other hang together where the gap between them is at most `reach` (across, down) and
    none of the `obstacles` stands in it. Sides that differ by less than a quarter of the reach are made even, outwards. More than
    `GREATEST_BOXES` that are left then are drawn as one rectangle, so that the work has a bound.
    """
    obstacles = obstacles[:GREATEST_OBSTACLES]
    parts = _stacked(_even(_distinct(boxes), (reach[0] / 4, reach[1] / 4), obstacles), obstacles, reach[1])
    if len(parts) > GREATEST_BOXES:
        return [rectangle(parts)]
    polygons = union([*parts, *_bridges(parts, obstacles, reach)], obstacles)
    within = (polygon if len(polygon) <= GREATEST_CORNERS else rectangle(polygon_boxes(polygon)) for polygon in polygons)
    return sorted(within, key=lambda polygon: min((y, x) for x, y in polygon))


def rectangle(boxes: Sequence[Box]) -> list[Corner]:
    """The corners of the box around them all."""
    box = box_around(boxes) or Box(0, 0, 0, 0)
    return [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]


def polygon_boxes(polygon: Sequence[Corner]) -> list[Box]:
    """Its corners, as boxes without extent."""
    return [Box(x, y, x, y) for x, y in polygon]


def overlap(one: Box, other: Box) -> bool:
    """Whether they share more than a line."""
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Without those that lie inside another one; of very many only the doubles are left out."""
    every = sorted(set(boxes), key=lambda box: (box.left, box.top, -box.right, -box.bottom))
    if len(every) > _COMPARED:
        return every
    return [box for at, box in enumerate(every) if not any(_holds(other, box) for other in every[:at])]


def _holds(outer: Box, inner: Box) -> bool:
    is_inside_across = outer.left <= inner.left and outer.right >= inner.right
    return is_inside_across and outer.top <= inner.top and outer.bottom >= inner.bottom


def _even(boxes: list[Box], tolerance: Corner, obstacles: Sequence[Box]) -> list[Box]:
    """Ragged sides of blocks of one column made even, where that runs over nobody else's block."""
    lefts = _snapped((box.left for box in boxes), tolerance[0], min)
    tops = _snapped((box.top for box in boxes), tolerance[1], min)
    rights = _snapped((box.right for box in boxes), tolerance[0], max)
    bottoms = _snapped((box.bottom for box in boxes), tolerance[1], max)
    mended = []
    for box in boxes:
        grown = Box(lefts[box.left], tops[box.top], rights[box.right], bottoms[box.bottom])
        is_free = not any(overlap(grown, other) and not overlap(box, other) for other in obstacles)
        mended.append(grown if is_free else box)
    return mended


def _snapped(values: Iterable[float], tolerance: float, pick: Callable[[list[float]], float]) -> dict[float, float]:
    """Each value -> the one that stands for it and for those near it."""
    found: dict[float, float] = {}
    group: list[float] = []
    for value in sorted(set(values)):
        if group and value - group[0] > tolerance:
            found.update(dict.fromkeys(group, pick(group)))
            group = []
        group.append(value)
    found.update(dict.fromkeys(group, pick(group) if group else 0.0))
    return found


def _stacked(boxes: list[Box], obstacles: Sequence[Box], reach: float) -> list[Box]:
    """Blocks of one column, one below the other, as one."""
    done: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.left, box.right, box.top, box.bottom)):
        last = done[-1] if done else None
        if last and (last.left, last.right) == (box.left, box.right) and box.top - last.bottom <= reach:
            gap = Box(last.left, last.bottom, last.right, box.top)
            if not any(overlap(gap, other) for other in obstacles):
                done[-1] = Box(last.left, last.top, last.right, max(last.bottom, box.bottom))
                continue
        done.append(box)
    return done


def _bridges(boxes: list[Box], obstacles: Sequence[Box], reach: Corner) -> list[Box]:
    """What fills the gaps between boxes that hang together."""
    found = [gap for one, other in combinations(boxes, 2) for gap in _gaps(one, other, reach)]
    return [gap for gap in found[:GREATEST_BRIDGES] if not any(overlap(gap, other) for other in obstacles)]


def _gaps(one: Box, other: Box, reach: Corner) -> Iterator[Box]:
    upper, lower = sorted((one, other), key=lambda box: box.top)
    top, bottom = lower.top, min(one.bottom, other.bottom)
    left, right = max(one.left, other.left), min(one.right, other.right)
    if top < bottom and 0 < left - right <= reach[0]:
        yield Box(right, top, left, bottom)
    if left < right and 0 < lower.top - upper.bottom <= reach[1]:
        yield Box(left, upper.bottom, right, lower.top)
