"""PDFs of pages -> issues of page sections with picture, PDF and text, by names, by a list, or counted."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.importing.formats import page_pdfs
from articles.importing.formats.page_pdfs.listing import read_listing
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.records import FORMAT
from articles.importing.sources import FoundFile, open_source
from tests.articles.importing.pdf_pages import SPREAD, UPRIGHT, make_pages

DAY = dt.date(2023, 2, 14)
LONE = make_pages(["汐桥通车"])


def put_all(folder: Path, files: dict) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps(data, ensure_ascii=False) if isinstance(data, dict) else data
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def read(folder: Path, pattern: str = "") -> list:
    source = open_source(folder)
    found = [FoundFile(source, name, page_pdfs.kind_of(source.start(name, 4096), name)) for name in source.names()]
    return list(page_pdfs.read_each([file for file in found if file.kind], ReadingOptions(pattern=pattern)))


def only(folder: Path, pattern: str = "") -> ImportedIssue:
    (issue,) = read(folder, pattern)
    assert isinstance(issue, ImportedIssue), issue
    return issue


def refused(folder: Path, pattern: str = "") -> str:
    (problem,) = read(folder, pattern)
    assert isinstance(problem, ImportProblem), problem
    return str(problem)


def file_of(issue: ImportedIssue, at: int, what: str) -> bytes:
    """A page's "picture" or "pdf"."""
    return issue.read_file(getattr(issue.issue.sections[at], what))


def labels(issue: ImportedIssue) -> list[str]:
    return [section.label for section in issue.issue.sections]


def test_one_pdf_a_page_makes_an_issue_by_names(tmp_path):
    pages = {f"cprb20230214_{label}.pdf": make_pages([f"第{label}版的字"]) for label in ("10", "02", "01", "A01")}
    issue = only(put_all(tmp_path, pages))
    assert (issue.issue.date, labels(issue)) == (DAY, ["01", "02", "10", "A01"])
    assert [section.text for section in issue.issue.sections] == ["第01版的字", "第02版的字", "第10版的字", "第A01版的字"]
    assert (issue.told, issue.is_whole, issue.language) == (frozenset(), False, "zh-Hans")


def test_a_page_has_its_picture_and_its_pdf_as_it_came(tmp_path):
    issue = only(put_all(tmp_path, {"20230214/01版 要闻.pdf": LONE}))
    (section,) = issue.issue.sections
    assert (section.name, section.kind) == ("要闻", "news")
    assert file_of(issue, 0, "pdf") == LONE
    picture = Image.open(io.BytesIO(file_of(issue, 0, "picture")))
    assert picture.size == (section.width, section.height) == (2000, 2889)


def test_days_and_editions_are_issues_of_their_own_in_order(tmp_path):
    names = ["2023-02-15/01.pdf", "2023-02-14-2/01.pdf", "2023-02-14/01.pdf"]
    found = read(put_all(tmp_path, dict.fromkeys(names, LONE)))
    days = [(str(issue.issue.date), issue.issue.edition) for issue in found]
    assert days == [("2023-02-14", 1), ("2023-02-14", 2), ("2023-02-15", 1)]


def test_a_pattern_says_where_date_and_page_stand(tmp_path):
    names = ["NS_230214_P1_sports.pdf", "NS_230214_P2_news.pdf"]
    issue = only(put_all(tmp_path, dict.fromkeys(names, LONE)), "NS_{yy}{month}{day}_P{label}_{name}.pdf")
    assert [(section.label, section.name) for section in issue.issue.sections] == [("1", "sports"), ("2", "news")]


def test_full_width_digits_in_names_are_read(tmp_path):
    assert labels(only(put_all(tmp_path, {"２０２３０２１４_Ａ０１.pdf": LONE}))) == ["A01"]


def test_what_is_no_name_of_a_page_does_not_become_one(tmp_path):
    names = ["20230214_01_v2.pdf", "20230214_02版（定稿）.pdf", "20230214_03_page3.pdf", "20230214_04版體育.pdf"]
    assert [section.name for section in only(put_all(tmp_path, dict.fromkeys(names, LONE))).issue.sections] == [
        "",
        "",
        "",
        "體育",
    ]


def test_names_without_a_date_are_listed_not_guessed(tmp_path):
    found = read(put_all(tmp_path, {"a.pdf": LONE, "20230214/01.pdf": LONE, "b.pdf": LONE}))
    assert isinstance(found[0], ImportedIssue)
    assert isinstance(found[1], Unread)
    assert [Path(origin).name for origin in found[1].origins] == ["a.pdf", "b.pdf"]
    assert "--pattern" in found[1].reason


