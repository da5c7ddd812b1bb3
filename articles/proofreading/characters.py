"""Characters that no reader can read: private use, what a conversion lost, pinyin left behind by a converter. Pure."""

import re

from articles.importing.cleaning import count_glosses, remove_glosses
from articles.proofreading.finding import Finding, excerpt
from issues.sentences import Sentence

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_LOST = re.compile("\ufffd+")
# What may be a gloss; cleaning knows which are.
_BRACKETED = re.compile("[(（][A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u036f\u1e00-\u1eff]{1,14}[)）]")
_BEFORE = 2  # a character and its variation selector


def strange_characters(text: str) -> list[Finding]:
    found = []
    for match in _PRIVATE.finditer(text):
        codes = " ".join(f"U+{ord(character):04X}" for character in match[0])
        place = excerpt(text, match.start(), match.end())
        found.append(
            Finding("private_use", Sentence("Private-use characters %(codes)s: %(excerpt)s", codes=codes, excerpt=place))
        )
    for match in _LOST.finditer(text):
        place = excerpt(text, match.start(), match.end())
        found.append(Finding("private_use", Sentence("A character was lost (U+FFFD): %(excerpt)s", excerpt=place)))
    return found


def leftover_glosses(text: str) -> list[Finding]:
    """首頁(yè), and brackets with a tone mark that are no reading of their character."""
    found = []
    for match in _BRACKETED.finditer(text):
        piece = text[max(0, match.start() - _BEFORE) : match.end()]
        if remove_glosses(piece)[1] or count_glosses(piece):
            place = excerpt(text, match.start(), match.end())
            found.append(Finding("gloss", Sentence("Pinyin is left in the text: %(excerpt)s", excerpt=place)))
    return found
