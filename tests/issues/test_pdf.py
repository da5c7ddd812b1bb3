"""A PDF's pages -> pictures, text, sizes, PDFs of one page."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from issues import pdf
from issues.pictures import FileRefused
from tests.articles.importing.pdf_pages import SPREAD, UPRIGHT, make_pages

WHOLE = make_pages(["汐桥通车", "𠮷野家开业"], ["第二版"], ["第三版"])
LONE = make_pages(["汐桥通车"])
DOORS = [pdf.read_pages, pdf.page_picture, lambda data: pdf.single_page(data, 0)]


def picture_of(data: bytes, at: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(pdf.page_picture(data, at)))


def test_pages_have_text_in_lines_and_sizes():
    first, second, _ = pdf.read_pages(WHOLE)
    assert first.text == "汐桥通车\n𠮷野家开业"
    assert second.text == "第二版"
    assert (first.width, first.height) == picture_of(WHOLE).size
    assert first.points == UPRIGHT


def test_a_picture_is_2000_pixels_wide_and_shows_the_page():
    picture = picture_of(WHOLE)
    assert (picture.format, picture.width, picture.height) == ("JPEG", 2000, 2889)
    grey = picture.convert("L")
    assert grey.crop((1700, 50, 1950, 150)).getextrema() == (255, 255)
    assert grey.crop((100, 2889 - 160, 200, 2889 - 90)).resize((1, 1)).tobytes() < bytes([200])


def test_a_spread_is_as_high_as_a_page_is_wide():
    assert picture_of(make_pages(["跨页"], sizes=[SPREAD])).height == 2000


def test_a_turned_page_lies_as_it_is_read():
    with pikepdf.open(io.BytesIO(LONE)) as turned:
        turned.pages[0].rotate(90, relative=False)
        out = io.BytesIO()
        turned.save(out)
    page = pdf.read_pages(out.getvalue())[0]
    assert page.points == (780, 540)
    assert (page.width, page.height) == picture_of(out.getvalue()).size


def test_the_same_bytes_give_the_same_picture_and_the_same_page():
    assert pdf.page_picture(WHOLE, 1) == pdf.page_picture(WHOLE, 1)
    assert pdf.single_page(WHOLE, 1) == pdf.single_page(WHOLE, 1)


def test_a_page_is_split_off_alone():
    one = pdf.single_page(WHOLE, 1)
    assert [page.text for page in pdf.read_pages(one)] == ["第二版"]
    assert len(one) < len(WHOLE)


def test_a_page_that_links_to_the_others_does_not_bring_them():
    with pikepdf.open(io.BytesIO(WHOLE)) as linked:
        linked.pages[0].Annots = pikepdf.Array(
            [
                linked.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Link,
                        Rect=[0, 0, 9, 9],
                        Dest=[linked.pages[2].obj, pikepdf.Name.Fit],
                    )
                )
            ]
        )
        linked.pages[2].Big = linked.make_stream(bytes(range(256)) * 400)
        out = io.BytesIO()
        linked.save(out)
    assert len(pdf.single_page(out.getvalue(), 0)) < 10_000


def test_a_pdf_of_one_page_is_kept_byte_for_byte():
    assert pdf.single_page(LONE, 0) is LONE


def test_glyphs_without_a_meaning_are_dropped():
    data = make_pages(["汐\ue001桥\ufffd\x07\U000f1234通", "\ue000\ue001", "⼀⼆版 ﬁn", "Ｗｅ\xa0 \u3000ｉ"])
    assert pdf.read_pages(data)[0].text == "汐桥通\n一二版 fin\nＷｅ ｉ"


def test_a_word_parted_at_a_lines_end_is_whole_again():
    assert pdf.read_pages(make_pages(["inter-", "national"]))[0].text == "international"


def test_a_pdf_that_opens_without_a_password_is_read():
    protected = make_pages(["汐桥"], ["二版"], encryption=pikepdf.Encryption(owner="secret", user=""))
    assert [page.text for page in pdf.read_pages(protected)] == ["汐桥", "二版"]
    assert pdf.read_pages(pdf.single_page(protected, 1))[0].text == "二版"


@pytest.mark.parametrize("door", DOORS)
def test_a_locked_pdf_is_refused(door):
    with pytest.raises(FileRefused, match="locked with a password"):
        door(make_pages(["汐桥"], encryption=pikepdf.Encryption(owner="o", user="u")))


@pytest.mark.parametrize("door", DOORS[:2])
@pytest.mark.parametrize("data", [b"", b"%PDF-", b"GIF89a", b"%PDF-1.7\n" + b"x" * 500, LONE[: len(LONE) // 2], LONE[:-40]])
def test_what_is_no_whole_pdf_is_refused(door, data):
    with pytest.raises(FileRefused, match="damaged"):
        door(data)


def test_more_than_200_pages_are_refused():
    with pytest.raises(FileRefused, match="201 pages; expected at most 200"):
        pdf.read_pages(make_pages(*[[] for _ in range(201)]))


@pytest.mark.parametrize("size", [(5, 700), (300, 2500), (300, 14_400)])
def test_a_page_of_an_absurd_size_is_refused(size):
    with pytest.raises(FileRefused, match="its page 1 measures"):
        pdf.page_picture(make_pages([], sizes=[size]))


def test_a_very_long_page_stays_within_the_pixels():
    page = pdf.read_pages(make_pages([], sizes=[(1000, 7900)]))[0]
    assert page.width * page.height < 1.01 * pdf.MOST_PIXELS
    assert page.width > 1500


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(FileRefused, match="no page 4"):
        pdf.page_picture(WHOLE, 3)


@pytest.mark.parametrize(("packing", "side"), [("FlateDecode", 30_000), ("JPXDecode", 9_000)])
def test_an_image_that_claims_to_be_huge_is_refused_before_it_is_unpacked(packing, side):
    with pikepdf.open(io.BytesIO(LONE)) as bomb:
        image = bomb.make_stream(b"x" * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side)
        image.ColorSpace, image.BitsPerComponent, image.Filter = pikepdf.Name.DeviceGray, 8, pikepdf.Name("/" + packing)
        form = bomb.make_stream(b"/I Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 100])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        bomb.pages[0].Resources.XObject = pikepdf.Dictionary(F=form)
        bomb.pages[0].Contents = bomb.make_stream(b"/F Do")
        out = io.BytesIO()
        bomb.save(out)
    with pytest.raises(FileRefused, match="declares"):
        pdf.page_picture(out.getvalue())


def test_a_long_text_is_cut(monkeypatch):
    monkeypatch.setattr(pdf, "TEXT_LIMIT", 5)
    page = pdf.read_pages(make_pages(["汐桥通车庆典今日举行"]))[0]
    assert (page.text, page.is_cut) == ("汐桥通车庆", True)


def read_it_all(data: bytes) -> None:
    try:
        pdf.read_pages(data)
        pdf.page_picture(data)
        pdf.single_page(data, 1)
    except FileRefused:
        pass


@given(st.binary(max_size=400))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    read_it_all(data)
    read_it_all(b"%PDF-1.7\n" + data)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3)), max_size=4), st.integers(0, len(WHOLE)))
@settings(max_examples=30, deadline=None)
def test_a_damaged_pdf_is_read_or_refused(changes, cut):
    data = bytearray(WHOLE)
    for at, new in changes:
        data[at : at + len(new)] = new
    read_it_all(bytes(data[:cut] if cut % 3 == 0 else data))