def test_names_that_do_not_fit_the_pattern_are_listed(tmp_path):
    (unread,) = read(put_all(tmp_path, {"20230214_01.pdf": LONE}), "{date}-{label}.pdf")
    assert unread.reason == "the name does not fit --pattern “{date}-{label}.pdf”"


def test_a_whole_issue_in_one_pdf_is_counted(tmp_path):
    issue = only(put_all(tmp_path, {"澄浦日报20230214.pdf": make_pages(["一版"], ["二版"], ["三版"])}))
    assert labels(issue) == ["01", "02", "03"]
    second = issue.issue.sections[1]
    with pikepdf.open(io.BytesIO(file_of(issue, 1, "pdf"))) as split:
        assert len(split.pages) == 1
    assert second.text == "二版"


def test_a_spread_keeps_both_labels(tmp_path):
    data = make_pages(["一版"], ["跨页"], ["四版"], sizes=[UPRIGHT, SPREAD, UPRIGHT])
    issue = only(put_all(tmp_path, {"20230214.pdf": data}))
    assert labels(issue) == ["01", "02-03", "04"]
    assert [section.kind for section in issue.issue.sections] == ["news", "spread", "news"]
    assert issue.issue.sections[1].width > issue.issue.sections[1].height


@pytest.mark.parametrize("sizes", [[UPRIGHT, (780, 540), UPRIGHT], [SPREAD, SPREAD, SPREAD], [UPRIGHT, (1080, 400), UPRIGHT]])
def test_a_page_that_only_lies_is_no_spread(tmp_path, sizes):
    assert labels(only(put_all(tmp_path, {"20230214.pdf": make_pages(["一"], ["二"], ["三"], sizes=sizes)}))) == [
        "01",
        "02",
        "03",
    ]


def test_folds_in_pdfs_of_their_own_are_counted_each(tmp_path):
    names = {"20230214/A叠/报.pdf": make_pages(["一"], ["二"]), "20230214/城市叠/报.pdf": make_pages(["三"], ["四"])}
    issue = only(put_all(tmp_path, names), "{date}/{fold}叠/*.pdf")
    assert [(section.fold, section.label) for section in issue.issue.sections] == [
        ("", "A01"),
        ("", "A02"),
        ("城市", "01"),
        ("城市", "02"),
    ]


def test_a_list_gives_date_labels_and_names_in_its_order(tmp_path):
    pages = [{"file": "b.pdf", "label": "02", "name": "𠮷野"}, {"file": "sub/a.pdf", "label": "01", "fold": "晨刊"}]
    listing = {"date": "2023-02-14", "edition": 2, "number_text": "第6期", "pages": pages}
    issue = only(put_all(tmp_path, {"x/issue.json": listing, "x/b.pdf": LONE, "x/sub/a.pdf": LONE, "x/extra.pdf": LONE}))
    assert (issue.issue.date, issue.issue.edition, issue.issue.number_text) == (DAY, 2, "第6期")
    assert [(section.fold, section.label, section.name) for section in issue.issue.sections] == [
        ("", "02", "𠮷野"),
        ("晨刊", "01", ""),
    ]


def test_a_list_without_labels_counts(tmp_path):
    listing = {"date": "2023-02-14", "pages": [{"file": "z.pdf"}, {"file": "a.pdf"}]}
    assert labels(only(put_all(tmp_path, {"issue.json": listing, "a.pdf": LONE, "z.pdf": LONE}))) == ["01", "02"]


def test_a_packages_issue_file_is_left_alone():
    package = json.dumps({"format": FORMAT, "version": 1, "issue": {"date": "2023-02-14", "pages": [{"file": "a.pdf"}]}})
    assert page_pdfs.kind_of(package.encode(), "issue.json") == ""


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (b"%PDF-1.7\n", "x.txt", "pdf"),
        (b"\r\n%PDF-1.3\n", "x", "pdf"),
        (b"hello", "x.PDF", "no pdf"),
        (b"", "x.pdf", "no pdf"),
        (b"\x00\x05\x16\x07", "a/._x.pdf", ""),
        (b"hello", "pdf", ""),
        (b'{"date": "2023-02-14", "pages": []}', "a/issue.json", "list"),
        (b'\xef\xbb\xbf {"pages": [{"file": "a.PDF"}], "date": "x"}', "list.json", "list"),
        (b'{"pages": 3}', "package.json", ""),
        (b"", "", ""),
    ],
)
def test_a_file_is_known_by_its_content(start, name, kind):
    assert page_pdfs.kind_of(start, name) == kind


