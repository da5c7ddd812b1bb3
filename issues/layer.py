"""A page's text layer: its glyphs with their places, and what else is drawn that tells columns and articles apart. Pure.

Places are in points of the page as it is shown (trimmed, turned), from its top left corner, y downwards: `TextLayer.width` and
`height` are its size, so that a place over them is a fraction of the page picture.
"""

import zlib
from array import array
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

VERSION = 1
MOST_BYTES = 64_000_000  # unpacked; of a glyph some 25
_UNITS = 100  # to a point, as stored


class LayerProblem(Exception):
    """Stored bytes that are no text layer."""


class Box(NamedTuple):
    """Upright: `left` < `right`, `top` < `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all; raises ValueError for none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """One printed character with the box of its cell: as high as its font is large, as wide as the line moves on.

    `font` is a number into `TextLayer.fonts`; `is_vertical`: it stands in a line that runs downwards.
    """

    character: str
    box: Box
    size: float
    font: int = 0
    is_vertical: bool = False


class TextLayer(msgspec.Struct, frozen=True):
    """`glyphs` in the order of the PDF, spaces left out. `pictures`: photographs and drawings; `rules`: thin lines, as boxes;
    `panels`: framed or tinted rectangles. `unmapped` counts the glyphs that are printed, but of which the PDF does not tell the
    character; they are not among `glyphs`. `source`: "ocr" where the text was recognised in a picture."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    pictures: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    fonts: tuple[str, ...] = ()
    unmapped: int = 0
    source: Literal["pdf", "ocr"] = "pdf"


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    """Columns instead of rows: a full broadsheet in some 80 kB."""

    version: int
    width: float
    height: float
    text: str
    glyphs: bytes
    details: bytes
    pictures: bytes
    rules: bytes
    panels: bytes
    fonts: tuple[str, ...]
    unmapped: int
    source: Literal["pdf", "ocr"]


def encode(layer: TextLayer) -> bytes:
    details = array("H")
    for glyph in layer.glyphs:
        details.extend((min(65535, round(glyph.size * 10)), glyph.font * 2 + glyph.is_vertical))
    stored = _Stored(
        VERSION,
        layer.width,
        layer.height,
        "".join(glyph.character for glyph in layer.glyphs),
        _packed(glyph.box for glyph in layer.glyphs),
        details.tobytes(),
        _packed(layer.pictures),
        _packed(layer.rules),
        _packed(layer.panels),
        layer.fonts,
        layer.unmapped,
        layer.source,
    )
    return zlib.compress(msgspec.msgpack.encode(stored), 6)


def decode(data: bytes) -> TextLayer:
    """Raises LayerProblem."""
    try:
        stored = msgspec.msgpack.decode(_unzipped(data), type=_Stored)
        details = array("H", stored.details)
        return TextLayer(
            stored.width,
            stored.height,
            tuple(
                Glyph(character, box, size / 10, marks >> 1, bool(marks & 1))
                for character, box, size, marks in zip(
                    stored.text, _unpacked(stored.glyphs), details[::2], details[1::2], strict=True
                )
            ),
            _unpacked(stored.pictures),
            _unpacked(stored.rules),
            _unpacked(stored.panels),
            stored.fonts,
            stored.unmapped,
            stored.source,
        )
    except (zlib.error, msgspec.MsgspecError, ValueError) as error:
        raise LayerProblem(str(error)) from error


def _unzipped(data: bytes) -> bytes:
    """Never more than may be there, whatever a few bytes would grow to."""
    stream = zlib.decompressobj()
    whole = stream.decompress(data, MOST_BYTES)
    if not stream.eof:
        raise LayerProblem(f"more than {MOST_BYTES} bytes, or cut off")
    return whole


def _packed(boxes: Iterable[Box]) -> bytes:
    return array("i", [round(value * _UNITS) for box in boxes for value in box]).tobytes()


def _unpacked(data: bytes) -> tuple[Box, ...]:
    values = [value / _UNITS for value in array("i", data)]
    return tuple(map(Box, values[::4], values[1::4], values[2::4], values[3::4]))
