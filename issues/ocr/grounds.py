"""Where a scanned page is nowhere white: photographs and drawings, and tints with text on them. Pure.

Tesseract sees pictures by their edges, and of a plain sky or a drawing often half or nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from issues.ocr.hocr import Pixels
from issues.ocr.ink import threshold
from issues.ocr.patches import in_cells, patches

CELL = 6.0  # points: there is paper between the strokes of type in each
PAPER = 0.03  # most of a cell, in a picture
# Of the paper's grey, from which on it is paper. A scan's own shadows are no pictures; tints are pale, and told by their text.
LIGHT_PICTURE, LIGHT_TINT = 0.9, 0.96
LEAST_SIDE = 36.0  # points
LEAST_SHARE = 0.5  # of its box that is covered
LARGEST = 0.9  # of the page: its own ground
TEXT = 0.2  # of its area that lines of text cover: no picture, but a tint, or columns of dense grey type
EVEN, LEAST_EVEN = 10, 0.5  # greys around its commonest, and the least share of a tint that has them


class Grounds(NamedTuple):
    pictures: list[Pixels]
    tints: list[Pixels]


def grounds_of(grey: Image.Image, lines: Sequence[Pixels], resolution: float) -> Grounds:
    """`lines`: of text that was read; `resolution`: pixels an inch."""
    pictures = [box for box in _grounds(grey, LIGHT_PICTURE, resolution) if _covered(box, lines) < TEXT]
    tinted = [box for box in _grounds(grey, LIGHT_TINT, resolution) if _covered(box, lines) >= TEXT]
    return Grounds(pictures, [box for box in tinted if _is_even(grey.crop(box))])


def _grounds(grey: Image.Image, light: float, resolution: float) -> list[Pixels]:
    limit = light * _paper(grey.histogram())
    paper = grey.point([255 if value >= limit else 0 for value in range(256)])
    side = CELL * resolution / 72
    cells = in_cells(paper, side).point([255 if value <= PAPER * 255 else 0 for value in range(256)])
    least, most = LEAST_SIDE * resolution / 72, LARGEST * grey.width * grey.height
    return [
        _to_the_edge(box, paper, round(side))
        for box, share in patches(cells, grey.size)
        if share >= LEAST_SHARE and least <= min(box[2] - box[0], box[3] - box[1]) and _area(box) <= most
    ]


def _area(box: Pixels) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_even(part: Image.Image) -> bool:
    histogram = part.histogram()
    commonest = max(range(256), key=histogram.__getitem__)
    return sum(histogram[max(0, commonest - EVEN) : commonest + EVEN + 1]) >= LEAST_EVEN * sum(histogram)


def _to_the_edge(box: Pixels, paper: Image.Image, cell: int) -> Pixels:
    """Each side moved out of its cell, for at most another one, to where the paper begins."""
    left, top, right, bottom = box
    return (
        left - _reach(paper.crop((max(0, left - cell), top, left, bottom)), is_level=True, is_back=True),
        top - _reach(paper.crop((left, max(0, top - cell), right, top)), is_level=False, is_back=True),
        right + _reach(paper.crop((right, top, min(paper.width, right + cell), bottom)), is_level=True, is_back=False),
        bottom + _reach(paper.crop((left, bottom, right, min(paper.height, bottom + cell))), is_level=False, is_back=False),
    )


def _reach(strip: Image.Image, *, is_level: bool, is_back: bool) -> int:
    """How many of its columns (rows) in a row are less than half paper."""
    if not strip.width or not strip.height:
        return 0
    profile = strip.resize((strip.width, 1) if is_level else (1, strip.height), Image.Resampling.BOX).tobytes()
    ordered = profile[::-1] if is_back else profile
    return next((at for at, share in enumerate(ordered) if share >= 128), len(ordered))


def _paper(histogram: list[int]) -> int:
    """The commonest grey that is no ink."""
    return max(range(threshold(histogram) + 1, 256), key=histogram.__getitem__, default=255)


def _covered(box: Pixels, lines: Sequence[Pixels]) -> float:
    """The share of it that lines stand on."""
    left, top, right, bottom = box
    on = sum(
        max(0, min(right, line[2]) - max(left, line[0])) * max(0, min(bottom, line[3]) - max(top, line[1])) for line in lines
    )
    return on / _area(box)
