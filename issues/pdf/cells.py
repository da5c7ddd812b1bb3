"""Glyphs as they were found -> their cells on the shown page. Pure.

A cell is as high as its font is large, the same for every font of that size, so that the glyphs of a line, marks included, have
one height; it is as wide as the line moves on.
"""

import itertools
import math
from collections.abc import Iterator, Sequence

from issues.layer import Box, Glyph
from issues.pdf.glyphs import Found, Run
from issues.pdf.letters import is_wide
from issues.pdf.placing import Matrix

BELOW = 0.12  # of a cell's height lies under the line that the letters stand on
TWICE = 0.12  # of its size, within which a glyph that is printed again is the same one
LIKELY_WIDTH = 0.5  # of its size: a letter's of which nothing else is known
STEP = (0.3, 1.2)  # of its size, by which a line may move on after a glyph
STACKED = (0.6, 1.4)  # of its size: from a glyph to the one under it in vertical type
BESIDE = 1.6  # of its size: to the next glyph of a level line
_CELL = 4.0  # points; the raster in which twins are looked for


def cells(found: Sequence[Found], shown: Matrix, width: float, height: float) -> tuple[Glyph, ...]:
    """In their order, each once, those outside the page left out."""
    placed = [glyph for glyph in _placed(found, shown) if _is_on(glyph.box, width, height)]
    return _with_vertical(_once(placed))


def _is_on(box: Box, width: float, height: float) -> bool:
    x, y = box.middle
    return 0 <= x <= width and 0 <= y <= height


def _placed(found: Sequence[Found], shown: Matrix) -> Iterator[Glyph]:
    """Characters of one glyph share its width between them."""
    groups = [list(group) for _, group in itertools.groupby(found, key=lambda one: (one.x, one.y, id(one.run)))]
    for group, after in itertools.zip_longest(groups, groups[1:]):
        first = group[0]
        width = _width(first, len(group), after[0] if after else None) / len(group)
        for number, one in enumerate(group):
            yield _glyph(one, number * width, width, shown)


def _width(one: Found, count: int, after: Found | None) -> float:
    """As far as the line moves on, which is less than the glyph's own where marks are set closely."""
    size = math.hypot(*one.run.along)
    step = _step(one, after, size) if after is not None else 0.0
    if one.run.is_downward or is_wide(one.character):
        own = one.width or size * count
        return step if STEP[0] * size <= step < own and not one.run.is_downward else own
    return one.width or (step if 0 < step <= STEP[1] * size * count else LIKELY_WIDTH * size * count)


def _step(one: Found, after: Found, size: float) -> float:
    """To the next glyph of the line; 0 where that is in another."""
    along_x, along_y = one.run.along[0] / size, one.run.along[1] / size
    dx, dy = after.x - one.x, after.y - one.y
    off = abs(dy * along_x - dx * along_y)
    return dx * along_x + dy * along_y if off < 0.2 * size else 0.0


def _glyph(one: Found, before: float, width: float, shown: Matrix) -> Glyph:
    run, size = one.run, math.hypot(*one.run.up)
    length = math.hypot(*run.along)
    along_x, along_y = run.along[0] / length, run.along[1] / length
    x, y = one.x + before * along_x - BELOW * run.up[0], one.y + before * along_y - BELOW * run.up[1]
    if min(abs(along_x), abs(along_y)) > 0.02:
        box = shown.box(*_around_leaning(x, y, width * along_x, width * along_y, run))
    else:
        box = shown.box(x, y, x + width * along_x + run.up[0], y + width * along_y + run.up[1])
    return Glyph(one.character, box, size, run.font, run.is_downward or _reads_down(run, shown))


def _around_leaning(x: float, y: float, along_x: float, along_y: float, run: Run) -> tuple[float, float, float, float]:
    xs = [x, x + along_x, x + run.up[0], x + along_x + run.up[0]]
    ys = [y, y + along_y, y + run.up[1], y + along_y + run.up[1]]
    return min(xs), min(ys), max(xs), max(ys)


def _reads_down(run: Run, shown: Matrix) -> bool:
    across = run.along[0] * shown.a + run.along[1] * shown.c
    down = run.along[0] * shown.b + run.along[1] * shown.d
    return down > 3 * abs(across)


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Bold type that is printed twice, and shadows."""
    kept: list[Glyph] = []
    there: dict[tuple[str, float, float], list[Box]] = {}
    for glyph in glyphs:
        box = glyph.box
        near = min(TWICE * glyph.size, 0.4 * box.width)
        columns = {(box.left - near) // _CELL, (box.left + near) // _CELL}
        rows = {(box.top - near) // _CELL, (box.top + near) // _CELL}
        others = [other for x in columns for y in rows for other in there.get((glyph.character, x, y), ())]
        if others and any(abs(box.left - other.left) <= near and abs(box.top - other.top) <= near for other in others):
            continue
        kept.append(glyph)
        there.setdefault((glyph.character, box.left // _CELL, box.top // _CELL), []).append(box)
    return kept


def _with_vertical(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Upright glyphs under one another, of which none has a neighbour at its side, are a line that runs downwards."""
    pairs = list(itertools.pairwise(glyphs))
    beside = [_are_beside(one, other) for one, other in pairs]
    stacked = [
        not level and is_wide(one.character) and is_wide(other.character) and _are_stacked(one, other)
        for (one, other), level in zip(pairs, beside, strict=True)
    ]
    is_vertical = [glyph.is_vertical for glyph in glyphs]
    start = 0
    for end in range(len(glyphs)):
        if end < len(stacked) and stacked[end]:
            continue
        is_level = (start > 0 and beside[start - 1]) or (end < len(beside) and beside[end])
        if end > start and not is_level:
            is_vertical[start : end + 1] = [True] * (end + 1 - start)
        elif start and end == start and is_vertical[end - 1] and not is_level:
            is_vertical[end] = _goes_on(glyphs[end - 1], glyphs[end])
        start = end + 1
    return tuple(
        glyph if glyph.is_vertical == vertical else Glyph(glyph.character, glyph.box, glyph.size, glyph.font, vertical)
        for glyph, vertical in zip(glyphs, is_vertical, strict=True)
    )


def _are_beside(one: Glyph, other: Glyph) -> bool:
    (x, y), (to_x, to_y), size = one.box.middle, other.box.middle, one.size
    return abs(to_y - y) < 0.3 * size and 0 < to_x - x < BESIDE * size


def _are_stacked(one: Glyph, other: Glyph) -> bool:
    (x, y), (to_x, to_y), size = one.box.middle, other.box.middle, one.size
    is_under = abs(to_x - x) < 0.25 * size and STACKED[0] * size <= to_y - y <= STACKED[1] * size
    return is_under and abs(one.size - other.size) < 0.1 * size


def _goes_on(last: Glyph, one: Glyph) -> bool:
    """A glyph alone in its line: under the last one, or at the head of the next line at its left."""
    (x, y), (to_x, to_y), size = last.box.middle, one.box.middle, one.size
    is_next = -3 * size < to_x - x < -0.8 * size and to_y < y
    is_under = abs(to_x - x) < 0.6 * size and 0 < to_y - y < 2 * size
    return is_next or is_under
