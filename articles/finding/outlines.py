"""Boxes -> rectilinear polygons: what belongs together, with the white between, without what is of others. Pure."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from issues.layer import Box, around

Corner = tuple[float, float]
Cell = tuple[int, int]  # column, row
ROUNDS = 3  # of closing gaps: what one round closed may lie beside another gap


def outlines(boxes: Sequence[Box], others: Sequence[Box], *, even: float) -> list[list[Corner]]:
    """Polygons in the boxes' units, the largest first; several where others stand between. `even`: edges that are less apart
    become one edge, as those of columns that end a line short."""
    if not boxes:
        return []
    grid = _Grid(_evened(boxes, even, others), others)
    grid.close_gaps()
    found = [_without_holes(grid.loops(part)) for part in grid.parts()]
    return sorted(found, key=lambda corners: -area(corners))


def area(corners: Sequence[Corner]) -> float:
    """Of a polygon, by the shoelace formula."""
    return abs(_signed_area(corners))


def _evened(boxes: Sequence[Box], even: float, others: Sequence[Box]) -> list[Box]:
    """Outer edges that are nearly level, levelled to the outermost, unless somebody else stands there."""
    tops = _levels(_free([box.top for box in boxes], boxes, even, _is_above), even, is_far=False)
    bottoms = _levels(_free([box.bottom for box in boxes], boxes, even, _is_below), even, is_far=True)
    lefts = _levels([box.left for box in boxes], even, is_far=False)
    rights = _levels([box.right for box in boxes], even, is_far=True)
    evened = []
    for box in boxes:
        wider = Box(lefts[box.left], tops.get(box.top, box.top), rights[box.right], bottoms.get(box.bottom, box.bottom))
        is_taken = any(overlap(wider, other) and not overlap(box, other) for other in others)
        evened.append(box if is_taken else wider)
    return evened


def _free(edges: Sequence[float], boxes: Sequence[Box], even: float, is_beyond: Callable[[Box, Box, float], bool]) -> list[float]:
    """Those beyond which none of the boxes stands near: two paragraphs of a column meet in the middle of what is ours."""
    return [
        edge
        for edge, box in zip(edges, boxes, strict=True)
        if not any(other is not box and is_beyond(other, box, even) for other in boxes)
    ]


def _is_above(other: Box, box: Box, even: float) -> bool:
    return other.top < box.top and other.bottom > box.top - even and _covers(other, box)


def _is_below(other: Box, box: Box, even: float) -> bool:
    return other.bottom > box.bottom and other.top < box.bottom + even and _covers(other, box)


def _covers(other: Box, box: Box) -> bool:
    return min(other.right, box.right) - max(other.left, box.left) > 0.5 * box.width


def _levels(edges: Iterable[float], even: float, *, is_far: bool) -> dict[float, float]:
    """`is_far`: right or lower edges. A group begins at its outermost: steps, each a little further in, do not hide it."""
    groups: list[list[float]] = []
    for edge in sorted(set(edges), reverse=is_far):
        if groups and abs(edge - groups[-1][0]) < even:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return {edge: group[0] for group in groups for edge in group}


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


class _Grid:
    """The plane cut at every edge of a box: each cell is ours, another's, or white."""

    def __init__(self, boxes: Sequence[Box], others: Sequence[Box]) -> None:
        hull = around(boxes)
        near = [other for other in others if overlap(other, hull)]
        self.lefts = sorted({edge for box in (*boxes, *near) for edge in (box.left, box.right)})
        self.tops = sorted({edge for box in (*boxes, *near) for edge in (box.top, box.bottom)})
        self._column = {edge: at for at, edge in enumerate(self.lefts)}
        self._row = {edge: at for at, edge in enumerate(self.tops)}
        self.ours = {cell for box in boxes for cell in self._cells(box)}
        self.taken = {cell for box in near for cell in self._cells(box)} - self.ours

    def _cells(self, box: Box) -> Iterator[Cell]:
        for row in range(self._row[box.top], self._row[box.bottom]):
            for column in range(self._column[box.left], self._column[box.right]):
                yield column, row

    def close_gaps(self) -> None:
        """White between two of our cells, in a row or a column, becomes ours."""
        for _round in range(ROUNDS):
            before = len(self.ours)
            for is_row in (True, False):
                self._close(is_row=is_row)
            if len(self.ours) == before:
                return

    def _close(self, *, is_row: bool) -> None:
        tracks: defaultdict[int, list[int]] = defaultdict(list)
        for column, row in self.ours:
            tracks[row if is_row else column].append(column if is_row else row)
        for track, places in tracks.items():
            places.sort()
            for start, end in pairwise(places):
                between = [(at, track) if is_row else (track, at) for at in range(start + 1, end)]
                if not any(cell in self.taken for cell in between):
                    self.ours.update(between)

    def parts(self) -> list[set[Cell]]:
        """Cells that touch side by side."""
        left, parts = set(self.ours), []
        while left:
            part, waiting = set(), deque([left.pop()])
            while waiting:
                column, row = waiting.popleft()
                part.add((column, row))
                for cell in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
                    if cell in left:
                        left.remove(cell)
                        waiting.append(cell)
            parts.append(part)
        return parts

    def loops(self, part: set[Cell]) -> list[list[Corner]]:
        """The outer one clockwise on the page, those around holes the other way."""
        following: defaultdict[Cell, list[Cell]] = defaultdict(list)
        for column, row in part:
            right, below = column + 1, row + 1
            if (column, row - 1) not in part:
                following[column, row].append((right, row))
            if (right, row) not in part:
                following[right, row].append((right, below))
            if (column, below) not in part:
                following[right, below].append((column, below))
            if (column - 1, row) not in part:
                following[column, below].append((column, row))
        loops = []
        while following:
            loops.append(self._corners(_loop(following)))
        return loops

    def _corners(self, cells: Sequence[Cell]) -> list[Corner]:
        points = [(self.lefts[column], self.tops[row]) for column, row in cells]
        return [point for at, point in enumerate(points) if not _is_idle(points[at - 1], point, points[(at + 1) % len(points)])]


