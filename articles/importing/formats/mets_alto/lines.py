"""Lines of ALTO text: how their strings are joined, and how words that the print splits become whole. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from articles.importing.cleaning import HAN
from articles.importing.formats.xml_parsing import local_name

# Scripts that are written without spaces between words, with their punctuation and full-width forms.
_UNSPACED = re.compile(f"[{HAN}\u3000-\u30ff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is as printed, but for the `hyphen` of a word that goes on in the next line; `head` and `tail` are the first and the
    last string. `begun` is the whole of the word that begins in the tail, `ended` of that which ends in the head, where ALTO
    tells (SUBS_CONTENT)."""

    text: str
    head: str = ""
    tail: str = ""
    hyphen: str = ""
    begun: str = ""
    ended: str = ""

    @property
    def printed(self) -> str:
        return self.text + self.hyphen


def read_line(element: etree._Element) -> Line:
    """A `TextLine`. Glyphs and their variants inside a string are alternatives to it, not text."""
    strings: list[etree._Element] = []
    hyphen, text, is_spaced = "", "", any(local_name(child) == "SP" for child in element)
    wants_space = False
    for child in element:
        name = local_name(child)
        if name == "String" and (word := _content(child)):
            is_apart = wants_space if is_spaced else needs_space(text, word)
            text += " " + word if text and is_apart else word
            strings.append(child)
            hyphen, wants_space = "", False
        elif name == "SP":
            wants_space = True
        elif name == "HYP" and strings:
            hyphen = _content(child) or "-"
    return _line(text, strings, hyphen) if strings else Line("")


def _line(text: str, strings: list[etree._Element], hyphen: str) -> Line:
    first, last = strings[0], strings[-1]
    begun, ended = _whole_word(last, "HypPart1"), _whole_word(first, "HypPart2")
    # A soft hyphen is none that a reader sees.
    visible = "-" if hyphen == "\u00ad" or (begun and not hyphen) else hyphen
    return Line(text, _content(first), _content(last), visible, begun, ended)


def _content(element: etree._Element) -> str:
    return " ".join((element.get("CONTENT") or "").split())


def _whole_word(element: etree._Element, part: str) -> str:
    return " ".join((element.get("SUBS_CONTENT") or "").split()) if element.get("SUBS_TYPE") == part else ""


def needs_space(before: str, after: str) -> bool:
    """Between two strings that stand apart: not in Chinese and Japanese."""
    return bool(before and after) and not (_UNSPACED.match(before[-1]) or _UNSPACED.match(after[0]))


def glued(texts: Iterable[str]) -> str:
    """One paragraph of what stood on several lines."""
    parts: list[str] = []
    last = ""
    for text in filter(None, texts):
        parts.append(" " + text if needs_space(last, text) else text)
        last = text
    return "".join(parts)


def paragraph(lines: Sequence[Line]) -> str:
    return glued(whole_words(lines))


def whole_words(lines: Sequence[Line]) -> list[str]:
    """A text a line; a word that is split stands whole where it begins. Only splits that ALTO marks are mended."""
    texts = [line.text for line in lines]
    begin = 0  # the line on which the word begins that reaches into this one
    for at, (line, after) in enumerate(pairwise(lines)):
        begin = begin if at and not texts[at] else at
        if line.hyphen and (word := _joined(line, after)):
            if begin == at:
                texts[at] = texts[at].removesuffix(line.tail) + word
            elif not line.begun:
                texts[begin] += after.head
            texts[at + 1] = texts[at + 1].removeprefix(after.head).lstrip()
        else:
            texts[at] += line.hyphen
    if lines:
        texts[-1] += lines[-1].hyphen
    return texts


def _joined(line: Line, after: Line) -> str:
    """The whole word, empty where the two lines do not say that they belong together."""
    if not after.head or not line.tail:
        return ""
    if line.begun:
        is_second = bool(after.ended) or (line.tail + after.head).casefold() == line.begun.casefold()
        return line.begun if is_second else ""
    if after.ended:
        return after.ended
    keeps_hyphen = after.head[0].isupper() and not line.tail.isupper()
    return line.tail + (line.hyphen if keeps_hyphen else "") + after.head


def page_text(blocks: Iterable[Sequence[Line]]) -> str:
    """Lines as lines, blocks apart. A word that is split between two blocks is mended only where both name it."""
    texts: list[str] = []
    for group in _flowing(blocks):
        texts.append("\n".join(filter(None, whole_words(group))))
    return "\n\n".join(filter(None, texts))


def _flowing(blocks: Iterable[Sequence[Line]]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for lines in filter(None, blocks):
        if group and not (group[-1].begun and group[-1].begun == lines[0].ended):
            yield group
            group = []
        group += lines
    if group:
        yield group
