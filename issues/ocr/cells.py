"""Characters of a recognised line -> where each of them stands in its ink. Pure.

Tesseract's network says which characters a line has, but their places only to some half of a character, now and then in the
wrong order. The ink itself is cut here: at white columns and at its thinnest places, into as many parts as there are characters,
each as wide as its kind is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

INK = 6  # of 255: less in a column is dirt
MOST_PARTS = 7  # of one character: 澎 has three white columns
_BAND = 3.0  # ems that a character may stand off from where it was recognised, or from its share of the line
_SKIPPED, _EMPTY = 1.2, 1.6  # costs: ink that no character takes, for an em of it; a character without ink
_WIDE_LATIN = frozenset("MWmw@%—…℃％＠")
_NARROW_MARKS = frozenset("，。、；：！？“”‘’（）《》〈〉「」『』【】〔〕·．")


def is_ideograph(character: str) -> bool:
    """Han and kana, beyond the BMP too."""
    return (
        "\u3041" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or ("\U00020000" <= character <= "\U0003ffff")
    )


def is_narrow(character: str) -> bool:
    """Printed as wide as its ink needs: Latin letters and figures."""
    return not is_ideograph(character) and character not in _NARROW_MARKS and character not in "—…"


@dataclass(frozen=True, slots=True)
class _Part:
    """Ink between two cuts, in pixels from the line's start."""

    start: int
    end: int


def fitted(profile: bytes, text: str, em: float, rough: Sequence[float] | None = None) -> list[tuple[float, float]]:
    """Of each character of `text` where its ink starts and ends: pixels, ascending, never overlapping.

    `profile`: how much ink (0–255) each pixel column has; `em`: the type's size in pixels; `rough`: the characters' middles as
    recognised, where they are worth something.
    """
    parts = _parts(profile, em)
    if not parts:
        share = len(profile) / len(text)
        return [(at * share, (at + 1) * share) for at in range(len(text))]
    middles = rough or _shares(parts, text)
    taken = _cheapest(parts, text, em, middles, 0.3 if rough else 0.05)
    return _spans(parts, taken, em)


def _shares(parts: list[_Part], text: str) -> list[float]:
    """Middles, were the line set evenly."""
    start, end = parts[0].start, parts[-1].end
    weights = [0.55 if is_narrow(character) else 1.0 for character in text]
    scale, at, middles = (end - start) / sum(weights), 0.0, []
    for weight in weights:
        middles.append(start + (at + weight / 2) * scale)
        at += weight
    return middles


def _parts(profile: bytes, em: float) -> list[_Part]:
    """Runs of ink, those wider than half an em cut at their thinnest columns."""
    parts: list[_Part] = []
    start: int | None = None
    for at, ink in enumerate((*profile, 0)):
        if ink >= INK and start is None:
            start = at
        elif ink < INK and start is not None:
            parts.extend(_cut(profile, start, at, em))
            start = None
    return parts


def _cut(profile: bytes, start: int, end: int, em: float) -> list[_Part]:
    if end - start <= 0.5 * em:
        return [_Part(start, end)]
    least = max(2, round(0.15 * em))
    limit = 0.3 * max(profile[start:end])
    cuts = [start]
    for at in range(start + least, end - least):
        near = profile[at - least : at + least + 1]
        if profile[at] <= limit and profile[at] == min(near) and at - cuts[-1] >= least:
            cuts.append(at)
    cuts.append(end)
    return [part for left, right in pairwise(cuts) for part in _halved(left, right, em)]


def _halved(start: int, end: int, em: float) -> list[_Part]:
    """Characters that touch everywhere, a picture's edge: cut evenly."""
    count = max(1, round((end - start) / em)) if end - start > 1.1 * em else 1
    edges = [start + round((end - start) * at / count) for at in range(count + 1)]
    return [_Part(left, right) for left, right in pairwise(edges)]


