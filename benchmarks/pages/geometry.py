"""Columns and slots of a sheet, in CSS pixels. Pure."""

import random
from dataclasses import dataclass, replace
from typing import NamedTuple


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def style(self) -> str:
        return f"left:{self.left:.2f}px;top:{self.top:.2f}px;width:{self.width:.2f}px;height:{self.height:.2f}px"

    def inset(self, by: float) -> "Rect":
        return Rect(self.left + by, self.top + by, self.right - by, self.bottom - by)


@dataclass(frozen=True)
class Grid:
    """`size` and `line`: of body type; `start`: the left edge of the first column."""

    width: float
    height: float
    start: float
    top: float
    bottom: float
    columns: int
    column: float
    gutter: float
    size: float
    line: float
    is_ruled: bool = True

    def left(self, column: int) -> float:
        return self.start + column * (self.column + self.gutter)

    def right(self, column: int) -> float:
        return self.left(column) + self.column

    def rect(self, slot: "Slot") -> Rect:
        return Rect(self.left(slot.first), slot.top, self.right(slot.last), slot.bottom)


@dataclass(frozen=True)
class Slot:
    """A place for an article: whole columns, `first` to `last`."""

    first: int
    last: int
    top: float
    bottom: float

    @property
    def columns(self) -> int:
        return self.last - self.first + 1


def make_grid(
    random_: random.Random, width: float, height: float, columns: int, size: float, margin: float = 0, head: float = 0
) -> Grid:
    """A text area of `columns`, between a `head` for furniture and a foot; columns hold whole characters."""
    margin = margin or width * random_.uniform(0.035, 0.05)
    gutter = size * random_.choice([1.2, 1.5, 1.8])
    line = round(size * random_.choice([1.36, 1.42, 1.5]) * 2) / 2
    column = (width - 2 * margin - gutter * (columns - 1)) / columns
    column = int(column / size) * size + 0.5
    start = (width - columns * column - gutter * (columns - 1)) / 2
    top = margin + (head or 46)
    return Grid(width, height, start, top, height - margin - 24, columns, column, gutter, size, line, random_.random() < 0.6)


def split(random_: random.Random, grid: Grid, count: int, area: Slot | None = None, gap: float = 0, most: int = 9) -> list[Slot]:
    """About `count` slots that fill the area; fewer where it is too small for them. `most`: columns of the widest."""
    gap = gap or grid.line * random_.choice([0.9, 1.2, 1.5])
    slots = [area or Slot(0, grid.columns - 1, grid.top, grid.bottom)]
    while True:
        wide = [slot for slot in slots if slot.columns > most]
        slots.sort(key=lambda slot: (slot.bottom - slot.top) * slot.columns * random_.uniform(0.7, 1.3), reverse=True)
        if len(slots) >= count and not wide:
            return slots
        for slot in wide or slots:
            halves = _halves(random_, grid, slot, gap, most)
            if halves:
                slots.remove(slot)
                slots.extend(halves)
                break
        else:
            return slots


def _halves(random_: random.Random, grid: Grid, slot: Slot, gap: float, most: int) -> list[Slot]:
    height = slot.bottom - slot.top
    least = grid.line * 11
    across = slot.columns >= 2
    down = height >= 2 * least + gap
    width = slot.columns * grid.column
    if across and (not down or slot.columns > most or random_.random() < width / (width + height * 0.9)):
        share = random_.uniform(0.3, 0.7)
        at = slot.first + min(slot.columns - 2, max(0, round(slot.columns * share) - 1))
        return [replace(slot, last=at), replace(slot, first=at + 1)]
    if not down:
        return []
    cut = slot.top + least + (height - 2 * least - gap) * random_.uniform(0.2, 0.8)
    return [replace(slot, bottom=cut), replace(slot, top=cut + gap)]
