"""A text and a page's glyphs as what is aligned: one character a unit, with the way back to where it stands. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.finding.comparing.characters import LETTER, RUNS, composed, plain, run_sign, with_apostrophes
from articles.finding.comparing.places import has_space_between, is_next
from issues.layer import Glyph

_NUMERALS = "0-9〇零一二三四五六七八九十百千万萬亿億"
_MARKS = ".,'-"  # within a number or a word
_IN_WORD = re.compile(f"[0-9{LETTER}{_MARKS}]")
_LETTERS = re.compile(f"[{LETTER}]")
_WORDS = re.compile(rf"[0-9{LETTER}]+(?:['-][0-9{LETTER}]+)*|[{_NUMERALS}]+(?:[.,][{_NUMERALS}]+)*")
_ONE_WORD = re.compile(f"[{_NUMERALS}.,]{{2}}|[0-9{LETTER}'-]{{2}}")  # any two units of one


@dataclass(frozen=True)
class Stream:
    """`starts` and `ends`: of each unit the places in its source, characters of the parts laid end to end or glyphs. `edges`:
    units that begin a part, or a printed line. `spaces`: units before which there is a space, on a page between
    words only. `hyphens`: of those
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
        if self.text[at - 1] in _MARKS:
            return at > 1 and at - 1 not in self.spaces and _WORDS.fullmatch(self.text, at - 2, at + 1) is not None
        if self.text[at] in _MARKS:
            return at + 1 not in self.spaces and _WORDS.fullmatch(self.text, at - 1, at + 2) is not None
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
    spaces = {at for at in range(1, len(units)) if ends[at - 1] < starts[at]}.union(edges)
    return Stream(units, starts, ends, [edge for edge in dict.fromkeys(edges) if edge < len(units)], frozenset(spaces))


def printed(glyphs: Sequence[Glyph]) -> Stream:
    text, starts, ends = _units("".join(glyph.character[:1] or " " for glyph in glyphs))
    edges, spaces, hyphens = [0] if text else [], set[int](), set[int]()
    for at in range(1, len(text)):
        before, glyph = glyphs[ends[at - 1] - 1], glyphs[starts[at]]
        if ends[at - 1] > starts[at]:  # a ligature
            continue
        begins_line = not is_next(before, glyph)
        if begins_line:
            edges.append(at)
        if _are_words(text, at) and (_has_letter(text, at) if begins_line else has_space_between(before, glyph)):
            spaces.add(at)
        if begins_line and at > 1 and text[at - 1] == "-" and _LETTERS.match(text, at - 2) and _LETTERS.match(text, at):
            hyphens.add(at - 1)
    return Stream(text, starts, ends, edges, frozenset(spaces), frozenset(hyphens))


def _units(source: str) -> tuple[str, list[int], list[int]]:
    """With the places in `source` where each begins and ends."""
    units, starts, ends = list[str](), list[int](), list[int]()
    for place, character in enumerate(source):
        for unit in plain(character):
            if units and (both := composed(units[-1], unit)):
                units[-1], ends[-1] = both, place + 1
                continue
            units.append(unit)
            starts.append(place)
            ends.append(place + 1)
    return _with_runs_as_one(with_apostrophes("".join(units)), starts, ends)


def _with_runs_as_one(text: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    pieces, new_starts, new_ends, done = list[str](), list[int](), list[int](), 0
    for run in RUNS.finditer(text):
        first, last = run.start(), run.end() - 1
        pieces += [text[done:first], run_sign(run.group())]
        new_starts += starts[done : first + 1]
        new_ends += [*ends[done:first], ends[last]]
        done = last + 1
    return "".join(pieces) + text[done:], new_starts + starts[done:], new_ends + ends[done:]


def _are_words(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_IN_WORD.match(text, at - 1) and _IN_WORD.match(text, at))


def _has_letter(text: str, at: int) -> bool:
    """Letters on either side, and no mark: a number may go on in the next line, a word only behind its hyphen."""
    return (
        text[at - 1] not in _MARKS and text[at] not in _MARKS and bool(_LETTERS.match(text, at - 1) or _LETTERS.match(text, at))
    )
