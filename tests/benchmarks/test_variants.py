"""Pages as other machines would send them."""

import io

import pikepdf
import pypdfium2
import pytest

from benchmarks.pages.truth import TrueArticle, TruePage
from benchmarks.pages.variants import BLEED, as_scan, on_marked_sheet, with_marks, without_unicode

MAP = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 beginbfchar <41> <6570> endbfchar endcmap end end"


@pytest.fixture
def pdf():
    """300 × 450 points with one letter that means 数, at the page's lower left."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 450))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            ToUnicode=document.make_stream(MAP),
        )
        document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
        document.pages[0].Contents = document.make_stream(b"BT /F 40 Tf 30 30 Td (A) Tj ET")
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def text_of(data):
    with pypdfium2.PdfDocument(data) as document:
        return document[0].get_textpage().get_text_range()


def box_of_first(data):
    with pypdfium2.PdfDocument(data) as document:
        return document[0].get_textpage().get_charbox(0)


def test_marks_stand_around_the_page_that_is_the_same_within(pdf):
    marked = with_marks(pdf, has_trim_box=True)
    with pikepdf.open(io.BytesIO(marked)) as document:
        page = document.pages[0]
        assert [float(value) for value in page.mediabox] == [0, 0, 300 + 2 * BLEED, 450 + 2 * BLEED]
        assert [float(value) for value in page.trimbox] == [BLEED, BLEED, 300 + BLEED, 450 + BLEED]
    assert text_of(marked) == "数"
    assert box_of_first(marked)[0] == pytest.approx(box_of_first(pdf)[0] + BLEED, abs=0.1)


def test_half_of_the_marked_pages_do_not_say_where_they_are_trimmed(pdf):
    with pikepdf.open(io.BytesIO(with_marks(pdf, has_trim_box=False))) as document:
        assert "/TrimBox" not in document.pages[0]


def test_the_truth_moves_with_the_page_onto_its_sheet():
    articles = [TrueArticle(key="a1", boxes=[(0, 0, 1, 1)])]
    page = TruePage(
        layout="x", language="zh-Hans", width=400, height=600, labels=[], articles=articles, furniture=[], order=["a1"]
    )
    (left, top, right, bottom), width = on_marked_sheet(page).articles[0].boxes[0], 400 + 2 * BLEED / 0.75
    assert (left, right) == pytest.approx((BLEED / 0.75 / width, 1 - BLEED / 0.75 / width))
    assert 0 < top < bottom < 1


def test_a_page_without_maps_is_printed_and_says_nothing_true(pdf):
    bare = without_unicode(pdf)
    assert text_of(bare) != "数"
    assert box_of_first(bare) == pytest.approx(box_of_first(pdf), abs=0.1)


def test_a_scan_is_a_picture_of_the_same_size(pdf):
    scan = as_scan(pdf)
    assert text_of(scan) == ""
    with pypdfium2.PdfDocument(scan) as document:
        assert document[0].get_size() == pytest.approx((300, 450), abs=0.5)
