"""Recognised lines and the page's ink -> glyphs, pictures and rules in points. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from issues.layer import Box, Glyph
from issues.ocr.cells import INK, fitted, is_ideograph, widened
from issues.ocr.hocr import Pixels, Recognised, RecognisedLine
from issues.ocr.ink import Ink

LEAST_CONFIDENCE, LEAST_ON_PICTURE = 35, 65  # of a line, 0 to 100; Latin words in Chinese lines have some 40, rightly read
LEAST_PICTURE = 36.0  # points, of either side
STROKES = "|丨_"  # what is made of a rule
SLIVER = 0.3  # of a line's height: ink at the edge of its box that is less is another line's
THICKEST_RULE = 5.0  # points

_FULL_WIDTH = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_DEGREES = re.compile("(?<=[0-9])[\"“”'?]{1,2}\\(?C")


def glyphs_of(page: Recognised, ink: Ink, scale: float, *, is_vertical: bool) -> Iterator[Glyph]:
    """In Tesseract's order of lines. `scale`: points a pixel.

    A line is kept or dropped as a whole: photographs and ornaments give lines of low confidence, in lines of text a single
    misread character is no worse than a missing one."""
    for line in legible(page):
        yield from _line_glyphs(line, ink, scale, is_vertical=is_vertical)


def legible(page: Recognised) -> list[RecognisedLine]:
    """Lines that are text, by their confidence; on a photograph it takes more to be believed."""
    return [
        line
        for line in page.lines
        if line.text.strip(STROKES)
        and line.confidence >= (LEAST_ON_PICTURE if any(_is_on(line.box, photo) for photo in page.photos) else LEAST_CONFIDENCE)
    ]


def _is_on(line: Pixels, photo: Pixels) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return photo[0] <= x <= photo[2] and photo[1] <= y <= photo[3]


def _line_glyphs(line: RecognisedLine, ink: Ink, scale: float, *, is_vertical: bool) -> Iterator[Glyph]:
    left, top, _, _ = line.box
    along, across = (ink.rows, ink.columns) if is_vertical else (ink.columns, ink.rows)
    start, side = (top, left) if is_vertical else (left, top)
    text, rough = _repaired(line, None if is_vertical else left)
    first, last = _extent(across(line.box))
    em = _em(text, last - first, rough)
    cells = widened(fitted(along(line.box), text, em, rough), text, em)
    middle = side + (first + last) / 2
    low, high = (middle - em / 2) * scale, (middle + em / 2) * scale
    size = round(em * scale, 1)
    for character, (cell_start, cell_end) in zip(text, cells, strict=True):
        begin, end = (start + cell_start) * scale, (start + max(cell_end, cell_start + 1)) * scale
        box = Box(low, begin, high, end) if is_vertical else Box(begin, low, end, high)
        yield Glyph(character, box, size, is_vertical=is_vertical)


def _repaired(line: RecognisedLine, left: int | None) -> tuple[str, list[float] | None]:
    """Chinese marks in Chinese text, which the models give as ASCII, and ℃, which they give as "C; and of each character its
    middle from the line's start, as far as Tesseract knows it: its boxes often reach over the characters behind."""
    text, boxes = line.text, line.boxes
    high = max(2, line.box[3] - line.box[1])
    middles = None if left is None else [box[0] - left + min(box[2] - box[0], high) / 2 for box in boxes]
    for found in reversed(list(_DEGREES.finditer(text))):
        text = text[: found.start()] + "℃" + text[found.end() :]
        if middles:
            del middles[found.start() + 1 : found.end()]
    return chinese_marks(text), sorted(middles) if middles else None


def chinese_marks(text: str) -> str:
    """ASCII marks beside an ideograph as its script has them."""
    characters = list(text)
    for at, character in enumerate(characters):
        if character in _FULL_WIDTH and any(map(is_ideograph, text[max(0, at - 1) : at + 2])):
            characters[at] = _FULL_WIDTH[character]
    return "".join(characters)


