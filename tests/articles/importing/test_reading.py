"""Which format gets a file: its content says so, but what is called a PDF must be one."""

import zipfile

import pytest

from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.reading import read_each, survey
from tests.articles.importing.pdf_pages import make_pages

STORY = "渡口开航\n　　首班渡轮今晨离岸。"
FOUNDER_PAGE = b"<html><head><title>x</title></head><body><founder-date>2023-02-14</founder-date></body></html>"


def shares(folder, **options):
    return {form.NAME: [file.name for file in files] for form, files in survey([folder], ReadingOptions(**options)).shares}


@pytest.mark.parametrize("data", [STORY.encode(), FOUNDER_PAGE, b"GIF89a not pdf", b"<mets xmlns='http://www.loc.gov/METS/'/>"])
def test_what_is_called_a_pdf_is_offered_to_no_other_format(tmp_path, data):
    (tmp_path / "20230214_01_1.pdf").write_bytes(data)
    assert shares(tmp_path) == {"pdf": ["20230214_01_1.pdf"]}


def test_an_archive_that_is_called_a_pdf_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "20230214_01.pdf", "w") as packed:
        packed.writestr("20230214_01_1.txt", STORY)
    found = survey([tmp_path], ReadingOptions())
    assert [str(reading).partition(": ")[2] for reading in read_each(found, ReadingOptions())] == [
        "expected a PDF, found other bytes"
    ]


def test_a_bad_pdf_that_is_named_by_hand_is_refused(tmp_path):
    (tmp_path / "ferry.pdf").write_text(STORY)
    (tmp_path / "20230214_02.pdf").write_bytes(make_pages(["汐桥通车"]))
    found = survey([tmp_path / "ferry.pdf", tmp_path / "20230214_02.pdf"], ReadingOptions())
    issue, problem = read_each(found, ReadingOptions())
    assert isinstance(issue, ImportedIssue)
    assert isinstance(problem, ImportProblem)
    assert str(problem) == f"{tmp_path}/ferry.pdf: expected a PDF, found a text"
    assert found.unread() == []


def test_a_text_that_is_called_a_picture_is_no_story_but_is_listed(tmp_path):
    (tmp_path / "20230214_01_1.txt").write_text(STORY)
    (tmp_path / "20230214_01_2.jpg").write_text(STORY)
    found = survey([tmp_path], ReadingOptions())
    (issue,) = read_each(found, ReadingOptions())
    assert isinstance(issue, ImportedIssue)
    assert len(issue.issue.sections[0].articles) == 1
    assert found.unread() == [f"{tmp_path}/20230214_01_2.jpg"]


def test_bad_pdfs_of_a_package_or_of_a_saved_site_are_theirs(tmp_path):
    for name, data in {
        "package/issue.json": b'{"format": "x"}',
        "package/media/20230214_01.pdf": b"",
        "site/html/2023-02/14/node_1.htm": b"<html><body>" + b" " * 80,
        "site/images/20230214_01.pdf": b"",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert list(shares(tmp_path / "package")) == ["package"]
    assert list(shares(tmp_path / "site")) == ["founder"]


def test_files_beside_a_saved_site_go_to_their_formats_and_those_in_it_are_listed_with_the_reason(tmp_path):
    for name in ("site/html/2023-02/14/node_1.htm", "texts/20230215_01_1.txt", "site/20230216_01_1.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FOUNDER_PAGE if name.endswith("htm") else STORY.encode())
    found = survey([tmp_path], ReadingOptions())
    assert {form.NAME: [file.name for file in files] for form, files in found.shares} == {
        "founder": ["site/html/2023-02/14/node_1.htm"],
        "text": ["texts/20230215_01_1.txt"],
    }
    left = list(read_each(found, ReadingOptions()))[-1]
    assert isinstance(left, Unread)
    assert left.origins == (f"{tmp_path}/site/20230216_01_1.txt",)
