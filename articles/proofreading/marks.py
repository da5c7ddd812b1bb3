"""Quotation marks and brackets that have no partner, Chinese and Latin. Pure, one pass.

Chinese print opens each paragraph of a quotation that goes on and closes the last one alone (GB/T 15834): a mark that is open at
the end of a paragraph is right where the next one begins with it. Full-width and half-width brackets are partners of each other.
"""

import re
from collections.abc import Iterator, Sequence

from articles.proofreading.finding import Finding, excerpt
from issues.sentences import Sentence

_PAIRS = dict(zip("“‘「『《〈（【〔〖［｛«", "”’」』》〉）】〕〗］｝»", strict=True))
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_GOES_ON = frozenset("“‘「『«")
# One width, and the upright forms of vertical type.
_SAME = str.maketrans("()[]{}＂﹁﹂﹃﹄︿﹀︽︾︵︶︻︼︹︺", '（）［］｛｝"「」『』〈〉《》（）【】〔〕')
_MARK = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + "]")
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
# 1） and a) count a list: nothing opens them.
_LIST_MARK = re.compile(r"(?:^|[\s：:；;，,。.、！!？?”])(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z①-⑳])\Z")
_INCH = re.compile(r"[0-9０-９]\Z")


def unpaired_marks(paragraphs: Sequence[str]) -> list[Finding]:
    """Of one text, in its order."""
    found: list[Finding] = []
    texts = [text.translate(_SAME) for text in paragraphs]
    for number, text in enumerate(texts):
        left, stray = _without_partner(text)
        following = texts[number + 1].lstrip() if number + 1 < len(texts) else ""
        lone = [place for place in left if not _goes_on(text[place], following)]
        found += [_finding(paragraphs[number], place) for place in sorted([*lone, *stray])]
    return found


def _without_partner(text: str) -> tuple[list[int], list[int]]:
    """Places of what stays open to the end of the paragraph, and of what has no partner whatever follows."""
    still_open: list[int] = []
    stray = _odd_straight(text)
    for place, mark in _marks(text):
        if mark in _PAIRS:
            still_open.append(place)
            continue
        opener = next((at for at in reversed(still_open) if text[at] == _CLOSERS[mark]), None)
        if opener is not None:
            stray += [at for at in still_open if at > opener]
            still_open = [at for at in still_open if at < opener]
        elif not _needs_no_opener(text, place, mark):
            stray.append(place)
    return still_open, stray


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        if not (mark in "‘’" and _is_within_a_word(text, place)):
            yield place, mark


def _is_within_a_word(text: str, place: int) -> bool:
    """don’t, O’Neill, Hawai‘i."""
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return bool(_LATIN.match(before) and _LATIN.match(after))


def _needs_no_opener(text: str, place: int, mark: str) -> bool:
    """The apostrophe of students’ and ’90s, feet and inches, and the bracket of a list's number."""
    before, after = text[max(0, place - 6) : place], text[place + 1 : place + 2]
    if mark == "’":
        return bool(_LATIN.match(before[-1:]) or _LATIN.match(after))
    if mark == "”":
        return bool(_INCH.search(before))
    return mark == "）" and bool(_LIST_MARK.search(before))


def _odd_straight(text: str) -> list[int]:
    """Straight quotation marks are opened and closed by the same one: of an odd number the last has no partner."""
    every = [match.start() for match in re.finditer('"', text)]
    places = [place for place in every if not _INCH.search(text[max(0, place - 1) : place])]
    return [places[-1]] if len(places) % 2 and len(every) % 2 else []


def _goes_on(mark: str, following: str) -> bool:
    """Whether the next paragraph opens the quotation again: “, or “‘ for one within another."""
    return mark in _GOES_ON and following[:1] in _GOES_ON and mark in following[:2]


def _finding(text: str, place: int) -> Finding:
    place_said = excerpt(text, place, place + 1)
    return Finding("marks", Sentence("The mark %(mark)s has no partner: %(excerpt)s", mark=text[place], excerpt=place_said))
