"""The union of rectangles as polygons without holes, exactly, on a grid of their own coordinates. Pure geometry."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

Corner = tuple[float, float]
Cell = tuple[int, int]
Rectangle = Sequence[float]  # left, top, right, bottom

GREATEST_CUTS = 8


def union(rectangles: Sequence[Rectangle], keep_clear: Sequence[Rectangle] = ()) -> list[list[Corner]]:
    """Each part that hangs together by more than a corner. One with a hole that something of `keep_clear` stands in is cut across
    the hole; other holes, and those after `GREATEST_CUTS`, are filled."""
    columns = sorted({side for box in rectangles for side in (box[0], box[2])})
    rows = sorted({side for box in rectangles for side in (box[1], box[3])})

    def is_kept(hole: list[Cell]) -> bool:
        left, right = columns[min(x for x, _ in hole)], columns[max(x for x, _ in hole)]
        top, bottom = rows[min(y for _, y in hole)], rows[max(y for _, y in hole)]
        return any(box[0] < right and left < box[2] and box[1] < bottom and top < box[3] for box in keep_clear)

    polygons = []
    for part in _cut(_parts(_filled(rectangles, columns, rows)), is_kept):
        outer = max(_boundaries(part), key=_signed_area)
        polygons.append([(columns[x], rows[y]) for x, y in outer])
    return polygons


def _filled(rectangles: Sequence[Rectangle], columns: list[float], rows: list[float]) -> set[Cell]:
    """The cells that any rectangle covers, by sums over their corners: the work grows with the cells, not with the overlaps."""
    sums = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for left, top, right, bottom in rectangles:
        x1, x2 = bisect_left(columns, left), bisect_left(columns, right)
        y1, y2 = bisect_left(rows, top), bisect_left(rows, bottom)
        sums[y1][x1] += 1
        sums[y1][x2] -= 1
        sums[y2][x1] -= 1
        sums[y2][x2] += 1
    cells = set()
    above = [0] * (len(columns) + 1)
    for y, row in enumerate(sums):
        total = 0
        for x, value in enumerate(row):
            total += value
            above[x] += total
            if above[x]:
                cells.add((x, y))
    return cells


def _parts(cells: set[Cell]) -> list[set[Cell]]:
    """Groups of cells that share sides, by their first cell."""
    left = set(cells)
    found = []
    for start in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if start not in left:
            continue
        left.discard(start)
        part, to_see = {start}, [start]
        while to_see:
            x, y = to_see.pop()
            beside = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & left
            left -= beside
            part |= beside
            to_see += beside
        found.append(part)
    return found


def _cut(parts: Iterable[set[Cell]], is_kept: Callable[[list[Cell]], bool]) -> Iterator[set[Cell]]:
    to_see, cuts = list(parts), 0
    while to_see:
        part = to_see.pop(0)
        hole = next((boundary for boundary in _boundaries(part) if _signed_area(boundary) < 0 and is_kept(boundary)), None)
        if hole is None or cuts == GREATEST_CUTS:
            yield part
            continue
        cuts += 1
        middle = (min(y for _, y in hole) + max(y for _, y in hole)) // 2
        upper = {cell for cell in part if cell[1] < middle}
        to_see = _parts(upper) + _parts(part - upper) + to_see


def _boundaries(cells: set[Cell]) -> list[list[Cell]]:
    """Closed walks along the sides, the cells at the right hand: the outer one clockwise (on a page, whose y grows downwards)."""
    starts: dict[Cell, list[Cell]] = {}
    for x, y in cells:
        for is_open, start, end in (
            ((x, y - 1) not in cells, (x, y), (x + 1, y)),
            ((x + 1, y) not in cells, (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1) not in cells, (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y) not in cells, (x, y + 1), (x, y)),
        ):
            if is_open:
                starts.setdefault(start, []).append(end)
    walks = []
    for start in sorted(starts, key=lambda corner: (corner[1], corner[0])):
        while start in starts:
            walks.append(_walk(starts, start))
    return walks


def _walk(starts: dict[Cell, list[Cell]], start: Cell) -> list[Cell]:
    """From a corner back to it, at a crossing always to the right; used sides are taken out of `starts`."""
    corners: list[Cell] = []
    at, step = start, (1, 0)
    while at in starts:
        ends = starts[at]
        end = next((end for end in ends if (end[0] - at[0], end[1] - at[1]) == (-step[1], step[0])), ends[0])
        ends.remove(end)
        if not ends:
            del starts[at]
        taken = (end[0] - at[0], end[1] - at[1])
        if taken != step or not corners:
            corners.append(at)
        at, step = end, taken
        if at == start:
            break
    return corners


def _signed_area(corners: Sequence[Cell]) -> int:
    """Positive for clockwise on a page, twice the area in cells."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], *corners[:1]], strict=True))
