"""Habits of a whole text that are no differences: the other quotation marks, the other script. Pure.

A habit is one only where all of a text has it: “ beside 「 within one text, or a single 國 in a simplified page, is a difference.
"""

from collections import Counter
from functools import cache
from typing import Literal

from articles.importing.cleaning import convert_script

Script = Literal["hans", "hant", ""]

_FAMILIES = ("“”‘’", "「」『』", '"')
_DIRECTED = str.maketrans("「『‘」』’", "“““”””")
_UNDIRECTED = str.maketrans("「『‘“」』’”", '""""""""')
# Written for each other in traditional texts, and left as they are by OpenCC's t2s.
_LEFT_ALONE = dict(zip("著揹像祇甚妳牠祂瞭藉賸", "着背象只什你它他了借剩", strict=True))
_LEAST_PAGE, _LEAST_TEXT = 5, 3  # characters of one script alone, from which on it shows which one it is
_SHARE = 0.8  # of them; 后 and 里 stand in traditional texts too


def evened(text: str, other: str, evidence: str) -> tuple[str, str]:
    """Both as long as before. `evidence`: of the script of `other`, the whole page that it stands on."""
    if _families(text) != _families(other):
        table = _UNDIRECTED if '"' in text + other else _DIRECTED
        text, other = text.translate(table), other.translate(table)
    if {_script(text, _LEAST_TEXT), _script(evidence, _LEAST_PAGE)} == {"hans", "hant"}:
        text, other = _simplified(text), _simplified(other)
    return text, other


def _families(text: str) -> list[bool]:
    return [any(mark in text for mark in family) for family in _FAMILIES]


def _script(text: str, least: int) -> Script:
    counts = Counter[Script]()
    for character, times in Counter(text).items():
        counts[_script_of(character)] += times
    total = counts["hans"] + counts["hant"]
    for script in ("hans", "hant"):
        if counts[script] >= max(least, _SHARE * total):
            return script
    return ""


@cache
def _script_of(character: str) -> Script:
    if character < "\u3400":
        return ""
    if convert_script(character, "hans")[0] != character:
        return "hant"
    return "hans" if convert_script(character, "hant")[0] != character else ""


@cache
def _in_hans(character: str) -> str:
    if character in _LEFT_ALONE:
        return _LEFT_ALONE[character]
    simplified = convert_script(character, "hans")[0]
    return simplified if len(simplified) == 1 else character


def _simplified(text: str) -> str:
    """By words, which know what 乾 is in 乾燥, then by single characters, so that it is one thing wherever it stands."""
    by_words = convert_script(text, "hans")[0]
    return "".join(map(_in_hans, by_words if len(by_words) == len(text) else text))
