"""What is missing in one place and stands in another, whole: a caption, a byline, a drop cap. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.finding.comparing.aligning import Gap
from articles.finding.comparing.hunks import hunks, merged, similarity
from articles.finding.comparing.pairs import Pair

_MOST = 40  # strays that are compared each with each
_ALIKE = 0.6  # similarity from which on one is the other, changed
_RATIO = 1.6  # most that the lengths of two that are alike differ by
_LONGEST_BYLINE = 24  # characters
_ROLE = re.compile(
    "^(?:本[报報][讯訊]?|特[约約]|[实實][习習]生?|见习|見習|首席|全媒体|全媒體|[记記]者|通[讯訊][员員]|[评評][论論][员員]|[摄攝]影"
    "|[图圖文摄攝]|[/、:])+|(?:[摄攝文图圖]|[/、,])+$"
)
_DROP_CAP, _DROP_CAP_SIZE = 3, 1.5  # characters at most; how much larger than the text they are


def reunited(pair: Pair, found: Sequence[Gap]) -> Iterator[Gap]:
    """`found` without what only moved; of what moved and changed, what changed."""
    extra = defaultdict[str, list[Gap]](list)
    lost: list[Gap] = []
    for hunk in found:
        if hunk.a0 == hunk.a1:
            extra[pair.printed(hunk)].append(hunk)
        elif hunk.b0 == hunk.b1:
            lost.append(hunk)
        else:
            yield hunk
    left = [hunk for hunk in lost if not _has_twin(pair, hunk, extra)]
    yield from _unlike(pair, left, [hunk for same in extra.values() for hunk in same])


def is_in_the_text(pair: Pair, hunk: Gap) -> bool:
    """A byline that the page does not print by itself, but whose names it has: （记者 林晚舟）."""
    if hunk.b0 < hunk.b1 or hunk.size > _LONGEST_BYLINE or not pair.parts or not _is_whole_part(pair, hunk):
        return False
    cuts = [hunk.a0, *(at for at in range(hunk.a0 + 1, hunk.a1) if at in pair.text.spaces), hunk.a1]
    names = [_ROLE.sub("", pair.a[start:end]) for start, end in pairwise(cuts)]
    return any(names) and all(name in pair.b for name in names if name)


def _has_twin(pair: Pair, lost: Gap, extra: dict[str, list[Gap]]) -> bool:
    """Takes it away."""
    same = extra.get(pair.written(lost), [])
    for hunk in same[:_MOST]:
        if _may_be_one(pair, lost, hunk):
            same.remove(hunk)
            return True
    return False


def _unlike(pair: Pair, lost: Sequence[Gap], extra: Sequence[Gap]) -> Iterator[Gap]:
    free = list(extra[:_MOST])
    yield from extra[_MOST:]
    yield from lost[_MOST:]
    for hunk in lost[:_MOST]:
        scored = [(_likeness(pair, hunk, one), one) for one in free if _may_be_one(pair, hunk, one)]
        score, best = max(scored, default=(0.0, hunk))
        if score < _ALIKE:
            yield hunk
        else:
            free.remove(best)
            yield from merged(hunks(pair.a, pair.b, Gap(hunk.a0, hunk.a1, best.b0, best.b1)), pair.parts)
    yield from free


def _likeness(pair: Pair, lost: Gap, extra: Gap) -> float:
    if not 1 / _RATIO < lost.size / extra.size < _RATIO:
        return 0.0
    return similarity(pair.written(lost), pair.printed(extra))


def _may_be_one(pair: Pair, lost: Gap, extra: Gap) -> bool:
    """Only a whole part or block moves innocently; a name that moved within its sentence says something else."""
    if lost.size <= _DROP_CAP and _is_drop_cap(pair, lost, extra):
        return True
    if pair.parts:
        return _is_whole_part(pair, lost)
    return all(map(pair.text.is_edge, (lost.a0, lost.a1))) and all(map(pair.page.is_edge, (extra.b0, extra.b1)))


def _is_whole_part(pair: Pair, hunk: Gap) -> bool:
    return pair.is_part_edge(hunk.a0) and pair.is_part_edge(hunk.a1)


def _is_drop_cap(pair: Pair, lost: Gap, extra: Gap) -> bool:
    if lost.b0 >= len(pair.b):
        return False
    large, text = (pair.glyphs[pair.page.starts[place]] for place in (extra.b0, lost.b0))
    return large.size >= _DROP_CAP_SIZE * text.size