def _misfit(character: str, width: float) -> float:
    """How unlike a character of its kind ink is that is so wide, in ems."""
    if is_ideograph(character):
        low, high, usual = 0.45, 1.02, 0.88
    elif character in _WIDE_LATIN:
        low, high, usual = 0.3, 1.05, 0.75
    elif character in _NARROW_MARKS:
        low, high, usual = 0.05, 0.55, 0.25
    else:
        low, high, usual = 0.04, 0.72, 0.42
    return 6 * max(low - width, 0.0, width - high) + 0.5 * abs(width - usual)


def _cheapest(parts: list[_Part], text: str, em: float, middles: Sequence[float], pull: float) -> list[tuple[int, int]]:
    """For each character the parts that it takes: from, to (before which). Dynamic programming over characters and parts, in a
    band around `middles`."""
    skips = [_SKIPPED * (part.end - part.start) / em for part in parts]
    costs = list(accumulate(skips, initial=0.0))
    choices: list[list[tuple[int, int]]] = []
    for character, middle in zip(text, middles, strict=True):
        now = [cost + _EMPTY for cost in costs]
        chosen = [(at, at) for at in range(len(costs))]
        for first, last, width, white in _candidates(parts, middle, em):
            off = min(1.5, abs((parts[first].start + parts[last].end) / 2 - middle) / em)
            cost = costs[first] + _misfit(character, width) + 1.5 * white + pull * off
            if cost < now[last + 1]:
                now[last + 1], chosen[last + 1] = cost, (first, last + 1)
        for at, skip in enumerate(skips, start=1):
            if now[at - 1] + skip < now[at]:
                now[at], chosen[at] = now[at - 1] + skip, chosen[at - 1]
        choices.append(chosen)
        costs = now
    return _traced(choices, len(parts))


def _candidates(parts: list[_Part], middle: float, em: float) -> Iterator[tuple[int, int, float, float]]:
    """Neighbours that may be one character: the first's place and the last's, their width and the white inside in ems."""
    for first, part in enumerate(parts):
        if part.end < middle - _BAND * em or part.start > middle + _BAND * em:
            continue
        white = 0
        for last in range(first, min(first + MOST_PARTS, len(parts))):
            width = (parts[last].end - part.start) / em
            if width > 1.5 and last > first:
                break
            white += parts[last].start - parts[last - 1].end if last > first else 0
            yield first, last, width, white / em


def _traced(choices: list[list[tuple[int, int]]], count: int) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    at = count
    for chosen in reversed(choices):
        taken.append(chosen[at])
        at = chosen[at][0]
    return taken[::-1]


def _spans(parts: list[_Part], taken: list[tuple[int, int]], em: float) -> list[tuple[float, float]]:
    """A character without ink stands, thin, behind the one before it."""
    spans: list[tuple[float, float]] = []
    for first, last in taken:
        if first < last:
            spans.append((parts[first].start, parts[last - 1].end))
        else:
            behind = spans[-1][1] if spans else float(parts[0].start) - 0.1 * em
            spans.append((behind, behind))
    return spans


def widened(spans: Sequence[tuple[float, float]], text: str, em: float) -> list[tuple[float, float]]:
    """Ink -> cells: an ideograph's an em wide and centred, a mark's to its right, where there is room; never into a neighbour."""
    cells: list[tuple[float, float]] = []
    for at, (start, end) in enumerate(spans):
        room_before = start - spans[at - 1][1] if at else em
        room_behind = spans[at + 1][0] - end if at + 1 < len(spans) else em
        before, behind = _margins(text[at], (end - start) / em)
        cells.append((start - min(before * em, max(room_before, 0) / 2), end + min(behind * em, max(room_behind, 0) / 2)))
    return cells


def _margins(character: str, width: float) -> tuple[float, float]:
    if is_narrow(character):
        return 0.04, 0.04
    rest = max(1.0 - width, 0.06)
    return (0.1, rest - 0.1) if character in _NARROW_MARKS and rest > 0.2 else (rest / 2, rest / 2)
