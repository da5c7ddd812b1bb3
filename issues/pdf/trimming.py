"""Where a printed page is cut: by the box that the PDF names, else by its crop marks. Pure.

A page without either is left as it is. Boxes here are (left, low, right, high) in the page's own space, y upwards.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from pypdfium2 import raw

from issues.layer import Box
from issues.pdf.paths import Drawn, outline, painting, rectangle, straight_lines, stroke_width
from issues.pdf.placing import bounds_of

Sides = tuple[float, float, float, float]
LEAST_TRIM, LEAST_ART = 0.4, 0.6  # of the sheet's area, for a box to be believed
SLACK = 1.0  # points between boxes that are the same
MARK_LENGTH, MARK_WIDTH = (4.0, 80.0), 2.0  # points
MARK_GAP = 30.0  # between a mark and the corner that it points to
MARK_MARGIN = 0.25  # of the sheet's side, within which marks stand
ALIGNED = 0.75  # points
MOST_LOOKED = 4000  # paths that might be marks


def trim(page: Any, things: Iterable[Drawn]) -> Sides | None:
    """None where the page is shown as it is."""
    sheet = _sheet(page)
    if sheet is None:
        return None
    for box, share in ((page.get_trimbox(fallback_ok=False), LEAST_TRIM), (page.get_artbox(fallback_ok=False), LEAST_ART)):
        inner = _within(box, sheet)
        if inner is not None and _area(inner) >= share * _area(sheet) and not _is_same(inner, sheet):
            return inner
    return marked_trim(_marks(things, sheet), sheet)


def _sheet(page: Any) -> Sides | None:
    found = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, found):
        return None
    return found.left, found.bottom, found.right, found.top


def _within(box: Any, sheet: Sides) -> Sides | None:
    if box is None or not all(map(math.isfinite, box)):
        return None
    left, right = sorted((box[0], box[2]))
    low, high = sorted((box[1], box[3]))
    inner = max(left, sheet[0]), max(low, sheet[1]), min(right, sheet[2]), min(high, sheet[3])
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else None


def _area(box: Sides) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_same(one: Sides, other: Sides) -> bool:
    return all(abs(side - twin) < SLACK for side, twin in zip(one, other, strict=True))


def _marks(things: Iterable[Drawn], sheet: Sides) -> Iterator[Box]:
    """Short thin upright lines near the sheet's edges."""
    looked = 0
    for drawn in things:
        bounds = bounds_of(drawn.thing) if drawn.kind == raw.FPDF_PAGEOBJ_PATH else None
        # A path may hold all the marks, and then goes around the page.
        if bounds is not None and looked < MOST_LOOKED and _may_mark(drawn, drawn.matrix.box(*bounds), sheet):
            looked += 1
            yield from (line for line in _lines(drawn) if _is_mark(line, sheet))


def _may_mark(drawn: Drawn, box: Box, sheet: Sides) -> bool:
    longest = MARK_LENGTH[1]
    if box.width <= longest and box.height <= longest:
        is_line = min(box.width, box.height) <= 2 * MARK_WIDTH or painting(drawn.thing)[1]
        return is_line and _distance(box, sheet) == 0
    return box.width > (sheet[2] - sheet[0]) / 2 and box.height > (sheet[3] - sheet[1]) / 2


def _distance(box: Box, sheet: Sides) -> float:
    """How far it is from the sheet's margins, where marks stand; 0 within one."""
    across, along = MARK_MARGIN * (sheet[2] - sheet[0]), MARK_MARGIN * (sheet[3] - sheet[1])
    return min(
        max(0, box.left - sheet[0] - across),
        max(0, sheet[2] - across - box.right),
        max(0, box.top - sheet[1] - along),
        max(0, sheet[3] - along - box.bottom),
    )


def _lines(drawn: Drawn) -> Iterator[Box]:
    is_filled, is_stroked = painting(drawn.thing)
    for part in outline(drawn):
        if is_stroked:
            yield from straight_lines(part, stroke_width(drawn))
        elif is_filled and (box := rectangle(part)):
            yield box


def _is_mark(line: Box, sheet: Sides) -> bool:
    least, most = MARK_LENGTH
    thin, long = sorted((line.width, line.height))
    return thin <= MARK_WIDTH and least <= long <= most and _distance(line, sheet) == 0


def marked_trim(marks: Iterable[Box], sheet: Sides) -> Sides | None:
    """The innermost rectangle to whose four corners marks point, two to each, from outside; marks of the bleed lie outside it."""
    all_marks = list(marks)
    level = [(mark.middle[1], mark.left, mark.right) for mark in all_marks if mark.width > mark.height][:200]
    upright = [(mark.middle[0], mark.top, mark.bottom) for mark in all_marks if mark.height > mark.width][:200]
    if len(level) < 4 or len(upright) < 4:
        return None
    corners = {
        (side, end): _corners(level, upright, is_left=side == "left", is_low=end == "low")
        for side in ("left", "right")
        for end in ("low", "high")
    }
    found = [
        (left, low, right, high)
        for left, low in corners["left", "low"]
        for right, high in corners["right", "high"]
        if _has((left, high), corners["left", "high"]) and _has((right, low), corners["right", "low"])
    ]
    found = [box for box in found if box[0] < box[2] and box[1] < box[3] and _area(box) >= LEAST_TRIM * _area(sheet)]
    inner = min(found, key=_area, default=None)
    return None if inner is None or _is_same(inner, sheet) else inner


def _corners(
    level: list[tuple[float, float, float]], upright: list[tuple[float, float, float]], *, is_left: bool, is_low: bool
) -> list[tuple[float, float]]:
    """Where a level and an upright mark point to one corner."""
    return [
        (x, y)
        for y, left, right in level
        for x, low, high in upright
        if -ALIGNED <= (x - right if is_left else left - x) <= MARK_GAP
        and -ALIGNED <= (y - high if is_low else low - y) <= MARK_GAP
    ]


def _has(corner: tuple[float, float], corners: list[tuple[float, float]]) -> bool:
    return any(abs(corner[0] - x) < ALIGNED and abs(corner[1] - y) < ALIGNED for x, y in corners)
