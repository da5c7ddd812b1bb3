"""In which order a page is read: cut along its white and its rules, again and again, until single blocks are left. Pure."""

from collections.abc import Sequence

from articles.finding.blocks import Block
from articles.finding.lines import turned
from issues.layer import Box, around

LEVEL = 0.06  # of a part's height: columns that begin nearer to each other than that begin level
TOUCH = 1.0  # points by which boxes may reach into each other over a cut
RULED = 0.6  # of a cut's length that a rule must lie along


def reading_order(blocks: Sequence[Block], rules: Sequence[Box] = ()) -> list[Block]:
    """Columns from left to right, or from right to left where most of the page is set vertically."""
    weight = sum((1 if block.is_vertical else -1) * len(block.text) for block in blocks)
    order = order_of([block.box for block in blocks], rules, is_vertical=weight > 0)
    return [blocks[at] for at in order]


def order_of(boxes: Sequence[Box], rules: Sequence[Box] = (), *, is_vertical: bool = False) -> list[int]:
    """The places of `boxes` in the order of reading."""
    if is_vertical:
        boxes, rules = [turned(box) for box in boxes], [turned(rule) for rule in rules]
    found: list[int] = []
    waiting = [list(range(len(boxes)))]
    while waiting:
        part = waiting.pop()
        halves = _halves(part, boxes, rules)
        if halves is None:
            found += sorted(part, key=lambda at: (boxes[at].left, boxes[at].top))
        else:
            waiting += reversed(halves)
    return found


def _halves(part: Sequence[int], boxes: Sequence[Box], rules: Sequence[Box]) -> tuple[list[int], list[int]] | None:
    if len(part) < 2:
        return None
    down = _cuts(part, boxes, rules, is_across=False)
    across = _cuts(part, boxes, rules, is_across=True)
    if down and (not across or _is_first(max(down), max(across), part, boxes)):
        return _parted(part, boxes, max(down)[1], is_across=False)
    return _parted(part, boxes, max(across)[1], is_across=True) if across else None


Cut = tuple[float, float]  # how wide its white is, with a rule in it; its place


def _cuts(part: Sequence[int], boxes: Sequence[Box], rules: Sequence[Box], *, is_across: bool) -> list[Cut]:
    """`is_across`: the cuts that part what is above from what is below."""
    first, last = (1, 3) if is_across else (0, 2)
    hull = around(boxes[at] for at in part)
    length = hull.width if is_across else hull.height
    cuts, edge = [], None
    for start, end in sorted((boxes[at][first], boxes[at][last]) for at in part):
        if edge is not None and start > edge - TOUCH:
            ruled = _ruled(rules, edge, start, hull, is_across=is_across) / length
            cuts.append((max(0.1, start - edge) * (4 if ruled > RULED else 1), (start + edge) / 2))
        edge = end if edge is None else max(edge, end)
    return cuts


def _ruled(rules: Sequence[Box], low: float, high: float, hull: Box, *, is_across: bool) -> float:
    """The length of the rules within a strip of white."""
    total = 0.0
    for rule in rules:
        if is_across and rule.width > rule.height and low - 2 <= rule.top and rule.bottom <= high + 2:
            total += max(0.0, min(rule.right, hull.right) - max(rule.left, hull.left))
        if not is_across and rule.height > rule.width and low - 2 <= rule.left and rule.right <= high + 2:
            total += max(0.0, min(rule.bottom, hull.bottom) - max(rule.top, hull.top))
    return total


def _is_first(down: Cut, across: Cut, part: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Columns that begin level go before lines of white across them, unless these are much wider."""
    left, right = (around(boxes[at] for at in half) for half in _parted(part, boxes, down[1], is_across=False))
    is_level = abs(left.top - right.top) <= LEVEL * max(left.height, right.height)
    return down[0] * (2.5 if is_level else 1.0) >= across[0]


def _parted(part: Sequence[int], boxes: Sequence[Box], place: float, *, is_across: bool) -> tuple[list[int], list[int]]:
    axis = 1 if is_across else 0
    before = [at for at in part if boxes[at].middle[axis] < place]
    return before, [at for at in part if boxes[at].middle[axis] >= place]
