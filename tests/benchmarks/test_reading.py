"""The corpus' pages as the product reads them."""

from pathlib import Path

import pikepdf
import pytest

from benchmarks.pages import reading
from benchmarks.pages.reading import read_pages, some_of_each_layout
from benchmarks.pages.truth import TruePage
from issues.layer import TextLayer
from issues.pdf.process import PdfProcess


def page(layout="x", language="zh-Hans"):
    return TruePage(layout=layout, language=language, width=400, height=600, labels=[], articles=[], furniture=[], order=[])


@pytest.fixture
def pdf(tmp_path):
    """300 × 450 points with a line of Latin letters."""
    path = tmp_path / "x-01.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 450))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
        document.pages[0].Contents = document.make_stream(b"BT /F 40 Tf 30 300 Td (Tram) Tj ET")
        document.save(path)
    return path


def text_of(layer):
    return "".join(glyph.character for glyph in layer.glyphs)


@pytest.mark.parametrize("variant", ["plain", "marks", "marks-trimmed"])
def test_page_within_its_marks_is_the_plain_page(pdf, variant):
    with PdfProcess() as reader:
        (read,) = read_pages({pdf: page()}, variant, reader)
    assert (text_of(read.layer), read.layer.width, read.layer.height) == ("Tram", 300, 450)
    assert read.layer.glyphs[0].box.left == pytest.approx(30, abs=1)


def test_scan_is_recognised_in_the_language_of_its_page(pdf, monkeypatch):
    asked = []

    def stand_in(picture, language, size):
        asked.append((language, size))
        return TextLayer(size[0], size[1], source="ocr")

    monkeypatch.setattr(reading, "recognise", stand_in)
    with PdfProcess() as reader:
        (read,) = read_pages({pdf: page(language="zh-Hant")}, "scan", reader)
    ((language, size),) = asked
    assert (language, read.layer.source) == ("zh-Hant", "ocr")
    assert size[1] / size[0] == pytest.approx(1.5, abs=0.01)


def test_some_pages_of_each_layout_are_evenly_from_all():
    pages = {Path(f"{layout}-{number}.pdf"): page(layout) for layout in ("boxed", "front") for number in range(4)}
    assert [str(path) for path in some_of_each_layout(pages, 2)] == ["boxed-0.pdf", "boxed-2.pdf", "front-0.pdf", "front-2.pdf"]
    assert some_of_each_layout(pages, 9) == some_of_each_layout(pages, 0) == pages