def _extent(profile: bytes) -> tuple[int, int]:
    """Where the ink of a line starts and ends across it, without what reaches in from the lines beside it."""
    inked = [at for at, value in enumerate(profile) if value >= INK]
    if not inked:
        return 0, len(profile)
    edges = [inked[0], *(edge for one, other in pairwise(inked) if other > one + 1 for edge in (one + 1, other)), inked[-1] + 1]
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    most = max(end - start for start, end in runs)
    own = [run for run in runs if run[1] - run[0] >= SLIVER * most or (run[0] > 0 and run[1] < len(profile))]
    return own[0][0], own[-1][1]


def _em(text: str, high: int, middles: list[float] | None) -> float:
    """The type's size in pixels, from the height of the ink and the distances of ideographs."""
    if not any(map(is_ideograph, text)):
        has_tails, has_heads = bool(re.search("[gjpqyQ,;()]", text)), bool(re.search("[A-Zbdfhklti0-9(]", text))
        return max(4.0, high / (0.45 + 0.25 * has_heads + 0.2 * has_tails))
    em = high / 0.95
    steps = [
        second - first
        for (one, first), (other, second) in pairwise(zip(text, middles or [], strict=False))
        if is_ideograph(one) and is_ideograph(other) and second > first
    ]
    return max(4.0, min(em, 1.15 * median(steps)) if len(steps) >= 4 else em)


def together(photos: Sequence[Pixels], pictures: Sequence[Pixels], tints: Sequence[Pixels]) -> list[Pixels]:
    """Tesseract's photographs and what is nowhere white: of two that lie on each other the larger. Text on a tint is none."""
    kept: list[Pixels] = []
    for box in sorted((*photos, *pictures), key=_area, reverse=True):
        if not any(_shared(box, other) > 0.5 * _area(box) for other in (*kept, *tints)):
            kept.append(box)
    return kept


def _area(box: Pixels) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Pixels, other: Pixels) -> int:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0


def pictures_of(page: Recognised, scale: float) -> tuple[Box, ...]:
    """Tesseract sees strips of a photograph with plain sky: strips of one width are one picture, unless text is between."""
    whole: list[Pixels] = []
    lines = [line.box for line in legible(page)]
    for strip in sorted(page.photos, key=lambda box: (box[0], box[1])):
        if whole and (joined := _joined(whole[-1], strip)) and not any(_is_between(line, whole[-1], strip) for line in lines):
            whole[-1] = joined
        else:
            whole.append(strip)
    boxes = (_box(pixels, scale) for pixels in whole)
    return tuple(box for box in boxes if min(box.width, box.height) >= LEAST_PICTURE)


def _joined(upper: Pixels, lower: Pixels) -> Pixels | None:
    near = 0.02 * (upper[2] - upper[0]) + 2
    if abs(upper[0] - lower[0]) > near or abs(upper[2] - lower[2]) > near:
        return None
    if lower[1] - upper[3] > max(upper[3] - upper[1], lower[3] - lower[1]):
        return None
    return min(upper[0], lower[0]), upper[1], max(upper[2], lower[2]), max(upper[3], lower[3])


def _is_between(line: Pixels, upper: Pixels, lower: Pixels) -> bool:
    return upper[3] <= (line[1] + line[3]) / 2 <= lower[1] and line[0] < upper[2] and upper[0] < line[2]


def rules_of(page: Recognised, scale: float) -> tuple[Box, ...]:
    """Without the strokes of large type."""
    lines = [line.box for line in legible(page)]
    rules = [rule for rule in page.separators if not any(_is_stroke(rule, line) for line in lines)]
    return tuple(box for box in boxes_of(rules, scale) if min(box.width, box.height) <= THICKEST_RULE)


def _is_stroke(rule: Pixels, line: Pixels) -> bool:
    return _is_on(rule, line) and max(rule[2] - rule[0], rule[3] - rule[1]) <= 1.2 * min(line[2] - line[0], line[3] - line[1])


def boxes_of(places: Iterable[Pixels], scale: float) -> tuple[Box, ...]:
    return tuple(_box(pixels, scale) for pixels in places)


def _box(pixels: Pixels, scale: float) -> Box:
    left, top, right, bottom = pixels
    return Box(left * scale, top * scale, right * scale, bottom * scale)
