"""Two texts -> what they have in common, blocks that changed places included, and the gaps between. Pure.

Linear but for sorting: a piece of SHINGLE characters that stands once in either text is an anchor, the heaviest run of
anchors that go forward in both is the backbone, and what else is common has moved.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

SHINGLE = 8  # characters; a Chinese text hardly repeats eight
_LEAST_MOVED = 12  # characters; shorter phrases stand in many places
_SURELY_MOVED = 100  # characters; no sentence is as long
_REACH = 60  # characters at the ends of a moved block that are looked at for what goes on with edits
_NEAR = 80  # characters between two anchors of one moved block


class Segment(NamedTuple):
    """`length` characters from `a` on in the one text that stand from `b` on in the other."""

    a: int
    b: int
    length: int

    @property
    def a_end(self) -> int:
        return self.a + self.length

    @property
    def b_end(self) -> int:
        return self.b + self.length


class Gap(NamedTuple):
    """From `a0` to before `a1` in the one text, from `b0` to before `b1` in the other."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def size(self) -> int:
        return max(self.a1 - self.a0, self.b1 - self.b0)


def aligned(a: str, b: str, is_block: Callable[[Gap], bool]) -> list[Gap]:
    """Every gap, sorted by `a`; one side may be empty. `is_block` says of a piece whether it may have moved: a paragraph or a
    caption may, a sentence within its paragraph may not, and is a gap here and another one there."""
    runs = anchors(a, b, SHINGLE)
    backbone = forward(runs)
    chosen = [backbone]
    kept = set(backbone)
    for group in _grouped(run for run in runs if run not in kept):
        weight = sum(run.length for run in group)
        if weight >= _SURELY_MOVED or (weight >= _LEAST_MOVED and is_block(_stretched(a, b, group))):
            chosen.append(group)
    return _gaps(a, b, _apart(chosen, len(a), len(b)))


def anchors(a: str, b: str, shingle: int) -> list[Segment]:
    """Sorted by `a`; neighbours may overlap by less than a shingle."""
    in_b = _single_places(b, shingle)
    runs: list[Segment] = []
    for piece, place in _single_places(a, shingle).items():
        if (other := in_b.get(piece)) is None:
            continue
        last = runs[-1] if runs else Segment(-2, -2, 0)
        beyond = place - last.a
        if 0 < beyond == other - last.b and beyond == last.length - shingle + 1:
            runs[-1] = Segment(last.a, last.b, last.length + 1)
        else:
            runs.append(Segment(place, other, shingle))
    return runs


def forward(runs: Sequence[Segment]) -> list[Segment]:
    """Of runs sorted by `a` the heaviest that go forward in `b` too."""
    ends: list[tuple[int, int, int]] = []  # `b`, weight and place of the best chains so far, both rising
    before: list[int] = []
    for place, run in enumerate(runs):
        at = bisect_left(ends, (run.b,))
        weight = run.length + (ends[at - 1][1] if at else 0)
        before.append(ends[at - 1][2] if at else -1)
        until = at
        while until < len(ends) and ends[until][1] <= weight:
            until += 1
        ends[at:until] = [(run.b, weight, place)]
    chain, place = list[Segment](), ends[-1][2] if ends else -1
    while place >= 0:
        chain.append(runs[place])
        place = before[place]
    return chain[::-1]


def apart(chain: Iterable[Segment]) -> list[Segment]:
    """Without the characters in which neighbours of a chain overlap."""
    result, a, b = list[Segment](), 0, 0
    for run in chain:
        over = max(0, a - run.a, b - run.b)
        if over < run.length:
            result.append(Segment(run.a + over, run.b + over, run.length - over))
            a, b = run.a_end, run.b_end
    return result


def _single_places(text: str, shingle: int) -> dict[str, int]:
    """In the order of the text."""
    places: dict[str, int] = {}
    for place in range(len(text) - shingle + 1):
        piece = text[place : place + shingle]
        places[piece] = -1 if piece in places else place
    return {piece: place for piece, place in places.items() if place >= 0}


