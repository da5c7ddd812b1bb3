"""Large rows -> headlines: kicker, title, subtitle and byline that stand together. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.finding.kinds import is_pointers
from articles.finding.paragraphs import begins, is_short, joined
from articles.finding.pointers import LABEL
from articles.finding.strips import HEAD, Body, Row, Strip, unframed
from articles.importing.cleaning import HAN
from articles.importing.formats import bylines
from issues.layer import Box, around

NEAR = 0.9  # white between rows of one headline, in sizes of the larger
SPACE = 1.2  # greatest white within a row of a title, in sizes
SAME = 1.08  # ratio of sizes within a title
SMALL = 0.93  # of the body: small print
BOLD, MOST_BOLD = 1.08, 4  # sizes of the body; rows
MOST_ROWS = 3  # of a kicker, a subtitle, a byline each
LONGEST_COLUMN = 8  # characters of a column's label (栏目)
_STOPS = tuple("。！？；，.!?;,”")
_NAME = f"[{HAN}]{{2,4}}|[{HAN}] [{HAN}]"
_NAMES = re.compile(rf"(?:{_NAME})(?: (?:{_NAME})){{0,3}}")


@dataclass(eq=False)
class Head:
    """Its rows from top to bottom, upright; `box` in upright coordinates, `place` on the page.

    `is_label`: a notice's name, in small print."""

    rows: list[Row]
    region: int
    column: str = ""
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    byline: str = ""
    is_label: bool = False
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.settle()

    def settle(self) -> None:
        rows: list[Row] = []
        for row in sorted(self.rows, key=lambda row: row.box.middle[1]):
            at = len(rows)
            while at and rows[at - 1].box.left > row.box.left and row.box.top < rows[at - 1].box.middle[1]:
                at -= 1
            rows.insert(at, row)
        self.rows = rows
        self.box = around(row.box for row in self.rows)

    @property
    def place(self) -> Box:
        return unframed(self.box, self.is_vertical)

    @property
    def is_vertical(self) -> bool:
        return self.rows[0].is_vertical

    @property
    def size(self) -> float:
        return max(row.size for row in self.rows)


def heads_of(
    rows: Sequence[Row], strips: list[Strip], region_of: dict[Row, int], body: Body, dividers: Sequence[Box]
) -> list[Head]:
    """Takes the small rows that belong to a headline out of `strips`."""
    across = [rule for rule in dividers if rule.width > rule.height]
    heads = [Head(stack, region_of[stack[0]]) for stack in _stacks(rows, region_of, strips, dividers)]
    heads += _labels(strips, heads, body.size)
    for head in heads:
        if not head.is_label and not is_pointers(head.rows[0].text):
            _take_small(head, strips, heads, across, body)
    for head in heads:
        head.settle()
        _share_out(head, body)
    return heads


def is_large(row: Row, unit: float) -> bool:
    return row.size > HEAD * unit


def is_bold_head(strip: Strip, body: Body) -> bool:
    """Hardly larger than the body, but in another face, and too short to be a text."""
    is_other = strip.size > BOLD * body.size and strip.face != body.face
    return is_other and len(strip.rows) <= MOST_BOLD and not any(LABEL.fullmatch(row.text) for row in strip.rows)


def _stacks(rows: Sequence[Row], region_of: dict[Row, int], strips: Sequence[Strip], dividers: Sequence[Box]) -> list[list[Row]]:
    stacks: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row.box.top, row.box.left)):
        near = [
            stack
            for stack in stacks
            if region_of[stack[0]] == region_of[row]
            and any(_touches(other, row) and not _is_cut(other.box, row.box, dividers, strips) for other in stack)
        ]
        stack = [row]
        for other in near:
            stacks.remove(other)
            stack = other + stack
        stacks.append(stack)
    return stacks


