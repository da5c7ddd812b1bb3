"""Tesseract's hOCR -> lines of words of characters, pictures, rules, all in pixels. Pure."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ELEMENT = re.compile(r"<(?:div|p|span) class='(ocrx?_\w+)'[^>]* title=(['\"])(.*?)\2[^>]*>([^<\n]*)")
_BOX = re.compile(r"\b(?:bbox|x_bboxes) (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_LINES = frozenset("ocr_line ocr_textfloat ocr_header ocr_caption".split())

Pixels = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Word:
    """`confidence`: 0 to 100. `boxes`: roughly where its characters are."""

    confidence: int
    characters: list[str] = field(default_factory=list)
    boxes: list[Pixels] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    box: Pixels
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(character for word in self.words for character in word.characters)

    @property
    def boxes(self) -> list[Pixels]:
        return [box for word in self.words for box in word.boxes]

    @property
    def confidence(self) -> float:
        """The mean over its characters."""
        counted = [(word.confidence, len(word.characters)) for word in self.words]
        return sum(confidence * count for confidence, count in counted) / max(1, sum(count for _, count in counted))


@dataclass(frozen=True, slots=True)
class Recognised:
    """In Tesseract's order: block by block, a line's words as they are read."""

    lines: list[RecognisedLine] = field(default_factory=list)
    photos: list[Pixels] = field(default_factory=list)
    separators: list[Pixels] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        counted = [(line.confidence, len(line.text)) for line in self.lines]
        return sum(confidence * count for confidence, count in counted) / max(1, sum(count for _, count in counted))


def read(text: str) -> Recognised:
    page = Recognised()
    for kind, title, content in _elements(text):
        box = _BOX.search(title)
        if box is None:
            continue
        left, top, right, bottom = map(int, box.groups())
        place = (left, top, right, bottom)
        if kind in _LINES:
            page.lines.append(RecognisedLine(place))
        elif kind == "ocrx_word":
            confidence = _CONFIDENCE.search(title)
            page.lines[-1].words.append(Word(int(confidence[1]) if confidence else 0))
        elif kind == "ocrx_cinfo":
            _add(page.lines[-1].words[-1], html.unescape(content), place)
        elif kind == "ocr_photo":
            page.photos.append(place)
        elif kind == "ocr_separator":
            page.separators.append(place)
    return page


def _elements(text: str) -> Iterator[tuple[str, str, str]]:
    for found in _ELEMENT.finditer(text):
        yield found[1], found[3], found[4]


def _add(word: Word, content: str, place: Pixels) -> None:
    """A model may hold a unit of several characters, a ligature: each of them gets the place."""
    for character in content:
        if not character.isspace():
            word.characters.append(character)
            word.boxes.append(place)
