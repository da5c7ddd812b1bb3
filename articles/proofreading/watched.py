"""The newsroom's watch list in a text: found across spaces, widths, case and both scripts. Pure.

One pass over the text makes it comparable; then a search for each word that begins with one of its characters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from articles.importing.cleaning import convert_script
from articles.proofreading.finding import Finding, excerpt
from issues.sentences import Sentence

_LATIN = re.compile("[0-9a-z\u00df-\u024f]")
_WITHOUT_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True)
class Watched:
    """Without a `suggestion` the word is forbidden."""

    word: str
    suggestion: str = ""
    note: str = ""


class WatchList:
    def __init__(self, words: Iterable[Watched]) -> None:
        self._words = [(_comparable(watched.word)[0], _comparable(watched.suggestion)[0], watched) for watched in words]
        self._by_beginning: dict[str, list[int]] = {}
        for number, (word, _suggestion, _watched) in enumerate(self._words):
            self._by_beginning.setdefault(word[:1], []).append(number)

    def found_in(self, text: str) -> list[Finding]:
        """In the order of the list. Latin words are found whole; where the suggestion stands already, nothing is."""
        if not self._words:
            return []
        plain, places = _comparable(text)
        # Of a long list, few words begin with a character of this text.
        numbers = sorted(number for first in set(plain) for number in self._by_beginning.get(first, ()))
        found = []
        for word, suggestion, watched in (self._words[number] for number in numbers):
            start = plain.find(word)
            while start >= 0:
                first, last = places[start], places[start + len(word) - 1] + 1
                if _is_whole(text, word, first, last) and not _is_within(plain, start, word, suggestion):
                    found.append(_finding(watched, excerpt(text, first, last)))
                start = plain.find(word, start + len(word))
        return found


def _finding(watched: Watched, place: str) -> Finding:
    note = f" · {watched.note}" if watched.note else ""
    if watched.suggestion:
        sentence = Sentence(
            "“%(word)s”: better “%(suggestion)s”%(note)s: %(excerpt)s",
            word=watched.word,
            suggestion=watched.suggestion,
            note=note,
            excerpt=place,
        )
    else:
        sentence = Sentence("“%(word)s” is not to be used%(note)s: %(excerpt)s", word=watched.word, note=note, excerpt=place)
    return Finding("watched", sentence)


def _comparable(text: str) -> tuple[str, list[int]]:
    """And of each of its characters the place in `text`."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for plain in _plain(character):
            characters.append(plain)
            places.append(place)
    return "".join(characters), places


@cache
def _plain(character: str) -> str:
    """One width, one case, one script; nothing for spaces and what has no width."""
    if character.isspace() or character in _WITHOUT_WIDTH or unicodedata.category(character) == "Mn":
        return ""
    return convert_script(unicodedata.normalize("NFKC", character).casefold(), "hans")[0]


def _is_whole(text: str, word: str, first: int, last: int) -> bool:
    """“Isis” does not stand in “crisis”; a Chinese word has no such edges."""
    before, after = _plain(text[first - 1]) if first else "", _plain(text[last]) if last < len(text) else ""
    begins_late = _LATIN.match(word[0]) and _LATIN.match(before)
    ends_early = _LATIN.match(word[-1]) and _LATIN.match(after)
    return not begins_late and not ends_early


def _is_within(plain: str, start: int, word: str, suggestion: str) -> bool:
    """Whether the place is a piece of the suggestion itself, where that holds the word."""
    offset = suggestion.find(word)
    while offset >= 0:
        if start >= offset and plain.startswith(suggestion, start - offset):
            return True
        offset = suggestion.find(word, offset + 1)
    return False
