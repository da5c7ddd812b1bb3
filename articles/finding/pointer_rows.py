"""The rows of a list of pointers (导读): they meet, so that a click between two of them does not miss. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from articles.finding.pieces import Owner
from issues.layer import Box

ALONE = 0.7  # sizes of type above and below a row that has no neighbour
FARTHEST = 3.0  # sizes of white between two rows of a list


def tiled(rows: Mapping[Owner, Box], rules: Iterable[Box], unit: float) -> dict[Owner, Box]:
    """`rows`: a list's title and what it leads to. Two rows part below the rule between them, else half way; the first and the
    last have as much white outside as the others have on that side; the title, whose type is larger, as much above as below."""
    level = [rule for rule in rules if rule.width > rule.height]
    boxes = list(rows.values())
    whites = {owner: _whites(box, boxes, level, FARTHEST * unit) for owner, box in rows.items()}
    above = [up for up, _down in whites.values() if up is not None]
    below = [down for _up, down in whites.values() if down is not None]
    found = {}
    for owner, (up, down) in whites.items():
        box = rows[owner]
        up = _first(up, None if owner.pointer else down, _usual(above), ALONE * unit)
        down = _first(down, _usual(below), ALONE * unit)
        found[owner] = box._replace(top=box.top - up, bottom=box.bottom + down)
    return found


def _first(*whites: float | None) -> float:
    return next(white for white in whites if white is not None)


def _usual(whites: Sequence[float]) -> float | None:
    return median(whites) if whites else None


def _whites(box: Box, rows: Sequence[Box], rules: Sequence[Box], farthest: float) -> tuple[float | None, float | None]:
    """From the row's letters up and down to where it parts from the next; None where there is none."""
    above = [row for row in rows if row.bottom <= box.top + 1 and _is_over(row, box)]
    below = [row for row in rows if row.top >= box.bottom - 1 and _is_over(row, box)]
    before, after = max(above, key=lambda row: row.bottom, default=None), min(below, key=lambda row: row.top, default=None)
    up = box.top - _border(before, box, rules) if before and box.top - before.bottom <= farthest else None
    down = _border(box, after, rules) - box.bottom if after and after.top - box.bottom <= farthest else None
    return up, down


def _border(upper: Box, lower: Box, rules: Iterable[Box]) -> float:
    between = [
        rule.bottom
        for rule in rules
        if upper.bottom - 1 <= rule.top and rule.bottom <= lower.top + 1 and _is_over(rule, upper) and _is_over(rule, lower)
    ]
    return between[0] if between else (upper.bottom + lower.top) / 2


def _is_over(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right
