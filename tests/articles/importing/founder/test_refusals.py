"""Trees that cannot be an issue: each with its sentence; and damage that costs a warning and no more."""

import pytest

from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem
from tests.articles.importing.founder.reading_trees import articles, readings, refusal, the_issue, write
from tests.articles.importing.founder.test_dialects import ARTICLE, PAGE, PAPER, tree

DATE = "<!--enpproperty <founder-date>{} 00:00:00</founder-date> /enpproperty-->"


def test_two_folders_with_one_issue_of_one_paper(tmp_path):
    tree(tmp_path, "a/html/2023-02/14", page=PAGE + PAPER.format("鹿湾日报"))
    tree(tmp_path, "b/html/2023-02/14", page=PAGE + PAPER.format("鹿湾日报"))
    found = readings(tmp_path)
    assert isinstance(found[0], ImportedIssue)
    assert str(found[1]) == (
        f"{tmp_path}/b/html/2023-02/14: expected one folder with the issue of 2023-02-14, "
        f"found another one: {tmp_path}/a/html/2023-02/14 was read already"
    )


def test_no_date_anywhere(tmp_path):
    write(tmp_path, {"node_1.htm": PAGE, "content_1.htm": ARTICLE.format("一")})
    assert refusal(tmp_path) == (
        f"{tmp_path}: expected one date for the files of a folder, in the address or in the comment at a page's end, "
        "found neither"
    )


def test_two_dates_in_one_folder(tmp_path):
    write(tmp_path, {"node_1.htm": PAGE + DATE.format("2023-02-14"), "node_2.htm": PAGE + DATE.format("2023-02-15")})
    assert refusal(tmp_path).endswith("found 2023-02-14, 2023-02-15")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2023-02/31", "expected a date that exists in the address, found “20230231”"),
        ("0900-01/01", "expected a date from 1600 to 2200, found 0900-01-01"),
    ],
)
def test_impossible_dates(tmp_path, day, sentence):
    tree(tmp_path, f"html/{day}")
    assert refusal(tmp_path) == f"{tmp_path}/html/{day}: {sentence}"


def test_title_that_is_no_title(tmp_path):
    tree(tmp_path, title="长" * 501)
    file = f"{tmp_path}/html/2023-02/14/content_1.htm"
    assert refusal(tmp_path) == f"{file}, title: expected a title of at most 500 characters, found 501"


def test_text_without_end(tmp_path):
    tree(tmp_path)
    body = ARTICLE.format("一").replace("短", "长" * 1_000_000)
    write(tmp_path, {"html/2023-02/14/content_1.htm": body})
    assert "content_1.htm, text: expected a text of at most 990,000 characters, found 1,000,00" in refusal(tmp_path)


def test_file_that_is_too_large(tmp_path):
    tree(tmp_path)
    write(tmp_path, {"html/2023-02/14/content_1.htm": ARTICLE.format("一") + " " * 8_000_000})
    assert "content_1.htm: expected at most 8.0 MB, found 8.0 MB" in refusal(tmp_path)


def test_articles_that_belong_to_no_page(tmp_path):
    write(tmp_path, {"html/2023-02/14/content_1.htm": ARTICLE.format("一")})
    assert refusal(tmp_path) == (
        f"{tmp_path}/html/2023-02/14: expected a page file (node_1.htm), or articles that name their page, found neither"
    )


def test_pages_that_show_nothing(tmp_path):
    write(tmp_path, {"html/2023-02/14/node_1.htm": "<html><meta http-equiv=refresh content='0; URL=node_2.htm'></html>"})
    assert refusal(tmp_path).endswith(
        "expected a page with areas, headlines or articles, found 1 files that are called like pages and show none"
    )


def test_too_many_pages(tmp_path):
    write(tmp_path, {f"html/2023-02/14/node_{number}.htm": PAGE for number in range(1001)})
    assert refusal(tmp_path).endswith("html/2023-02/14: expected at most 1,000 pages in an issue, found 1,001 files")


def test_one_bad_issue_does_not_refuse_the_others(tmp_path):
    tree(tmp_path, "html/2023-02/13")
    tree(tmp_path, "html/2023-02/14", title="长" * 501)
    tree(tmp_path, "html/2023-02/15")
    found = readings(tmp_path)
    assert [isinstance(one, ImportProblem) for one in found] == [False, True, False]


@pytest.mark.parametrize(
    ("page", "warning"),
    [
        (PAGE.replace(" width=100 height=100", ""), "the size of the page picture is not known; its 1 areas are left out"),
        (PAGE.replace("<img ", "<img src=../no.jpg "), "the page picture ../no.jpg is not in the tree"),
        (
            PAGE.replace("<img ", "<img src=content_1.htm "),
            "the page picture content_1.htm is no picture (JPEG, PNG, WebP or TIFF)",
        ),
        (PAGE.replace("0,0,50,50", "0,0,0,50"), "area 1 (content_1.htm) is left out: The polygon encloses nothing"),
        (PAGE.replace("0,0,50,50", "x"), "area 1 (content_1.htm) is left out: its coordinates are no polygon"),
        (
            PAGE.replace("0,0,50,50", "1,2," * 600 + "3,4").replace("rect", "poly"),
            "it has 601 corners, at most 500 were expected",
        ),
        (
            PAGE.replace("</map>", "<area shape=rect coords=0,0,9,9 href=../13/content_9.htm></map>"),
            "leads to ../13/content_9.htm",
        ),
        (
            PAGE.replace("</a>", "</a><a href=content_1.htm>PDF</a><a href=a.pdf>PDF</a>"),
            "the page's PDF a.pdf is not in the tree",
        ),
        (PAGE + DATE.format("2023-02-13"), "its comment says 2023-02-13, its address 2023-02-14; the address is believed"),
    ],
)
def test_damage_that_costs_a_warning(tmp_path, page, warning):
    tree(tmp_path, page=page)
    issue = the_issue(tmp_path)
    assert any(warning in one for one in issue.warnings), issue.warnings
    assert articles(issue)["1"].title == "一"


def test_long_bylines_are_cut_with_a_warning(tmp_path):
    tree(tmp_path, title="一</founder-title><founder-author>" + "名" * 600 + "</founder-author><founder-title>")
    issue = the_issue(tmp_path)
    assert len(articles(issue)["1"].byline) == 500
    assert any("the byline" in warning and "was cut to 500" in warning for warning in issue.warnings)


def test_bomb_of_tags_ends_soon(tmp_path):
    bomb = "<b><i>" * 30_000 + "<p>文" * 3000 + "<table><tr><td>" * 5000
    tree(tmp_path)
    write(tmp_path, {"html/2023-02/14/content_1.htm": ARTICLE.format("一").replace("<p>短。</p>", bomb)})
    assert "found one without text and picture, under the title “一”" in refusal(tmp_path)


def test_decompression_bomb_is_only_measured(tmp_path):
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x0f\x42\x40\x00\x0f\x42\x40\x08\x02\x00\x00\x00" + b"\0" * 64
    tree(tmp_path, page=PAGE.replace("<img ", "<img src=bomb.png "))
    write(tmp_path, {"html/2023-02/14/bomb.png": header})
    assert the_issue(tmp_path).issue.sections[0].zones
