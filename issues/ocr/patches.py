"""Parts of a page that hang together, looked at cell by cell. Pure."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from PIL import Image, ImageFilter

from issues.ocr.hocr import Pixels


class Patch(NamedTuple):
    """`share`: of its box that is covered, 0 to 1."""

    box: Pixels
    share: float


def in_cells(mask: Image.Image, cell: float) -> Image.Image:
    """A small picture: how much (0–255) of each cell the mask covers. `cell`: pixels."""
    size = max(1, round(mask.width / cell)), max(1, round(mask.height / cell))
    return mask.resize(size, Image.Resampling.BOX)


def patches(cells: Image.Image, size: tuple[int, int], reach: int = 0) -> list[Patch]:
    """Of cells that are 255 or 0, in pixels of the picture that has `size`. `reach`: white cells that may lie between parts, in
    twos. Some 0.1 s for a hundred thousand cells."""
    own = cells.tobytes()
    near = bytearray(cells.filter(ImageFilter.MaxFilter(reach + 1)).tobytes() if reach else own)
    across, down = size[0] / cells.width, size[1] / cells.height
    found: list[Patch] = []
    for start in range(len(near)):
        places = [divmod(at, cells.width) for at in _flooded(near, start, cells.width) if own[at]] if near[start] else []
        if places:
            rows, columns = [row for row, _ in places], [column for _, column in places]
            left, top, right, bottom = min(columns), min(rows), max(columns) + 1, max(rows) + 1
            box = round(left * across), round(top * down), round(right * across), round(bottom * down)
            found.append(Patch(box, len(places) / ((right - left) * (bottom - top))))
    return found


def _flooded(cells: bytearray, start: int, width: int) -> Iterator[int]:
    """The cells that hang together with this one; they are taken out."""
    waiting = [start]
    cells[start] = 0
    while waiting:
        at = waiting.pop()
        yield at
        for dx, dy in product((-1, 0, 1), repeat=2):
            x, other = at % width + dx, at + dx + dy * width
            if 0 <= x < width and 0 <= other < len(cells) and cells[other]:
                cells[other] = 0
                waiting.append(other)
