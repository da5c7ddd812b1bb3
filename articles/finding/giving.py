"""What an editor gives to an article: a page's blocks and pictures, and the polygons that those given make. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.finding.blocks import blocks_of
from articles.finding.lines import Line, lines_of
from articles.finding.outlines import Corner
from articles.finding.pieces import Owner, Piece
from articles.finding.territory import is_inside, territories
from issues.layer import Box, TextLayer

PLACES = 5  # decimals of a fraction
REST = Owner(-1)


@dataclass(frozen=True)
class Ground:
    """A block, or a picture, which has no lines. `box` in the layer's points."""

    box: Box
    size: float = 0.0
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def grounds_of(layer: TextLayer) -> list[Ground]:
    """The same, in the same order, each time that they are asked of one layer. Some tenths of a second for a full page."""
    blocks = blocks_of(lines_of(layer), layer.rules)
    texts = [Ground(block.box, block.size, block.lines) for block in blocks]
    return texts + [Ground(box) for box in layer.pictures]


def polygons_of(layer: TextLayer, grounds: Sequence[Ground], given: Sequence[Sequence[int]]) -> list[list[list[Corner]]]:
    """For each set of places in `grounds` its polygons, in fractions of the page, as a search of the page would draw them: with
    the white between, the frame around, and without what is nobody's or another's. None for a set of nothing."""
    owners = {place: Owner(number) for number, places in enumerate(given) for place in places}
    pieces = [
        Piece(ground.box, owners.get(place, REST), ground.size, ground.lines, is_exact=not ground.lines)
        for place, ground in enumerate(grounds)
    ]
    found = territories(pieces, layer.panels, layer.rules)
    whole = [_with_all(found.get(Owner(number), []), [grounds[at].box for at in places]) for number, places in enumerate(given)]
    return [[_fractions(polygon, layer) for polygon in polygons] for polygons in whole]


def _with_all(polygons: Sequence[Sequence[Corner]], boxes: Sequence[Box]) -> list[Sequence[Corner]]:
    """A search takes small pieces that stand apart for slips; an editor meant them."""
    lone = [box for box in boxes if not any(is_inside(box.middle, polygon) for polygon in polygons)]
    return [*polygons, *([(left, top), (right, top), (right, bottom), (left, bottom)] for left, top, right, bottom in lone)]


def fractions_of(box: Box, layer: TextLayer) -> list[float]:
    """Left, top, right, bottom."""
    (left, top), (right, bottom) = _fractions([(box.left, box.top), (box.right, box.bottom)], layer)
    return [left, top, right, bottom]


def _fractions(corners: Sequence[Corner], layer: TextLayer) -> list[Corner]:
    return [(_fraction(x, layer.width), _fraction(y, layer.height)) for x, y in corners]


def _fraction(value: float, whole: float) -> float:
    return round(min(1.0, max(0.0, value / whole)), PLACES)
