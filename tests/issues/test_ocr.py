"""Scanned pages by the real Tesseract, with its models chi_sim, chi_tra, chi_tra_vert and eng."""

import io
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from issues import ocr
from issues.layer import decode, encode
from issues.pictures import FileRefused

pytestmark = pytest.mark.ocr
SAMPLES = Path(__file__).parents[1] / "samples" / "ocr"
SAMPLE = Path(__file__).parents[2] / "sample" / "cprb" / "2024-10-19"
POINTS_A_PIXEL = 0.36  # 200 dpi


def recognised(data, language):
    width, height = Image.open(io.BytesIO(data)).size
    return ocr.recognise(data, language, (width * POINTS_A_PIXEL, height * POINTS_A_PIXEL))


def text_of(layer):
    return "".join(glyph.character for glyph in layer.glyphs)


def likeness(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def scanned_column():
    """A part of the sample's front page, 200 dpi, a little soft."""
    with pypdfium2.PdfDocument((SAMPLE / "pages" / "A01.pdf").read_bytes()) as document:
        page = document[0].render(scale=200 / 72).to_pil().convert("L")
    return png(page.crop((925, 1280, 1330, 1860)).filter(ImageFilter.GaussianBlur(0.6)))


def test_simplified_text_is_recognised_with_its_latin_words():
    text = text_of(recognised((SAMPLES / "simplified.png").read_bytes(), "zh-Hans"))
    assert text.startswith("澄浦日报今天报道，汐桥昨晚重新通车，")
    assert "老街的居民说：“比从前亮了。”" in text
    assert "Django5.2与PostgreSQL同时上线。" in text


def test_traditional_text_is_recognised():
    text = text_of(recognised((SAMPLES / "traditional.png").read_bytes(), "zh-Hant"))
    assert (
        likeness(text, "電車今晨開進雲岫山腳，新設四個車站，全線增至十四站，票價仍按兩元計。記者隨最後一趟空載列車走了一遍新線。")
        > 0.95
    )


def test_latin_text_is_recognised_with_room_between_words():
    layer = recognised((SAMPLES / "latin.png").read_bytes(), "en")
    assert text_of(layer).startswith("Thefirsttramleft")
    e, f = layer.glyphs[2:4]
    assert (e.character, f.character) == ("e", "f")
    assert f.box.left - e.box.right > 0.15 * e.size
    assert f.box.right <= layer.glyphs[4].box.left <= f.box.right + 0.15 * f.size


def test_vertical_text_is_recognised_column_by_column_from_the_right():
    layer = recognised((SAMPLES / "vertical.png").read_bytes(), "zh-Hant")
    assert all(glyph.is_vertical for glyph in layer.glyphs)
    assert likeness(text_of(layer), "電車今晨開進雲岫山腳新設四個車站全線增至十四站票價仍按兩元計算") > 0.5
    first, second = layer.glyphs[:2]
    assert text_of(layer).startswith("電車今晨")
    assert first.box.bottom <= second.box.top + 0.1
    assert first.box.left == second.box.left
    assert first.box.left > layer.glyphs[-1].box.right


def page_with_standing_headline():
    """Level text, and at its left a column of the vertical sample, larger."""
    page = Image.new("L", (880, 860), 255)
    headline = Image.open(SAMPLES / "vertical.png").convert("L").crop((222, 32, 266, 525))
    page.paste(headline.resize((70, 789), Image.Resampling.LANCZOS), (60, 30))
    text = Image.open(SAMPLES / "traditional.png").convert("L")
    for at in range(4):
        page.paste(text, (160, at * text.height))
    return png(page)


def test_headline_that_stands_beside_level_text_is_read():
    layer = recognised(page_with_standing_headline(), "zh-Hant")
    standing = [glyph for glyph in layer.glyphs if glyph.is_vertical]
    assert likeness("".join(glyph.character for glyph in standing), "電車今晨開進雲岫山腳新設四個車站") > 0.7
    assert all(glyph.box.right < 130 * POINTS_A_PIXEL for glyph in standing)
    assert all(one.box.bottom <= other.box.top + 0.1 for one, other in pairwise(standing))
    level = "".join(glyph.character for glyph in layer.glyphs if not glyph.is_vertical)
    assert level.count("票價仍按兩元計") == 4


def test_scanned_column_gives_its_lines_in_cells_of_one_height():
    layer = recognised(scanned_column(), "zh-Hans")
    assert "昨晚10时，记者随最后一趟空载试运行列车走了一遍新线。" in text_of(layer)
    assert layer.source == "ocr"
    at = text_of(layer).index("昨晚10时")
    line = layer.glyphs[at : at + 5]
    assert len({(glyph.box.top, glyph.box.bottom) for glyph in line}) == 1
    assert all(one.box.right <= other.box.left + 0.01 for one, other in pairwise(line))
    assert all(8 < glyph.size < 11 for glyph in line)  # it is set in 9.6 points


def test_layer_is_stored_and_found_again():
    layer = recognised((SAMPLES / "simplified.png").read_bytes(), "zh-Hans")
    assert text_of(decode(encode(layer))) == text_of(layer)


def test_empty_page_has_no_text():
    layer = recognised(png(Image.new("L", (600, 800), 250)), "zh-Hans")
    assert (layer.glyphs, layer.pictures) == ((), ())


def test_photograph_without_text_gives_none():
    assert text_of(recognised((SAMPLE / "figures" / "crab-pond.jpg").read_bytes(), "zh-Hans")) == ""


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_broken_picture_is_refused(data):
    with pytest.raises(FileRefused, match="expected"):
        ocr.recognise(data, "zh-Hans", (500, 700))


def test_page_is_refused_where_memory_does_not_suffice(monkeypatch):
    monkeypatch.setattr("issues.ocr.running.MEMORY", 40_000_000)
    with pytest.raises(FileRefused, match="broke off"):
        recognised((SAMPLES / "simplified.png").read_bytes(), "zh-Hans")