def _grouped(runs: Iterable[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for run in runs:
        last = groups[-1][-1] if groups else None
        if last and 0 < run.a - last.a <= last.length + _NEAR and 0 < run.b - last.b <= last.length + _NEAR:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _stretched(a: str, b: str, group: Sequence[Segment]) -> Gap:
    """From end to end of a group, as far as the texts go on in common."""
    a0, a1, b0, b1 = group[0].a, group[-1].a_end, group[0].b, group[-1].b_end
    while a0 and b0 and a[a0 - 1] == b[b0 - 1]:
        a0, b0 = a0 - 1, b0 - 1
    while a1 < len(a) and b1 < len(b) and a[a1] == b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    return Gap(a0, a1, b0, b1)


def _apart(chains: Iterable[Sequence[Segment]], length_a: int, length_b: int) -> list[Segment]:
    """Sorted by `a`; each character in one segment at most, of the chain that comes first."""
    used_a, used_b = bytearray(length_a), bytearray(length_b)
    result: list[Segment] = []
    for run in (run for chain in chains for run in apart(chain)):
        start, end = 0, run.length
        while start < end and (used_a[run.a + start] or used_b[run.b + start]):
            start += 1
        while start < end and (used_a[run.a + end - 1] or used_b[run.b + end - 1]):
            end -= 1
        if start < end:
            ones = b"\1" * (end - start)
            used_a[run.a + start : run.a + end] = used_b[run.b + start : run.b + end] = ones
            result.append(Segment(run.a + start, run.b + start, end - start))
    return sorted(result)


def _gaps(a: str, b: str, segments: Sequence[Segment]) -> list[Gap]:
    """What lies between neighbours in both texts belongs together. Where a block went elsewhere, only what goes on like the
    segment before or the one behind; the rest is left alone, on one side."""
    whole = [Segment(0, 0, 0), *segments, Segment(len(a), len(b), 0)]
    by_b = [0, *sorted(range(1, len(whole) - 1), key=lambda place: whole[place].b), len(whole) - 1]
    following = dict(pairwise(by_b))
    preceding = {after: before for before, after in following.items()}
    free = {before: (whole[before].b_end, whole[after].b) for before, after in following.items()}
    gaps: list[Gap] = []
    alone: list[int] = []
    for place in range(len(whole) - 1):
        if following[place] == place + 1:
            gaps.append(Gap(whole[place].a_end, whole[place + 1].a, *free.pop(place)))
        else:
            alone.append(place)
    for place in alone:
        start, end, before = whole[place].a_end, whole[place + 1].a, preceding[place + 1]
        if place in free:
            b0, b1 = free[place]
            on_a, on_b = extent(a[start:end][:_REACH], b[b0:b1][:_REACH])
            gaps.append(Gap(start, start + on_a, b0, b0 + on_b))
            start, free[place] = start + on_a, (b0 + on_b, b1)
        if before in free:
            b0, b1 = free[before]
            on_a, on_b = extent(a[start:end][: -_REACH - 1 : -1], b[b0:b1][: -_REACH - 1 : -1])
            gaps.append(Gap(end - on_a, end, b1 - on_b, b1))
            end, free[before] = end - on_a, (b0, b1 - on_b)
        gaps.append(Gap(start, end, *(free[place][:1] if place in free else (whole[place].b_end,)) * 2))
    gaps += [Gap(whole[place].a_end, whole[place].a_end, *piece) for place, piece in free.items()]
    return sorted(gap for gap in gaps if gap.size)


def extent(a: str, b: str) -> tuple[int, int]:
    """How far the beginnings of both are one text with edits: up to where a common character counts 1 and an edit -1 in sum
    most. As many steps as both lengths multiplied."""
    best, far = 0, (0, 0)
    row = [-at for at in range(len(b) + 1)]
    for down, character in enumerate(a, start=1):
        left = -down
        new = [left]
        for across, opposite in enumerate(b, start=1):
            left = max(row[across - 1] + (1 if character == opposite else -1), left - 1, row[across] - 1)
            new.append(left)
            if left > best:
                best, far = left, (down, across)
        row = new
    return far
