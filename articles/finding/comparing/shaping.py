"""Hunks as a person would mark them: whole sentences, whole numbers, each within its part. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.finding.comparing.aligning import Gap
from articles.finding.comparing.hunks import pairs_of, shared, similarity
from articles.finding.comparing.pairs import Pair

_FARTHEST = 40  # characters by which a hunk is slid or widened
_UNLIKE, _LEAST_UNLIKE = 0.2, 12  # similarity below which two texts of so many characters have nothing to do with each other
_SENTENCE_ENDS = "。！？”」!?"


def slid(pair: Pair, hunk: Gap) -> Gap:
    """Of places that show the same addition or omission the one where a part or a sentence begins: 他来了。|他说好。 rather than
    他|来了。他|说好。"""
    if hunk.size < 2 or (hunk.a0 < hunk.a1 and hunk.b0 < hunk.b1):
        return hunk
    return max([hunk, *_slides(pair, hunk, -1), *_slides(pair, hunk, 1)], key=lambda one: _fitness(pair, one))


def _slides(pair: Pair, hunk: Gap, step: int) -> Iterator[Gap]:
    """The places before or behind it that show the same."""
    whole, start, end = (pair.b, hunk.b0, hunk.b1) if hunk.a0 == hunk.a1 else (pair.a, hunk.a0, hunk.a1)
    for way in range(_FARTHEST):
        # The character that enters at one end is the one that leaves at the other, and common to both texts.
        if step < 0:
            enters, leaves, a, b = start - way - 1, end - way - 1, hunk.a0 - way - 1, hunk.b0 - way - 1
        else:
            enters, leaves, a, b = end + way, start + way, hunk.a1 + way, hunk.b1 + way
        if not (0 <= a < len(pair.a) and 0 <= b < len(pair.b)):
            return
        if not (pair.a[a] == pair.b[b] == whole[leaves] and whole[enters] == whole[leaves]):
            return
        yield Gap(*(value + step * (way + 1) for value in hunk))


def by_parts(pair: Pair, hunk: Gap) -> list[Gap]:
    """Each within one part; what the page says instead goes to the most similar."""
    inner = pair.parts[bisect_right(pair.parts, hunk.a0) : bisect_right(pair.parts, hunk.a1 - 1)]
    if not inner:
        return [hunk]
    pieces = list(pairwise([hunk.a0, *inner, hunk.a1]))
    said = pairs_of(pair.printed(hunk))
    at = max(range(len(pieces)), key=lambda place: shared(pairs_of(pair.a[slice(*pieces[place])]), said))
    return [
        Gap(*piece, hunk.b0 if place <= at else hunk.b1, hunk.b0 if place < at else hunk.b1) for place, piece in enumerate(pieces)
    ]


def told_apart(pair: Pair, hunk: Gap) -> list[Gap]:
    """A paragraph that was left out and another one that was put in are two differences."""
    least = min(hunk.a1 - hunk.a0, hunk.b1 - hunk.b0)
    if least < _LEAST_UNLIKE or similarity(pair.written(hunk), pair.printed(hunk)) >= _UNLIKE:
        return [hunk]
    return [Gap(hunk.a0, hunk.a1, hunk.b0, hunk.b0), Gap(hunk.a1, hunk.a1, hunk.b0, hunk.b1)]


def widened(pair: Pair, found: Sequence[Gap]) -> list[Gap]:
    """To whole numbers and Latin words; what lies in one word is one hunk. `found` is sorted."""
    start, end = Gap(0, 0, 0, 0), Gap(len(pair.a), len(pair.a), len(pair.b), len(pair.b))
    result: list[Gap] = []
    for hunk, following in pairwise([*found, end]):
        low = result[-1] if result and result[-1].b1 <= hunk.b0 else start
        high = following if following.b0 >= hunk.b1 else end
        wide = _widened_right(pair, _widened_left(pair, hunk, low), high)
        touches = low is not start and (low.a1, low.b1) == (wide.a0, wide.b0)
        if touches and pair.is_within_word(wide.a0, wide.b0):
            result[-1] = Gap(low.a0, wide.a1, low.b0, wide.b1)
        else:
            result.append(wide)
    return result


def _fitness(pair: Pair, place: Gap) -> int:
    ends_sentence = place.b0 > 0 and pair.b[place.b0 - 1] in _SENTENCE_ENDS
    return 2 * pair.is_part_edge(place.a0) + ends_sentence


def _widened_left(pair: Pair, hunk: Gap, low: Gap) -> Gap:
    a, b = hunk.a0, hunk.b0
    least = max(low.a1, a - _FARTHEST)
    while a > least and b > low.b1 and pair.is_within_word(a, b) and pair.a[a - 1] == pair.b[b - 1]:
        a, b = a - 1, b - 1
    return Gap(a, hunk.a1, b, hunk.b1)


def _widened_right(pair: Pair, hunk: Gap, high: Gap) -> Gap:
    a, b = hunk.a1, hunk.b1
    most = min(high.a0, a + _FARTHEST)
    while a < most and b < high.b0 and pair.is_within_word(a, b) and pair.a[a] == pair.b[b]:
        a, b = a + 1, b + 1
    return Gap(hunk.a0, a, hunk.b0, b)
