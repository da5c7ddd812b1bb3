"""Hot zones of one page that cover each other's ground. Pure; pairs whose boxes do not meet cost next to nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from articles.overlap import overlap
from articles.zones import area

SMALLEST_SHARE = 0.05  # of the smaller zone
SMALLEST_COMMON = 0.0005  # of the page: a line or two of text
INSIDE = 0.9  # of a row that stands in its 导读

Corners = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Ground:
    """`story`: zones of one, a photograph in its own text for instance, are never in each other's way; `may_lie_inside`: a row of
    a 导读."""

    pk: int
    polygon: Corners
    story: int | None
    may_lie_inside: bool


@dataclass(frozen=True)
class Overlap:
    """`smaller` and `larger` are primary keys; `share` of the smaller that the larger covers."""

    smaller: int
    larger: int
    share: float


def overlaps(grounds: Sequence[Ground]) -> Iterator[Overlap]:
    boxes = {ground.pk: _box(ground.polygon) for ground in grounds}
    areas = {ground.pk: area(ground.polygon) for ground in grounds}
    for one, other in combinations(grounds, 2):
        is_one_story = one.story is not None and one.story == other.story
        if is_one_story or not _meet(boxes[one.pk], boxes[other.pk]):
            continue
        small, large = sorted((one, other), key=lambda ground: (areas[ground.pk], ground.pk))
        common = _common(one.polygon, other.polygon, areas[one.pk] + areas[other.pk])
        share = common / areas[small.pk] if areas[small.pk] else 0.0
        is_inside = small.may_lie_inside and share >= INSIDE
        if common >= SMALLEST_COMMON and share >= SMALLEST_SHARE and not is_inside:
            yield Overlap(small.pk, large.pk, min(1.0, share))


def _common(one: Corners, other: Corners, both: float) -> float:
    """The ground that both cover, from what it is of the ground that either covers."""
    part = overlap(one, other)
    return part * both / (1 + part)


def _box(polygon: Corners) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _y in polygon], [y for _x, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
