"""ALTO -> sheets: the blocks of each page with their boxes and lines. Every version and namespace, every unit. Pure."""

import math
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from articles.importing.formats.mets_alto.lines import Line, read_line
from articles.importing.formats.mets_alto.outlines import Box, box_around
from articles.importing.formats.xml_parsing import attribute, child, children, descendants, line_of, local_name, parse, text_of
from articles.importing.problems import ImportProblem, quoted
from issues.sentences import Sentence

GREATEST_NUMBER = 10_000_000.0
_ROUGHLY = 1.02


@dataclass(frozen=True, slots=True)
class Block:
    """A `TextBlock`; its box is missing where the file gives none that encloses anything."""

    box: Box | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """What an ID stands for: the text blocks from `first` to before `end`, and the box of the whole."""

    box: Box | None
    first: int
    end: int


@dataclass(slots=True)
class Sheet:
    """One `Page`. `width` and `height` are in the file's unit, that of all boxes; 0 where nothing tells them."""

    origin: str
    id: str
    is_pixels: bool
    width: float = 0.0
    height: float = 0.0
    blocks: list[Block] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)

    def boxes(self, span: Span) -> list[Box]:
        """The box of the whole, else those of its text blocks."""
        if span.box is not None:
            return [span.box]
        return [block.box for block in self.blocks[span.first : span.end] if block.box is not None]

    def fractions(self, polygon: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        """Of the page, five digits, within it; the same box gives the same numbers in every run."""
        return tuple((_fraction(x, self.width), _fraction(y, self.height)) for x, y in polygon)


def read_sheets(data: bytes, origin: str) -> list[Sheet]:
    """Raises `ImportProblem`. A file holds one page, seldom more."""
    root = parse(data, origin)
    if local_name(root) != "alto":
        raise ImportProblem(
            origin, Sentence("ALTO"), Sentence("the element %(name)s", name=quoted(local_name(root))), line=line_of(root)
        )
    unit = text_of(child(root, "Description", "MeasurementUnit")).casefold()
    if unit not in ("", "pixel", "mm10", "inch1200"):
        raise ImportProblem(origin, Sentence("the unit pixel, mm10 or inch1200"), quoted(unit), field="MeasurementUnit")
    pages = [page for layout in children(root, "Layout") for page in children(layout, "Page")]
    if not pages:
        raise ImportProblem(origin, Sentence("a Page in a Layout"), Sentence("none"), line=line_of(root))
    return [_sheet(page, origin, is_pixels=unit in ("", "pixel")) for page in pages]


def _sheet(page: etree._Element, origin: str, *, is_pixels: bool) -> Sheet:
    sheet = Sheet(origin, attribute(page, "ID"), is_pixels)
    open_blocks: list[int] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        name = local_name(element)
        if name == "ComposedBlock" and event == "start":
            open_blocks.append(len(sheet.blocks))
        elif name == "ComposedBlock":
            _add(sheet, element, Span(_box(element), open_blocks.pop(), len(sheet.blocks)))
        elif event == "start" and name == "TextBlock":
            _add_text(sheet, element)
        elif event == "start" and name in ("Illustration", "GraphicalElement"):
            _add(sheet, element, Span(_box(element), len(sheet.blocks), len(sheet.blocks)))
    if sheet.id:
        sheet.spans.setdefault(sheet.id, Span(None, 0, len(sheet.blocks)))
    sheet.width, sheet.height = _size(page, sheet)
    return sheet


def _add(sheet: Sheet, element: etree._Element, span: Span) -> None:
    name = attribute(element, "ID")
    if name in sheet.spans:
        sheet.repeated.append(name)
    elif name:
        sheet.spans[name] = span


def _add_text(sheet: Sheet, element: etree._Element) -> None:
    rows = list(children(element, "TextLine"))
    lines = tuple(line for line in map(read_line, rows) if line.text)
    box = _box(element) or box_around([box for box in map(_box, rows) if box is not None])
    _add(sheet, element, Span(box, len(sheet.blocks), len(sheet.blocks) + 1))
    sheet.blocks.append(Block(box, lines))
    language = attribute(element, "LANG") or attribute(element, "language") or attribute(element, "lang")
    if language:
        sheet.languages[language] += sum(len(line.text) for line in lines)


def _size(page: etree._Element, sheet: Sheet) -> tuple[float, float]:
    """Of the page; where its own numbers are missing, or smaller than the print on it (a unit mixed up), of the print space; and
    at last of the blocks."""
    space = next(descendants(page, "PrintSpace"), None)
    printed = _box(space) if space is not None else None
    around = box_around([block.box for block in sheet.blocks if block.box is not None])
    return (
        _length(_number(page, "WIDTH"), printed and printed.right, around and around.right),
        _length(_number(page, "HEIGHT"), printed and printed.bottom, around and around.bottom),
    )


def _length(page: float | None, printed: float | None, blocks: float | None) -> float:
    length = max(page or 0.0, 0.0)
    if printed and printed > length * _ROUGHLY:
        length = printed
    return length or max(blocks or 0.0, 0.0)


def _box(element: etree._Element) -> Box | None:
    left, top = _number(element, "HPOS"), _number(element, "VPOS")
    width, height = _number(element, "WIDTH"), _number(element, "HEIGHT")
    if left is None or top is None or not width or not height or width < 0 or height < 0:
        return None
    box = Box(max(left, 0.0), max(top, 0.0), left + width, top + height)
    return box if box.left < box.right and box.top < box.bottom else None


def _number(element: etree._Element, name: str) -> float | None:
    try:
        number = float(element.get(name) or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= GREATEST_NUMBER else None


def _fraction(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 5)
