"""Which page a turn line means: 下转第3版, 上接A03版, 转三版 name pages as their readers call them. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

_NUMERALS = {numeral: number for number, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBER = re.compile(r"([A-Z]?)叠?第?([0-9]+)")
_WORDS = re.compile(r"([A-Z]?)叠?第?([〇零一二三四五六七八九十]+)")
_RANGE = re.compile(r"([A-Z]?)([0-9]+)(?:[-—–~、,/]([A-Z]?)([0-9]+))?")
_LETTER = re.compile(r"[A-Z]")
_WIDEST_SPREAD = 8


class Place(Protocol):
    """A page of an issue: its fold (may be empty) and its printed label."""

    @property
    def fold(self) -> str: ...

    @property
    def label(self) -> str: ...


Page = TypeVar("Page", bound=Place)


def named_pages(label: str, reader: Place, pages: Iterable[Page]) -> list[Page]:
    """Those of `pages` that a reader of the page `reader` finds under the label: 3 is the page 03 of his own fold, and where that
    has none, that of the pages without a fold; A3 is A03, and 03 of the fold A叠; 4 is the spread 04-05."""
    series, number = _named(label)
    if number is None:
        return []
    numbered = [(page, _series(page)) for page in pages if number in _numbers(page.label)]
    for wanted in [series] if series else [_series(reader), ""]:
        if found := [page for page, own in numbered if own == wanted]:
            return found
    return []


def _named(label: str) -> tuple[str, int | None]:
    """The letter, "" where none is named, and the number."""
    plain = _plain(label)
    if match := _NUMBER.search(plain):
        return match[1], int(match[2])
    match = _WORDS.search(plain)
    return (match[1], _number_in_words(match[2])) if match else ("", None)


def _plain(label: str) -> str:
    return unicodedata.normalize("NFKC", label).upper().replace("疊", "叠")


def _number_in_words(words: str) -> int | None:
    """三 is 3, 十二 is 12, 二十 is 20, 一〇 is 10."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return int("".join(str(_NUMERALS[word]) for word in words))
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)


def _series(page: Place) -> str:
    """The letter of the label, else that of the fold, else the fold's name."""
    label, fold = _RANGE.fullmatch(_plain(page.label)), _plain(page.fold)
    letter = _LETTER.search(fold)
    return (label[1] if label else "") or (letter[0] if letter else fold)


def _numbers(label: str) -> Sequence[int]:
    match = _RANGE.fullmatch(_plain(label))
    if match is None:
        return ()
    first, last = int(match[2]), int(match[4] or match[2])
    return range(first, last + 1) if first <= last < first + _WIDEST_SPREAD else (first,)
