"""Tables among rows of print: cells that stand at the same places, line for line. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from articles.finding.strips import Row
from issues.layer import around

LEAST_CELLS, LEAST_ROWS = 3, 3
FULL = 0.62  # of a line's length that its cells fill at most; columns of text fill more
LONGEST = 14  # characters of a cell, on average


def take_tables(rows: list[Row], region_of: dict[Row, int], large: Sequence[Row]) -> list[list[Row]]:
    """Takes the tables' cells out of `rows`; each table as rows of whole lines, which get their regions."""
    bands = [band for band in _bands(rows, region_of) if _is_line(band)]
    tables: list[list[list[Row]]] = []
    for band in bands:
        table = next((table for table in tables if _goes_on(table[-1], band, region_of)), None)
        if table is None:
            tables.append([band])
        else:
            table.append(band)
    found = []
    for table in (part for whole in tables for part in _under_heads(whole, large)):
        if len(table) < LEAST_ROWS:
            continue
        lines = [_joined(band) for band in table]
        for band, row in zip(table, lines, strict=True):
            region_of[row] = region_of[band[0]]
            for cell in band:
                rows.remove(cell)
        found.append(lines)
    return found


def _under_heads(table: list[list[Row]], large: Sequence[Row]) -> list[list[list[Row]]]:
    """Two tables beside each other, each below its own headline, are two."""
    box = around(row.box for row in table[0])
    over = sorted(
        row.box.middle[0]
        for row in large
        if 0 < box.top - row.box.bottom < 3 * row.size and box.left < row.box.middle[0] < box.right
    )
    if len(over) < 2:
        return [table]
    edges = [_widest(table[0], left, right) for left, right in pairwise(over)]
    parts: list[list[list[Row]]] = [[] for _ in over]
    for band in table:
        for number, part in enumerate(parts):
            cells = [row for row in band if sum(row.box.left > edge for edge in edges) == number]
            if cells:
                part.append(cells)
    return parts


def _widest(band: Sequence[Row], left: float, right: float) -> float:
    """Where the widest white is between two places."""
    gaps = [
        (after.box.left - before.box.right, before.box.right)
        for before, after in pairwise(band)
        if before.box.right >= left and after.box.left <= right
    ]
    return max(gaps)[1] if gaps else (left + right) / 2


def _bands(rows: Sequence[Row], region_of: dict[Row, int]) -> list[list[Row]]:
    """Rows of one baseline, parted where the white is too wide for a table."""
    bands: list[list[Row]] = []
    open_: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (round(row.box.bottom), row.box.left)):
        open_ = [band for band in open_ if row.box.bottom - band[0].box.bottom < 0.35 * row.size]
        near = [
            band
            for band in open_
            if region_of[band[0]] == region_of[row] and 0 < row.box.left - band[-1].box.right < 12 * row.size
        ]
        if near and abs(near[-1][0].size - row.size) < 0.1 * row.size:
            near[-1].append(row)
        else:
            open_.append([row])
            bands.append(open_[-1])
    return [part for band in bands for part in _parted(band)]


def _parted(band: list[Row]) -> list[list[Row]]:
    """Without the full lines of columns beside a table."""
    parts: list[list[Row]] = [[]]
    for row in band:
        if len(row.text) > LONGEST:
            parts.append([])
        else:
            parts[-1].append(row)
    return [part for part in parts if part]


def _is_line(band: Sequence[Row]) -> bool:
    if len(band) < LEAST_CELLS:
        return False
    filled = sum(row.box.width for row in band)
    return filled <= FULL * (band[-1].box.right - band[0].box.left) and all(
        after.box.left - before.box.right > before.size for before, after in pairwise(band)
    )


def _goes_on(above: Sequence[Row], band: Sequence[Row], region_of: dict[Row, int]) -> bool:
    if region_of[above[0]] != region_of[band[0]] or abs(len(above) - len(band)) > 1:
        return False
    size = band[0].size
    if not 0 < band[0].box.top - above[0].box.top < 3.5 * size:
        return False
    one, other = around(row.box for row in above), around(row.box for row in band)
    return min(one.right, other.right) - max(one.left, other.left) > 0.7 * max(one.width, other.width)


def _joined(band: Sequence[Row]) -> Row:
    return replace(band[0], lines=tuple(line for row in band for line in row.lines), box=around(row.box for row in band))
