"""The table of a benchmark, and the pages that it shows as its worst."""

import pikepdf
from PIL import Image
from rich.console import Console

from benchmarks.pages.scoring import score_page, summary, table, worst
from benchmarks.pages.truth import TrueArticle, TruePage

LEFT, RIGHT = (0.1, 0.1, 0.4, 0.9), (0.6, 0.1, 0.9, 0.9)


def page():
    articles = [TrueArticle(key="a1", title="甲", boxes=[LEFT]), TrueArticle(key="a2", title="𠮷", boxes=[RIGHT])]
    return TruePage(
        layout="made-up",
        language="zh-Hans",
        width=400,
        height=600,
        labels=["01"],
        articles=articles,
        furniture=[],
        order=["a1", "a2"],
    )


def polygon(box):
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def shown(scores):
    return printed(table(scores))


def printed(made):
    console = Console(width=120)
    with console.capture() as capture:
        console.print(made)
    return capture.get()


def test_a_zone_on_the_neighbour_is_told_as_taken_for_it(tmp_path):
    scores = score_page(tmp_path / "x.pdf", page(), {"a1": [polygon(RIGHT)]})
    assert [(score.key, score.iou, score.taken_for) for score in scores] == [("a1", 0, "a2"), ("a2", 0, "")]


def test_the_table_has_a_row_for_each_layout_and_one_for_all(tmp_path):
    scores = score_page(tmp_path / "x.pdf", page(), {"a1": [polygon(LEFT)], "a2": [polygon(LEFT)]})
    rows = [line for line in shown(scores).splitlines() if "made-up" in line or "all" in line]
    assert len(rows) == 2
    assert all("50.0%" in row and "0.500" in row for row in rows)


def test_the_last_table_has_a_row_for_each_way_of_printing(tmp_path):
    plain = score_page(tmp_path / "x.pdf", page(), {"a1": [polygon(LEFT)], "a2": [polygon(RIGHT)]})
    scan = score_page(tmp_path / "x.pdf", page(), {"a1": [polygon((0.1, 0.1, 0.4, 0.78))]})
    rows = [line for line in printed(summary({"plain": plain, "scan": scan}, (0.9, 0.8))).splitlines() if line.startswith("│")]
    assert [cell.strip() for cell in rows[0].split("│")[1:6]] == ["plain", "1", "2", "1.000", "100.0%"]
    assert [cell.strip() for cell in rows[1].split("│")[5:9]] == ["0.0%", "50.0%", "1", "0"]


def test_nothing_measured_gives_an_empty_table():
    assert "layout" in shown([])


def test_the_worst_page_is_drawn_with_what_was_found(tmp_path):
    pdf = tmp_path / "x.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 450))
        document.save(pdf)
    scores = score_page(pdf, page(), {"a1": [polygon(LEFT)], "a2": [polygon((0.6, 0.1, 0.9, 0.4))]})
    (path,) = worst(scores, 1, tmp_path / "worst")
    assert path.name == "01-x-a2-0.38.png"
    with Image.open(path) as picture:
        assert picture.width == 1000
        assert picture.getpixel((750, 900)) != (255, 255, 255)
        assert picture.getpixel((250, 900)) == (255, 255, 255)
