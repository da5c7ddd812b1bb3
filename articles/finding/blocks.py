"""Lines -> blocks: lines of one size below each other in one column, with nothing between. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.finding.lines import Line, turned
from issues.layer import Box, around

PITCH = 1.5  # greatest white between two lines of a block, in sizes
SIZES = 1.12  # most that their sizes differ by, as a ratio
INDENT = 2.6  # sizes by which a line begins earlier or later than the one before
OVERLAP = 0.6  # of the narrower line's width


@dataclass(frozen=True)
class Block:
    """Its lines in the direction of reading."""

    lines: tuple[Line, ...]

    @cached_property
    def box(self) -> Box:
        return around(line.box for line in self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def is_vertical(self) -> bool:
        return self.lines[0].is_vertical

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def blocks_of(lines: Sequence[Line], rules: Sequence[Box] = ()) -> list[Block]:
    """Each line in one block; a line that follows on two others, or is followed by two, begins or ends one."""
    blocks: list[Block] = []
    for is_vertical in (False, True):
        chosen = [line for line in lines if line.is_vertical == is_vertical]
        frames = [turned(line.box) if is_vertical else line.box for line in chosen]
        dividers = [turned(rule) if is_vertical else rule for rule in rules]
        for chain in _chains(chosen, frames, [rule for rule in dividers if rule.width > rule.height]):
            blocks.append(Block(tuple(chosen[place] for place in chain)))
    return blocks


def _chains(lines: Sequence[Line], frames: Sequence[Box], dividers: Sequence[Box]) -> list[list[int]]:
    order = sorted(range(len(lines)), key=lambda place: frames[place].top)
    tops = [frames[place].top for place in order]
    below: dict[int, list[int]] = {place: [] for place in order}
    above: dict[int, list[int]] = {place: [] for place in order}
    for place in order:
        reach = frames[place].bottom + PITCH * lines[place].size
        first = bisect_left(tops, frames[place].top + 0.5 * lines[place].size)
        for other in order[first : bisect_left(tops, reach)]:
            if _follows(lines[place], lines[other], frames[place], frames[other], dividers):
                below[place].append(other)
                above[other].append(place)
    chains = []
    for place in order:
        before = _nearest(above[place], frames, place)
        if before is not None and _nearest(below[before], frames, before) == place:
            continue
        chain = [place]
        while (after := _nearest(below[chain[-1]], frames, chain[-1])) is not None and _nearest(
            above[after], frames, after
        ) == chain[-1]:
            chain.append(after)
        chains.append(chain)
    return chains


def _nearest(places: Sequence[int], frames: Sequence[Box], of: int) -> int | None:
    """None where two stand side by side at nearly the same distance."""
    if not places:
        return None
    ranked = sorted(places, key=lambda place: abs(frames[place].top - frames[of].top))
    first = frames[ranked[0]]
    if any(min(first.bottom, frames[other].bottom) - max(first.top, frames[other].top) > 0 for other in ranked[1:]):
        return None
    return ranked[0]


def _follows(line: Line, other: Line, frame: Box, below: Box, dividers: Sequence[Box]) -> bool:
    small, large = sorted((line.size, other.size))
    if large > SIZES * small or below.top - frame.bottom > PITCH * small:
        return False
    overlap = min(frame.right, below.right) - max(frame.left, below.left)
    is_column = overlap > 0 and abs(frame.left - below.left) <= INDENT * small
    if overlap < OVERLAP * min(frame.width, below.width) and not is_column:
        return False
    left, right = max(frame.left, below.left), min(frame.right, below.right)
    return not any(
        frame.bottom - 1 <= rule.top and rule.bottom <= below.top + 1 and rule.left < right and left < rule.right
        for rule in dividers
    )
