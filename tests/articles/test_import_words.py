"""What an import says is read in the reader's language: its problems, its notes, why a file was not read."""

import contextlib
import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.importing.uploads import running
from articles.models import ImportRun
from articles.writing.runs import begin_run
from newsroom.roles import ARCHIVIST
from tests.packages import issue_json, make_zip, simple_package
from tests.staff import address, make_client

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/importrun/add/"
HEADER = "日期,版次,标题,正文\n"
ROW = "2023-02-14,01,渡口开航,新渡口今天开航。\n"
# Two words of a sentence; names of formats and of fields are not.
LATIN_WORDS = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}| [a-z]\b)")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, media_root):
    """The child's work, without a child: it would see another database."""

    def work(upload, lock, *, dry_run):
        options = ["--is-locked", "--language", translation.get_language(), *(["--dry-run"] if dry_run else [])]
        with contextlib.suppress(CommandError):
            call_command("import_upload", str(upload.pk), *options)

    monkeypatch.setattr(running, "_spawn", work)


def report_on(name: str, data: bytes, language: str = "zh-hans", **options: str) -> str:
    """The text of the preview's report, a line an element."""
    client = make_client(ARCHIVIST)
    client.cookies["django_language"] = language
    with translation.override(language):
        answer = client.post(NEW, {"file": SimpleUploadedFile(name, data), "format": "auto", "script": "keep", **options})
        page = client.get(answer["Location"], headers={"accept-language": language}).content.decode()
    report = re.search(r'<section class="report">.*</section>', page, re.S)
    assert report
    return "\n".join(html.unescape(re.sub(r"<[^>]*>", "\n", report[0])).split("\n"))


def package(tmp_path, **changes) -> bytes:
    return make_zip(tmp_path / "issue.zip", {"issue.json": issue_json(simple_package(**changes))}).read_bytes()


BROKEN = {
    "稿件.csv": (HEADER + ROW).encode(),
    "缺列.csv": "日期,标题,备注\n2023-02-14,渡口开航,无\n".encode(),
    "日期.csv": (HEADER + ROW.replace("2023-02-14", "44971")).encode(),
    "版号.csv": (HEADER + ROW.replace("01", "第一版甲乙")).encode(),
    "标题.csv": (HEADER + ROW.replace("渡口开航", "𠮷" * 501)).encode(),
    "编码.csv": HEADER.encode() + b"2023-02-14,01,\xff\xff\xff,x\n",
    "空.txt": b" \n",
    "说明.bin": bytes(range(256)),
    "要闻.pdf": "不是 PDF".encode(),
    "无日期.txt": "渡口开航\n\n新渡口今天开航。\n".encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_reader_of_chinese_sees_no_english_about_a_broken_file(name):
    report = report_on(name, BROKEN[name])
    assert not LATIN_WORDS.findall(report), report


@pytest.mark.parametrize(
    "changes",
    [
        {"issue__sections__0__articles__0__title": ""},
        {"issue__sections__0__articles__0__title": "长" * 501},
        {"issue__sections__0__label": "第 一"},
        {"issue__date": "2023-02-30"},
        {"issue__sections": 3},
        {"issue__sections__0__picture": "no.png"},
        {"version": 99},
    ],
)
def test_reader_of_chinese_sees_no_english_about_a_broken_package(tmp_path, changes):
    report = report_on("望湖.zip", package(tmp_path, **changes))
    assert not LATIN_WORDS.findall(report), report


def test_missing_paper_is_named_as_the_form_and_the_command_line_call_it():
    data = (HEADER + ROW).encode()
    assert "报刊的网址名（--paper）" in report_on("稿件.csv", data)


def test_refusal_of_a_model_is_in_the_language_of_who_sends_the_file(tmp_path):
    picture = {"issue__sections__0__picture": "1.png"}
    files = {"issue.json": issue_json(simple_package(**picture)), "1.png": b"no picture"}
    report = report_on("望湖.zip", make_zip(tmp_path / "issue.zip", files).read_bytes())
    assert "应为" in report
    assert not LATIN_WORDS.findall(report), report


def test_notes_on_what_was_imported_are_in_the_readers_language():
    rows = HEADER.replace("正文", "正文,图片") + ROW.replace("。\n", "。,没有.png\n")
    report = report_on("稿件.csv", rows.encode(), paper="wanghu")
    assert "图片 “没有.png” 不在文件旁" in report


def test_one_row_is_read_in_every_language():
    english = report_on("缺列.csv", BROKEN["缺列.csv"], "en")
    assert "the columns “版次”, “正文”" in english
    client = make_client(None)
    for language, words in (("zh-hans", "列 “版次”, “正文”（可用的列"), ("zh-hant", "列 “版次”, “正文”（可用的列")):
        client.cookies["django_language"] = language
        with translation.override(language):
            page = client.get(address(ImportRun.objects.get()), headers={"accept-language": language}).content.decode()
        assert words in page


def test_row_of_an_earlier_program_still_shows_its_words():
    problem = {"sentence": "a.csv: expected rows, found none", "file": "a.csv", "expected": "rows", "found": "none"}
    issue = {"issue": "wanghu 2023-02-14", "status": "created", "warnings": ["a.csv: the picture is not beside it"]}
    run = begin_run(what="a.csv", report={"problems": [problem], "issues": [issue]}, refused=1)
    page = make_client(None).get(address(run)).content.decode()
    assert "rows" in page
    assert "a.csv: the picture is not beside it" in page


def test_report_file_stays_english(tmp_path):
    source, report = tmp_path / "缺列.csv", tmp_path / "report.json"
    source.write_bytes(BROKEN["缺列.csv"])
    with translation.override("zh-hans"), pytest.raises(CommandError, match="expected the columns “版次”, “正文”"):
        call_command("import_issues", str(source), "--report", str(report))
    problem = json.loads(report.read_text())["problems"][0]
    assert problem["expected"].startswith("the columns “版次”, “正文” (known are ")
    assert problem["sentence"].endswith(f"expected {problem['expected']}, found {problem['found']}")