def _loop(following: defaultdict[Cell, list[Cell]]) -> list[Cell]:
    """Taken out of `following`; where two corners touch, it turns to the right and keeps to its own."""
    start = next(iter(following))
    loop, here, came = [start], start, (0, 0)
    while True:
        ways = following[here]
        way = min(ways, key=lambda there: _turn(came, (there[0] - here[0], there[1] - here[1])))
        ways.remove(way)
        if not ways:
            del following[here]
        came, here = (way[0] - here[0], way[1] - here[1]), way
        if here == start:
            return loop
        loop.append(here)


def _turn(came: Cell, goes: Cell) -> int:
    """The sharpest turn to the right first (y points downwards)."""
    return -(came[0] * goes[1] - came[1] * goes[0])


def _is_idle(before: Corner, point: Corner, after: Corner) -> bool:
    return before[0] == point[0] == after[0] or before[1] == point[1] == after[1]


def _without_holes(loops: list[list[Corner]]) -> list[Corner]:
    """One polygon: a hole is joined to the outer edge by a slit without width."""
    outer, *holes = sorted(loops, key=lambda loop: -area(loop))
    for hole in sorted(holes, key=lambda loop: min(y for _x, y in loop)):
        outer = _slit(outer, hole)
    return outer


def _slit(outer: list[Corner], hole: list[Corner]) -> list[Corner]:
    """From the hole's topmost corner straight up to the nearest edge."""
    first = min(range(len(hole)), key=lambda at: (hole[at][1], hole[at][0]))
    x, y = hole[first]
    edges = [
        (at, outer[at][1])
        for at in range(len(outer))
        if outer[at][1] == outer[(at + 1) % len(outer)][1] < y
        and min(outer[at][0], outer[(at + 1) % len(outer)][0]) <= x <= max(outer[at][0], outer[(at + 1) % len(outer)][0])
    ]
    at, height = max(edges, key=lambda edge: edge[1])
    door = (x, height)
    around_hole = [*hole[first:], *hole[: first + 1]]
    return [*outer[: at + 1], door, *around_hole, door, *outer[at + 1 :]]


def _signed_area(corners: Sequence[Corner]) -> float:
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
