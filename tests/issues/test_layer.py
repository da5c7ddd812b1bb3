"""A text layer comes back from its bytes as it was, to a hundredth of a point."""

import zlib

import msgspec
import pytest

from issues import layer
from issues.layer import Box, Glyph, LayerProblem, TextLayer, around, decode, encode

LAYER = TextLayer(
    width=1080.5,
    height=1560.0,
    glyphs=(
        Glyph("澄", Box(10.25, 20.5, 22.25, 32.5), 12.0),
        Glyph("𠮷", Box(22.25, 20.5, 34.25, 32.5), 12.0, 1),
        Glyph("直", Box(900.0, 40.01, 912.0, 52.01), 10.5, 1, is_vertical=True),
    ),
    pictures=(Box(-3.5, 100.0, 300.0, 400.0),),
    rules=(Box(10.0, 90.0, 500.0, 90.5),),
    panels=(Box(0.0, 0.0, 1080.5, 1560.0),),
    fonts=("NotoSerifCJKsc-Regular", "NotoSansCJKsc-Bold"),
    unmapped=7,
)


def test_it_comes_back_as_it_was() -> None:
    assert decode(encode(LAYER)) == LAYER
    assert decode(encode(TextLayer(1.0, 1.0, source="ocr"))) == TextLayer(1.0, 1.0, source="ocr")


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", encode(LAYER)[:-20], zlib.compress(b"\xc1"), zlib.compress(msgspec.msgpack.encode([1, 2, "x"]))],
)
def test_other_bytes_are_no_text_layer(data: bytes) -> None:
    with pytest.raises(LayerProblem):
        decode(data)


def test_a_layer_that_grows_beyond_all_measure_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(LAYER)
    monkeypatch.setattr(layer, "MOST_BYTES", len(zlib.decompress(data)) - 1)
    with pytest.raises(LayerProblem, match="more than"):
        decode(data)
    monkeypatch.setattr(layer, "MOST_BYTES", len(zlib.decompress(data)))
    assert decode(data) == LAYER


def test_a_box_around_boxes() -> None:
    assert around([Box(1, 2, 3, 4), Box(0, 3, 2, 9)]) == Box(0, 2, 3, 9)
