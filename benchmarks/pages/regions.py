"""Areas of a page as rectangles: what an article truly covers, and how far a polygon agrees with it. Pure.

Exact for upright edges. A slanting edge is taken where it crosses the middle of each strip between two corners' heights.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from benchmarks.pages.truth import Box, TrueArticle, TruePage

Point = Sequence[float]
Interval = tuple[float, float]


def true_region(article: TrueArticle, others: Iterable[Box]) -> list[Box]:
    """The article's boxes with the white between them, as rectangles that do not overlap.

    The rule: white that lies between two boxes of the article, straight across or straight up and down, belongs to it, as long
    as no box of another (`others`: articles and furniture) lies between them. Applied until nothing is added, so that gutters
    close, the white between head and text, and the place where both meet. What stands among its columns and is not its own is
    cut out along that one's box. White at the outside does not belong to it: a last column that ends early leaves a notch.
    """
    against = list(others)
    if not article.boxes:
        return []
    xs = sorted({x for box in [*article.boxes, *against] for x in (box[0], box[2])})
    ys = sorted({y for box in [*article.boxes, *against] for y in (box[1], box[3])})
    own = _cells(article.boxes, xs, ys)
    blocked = _cells(against, xs, ys) - own
    while True:
        added = _between(own, blocked, len(ys) - 1, is_across=True) | _between(own, blocked, len(xs) - 1, is_across=False)
        if added <= own:
            break
        own |= added
    return _rectangles(own, xs, ys)


def true_regions(page: TruePage) -> dict[str, list[Box]]:
    """By the articles' keys."""
    return {
        article.key: true_region(
            article, [*page.furniture, *(box for other in page.articles if other is not article for box in other.boxes)]
        )
        for article in page.articles
    }


def iou(polygons: Iterable[Sequence[Point]], region: Iterable[Box]) -> float:
    """What both cover, of what either covers; 0 where both are empty. Cost: corners times strips."""
    found: list[list[Point]] = [list(polygon) for polygon in polygons]
    true = [corners(box) for box in region]
    ys = sorted({point[1] for polygon in [*found, *true] for point in polygon})
    both = either = 0.0
    for top, bottom in pairwise(ys):
        middle = (top + bottom) / 2
        one, two = _covered(found, middle), _covered(true, middle)
        depth = bottom - top
        both += depth * _length(_common(one, two))
        either += depth * _length(_merged([*one, *two]))
    return both / either if either else 0.0


def corners(box: Box) -> list[Point]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def area(region: Iterable[Box]) -> float:
    """Of the page, as a fraction."""
    return sum((right - left) * (bottom - top) for left, top, right, bottom in region)


def _cells(boxes: Iterable[Box], xs: list[float], ys: list[float]) -> set[tuple[int, int]]:
    column, row = {x: at for at, x in enumerate(xs)}, {y: at for at, y in enumerate(ys)}
    return {
        (x, y)
        for left, top, right, bottom in boxes
        for x in range(column[left], column[right])
        for y in range(row[top], row[bottom])
    }


def _between(own: set[tuple[int, int]], blocked: set[tuple[int, int]], lines: int, *, is_across: bool) -> set[tuple[int, int]]:
    """Cells of each row (or column) from one own cell to the next, where nothing else is in the way."""
    found: set[tuple[int, int]] = set()
    places: list[list[int]] = [[] for _ in range(lines)]
    for x, y in own:
        places[y if is_across else x].append(x if is_across else y)
    for line, cells in enumerate(places):
        for start, end in pairwise(sorted(cells)):
            gap = {(at, line) if is_across else (line, at) for at in range(start + 1, end)}
            if not gap & blocked:
                found |= gap
    return found


def _rectangles(cells: set[tuple[int, int]], xs: list[float], ys: list[float]) -> list[Box]:
    """Runs of each row, those of one width put together downwards."""
    found: list[Box] = []
    open_runs: dict[tuple[int, int], int] = {}
    for y in range(len(ys)):
        runs: set[tuple[int, int]] = set()
        row = sorted(x for x, at in cells if at == y) if y < len(ys) - 1 else []
        for x in row:
            last = next((run for run in runs if run[1] == x), None)
            if last:
                runs.remove(last)
            runs.add((last[0] if last else x, x + 1))
        for run in [run for run in open_runs if run not in runs]:
            found.append((xs[run[0]], ys[open_runs.pop(run)], xs[run[1]], ys[y]))
        for run in runs:
            open_runs.setdefault(run, y)
    return sorted(found, key=lambda box: (box[1], box[0]))


def _covered(polygons: list[list[Point]], y: float) -> list[Interval]:
    """Where a level line lies inside any of the polygons."""
    intervals: list[Interval] = []
    for polygon in polygons:
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True)
            if min(y1, y2) < y <= max(y1, y2)
        )
        intervals += zip(crossings[::2], crossings[1::2], strict=True)
    return _merged(intervals)


def _merged(intervals: list[Interval]) -> list[Interval]:
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _common(one: list[Interval], two: list[Interval]) -> list[Interval]:
    shared = [(max(a, c), min(b, d)) for a, b in one for c, d in two]
    return [(start, end) for start, end in shared if start < end]


def _length(intervals: list[Interval]) -> float:
    return sum(end - start for start, end in intervals)
