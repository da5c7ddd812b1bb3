"""What one reading of a page misses: blocks that Tesseract takes for no text, and type that runs across the page's direction, as
headlines that stand beside level text. Where it may be, and what it takes the place of. Pure.

Tesseract reads a page in one direction. Type that runs the other way it gives as garbage, as long thin lines across, or joined to
the lines beside it.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from PIL import Image, ImageDraw

from issues.ocr.hocr import Pixels, Recognised, RecognisedLine, Word
from issues.ocr.ink import Ink
from issues.ocr.layout import legible
from issues.ocr.patches import in_cells, patches

CELL = 1 / 3  # of an em of the page's text
REACH = 2  # cells between parts of one piece, at most; columns that are farther apart are read one by one
INKED = 0.08  # of a cell
LEAST_LONG, LEAST_THICK = 4.0, 0.8  # ems
LONGER = 1.2  # than it is thick
LEAST_ALONG = 2.0  # ems of a lost line
MOST_ACROSS, MOST_ALONG = 24, 40  # pieces of a page that are looked at: a quarter of a second each
LONG_LINE = 3  # characters; shorter lines may be what was made of other type
MARGIN = 0.4  # ems of paper around a piece
ON_OTHERS = 0.5  # of the characters of a line across that stand in lines of the page
BELIEVED = 50  # confidence of a piece that was read by itself, 0 to 100


def pieces_across(page: Recognised, ink: Ink, pictures: Sequence[Pixels], *, is_vertical: bool) -> list[Pixels]:
    """Boxes that may hold type across the page's direction, the largest first. `is_vertical`: the page's own."""
    lines, em = _long_lines(page, is_vertical=is_vertical), em_of(page, is_vertical=is_vertical)
    if em is None:
        return []
    thin = [line.box for line in page.lines if _may_be_across(line.box, em, is_vertical=is_vertical)]
    rest = _unexplained(ink.mask, [*(line.box for line in lines), *pictures, *page.separators], thin)
    boxes = [box for box in _pieces(rest, em) if _may_be_across(box, em, is_vertical=is_vertical)]
    return [_with_margin(box, MARGIN * em, ink.mask.size) for box in boxes[:MOST_ACROSS]]


def pieces_along(page: Recognised, ink: Ink, pictures: Sequence[Pixels], *, is_vertical: bool) -> list[Pixels]:
    """Boxes that may hold lines in the page's direction that were not read."""
    em = em_of(page, is_vertical=is_vertical)
    if em is None:
        return []
    rest = _unexplained(ink.mask, [*explained(page), *pictures, *page.separators], ())
    boxes = [box for box in _pieces(rest, em) if _may_be_along(box, em, is_vertical=is_vertical)]
    return [_with_margin(box, MARGIN * em, ink.mask.size) for box in boxes[:MOST_ALONG]]


def explained(page: Recognised) -> list[Pixels]:
    """What lines that can be read stand on."""
    return [line.box for line in legible(page)]


def _long_lines(page: Recognised, *, is_vertical: bool) -> list[RecognisedLine]:
    return [line for line in legible(page) if len(line.text) >= LONG_LINE and is_along(line.box, is_vertical=is_vertical)]


def em_of(page: Recognised, *, is_vertical: bool) -> float | None:
    """The size of the page's text in pixels; None where it has none."""
    thick = [_sides(line.box, is_vertical=is_vertical)[1] for line in _long_lines(page, is_vertical=is_vertical)]
    return max(6.0, median(thick)) if thick else None


def _pieces(rest: Image.Image, em: float) -> list[Pixels]:
    """The largest first."""
    cells = in_cells(rest, em * CELL).point([255 if value >= INKED * 255 else 0 for value in range(256)])
    return sorted((patch.box for patch in patches(cells, rest.size, REACH)), key=_area, reverse=True)


def is_along(box: Pixels, *, is_vertical: bool) -> bool:
    along, across = _sides(box, is_vertical=is_vertical)
    return along > 2 * across


