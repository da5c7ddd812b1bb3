"""Two texts beside each other, character by character, and what two people made of one text put together again. Pure.

Long texts are taken apart at what they have in common, so that a body of a hundred thousand characters costs little.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from articles.finding.comparing.aligning import SHINGLE, Gap, Segment, anchors, apart, forward

_MOST_STEPS = 2_000_000  # of one gap, characters times characters: what is longer differs as a whole


class Piece(NamedTuple):
    """A stretch of one text; `is_other` where the other text has not got it."""

    text: str
    is_other: bool


def sides(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Each text in pieces that together are the whole of it."""
    left, right, a, b = list[Piece](), list[Piece](), 0, 0
    for gap in differing(one, other):
        _add(left, one[a : gap.a0], one[gap.a0 : gap.a1])
        _add(right, other[b : gap.b0], other[gap.b0 : gap.b1])
        a, b = gap.a1, gap.b1
    _add(left, one[a:], "")
    _add(right, other[b:], "")
    return left, right


def _add(pieces: list[Piece], common: str, own: str) -> None:
    pieces += [piece for piece in (Piece(common, False), Piece(own, True)) if piece.text]


def differing(one: str, other: str) -> list[Gap]:
    """From the beginning on: what stands in one text instead of what stands in the other. Between two gaps lies at least a
    character that both have."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    segments = apart(forward(anchors(a, b, SHINGLE)))
    found, at = list[Gap](), Segment(0, 0, 0)
    for segment in [*segments, Segment(len(a), len(b), 0)]:
        found += _refined(a, b, Gap(at.a_end, segment.a, at.b_end, segment.b))
        at = segment
    return _joined(Gap(*(place + start for place in gap)) for gap in found)


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    if one[: len(other)] == other[: len(one)]:
        return min(len(one), len(other))
    return next(place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)


def _refined(a: str, b: str, gap: Gap) -> Iterator[Gap]:
    one, other = a[gap.a0 : gap.a1], b[gap.b0 : gap.b1]
    if len(one) * len(other) > _MOST_STEPS:
        yield gap
        return
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Gap(gap.a0 + a0, gap.a0 + a1, gap.b0 + b0, gap.b0 + b1)


def _joined(gaps: Iterator[Gap]) -> list[Gap]:
    found = list[Gap]()
    for gap in gaps:
        if found and (found[-1].a1, found[-1].b1) == (gap.a0, gap.b0):
            found[-1] = Gap(found[-1].a0, gap.a1, found[-1].b0, gap.b1)
        else:
            found.append(gap)
    return found


def together(before: str, mine: str, theirs: str) -> str | None:
    """What both made of `before`, each change at its place; None where they changed the same place or places that touch."""
    steps = [(gap.a0, gap.a1, mine[gap.b0 : gap.b1]) for gap in differing(before, mine)]
    steps += [(gap.a0, gap.a1, theirs[gap.b0 : gap.b1]) for gap in differing(before, theirs)]
    steps = sorted(set(steps))
    at, parts = 0, list[str]()
    for place, (start, end, text) in enumerate(steps):
        if place and start <= steps[place - 1][1]:
            return None
        parts += [before[at:start], text]
        at = end
    return "".join([*parts, before[at:]])