def _touches(one: Row, other: Row) -> bool:
    large = max(one.size, other.size)
    white = max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom)
    between = max(one.box.left, other.box.left) - min(one.box.right, other.box.right)
    if white < -0.5 * min(one.size, other.size):  # of one baseline
        left, right = sorted((one, other), key=lambda row: row.box.left)
        is_written_on = right.lines[0].places[0] == left.lines[-1].places[-1] + 1
        is_near = between < SPACE * min(one.size, other.size) and ord(left.text[-1]) > 0x2E80
        return is_near and is_written_on and large < SAME * min(one.size, other.size)
    return white < NEAR * large and between < 0


def _is_cut(one: Box, other: Box, dividers: Sequence[Box], strips: Sequence[Strip]) -> bool:
    hull = around((one, other))
    left, right = max(one.left, other.left), min(one.right, other.right)
    top, bottom = min(one.bottom, other.bottom), max(one.top, other.top)
    for box in dividers:
        if box.width > box.height and top - 2 <= box.top and box.bottom <= bottom + 2 and box.left < right and left < box.right:
            return True
        is_between = min(one.right, other.right) - 1 <= box.left and box.right <= max(one.left, other.left) + 1
        if box.height > box.width and is_between and box.top < hull.bottom and hull.top < box.bottom:
            return True
    return any(
        len(strip.rows) > 1 and top - 2 <= strip.box.top and strip.box.bottom <= bottom + 2 and _overlap(strip.box, hull) > 0
        for strip in strips
    )


