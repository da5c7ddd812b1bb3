"""Pages are cut where the printer cuts them: by the box that the PDF names, else by its crop marks; others are left alone."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name
from PIL import Image

from issues import pdf
from tests.issues.pdf.making import changed, drawn, line, marks

ROOT = Path(__file__).resolve().parents[3]
UNTRIMMED = [*sorted(ROOT.glob("sample/cprb/*/pages/*.pdf"))[::5]]
TRIM = (50, 60, 550, 740)
BARS = "".join(f"{grey / 10} g {60 + 20 * grey} 10 18 18 re f " for grey in range(10)) + "0 g "


def boxed(data: bytes, **boxes: Sequence[float]) -> bytes:
    def put(made: pikepdf.Pdf) -> None:
        for name, box in boxes.items():
            made.pages[0].obj[f"/{name}"] = Array(box)

    return changed(data, put)


def test_the_trim_box_is_the_page():
    data = boxed(drawn(line("汐桥", 100, 700) + line("车", 10, 790)), TrimBox=TRIM)
    page, layer = pdf.read_pages(data)[0], pdf.text_layer(data)
    assert page.points == (layer.width, layer.height) == (500, 680)
    assert page.text == "汐桥"
    assert round(layer.glyphs[0].box.left) == 50
    assert Image.open(io.BytesIO(pdf.page_picture(data))).size == (page.width, page.height) == (2000, 2720)


@pytest.mark.parametrize(
    "box",
    [(0, 0, 600, 800), (0, 0, 30, 40), (900, 900, 1900, 1900), (5, 5, 5, 5), (-1e30, -1e30, 1e30, 1e30), (0.2, 0.2, 600, 799.5)],
)
def test_a_trim_box_that_cannot_be_one_is_not_believed(box):
    assert pdf.read_pages(boxed(drawn(line("汐", 100, 700)), TrimBox=box))[0].points == (600, 800)


def test_a_crop_box_and_an_art_box_count_too():
    data = drawn(line("汐", 100, 700))
    assert pdf.read_pages(boxed(data, CropBox=TRIM))[0].points == (500, 680)
    assert pdf.read_pages(boxed(data, ArtBox=TRIM))[0].points == (500, 680)
    assert pdf.read_pages(boxed(data, ArtBox=(50, 60, 300, 300)))[0].points == (600, 800)


def test_crop_marks_show_where_the_page_is_cut():
    data = drawn(marks(*TRIM) + BARS + line("汐桥", 100, 700) + line("车车", 250, 30))
    page, layer = pdf.read_pages(data)[0], pdf.text_layer(data)
    assert [round(side, 1) for side in page.points] == [500, 680]
    assert page.text == "汐桥"
    assert (round(layer.glyphs[0].box.left), len(layer.glyphs), layer.panels, layer.rules) == (50, 2, (), ())


def test_a_trim_box_that_says_the_whole_sheet_gives_way_to_marks():
    data = boxed(drawn(marks(*TRIM)), TrimBox=(0, 0, 600, 800))
    assert [round(side) for side in pdf.read_pages(data)[0].points] == [500, 680]


def test_marks_of_the_bleed_lie_outside_those_of_the_trim():
    """As programs print them: the marks of both at each corner, with crosses for the register in the middle of the sides."""
    bleed = (TRIM[0] - 9, TRIM[1] - 9, TRIM[2] + 9, TRIM[3] + 9)
    crosses = "290 20 m 310 20 l S 300 10 m 300 30 l S 10 400 m 30 400 l S 20 390 m 20 410 l S 570 400 m 590 400 l S "
    data = drawn(marks(*TRIM, gap=12) + marks(*bleed, gap=3) + crosses)
    assert [round(side) for side in pdf.read_pages(data)[0].points] == [500, 680]


def test_marks_that_are_thin_rectangles_or_one_path_are_marks():
    lines = marks(*TRIM)
    one_path = lines.replace(" S", "") + " S"
    filled = "".join(
        f"{min(x, to_x) - 0.1} {min(y, to_y) - 0.1} {abs(to_x - x) + 0.2} {abs(to_y - y) + 0.2} re f\n"
        for x, y, to_x, to_y in (
            (float(part[0]), float(part[1]), float(part[3]), float(part[4])) for part in map(str.split, lines.splitlines()[1:])
        )
    )
    for content in (one_path, filled):
        assert [round(side) for side in pdf.read_pages(drawn(content))[0].points] == [500, 680]


def test_a_turned_page_with_marks_is_cut_as_it_is_read():
    data = changed(drawn(marks(*TRIM) + line("汐桥", 100, 700)), lambda made: made.pages[0].rotate(90, relative=False))
    layer = pdf.text_layer(data)
    assert (round(layer.width), round(layer.height)) == (680, 500)
    assert (round(layer.glyphs[0].box.left), round(layer.glyphs[0].box.top)) == (638, 50)


@pytest.mark.parametrize(
    "content",
    [
        "50 60 500 680 re S",
        "60 60 m 540 60 l S 60 740 m 540 740 l S",
        marks(*TRIM).split("\n", 3)[3],
        marks(250, 350, 350, 450),
        "".join(f"{x} {y} m {x + 20} {y} l S {x} {y} m {x} {y + 20} l S " for x in (20, 560) for y in (20, 760)),
        "".join(f"40 {700 - 30 * row} 30 0.5 re f 530 {700 - 30 * row} 30 0.5 re f " for row in range(20)),
    ],
    ids=["a frame", "two rules", "marks at two corners", "marks around a coupon", "lone corners", "a table"],
)
def test_a_page_without_marks_is_left_alone(content):
    assert pdf.read_pages(drawn("0.3 w " + content))[0].points == (600, 800)


@pytest.mark.parametrize("path", UNTRIMMED, ids=lambda path: path.name)
def test_the_samples_pages_are_left_alone(path):
    assert pdf.read_page(path.read_bytes(), 0).points == (810, 1170)


@pytest.mark.real_data
def test_real_pages_are_left_alone():
    paths = sorted((ROOT.parent / "shared/data/pdf-pages").glob("*.pdf"))
    assert len(paths) == 4
    for path in paths:
        assert pdf.read_page(path.read_bytes(), 0).points == (595, 842)


def test_a_mark_may_be_in_a_form():
    def wrap(made: pikepdf.Pdf) -> None:
        form = made.make_stream(marks(*TRIM).encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        made.pages[0].Resources.XObject.F = form

    assert [round(side) for side in pdf.read_pages(drawn("/F Do", change=wrap))[0].points] == [500, 680]