def _sides(box: Pixels, *, is_vertical: bool) -> tuple[int, int]:
    """In the page's direction, and across."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return (high, wide) if is_vertical else (wide, high)


def _may_be_across(box: Pixels, em: float, *, is_vertical: bool) -> bool:
    thick, length = _sides(box, is_vertical=is_vertical)
    return length >= LEAST_LONG * em and thick >= LEAST_THICK * em and length >= LONGER * thick


def _may_be_along(box: Pixels, em: float, *, is_vertical: bool) -> bool:
    length, thick = _sides(box, is_vertical=is_vertical)
    return length >= LEAST_ALONG * em and thick >= LEAST_THICK * em


def _area(box: Pixels) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _unexplained(mask: Image.Image, known: Sequence[Pixels], thin: Sequence[Pixels]) -> Image.Image:
    """The ink that is in no line of text, picture or rule; lines across, whatever was read in them, in full."""
    rest = painted_over(mask, known, 0)
    draw = ImageDraw.Draw(rest)
    for box in thin:
        draw.rectangle(box, fill=255)
    return rest


def painted_over(picture: Image.Image, boxes: Sequence[Pixels], grey: int) -> Image.Image:
    """And a little around them."""
    result = picture.copy()
    draw = ImageDraw.Draw(result)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - 2, top - 2, right + 2, bottom + 2), fill=grey)
    return result


def _with_margin(box: Pixels, margin: float, size: tuple[int, int]) -> Pixels:
    left, top, right, bottom = box
    around = round(margin)
    return max(0, left - around), max(0, top - around), min(size[0], right + around), min(size[1], bottom + around)


def not_of(page: Recognised, lines: Sequence[RecognisedLine], *, is_vertical: bool) -> list[RecognisedLine]:
    """Without what was read across the page's own lines, as the heads of its columns are."""
    known = [line.box for line in _long_lines(page, is_vertical=is_vertical)]
    return [line for line in lines if sum(_is_on_any(box, known) for box in line.boxes) < ON_OTHERS * len(line.boxes)]


def _is_on_any(box: Pixels, others: Sequence[Pixels]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in others)


def around_all(lines: Sequence[RecognisedLine]) -> Pixels:
    lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def moved(page: Recognised, left: int, top: int) -> list[RecognisedLine]:
    """What was read in a piece, as lines of the page that the piece was cut from."""
    return [
        RecognisedLine(
            _shifted(line.box, left, top),
            [replace(word, boxes=[_shifted(box, left, top) for box in word.boxes]) for word in line.words],
        )
        for line in page.lines
    ]


def _shifted(box: Pixels, left: int, top: int) -> Pixels:
    return box[0] + left, box[1] + top, box[2] + left, box[3] + top


def without(page: Recognised, piece: Pixels, *, is_vertical: bool) -> Recognised:
    """The page without the lines and the characters that stand in a piece of it."""
    cut = (_cut(line, piece, is_vertical=is_vertical) for line in page.lines)
    return replace(page, lines=[line for line in cut if line.words])


def _cut(line: RecognisedLine, piece: Pixels, *, is_vertical: bool) -> RecognisedLine:
    left, top, right, bottom = line.box
    if right <= piece[0] or piece[2] <= left or bottom <= piece[1] or piece[3] <= top:
        return line
    words = []
    for word in line.words:
        kept = [at for at, box in enumerate(word.boxes) if not _is_in(box, line.box, piece, is_vertical=is_vertical)]
        if kept:
            words.append(Word(word.confidence, [word.characters[at] for at in kept], [word.boxes[at] for at in kept]))
    if sum(len(word.boxes) for word in words) == len(line.boxes):
        return line
    if is_vertical:
        box = left, (piece[3] if top >= piece[1] else top), right, (piece[1] if bottom <= piece[3] else bottom)
    else:
        box = (piece[2] if left >= piece[0] else left), top, (piece[0] if right <= piece[2] else right), bottom
    return RecognisedLine(box, words) if box[0] < box[2] and box[1] < box[3] else RecognisedLine(line.box)


def _is_in(box: Pixels, line: Pixels, piece: Pixels, *, is_vertical: bool) -> bool:
    """By its middle; a character's box may reach over those behind it."""
    left, top, right, bottom = box
    if is_vertical:
        x, y = (left + right) / 2, top + min(bottom - top, line[2] - line[0]) / 2
    else:
        x, y = left + min(right - left, line[3] - line[1]) / 2, (top + bottom) / 2
    return piece[0] <= x <= piece[2] and piece[1] <= y <= piece[3]