def _overlap(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _labels(strips: list[Strip], heads: Sequence[Head], unit: float) -> list[Head]:
    """Short rows in another face over small print, as the names of notices have them; in larger print they are subheadings."""
    found = []
    for strip in list(strips):
        if len(strip.rows) > 2 or strip.length > 40 or any(_is_over(head.box, strip.box, strip.size) for head in heads):
            continue
        text = next((other for other in strips if other is not strip and _is_text_below(strip, other)), None)
        if text is None:
            continue
        is_small = text.size < SMALL * unit and strip.box.width < 0.9 * text.box.width
        is_first = (strip.size >= 1.12 * text.size or strip.region >= 0) and not _is_under_text(strip, strips)
        if is_small or is_first:
            strips.remove(strip)
            found.append(Head(list(strip.rows), strip.region, is_label=True))
    return found


def _is_text_below(strip: Strip, other: Strip) -> bool:
    return (
        other.region == strip.region
        and (other.face != strip.face or strip.size >= 1.12 * other.size)
        and other.length > strip.length
        and _is_over(strip.box, other.box, other.size)
    )


def _is_under_text(strip: Strip, strips: Sequence[Strip]) -> bool:
    return any(
        other is not strip
        and other.region == strip.region
        and len(other.rows) > 1
        and _is_over(other.box, strip.box, 1.3 * strip.size)
        for other in strips
    )


def _is_over(upper: Box, lower: Box, size: float) -> bool:
    return -0.5 * size < lower.top - upper.bottom < 1.3 * size and _overlap(upper, lower) > 0.5 * min(upper.width, lower.width)


def _take_small(head: Head, strips: list[Strip], heads: Sequence[Head], across: Sequence[Box], body: Body) -> None:
    """A kicker above, subtitles and a byline below, in type not larger than the body."""
    for is_above in (False, True):
        for _round in range(MOST_ROWS):
            near = [strip for strip in strips if _belongs(head, strip, is_above, heads, across, strips, body)]
            if not near:
                break
            best = min(near, key=lambda strip: abs(strip.box.top - head.box.top))
            strips.remove(best)
            head.rows += best.rows
            head.settle()
    for strip in list(strips):
        if strip.region == head.region and len(strip.rows) > 1 and _is_over(head.box, strip.box, 2 * strip.size):
            _peel(head, strip)


def _belongs(
    head: Head,
    strip: Strip,
    is_above: bool,
    heads: Sequence[Head],
    across: Sequence[Box],
    strips: Sequence[Strip],
    body: Body,
) -> bool:
    if strip.region != head.region or len(strip.rows) > 2 or strip.length > 90:
        return False
    white = head.box.top - strip.box.bottom if is_above else strip.box.top - head.box.bottom
    if (
        not (-0.6 if is_above else -1.3) * strip.size < white < (1.0 if is_above else 1.5) * strip.size
        or _overlap(head.box, strip.box) <= 0
    ):
        return False
    if any(_is_cut(head.box, strip.box, [rule], ()) for rule in across):
        return False
    if is_above:
        return not any(_is_over(other.box, strip.box, 1.5 * strip.size) for other in heads if other is not head) and not any(
            other is not strip and _is_over(other.box, strip.box, strip.size) for other in strips
        )
    if _byline(strip.rows[0]) or _goes_on(head.rows[-1].box, strip):
        return True
    middle = abs(sum(head.box[::2]) - sum(strip.box[::2])) / 2
    is_aligned = abs(strip.box.left - head.box.left) < strip.size or middle < strip.size
    return is_aligned and not _looks_like_body(strip, strips, is_centred=middle < 0.5 * strip.size)


def _goes_on(last: Box, strip: Strip) -> bool:
    """On the baseline of the headline's last row, as a name behind 本报记者."""
    return abs(strip.box.bottom - last.bottom) < 0.3 * strip.size and 0 <= strip.box.left - last.right < 3 * strip.size


def _looks_like_body(strip: Strip, strips: Sequence[Strip], *, is_centred: bool) -> bool:
    """It stands in as a paragraph does, or goes on below in the same type."""
    row, size = strip.rows[0], strip.size
    below = [
        other
        for other in strips
        if other is not strip
        and other.region == strip.region
        and -0.5 * size < other.box.top - strip.box.bottom < 3 * size
        and _overlap(other.box, strip.box) > 0.9 * strip.box.width
    ]
    is_centred = is_centred and len(strip.rows) == 1 and not row.text.endswith(_STOPS)
    if not below or is_centred or _NAMES.fullmatch(row.spaced):
        return False
    is_like = below[0].face == strip.face and abs(below[0].size - size) < 0.04 * size
    return is_like and (row.box.left - below[0].box.left > 0.8 * size or not begins(below[0], 0))


def _peel(head: Head, strip: Strip) -> None:
    """Takes a byline or subtitle from the top of a column: short, not standing in, and a paragraph begins after it."""
    while len(strip.rows) > 1:
        row = strip.rows[0]
        is_apart = begins(strip, 1) and not begins(strip, 0) and is_short(strip, 0) and not row.text.endswith(_STOPS)
        if not is_apart and not (_byline(row) and is_short(strip, 0)):
            return
        strip.rows.pop(0)
        strip.box = around(other.box for other in strip.rows)
        head.rows.append(row)


def _byline(row: Row) -> str:
    return bylines.of_line(row.spaced)


def _share_out(head: Head, body: Body) -> None:
    """Names each row's role: the largest are the title, what stands above leads to it, what stands below explains it."""
    largest = head.size
    places = [at for at, row in enumerate(head.rows) if row.size * SAME >= largest]
    first, last = places[0], places[-1]
    for before, after in pairwise(places):
        if after - before > 1:  # a second title below a smaller row is no part of the first
            last = before
            break
    above, below = head.rows[:first], head.rows[last + 1 :]
    head.title = joined(row.spaced for row in head.rows[first : last + 1])
    if above and len(above[0].text) <= LONGEST_COLUMN and len(above) > 1:
        head.column = above.pop(0).spaced
    head.kicker = joined(row.spaced for row in above)
    signed = [row for row in below if _byline(row) or (row.size < 1.12 * body.size and _NAMES.fullmatch(row.spaced))]
    head.byline = joined(_byline(row) or row.spaced for row in signed)
    head.subtitle = joined(row.spaced for row in below if row not in signed)