BROKEN: dict[str, tuple[dict, str]] = {
    "locked": (
        {"20230214_01.pdf": make_pages(["x"], encryption=pikepdf.Encryption(owner="o", user="u"))},
        "locked with a password",
    ),
    "damaged": ({"20230214_01.pdf": b"%PDF-1.7\nnothing"}, "20230214_01.pdf: it is not a PDF or is damaged"),
    "cut": ({"20230214_01.pdf": LONE[:-60]}, "damaged"),
    "two pages": ({"20230214_01.pdf": make_pages(["x"], ["y"])}, "a PDF of one page, since it is called page 01, found 2 pages"),
    "twins": ({"20230214_1.pdf": LONE, "20230214_01.pdf": LONE}, "every page of 2023-02-14 once, found “20230214_01.pdf”"),
    "no label": ({"20230214.pdf": make_pages(["x"], ["y"]), "20230214_01.pdf": LONE}, "the page's label in the name"),
    "size": ({"20230214_01.pdf": make_pages(["x"], sizes=[(20, 800)])}, "its page 1 measures 20×800 points"),
    "many": ({"20230214.pdf": make_pages(*[[]] * 201)}, "201 pages; expected at most 200"),
    "many files": (
        {"20230214/A叠/a.pdf": make_pages(*[[]] * 150), "20230214/B叠/b.pdf": make_pages(*[[]] * 60)},
        "an issue of at most 200 pages",
    ),
    "no file": ({"issue.json": {"date": "2023-02-14", "pages": [{"file": "a.pdf"}]}}, "pages[0].file: expected a PDF that lies"),
    "outside": ({"issue.json": {"date": "2023-02-14", "pages": [{"file": "../a.pdf"}]}}, "a plain relative file name"),
    "no pdf": (
        {"issue.json": {"date": "2023-02-14", "pages": [{"file": "a.pdf"}]}, "a.pdf": b"GIF89a"},
        "a.pdf: expected a PDF, found a picture",
    ),
    "date": ({"issue.json": {"date": "2023-02-30", "pages": [{"file": "a.pdf"}]}, "a.pdf": LONE}, "a date that exists"),
    "year": ({"issue.json": {"date": "0023-02-20", "pages": [{"file": "a.pdf"}]}, "a.pdf": LONE}, "a date from 1600 to 2200"),
    "field": (
        {"issue.json": {"date": "2023-02-14", "pages": [{"file": "a.pdf", "lable": "1"}]}, "a.pdf": LONE},
        "the unknown lable",
    ),
    "label": (
        {"issue.json": {"date": "2023-02-14", "pages": [{"file": "a.pdf", "label": "一"}]}, "a.pdf": LONE},
        "a printed label such as 01",
    ),
    "control": (
        {"issue.json": {"date": "2023-02-14", "pages": [{"file": "a.pdf", "name": "a\u0000"}]}, "a.pdf": LONE},
        "pages[0]: expected text without control characters",
    ),
    "empty": ({"issue.json": {"date": "2023-02-14", "pages": []}}, "pages: expected"),
    "json": ({"issue.json": '{"date": "2023-02-14", "pages": [{"file": "a.pdf"}'}, "JSON in UTF-8"),
    "deep": ({"issue.json": '{"date": 1, "pages": ' + "[" * 9000}, "JSON"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_input_is_refused_with_its_reason(tmp_path, case):
    files, words = BROKEN[case]
    pattern = "{date}/{fold}叠/*.pdf" if case == "many files" else ""
    assert words in refused(put_all(tmp_path, files), pattern)


def test_one_bad_issue_leaves_the_others(tmp_path):
    found = read(put_all(tmp_path, {"20230214_01.pdf": b"%PDF-", "20230215_01.pdf": LONE}))
    assert [type(reading) for reading in found] == [ImportProblem, ImportedIssue]


ERROR_PAGE = b"<!DOCTYPE html>\n<html><title>404 Not Found</title></html>"


def test_a_file_that_is_only_called_a_pdf_leaves_its_page_empty_and_is_named(tmp_path):
    files = {"20230214_01.pdf": ERROR_PAGE, "20230214_02.pdf": LONE, "20230214_03.pdf": b"", "20230214_04.pdf": bytes(9000)}
    issue = only(put_all(tmp_path, files))
    assert labels(issue) == ["01", "02", "03", "04"]
    assert [bool(section.pdf and section.picture) for section in issue.issue.sections] == [False, True, False, False]
    assert [str(problem).removeprefix(f"{tmp_path}/20230214_") for problem in issue.refused] == [
        "01.pdf: expected a PDF, found an HTML page",
        "03.pdf: expected a PDF, found an empty file",
        "04.pdf: expected a PDF, found other bytes",
    ]


def test_pages_none_of_which_can_be_read_are_each_named(tmp_path):
    found = read(put_all(tmp_path, {"20230214_01.pdf": ERROR_PAGE, "20230214_02.pdf": b"%PDF-1.7\n", "a.pdf": "一段文字"}))
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in found] == [
        "20230214_01.pdf: expected a PDF, found an HTML page",
        "20230214_02.pdf: it is not a PDF or is damaged; expected a whole PDF",
        "a.pdf: expected a PDF, found a text",
    ]


def test_a_bad_file_that_names_no_page_is_named_and_takes_no_page(tmp_path):
    issue = only(put_all(tmp_path, {"20230214/notes.pdf": "一段文字", "20230214/01.pdf": LONE}))
    assert labels(issue) == ["01"]
    assert [problem.found for problem in issue.refused] == ["a text"]


def test_pages_without_text_are_worth_a_word(tmp_path):
    issue = only(put_all(tmp_path, {"20230214.pdf": make_pages([], ["有字"], [])}))
    assert issue.warnings == (f"{tmp_path}/20230214.pdf, page 1 and 1 more pages: no text in the PDF, so search cannot find it",)


def test_a_paper_in_another_language_is_not_called_chinese(tmp_path):
    assert only(put_all(tmp_path, {"20230214.pdf": make_pages(["Nytt torghus i Fjellvik åpnet i går"])})).language == "und"


def test_a_file_that_changes_between_reading_and_saving_is_refused(tmp_path):
    issue = only(put_all(tmp_path, {"20230214_01.pdf": LONE}))
    put_all(tmp_path, {"20230214_01.pdf": b"%PDF-1.7 no more"})
    with pytest.raises(ImportProblem, match="damaged"):
        file_of(issue, 0, "picture")
    with pytest.raises(ImportProblem, match="a page's picture or PDF"):
        issue.read_file("another")


def test_only_names_are_held(tmp_path):
    issue = only(put_all(tmp_path, {"20230214.pdf": make_pages(["一"], ["二"])}))
    names = [name for section in issue.issue.sections for name in (section.picture, section.pdf) if name]
    assert len(set(names)) == 4
    assert all(len(name) <= 200 for name in names)


@given(st.binary(max_size=300), st.integers(0, len(LONE)), st.binary(min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_bytes_end_as_issue_or_problem(tmp_path_factory, data, place, change):
    folder = tmp_path_factory.mktemp("pdfs")
    listing = b'{"date": "2023-02-14", "pages": [{"file": "a.pdf", "label": "01", "name": "x"}]}'
    at = place % len(listing)
    put_all(
        folder,
        {
            "20230214_01.pdf": LONE[:place] + change + LONE[place + len(change) :],
            "20230215_01.pdf": b"%PDF-1.7\n" + data,
            "l/issue.json": listing[:at] + change + listing[at + len(change) :],
            "l/a.pdf": LONE,
        },
    )
    for reading in read(folder):
        assert isinstance(reading, ImportedIssue | ImportProblem | Unread)


@pytest.mark.real_data
def test_the_real_pages_make_one_issue_by_a_pattern(shared_data):
    issue = only(shared_data / "pdf-pages", "*_UNI*VER{yy}{month}{day}{label}000.pdf")
    assert (issue.issue.date, labels(issue)) == (dt.date(2016, 1, 1), ["01", "02", "03", "04"])
    assert issue.issue.sections[2].text == "dummy page 3\nuniversitas"


@pytest.mark.real_data
def test_the_real_pages_are_not_guessed_wrong(shared_data):
    (unread,) = read(shared_data / "pdf-pages")
    assert len(unread.origins) == 4


def test_example_of_the_small_issue_json_in_the_document_is_read(tmp_path):
    document = (Path(__file__).parents[3] / "docs" / "import-formats.md").read_text(encoding="utf-8")
    (example,) = re.findall("```json\n(.+?)```", document, re.S)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    (tmp_path / "issue.json").write_text(example, encoding="utf-8")
    batch = read_listing(FoundFile(open_source(tmp_path), "issue.json", "list"))
    assert (batch.date, batch.number_text) == (dt.date(2023, 2, 14), "第812期")
    assert [(page.label, page.fold, page.name) for page in batch.files] == [("01", "", "要闻"), ("B02", "B叠", "")]


def test_no_section_of_the_document_is_empty():
    document = (Path(__file__).parents[3] / "docs" / "import-formats.md").read_text(encoding="utf-8")
    assert re.findall("^## .+\n+(?=## |\\Z)", document, re.M) == []
