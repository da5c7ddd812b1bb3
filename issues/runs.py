"""Two texts side by side: what stayed, what went and what came, a Chinese character at a time. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "gone", "new"]
# A text is cut into lines, what differs of them into clauses, what differs of those into characters.
PIECES = (
    re.compile(r"[^\n]*\n|[^\n]+"),
    re.compile(r"[^。！？；，、.!?;,\n]*[。！？；，、.!?;,\n]+|[^。！？；，、.!?;,\n]+"),
    re.compile(r"(?s)."),
)
MOST_PAIRS = 300_000  # of equal pieces in both texts, on which the time hangs; beyond that everything between is another text


class Run(NamedTuple):
    kind: Kind
    text: str


def runs(before: str, after: str) -> list[Run]:
    """In reading order. Without the new runs it is the text before, without those that are gone the text after."""
    return [
        Run(kind, "".join(run.text for run in found))
        for kind, found in groupby(_in_order(list(_compared(before, after, 0))), key=lambda run: run.kind)
    ]


def _compared(before: str, after: str, level: int) -> Iterator[Run]:
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    if start:
        yield Run("same", before[:start])
    yield from _between(before[start : len(before) - end], after[start : len(after) - end], level)
    if end:
        yield Run("same", before[len(before) - end :])


def _between(before: str, after: str, level: int) -> Iterator[Run]:
    if not before or not after or level == len(PIECES):
        yield from _changed(before, after)
        return
    one, other = PIECES[level].findall(before), PIECES[level].findall(after)
    there = Counter(other)
    if sum(there[piece] for piece in one) > MOST_PAIRS:
        yield from _changed(before, after)
        return
    for tag, left, left_end, right, right_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        went, came = "".join(one[left:left_end]), "".join(other[right:right_end])
        if tag == "equal":
            yield Run("same", went)
        elif level + 1 == len(PIECES):
            yield from _changed(went, came)
        else:
            yield from _compared(went, came, level + 1)


def _changed(before: str, after: str) -> Iterator[Run]:
    if before:
        yield Run("gone", before)
    if after:
        yield Run("new", after)


def _in_order(found: Sequence[Run]) -> Iterator[Run]:
    """Between two runs that stayed, first what went, then what came."""
    for is_same, group in groupby(found, key=lambda run: run.kind == "same"):
        part = list(group)
        yield from part if is_same else sorted(part, key=lambda run: run.kind == "new")


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    length = min(len(one), len(other))
    if one[:length] == other[:length]:
        return length
    low, high = 0, length  # by halves: a comparison of slices costs next to nothing
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
