"""A body taken apart for comparing: the words as they are read, and what stands in the HTML beside them. Pure."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple

BLOCKS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "tr", "figure"}
CELLS = {"th", "td"}
ALIKE = {"b": "strong", "i": "em"}  # a reader sees no difference
# What a plain paragraph is made of is not told, nor what only holds others together.
UNTOLD = {"thead", "tbody", "tfoot", "tr", "td", "rp", "rt", "caption"}
ALIKE_ENOUGH = 0.5  # of the characters
MOST_PIECES = 40  # of text that an element is named by


class Mark(NamedTuple):
    """An element with the words in it; `detail` is an address, a figure's key or a paragraph's class."""

    element: str
    text: str
    detail: str = ""


class Reading(NamedTuple):
    """`text`: a block a line."""

    text: str
    marks: list[Mark]


def read(html: str) -> Reading:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.text).split("\n"))
    return Reading("\n".join(line for line in lines if line), reader.marks)


def changed_marks(before: Iterable[Mark], after: Iterable[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Those that went and those that came, in the order of their texts. An element whose words were mended is neither."""
    one, other = list(before), list(after)
    gone, new = _without(one, other), _without(other, one)
    for mark in list(gone):
        same = next((found for found in new if _is_mended(mark, found)), None)
        if same is not None:
            gone.remove(mark)
            new.remove(same)
    return gone, new


def _is_mended(one: Mark, other: Mark) -> bool:
    if (one.element, one.detail) != (other.element, other.detail):
        return False
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= ALIKE_ENOUGH


def _without(marks: list[Mark], others: list[Mark]) -> list[Mark]:
    left, found = Counter(others), []
    for mark in marks:
        left[mark] -= 1
        if left[mark] < 0:
            found.append(mark)
    return found


class _Reader(HTMLParser):
    """Of clean bodies: every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.marks: list[Mark] = []
        self._open: list[tuple[str, str, int, int]] = []  # name, detail, where its text begins, its place among the marks
        self._count: Counter[str] = Counter()  # of those that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, given = ALIKE.get(tag, tag), dict(attrs)
        if name in BLOCKS or name == "br":
            self.text.append("\n")
        elif name in CELLS:
            self.text.append(" ")
        detail = given.get("href") or given.get("data-figure") or (given.get("class") if name == "p" else None) or ""
        if name != "br":
            self._count[name] += 1
            self._open.append((name, detail, len(self.text), len(self.marks)))

    def handle_endtag(self, tag: str) -> None:
        name = ALIKE.get(tag, tag)
        while self._count[name] and self._open:
            opened, detail, start, place = self._open.pop()
            self._count[opened] -= 1
            self._note(opened, detail, start, place)
            if opened == name:
                break
        if name in BLOCKS:
            self.text.append("\n")

    def _note(self, name: str, detail: str, start: int, place: int) -> None:
        if name not in UNTOLD and (name != "p" or detail):
            self.marks.insert(place, Mark(name, "".join("".join(self.text[start : start + MOST_PIECES]).split()), detail))

    def handle_data(self, data: str) -> None:
        self.text.append(data)
