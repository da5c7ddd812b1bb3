"""Labels that a page prints and its text does not hold: an article's column and source. Pure.

A source ends the text, in brackets （据市自来水公司） or in a line of its own; a column stands in a line of its own. The same
words within a sentence are text, and count.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.finding.comparing.differences import Difference
from articles.finding.comparing.places import is_next
from articles.finding.folding import folded
from issues.layer import Glyph

_OF_A_SENTENCE = "。！？，、；：…”’」』.!?,;:"  # they are never around a label
_BRACKETS = "（(〔［[【︵"
_LEADING = re.compile("(?:本报|本報)?(?:综合|綜合)?(?:稿件)?(?:据|據|来源|來源)[:：]?")


@dataclass(frozen=True)
class Labels:
    """As the article has them; either may be empty."""

    column: str = ""
    source: str = ""

    def folded(self) -> list[str]:
        """The longest first: 据 and 来源 stand before a source on some pages, and in some articles."""
        source = folded(_LEADING.sub("", self.source, count=1))[0]
        wanted = [*(before + source for before in ("稿件来源", "来源", "据", "") if source), folded(self.column)[0]]
        return [label for label in wanted if label]


def without_labels(differences: Sequence[Difference], labels: Labels, glyphs: Sequence[Glyph]) -> list[Difference]:
    """Those of one article but what differs by its labels alone, and what stands on both sides, taken apart because a label came
    between. `glyphs`: those that were compared."""
    rests = [_rest(found, labels, glyphs) if found.printed else None for found in differences]
    written = Counter(found.written for found in differences if not found.printed)
    left, moved = list[Difference](), Counter[str]()
    for found, rest in zip(differences, rests, strict=True):
        if found.written or rest is None or (rest and not written[rest]):
            left.append(found)
        elif rest:
            moved[rest] += 1
    return [found for found in left if found.printed or not moved[found.written]]


def _rest(found: Difference, labels: Labels, glyphs: Sequence[Glyph]) -> str | None:
    """What is printed but for a label; None where there is none in it."""
    characters, places = folded(found.printed)
    for label in labels.folded():
        at = characters.find(label)
        if at < 0:
            continue
        start, end = places[at], places[at + len(label) - 1] + 1
        while start and not _is_text(found.printed[start - 1]):
            start -= 1
        while end < len(found.printed) and not _is_text(found.printed[end]):
            end += 1
        is_bracketed = label != folded(labels.column)[0] and found.printed[start] in _BRACKETS
        if is_bracketed or _is_a_line(label, found, glyphs):
            return found.printed[:start] + found.printed[end:]
    return None


def _is_text(character: str) -> bool:
    return character in _OF_A_SENTENCE or bool(folded(character)[0])


def _is_a_line(label: str, found: Difference, glyphs: Sequence[Glyph]) -> bool:
    """Whether the label has all of a line, or of lines that follow each other."""
    first, behind = found.glyphs
    edges = [0, *(at for at in range(1, len(glyphs)) if not is_next(glyphs[at - 1], glyphs[at])), len(glyphs)]
    lines = [(start, end) for start, end in pairwise(edges) if first <= start and end <= behind]
    said = ["".join(glyph.character for glyph in glyphs[start:end]) for start, end in lines]
    return any(folded("".join(said[at:until]))[0] == label for at in range(len(said)) for until in range(at + 1, len(said) + 1))
