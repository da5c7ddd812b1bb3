"""Where glyphs stand to each other: lines, words, the boxes to be lit. Pure."""

from collections.abc import Sequence

from issues.layer import Box, Glyph, around

_WORD_GAP = 0.15  # of the size: more is a space
_LINE_GAP = 2.5  # sizes: more is another column
_BACK = 0.6  # sizes by which a glyph may stand back: kerning, marks set in the middle of their cell


def is_next(before: Glyph, glyph: Glyph) -> bool:
    """In one line, right behind."""
    if before.is_vertical != glyph.is_vertical:
        return False
    size = max(before.size, glyph.size)
    return abs(_across(before) - _across(glyph)) < 0.5 * size and -_BACK * size <= gap(before, glyph) <= _LINE_GAP * size


def has_space_between(before: Glyph, glyph: Glyph) -> bool:
    """Of two that are in one line."""
    return gap(before, glyph) > _WORD_GAP * min(before.size, glyph.size)


def gap(before: Glyph, glyph: Glyph) -> float:
    """Points from the end of one to the beginning of the other, along the line."""
    if glyph.is_vertical:
        return glyph.box.top - before.box.bottom
    return glyph.box.left - before.box.right


def lit(glyphs: Sequence[Glyph]) -> tuple[Box, ...]:
    """A box for each line of them."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and is_next(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return tuple(around(glyph.box for glyph in line) for line in lines)


def _across(glyph: Glyph) -> float:
    return glyph.box.middle[0 if glyph.is_vertical else 1]
