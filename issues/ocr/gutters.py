"""Lines that Tesseract drew over the white between two columns, cut there. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from issues.ocr.cells import INK
from issues.ocr.hocr import Pixels, Recognised, RecognisedLine, Word
from issues.ocr.ink import Ink

GAP = 0.8  # ems of white
AROUND = 3  # heights of the line, above and below, in which the gap is white too
LARGEST = 1.4  # ems of the page's text: in a headline white is a space


def cut_at_gutters(page: Recognised, ink: Ink, em: float, *, is_vertical: bool) -> Recognised:
    """What stands behind a gutter comes after all other lines, so that nothing takes it for the line's own end. `em`: the size of
    the page's text in pixels."""
    kept: list[RecognisedLine] = []
    behind: list[RecognisedLine] = []
    for line in page.lines:
        first, *others = _cut(line, list(_gutters(line.box, ink, em, is_vertical=is_vertical)), is_vertical=is_vertical)
        kept.append(first)
        behind += others
    return Recognised([*kept, *behind], page.photos, page.separators)


def _gutters(box: Pixels, ink: Ink, em: float, *, is_vertical: bool) -> Iterator[tuple[int, int]]:
    """Where they start and end."""
    left, top, right, bottom = box
    start, thick = (top, right - left) if is_vertical else (left, bottom - top)
    if thick > LARGEST * em:
        return
    inked = [at for at, value in enumerate(ink.rows(box) if is_vertical else ink.columns(box)) if value >= INK]
    for before, after in pairwise(inked):
        if after - before > GAP * em and _is_white(start + before + 1, start + after, box, ink, is_vertical=is_vertical):
            yield start + before + 1, start + after


def _is_white(start: int, end: int, box: Pixels, ink: Ink, *, is_vertical: bool) -> bool:
    left, top, right, bottom = box
    reach = AROUND * ((right - left) if is_vertical else (bottom - top))
    if is_vertical:
        area = max(0, left - reach), start, min(ink.mask.width, right + reach), end
        return max(ink.rows(area)) < INK
    area = start, max(0, top - reach), end, min(ink.mask.height, bottom + reach)
    return max(ink.columns(area)) < INK


def _cut(line: RecognisedLine, gutters: Sequence[tuple[int, int]], *, is_vertical: bool) -> list[RecognisedLine]:
    """Parts that have characters; the line itself where it is one."""
    if not gutters:
        return [line]
    left, top, right, bottom = line.box
    edges = [(top if is_vertical else left), *(edge for gutter in gutters for edge in gutter), (bottom if is_vertical else right)]
    middles = [(end + start) / 2 for end, start in gutters]
    parts: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        words = [Word(word.confidence) for _ in parts]
        for character, box in zip(word.characters, word.boxes, strict=True):
            part = words[sum(middle <= _place(box, line.box, is_vertical=is_vertical) for middle in middles)]
            part.characters.append(character)
            part.boxes.append(box)
        for at, one in enumerate(words):
            parts[at] += [one] if one.characters else []
    cut = []
    for at, own in enumerate(parts):
        start, end = edges[2 * at], edges[2 * at + 1]
        place = (left, start, right, end) if is_vertical else (start, top, end, bottom)
        cut += [RecognisedLine(place, own)] if own else []
    return cut or [line]


def _place(box: Pixels, line: Pixels, *, is_vertical: bool) -> float:
    """A character's middle; its box may reach over those behind it."""
    if is_vertical:
        return box[1] + min(box[3] - box[1], line[2] - line[0]) / 2
    return box[0] + min(box[2] - box[0], line[3] - line[1]) / 2
