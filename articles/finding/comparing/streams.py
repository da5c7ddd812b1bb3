"""A text and a page's glyphs as what is aligned: one character a unit, with the way back to where it stands. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.finding.comparing.characters import LETTER, RUNS, composed, plain, run_sign, with_apostrophes
from articles.finding.comparing.places import has_space_between, is_next
from issues.layer import Glyph

_NUMERALS = "0-9〇零一二三四五六七八九十百千万萬亿億"
_IN_WORD = re.compile(f"[0-9{LETTER}]")
_LETTERS = re.compile(f"[{LETTER}]")
_WORDS = re.compile(rf"[0-9{LETTER}]+(?:['-][0-9{LETTER}]+)*|[{_NUMERALS}]+(?:[.,][{_NUMERALS}]+)*")
_ONE_WORD = re.compile(f"[{_NUMERALS}.,]{{2}}|[0-9{LETTER}'-]{{2}}")


@dataclass(frozen=True)
class Stream:
    """`starts` and `ends`: of each unit the places in its source, characters of the parts laid end to end or glyphs. `edges`:
    units that begin a part, or a printed line. `spaces`: units of a word before which another word ends. `hyphens`: of those
    that stand at a line's end in a Latin word, and may be there for the line alone."""

    text: str
    starts: list[int]
    ends: list[int]
    edges: list[int]
    spaces: frozenset[int] = frozenset()
    hyphens: frozenset[int] = frozenset()

    def is_edge(self, at: int) -> bool:
        """Whether a part or a line begins there, or the stream ends."""
        return at >= len(self.text) or self.first_edge(at) == at

    def first_edge(self, start: int) -> int:
        """The first from `start` on; the stream's end where none follows."""
        place = bisect_right(self.edges, start - 1)
        return self.edges[place] if place < len(self.edges) else len(self.text)

    def is_within_word(self, at: int) -> bool:
        """Whether the unit and the one before it belong to one number or Latin word: 1.2亿, well-known."""
        if not 0 < at < len(self.text) or at in self.spaces:
            return False
        return bool(_ONE_WORD.match(self.text, at - 1)) and self._is_inside(at)

    def _is_inside(self, at: int) -> bool:
        """Commas and full stops belong to a number only between its figures."""
        near, marks = self.text[at - 1 : at + 1], ".,'-"
        if near[0] in marks:
            return at > 1 and at - 1 not in self.spaces and _WORDS.fullmatch(self.text, at - 2, at + 1) is not None
        if near[1] in marks:
            following = at + 1
            return following not in self.spaces and _WORDS.fullmatch(self.text, at - 1, at + 2) is not None
        return True


def written(parts: Iterable[str]) -> Stream:
    """`parts` laid end to end; what a part ends with never runs on into the next one."""
    units, starts, ends, edges, offset = "", list[int](), list[int](), list[int](), 0
    for part in parts:
        edges.append(len(units))
        text, part_starts, part_ends = _units(part)
        units += text
        starts.extend(start + offset for start in part_starts)
        ends.extend(end + offset for end in part_ends)
        offset += len(part)
    gaps = {at for at in range(1, len(units)) if ends[at - 1] < starts[at]} | set(edges)
    spaces = frozenset(at for at in gaps if _are_words(units, at))
    return Stream(units, starts, ends, [edge for edge in dict.fromkeys(edges) if edge < len(units)], spaces)


def printed(glyphs: Sequence[Glyph]) -> Stream:
    text, starts, ends = _units("".join(glyph.character[:1] or " " for glyph in glyphs))
    edges, spaces, hyphens = [0] if text else [], set[int](), set[int]()
    for at in range(1, len(text)):
        before, glyph = glyphs[ends[at - 1] - 1], glyphs[starts[at]]
        if before is glyph:  # a ligature
            continue
        begins_line = not is_next(before, glyph)
        if begins_line:
            edges.append(at)
        if _are_words(text, at) and (_are_letters(text, at) if begins_line else has_space_between(before, glyph)):
            spaces.add(at)
        if begins_line and at > 1 and text[at - 1] == "-" and _LETTERS.match(text, at - 2) and _LETTERS.match(text, at):
            hyphens.add(at - 1)
    return Stream(text, starts, ends, edges, frozenset(spaces), frozenset(hyphens))


def _units(source: str) -> tuple[str, list[int], list[int]]:
    """With the places in `source` where each begins and ends."""
    units, places = list[str](), list[int]()
    for place, character in enumerate(source):
        for unit in plain(character):
            if unit >= "\u0300" and units and (both := composed(units[-1], unit)):
                units[-1] = both
                continue
            units.append(unit)
            places.append(place)
    text = with_apostrophes("".join(units))
    pieces, starts, ends, done = list[str](), list[int](), list[int](), 0
    for run in RUNS.finditer(text):
        pieces += [text[done : run.start()], run_sign(run.group())]
        starts += places[done : run.start() + 1]
        ends += [place + 1 for place in (*places[done : run.start()], places[run.end() - 1])]
        done = run.end()
    return "".join(pieces) + text[done:], starts + places[done:], ends + [place + 1 for place in places[done:]]


def _are_words(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_IN_WORD.match(text, at - 1) and _IN_WORD.match(text, at))


def _are_letters(text: str, at: int) -> bool:
    return bool(_LETTERS.match(text, at - 1) or _LETTERS.match(text, at))
