"""How far two polygons cover the same ground. Pure.

Exact for upright edges, which all found polygons have; a slanting edge is taken where it crosses the middle of each strip between
two corners' heights.
"""

from collections.abc import Sequence
from itertools import pairwise

Corners = Sequence[Sequence[float]]
Span = tuple[float, float]


def overlap(one: Corners, other: Corners) -> float:
    """From 0 to 1: what both cover, of what either covers; 0 where neither covers anything."""
    both = either = 0.0
    for top, bottom in pairwise(sorted({y for _x, y in (*one, *other)})):
        ours, theirs = _crossed(one, (top + bottom) / 2), _crossed(other, (top + bottom) / 2)
        common = _common(ours, theirs)
        both += (bottom - top) * common
        either += (bottom - top) * (_length(ours) + _length(theirs) - common)
    return both / either if either else 0.0


def _crossed(polygon: Corners, y: float) -> list[Span]:
    """What of the line at this height lies inside, from left to right; no corner is so high."""
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True)
        if (y1 < y) != (y2 < y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _common(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    return sum(max(0.0, min(right, end) - max(left, start)) for left, right in ours for start, end in theirs)


def _length(spans: Sequence[Span]) -> float:
    return sum(right - left for left, right in spans)
