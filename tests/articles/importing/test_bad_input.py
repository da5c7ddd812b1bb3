"""Every kind of bad input: one clear sentence (what, where, what was expected), an exit status, rows and files as they were."""
# ruff: noqa: E501 (a sentence stands in one piece)

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.dumps import PAGES, dump_text
from tests.packages import full_package, issue_json, make_package, make_zip, package_files
from tests.snapshots import unchanged

ROOT = Path(__file__).resolve().parents[3]


def text(content: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "dump.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def package(files: dict[str, bytes] | None = None, **changes: object) -> Callable[[Path], Path]:
    return lambda folder: make_package(folder / "package", files, **changes)


def archive(contents: dict[str, bytes]) -> Callable[[Path], Path]:
    return lambda folder: make_zip(folder / "package.zip", contents)


def raw_archive(*entries: tuple[zipfile.ZipInfo, bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "package.zip", "w") as file:
            for entry, data in entries:
                file.writestr(entry, data)
        return folder / "package.zip"

    return make


def without_issue_file(folder: Path) -> Path:
    made = make_package(folder / "package")
    (made / "issue.json").unlink()
    return made


def declared_png(width: int, height: int) -> bytes:
    """A PNG whose header is right and promises more than anybody can hold."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(60))),
        (b"IEND", b""),
    ]
    chunks = [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def zip_that_is_none(folder: Path) -> Path:
    (folder / "package.zip").write_bytes(b"PK\x03\x04" + b"no zip" * 9)
    return folder / "package.zip"


def broken_json(folder: Path) -> Path:
    made = make_package(folder / "package")
    (made / "issue.json").write_bytes(ISSUE.replace(b'"version": 1,', b'"version": 1,,'))
    return made


LINK = zipfile.ZipInfo("pages/A01.jpg")
LINK.external_attr = 0o120777 << 16
ISSUE = issue_json(full_package())
OUTSIDE = [[0.1, 0.1], [0.5, 0.1], [1.2, 0.5]]

# What is handed in -> the sentence after the folder's name.
CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty file": (text(""), "dump.txt: expected a text dump, found an empty file"),
    "blank file": (text(" \n\n"), "dump.txt: expected a text dump, found an empty file"),
    "binary file": (text(bytes(range(256)) * 20), "dump.txt, line 1: expected text, found a binary file"),
    "UTF-16": (text(dump_text().encode("utf-16")), "dump.txt, line 1: expected text in UTF-8 or GB18030, found UTF-16"),
    "Big5": (
        text("首頁 | 版面導航 | 標題導航\n".encode("big5")),
        "dump.txt: not read as a story, which needs a date in its name or folder, such as 2023-02-14/01/….txt",
    ),
    "damaged UTF-8": (
        text(dump_text().encode() + b"\xff\xfe\xff"),
        "dump.txt, line 21: expected text in UTF-8 or GB18030, found the byte 0xFF, which is neither here",
    ),
    "another text": (
        text("今天天气很好。\n"),
        "dump.txt: not read as a story, which needs a date in its name or folder, such as 2023-02-14/01/….txt",
    ),
    "no date line": (
        text(dump_text(date_line="")),
        "dump.txt, line 20: expected a date line such as 2023年02月14日 星期二 before the article, found the end of the file",
    ),
    "date that does not exist": (
        text(dump_text(date_line="2023年02月30日 星期二上一期下一期")),
        "dump.txt, line 15: expected a date that exists, found 2023年02月30日",
    ),
    "page list without labels": (
        text(dump_text(pages=("版：头版", "版：新闻"))),
        "dump.txt, line 2: expected a page list with labels, such as 第01版：头版, found “版：头版”",
    ),
    "no page list": (
        text(dump_text(pages=())),
        "dump.txt, line 2: expected a page list with labels, such as 第01版：头版, found “新渡口清晨开航”",
    ),
    "duplicate labels": (
        text(dump_text(pages=(*PAGES, "第02版：文艺"))),
        "dump.txt, line 5: expected every label once in the page list, found “02” again",
    ),
    "no headlines": (
        text(dump_text(headlines=())),
        "dump.txt, line 5: expected this page's headlines after the page list, found “版面目录”",
    ),
    "headline of another page": (
        text(dump_text(title="别处的文章")),
        "dump.txt, line 16: expected one of this page's headlines: “新渡口清晨开航”, “湖水回清”, found “别处的文章”",
    ),
    "20 MB of body in a dump": (text(dump_text(body="船" * 7_000_000)), "dump.txt: expected at most 5.0 MB, found 21.0 MB"),
    "ZIP with ../": (
        archive({"issue.json": ISSUE, "../outside.jpg": b"x"}),
        "package.zip: expected plain relative file names, found “../outside.jpg”",
    ),
    "ZIP with an absolute name": (
        archive({"issue.json": ISSUE, "/etc/outside": b"x"}),
        "package.zip: expected plain relative file names, found “/etc/outside”",
    ),
    "ZIP with a drive letter": (
        archive({"issue.json": ISSUE, "C:/outside": b"x"}),
        "package.zip: expected plain relative file names, found “C:/outside”",
    ),
    "ZIP with a link": (
        raw_archive((zipfile.ZipInfo("issue.json"), ISSUE), (LINK, b"/etc/passwd")),
        "package.zip/pages/A01.jpg: expected a file or a folder, found a link or a device",
    ),
    "ZIP that is none": (
        zip_that_is_none,
        "package.zip: expected a ZIP that can be opened, found a damaged one",
    ),
    "empty ZIP": (archive({}), "package.zip: expected issues in one of the formats package"),
    "package without issue.json": (
        without_issue_file,
        "package/pages/A01.pdf: no date in the name; say where it stands, as in --pattern '{date}_{label}.pdf'",
    ),
    "ZIP without issue.json": (
        archive(package_files()),
        "package.zip/pages/A01.pdf: no date in the name; say where it stands, as in --pattern '{date}_{label}.pdf'",
    ),
    "no such file": (lambda folder: folder / "nothing", "nothing: expected a file or a folder, found nothing that can be opened"),
    "JSON that is none": (broken_json, "package/issue.json, line 1: expected JSON in UTF-8, found "),
    "another format": (package(format="other"), "package/issue.json, format: expected “newspaper-issue”, found “other”"),
    "a version to come": (
        package(version=2),
        "package/issue.json, version: expected a version that is understood here, which is 1, found 2",
    ),
    "a wrong type": (
        package(issue__sections__0__articles__0__title=17),
        "package/issue.json, issue.sections[0].articles[0].title: expected text, found 17",
    ),
    "a number as text": (
        package(issue__sections__1__width="900"),
        "package/issue.json, issue.sections[1].width: expected a whole number, found the text “900”",
    ),
    "an unknown kind": (
        package(issue__sections__0__articles__0__kind="opinion"),
        "package/issue.json, issue.sections[0].articles[0].kind: expected one of news, picture, advertisement, notice, pointer, other, found “opinion”",
    ),
    "a missing field": (package(issue__date=None), "package/issue.json, issue: expected the field date, found none"),
    "a misspelt field": (
        package(issue__sections__0__nmae="要闻"),
        "package/issue.json, issue.sections[0]: expected no field but those of the format, found the unknown nmae",
    ),
    "date 2023-02-30 in a package": (
        package(issue__date="2023-02-30"),
        "package/issue.json, issue.date: expected a date that exists, such as 2023-02-14, found “2023-02-30”",
    ),
    "time without a zone": (
        package(issue__publish_at="2024-03-05T06:00:00"),
        "package/issue.json, issue.publish_at: expected a date and time with its zone, such as 2023-02-14T06:00:00+08:00, found “2024-03-05T06:00:00”",
    ),
    "duplicate labels in a package": (
        package(issue__sections__3__label="A01", issue__sections__3__fold="A叠"),
        "package/issue.json, issue.sections[3].label: expected a label that is not that of issue.sections[0], found “A01”",
    ),
    "no page at all": (
        package(issue__sections=[]),
        "package/issue.json, issue.sections: expected a list of at least 1 entries, found a list of 0",
    ),
    "a key twice": (
        package(issue__sections__1__articles__1__key="1"),
        "package/issue.json, issue.sections[1].articles[1].key: expected a key that is not that of issue.sections[0].articles[0], found “1”",
    ),
    "a key in full-width digits": (
        package(issue__sections__0__articles__0__key="１"),
        "package/issue.json, issue.sections[0].articles[0].key: expected a key of ASCII digits (an article's) or ASCII letters and digits (another's), found “１”",
    ),
    "counter behind the keys": (
        package(issue__next_keys={"section": 5, "article": 3, "figure": 3}),
        "package/issue.json, issue.next_keys.article: expected more than 7, which is in use, found 3",
    ),
    "zone to no article": (
        package(issue__sections__0__zones__0__article="99"),
        "package/issue.json, issue.sections[0].zones[0].article: expected the key of an article of this issue, found “99”",
    ),
    "polygon outside 0–1": (
        package(issue__sections__0__zones__0__polygon=OUTSIDE),
        "package/issue.json, issue.sections[0].zones[0].polygon[2][0]: expected a number of at most 1, found 1.2",
    ),
    "polygon of two corners": (
        package(issue__sections__0__zones__0__polygon=OUTSIDE[:2]),
        "package/issue.json, issue.sections[0].zones[0].polygon: expected a list of at least 3 entries, found a list of 2",
    ),
    "body that leaves its formatting open": (
        package(issue__sections__0__articles__0__body="<b>" * 200),
        "package, issue.sections[0].articles[0].body: The body leaves more than 100 elements of formatting open",
    ),
    "polygon without area": (
        package(issue__sections__0__zones__0__polygon=[[0, 0], [0.5, 0.5], [1, 1]]),
        "package/issue.json, issue.sections[0].zones[0].polygon: The polygon encloses nothing; expected corners that are not in one line.",
    ),
    "zone with a script address": (
        package(issue__sections__2__zones__0__url="javascript:alert(1)"),
        "package/issue.json, issue.sections[2].zones[0].url: expected an address that begins with https:// or http://, found “javascript:alert(1)”",
    ),
    "file that is not there": (
        package(issue__sections__0__picture="pages/none.jpg"),
        "package/issue.json, issue.sections[0].picture: expected the plain relative name of a file of the package, found none called “pages/none.jpg”",
    ),
    "file outside": (
        package(issue__sections__0__picture="../package/pages/A01.jpg"),
        "package/issue.json, issue.sections[0].picture: expected the plain relative name of a file of the package, found “../package/pages/A01.jpg”",
    ),
    "picture that is not one": (
        package({"pages/A01.jpg": b"GIF89a, says he"}),
        "package, issue.sections[0].picture “pages/A01.jpg”: The file cannot be taken: it is not a picture; expected JPEG, PNG, WebP or TIFF.",
    ),
    "picture cut short": (
        package({"pages/A02.png": package_files()["pages/A02.png"][:900]}),
        "package, issue.sections[1].picture “pages/A02.png”: The file cannot be taken: it is damaged and cannot be decoded",
    ),
    "60000×60000 pixels": (
        package({"pages/A02.png": declared_png(60_000, 60_000)}),
        "package, issue.sections[1].picture “pages/A02.png”: The file cannot be taken: it declares 60000×60000 pixels",
    ),
    "60000×60000 pixels in a figure": (
        package({"figures/1.png": declared_png(60_000, 60_000)}),
        "package, issue.sections[0].articles[0].figures[0].picture “figures/1.png”: The file cannot be taken: it declares 60000×60000 pixels",
    ),
    "PDF that is not one": (
        package({"pages/B01.pdf": b"%PDF-1.4 says she"}),
        "package, issue.sections[3].pdf “pages/B01.pdf”: The file cannot be taken: it is not a PDF or is damaged; expected a whole PDF.",
    ),
    "masthead that is not one": (
        package({"masthead.png": b"no picture"}),
        "package, publication.masthead “masthead.png”: The file cannot be taken: it is not a picture; expected JPEG, PNG, WebP or TIFF.",
    ),
    "20 MB of body in a package": (
        package(issue__sections__0__articles__0__body="船" * 7_000_000),
        "package/issue.json, issue.sections[0].articles[0].body: expected text of at most 1,000,000 characters, found “船船船船船船船船船船船船船船船船船船船船船船船船船船船船船船…” (7,000,000 characters)",
    ),
    "a reserved slug": (
        package(publication__slug="admin"),
        "package, publication.slug: “admin” is an address of the site itself; choose another slug.",
    ),
    "a slug in capitals": (
        package(publication__slug="WHSB"),
        "package/issue.json, publication.slug: expected small Latin letters, digits and hyphens, beginning with a letter, found “WHSB”",
    ),
    "an unknown time zone": (
        package(publication__time_zone="Asia/Wanghu"),
        "package, publication.time_zone: “Asia/Wanghu” is not a time zone; expected a name such as Asia/Shanghai.",
    ),
    "weekdays out of order": (
        package(publication__weekdays="31"),
        "package/issue.json, publication.weekdays: expected the digits 1 (Monday) to 7 (Sunday), each at most once and in order, found “31”",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "sentence"), CASES.values(), ids=CASES.keys())
def test_bad_input_is_refused_with_one_sentence_and_changes_nothing(tmp_path, media_root, make, sentence):
    path = make(tmp_path)
    paper = {"paper": "whsb"} if path.suffix == ".txt" else {}
    with unchanged(media_root), pytest.raises(CommandError) as refusal:
        call_command("import_issues", str(path), stdout=io.StringIO(), **paper)
    message = str(refusal.value)
    assert message.startswith(f"{tmp_path}/{sentence}")
    assert "\n" not in message
    assert refusal.value.returncode == (1 if path.exists() else 2)


@pytest.mark.django_db
def test_reserved_slug_of_the_users_own_is_refused(tmp_path, media_root):
    path = text(dump_text())(tmp_path)
    with unchanged(media_root), pytest.raises(CommandError, match="--paper: “static” is an address of the site itself"):
        call_command("import_issues", str(path), paper="static", stdout=io.StringIO())


def test_reserved_slug_on_the_command_line_is_told_once_before_anything_is_read():
    with pytest.raises(CommandError, match="argument --paper: “admin” is an address of the site itself") as refusal:
        call_command("import_issues", "here", "--paper", "admin")
    assert str(refusal.value).count("admin") == 1


@pytest.fixture
def manage(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command as it is typed, on a database of its own that nobody has set up."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
    environment |= {"NEWSROOM_DEBUG": "1", "NEWSROOM_VAR_DIR": str(tmp_path / "var")}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return run


def test_exit_status_is_1_for_refused_input_and_0_when_all_is_in(tmp_path, manage):
    good, bad = make_package(tmp_path / "good"), make_package(tmp_path / "bad", publication__slug="admin")
    no_tables = manage("import_issues", good)
    assert no_tables.returncode == 1
    assert "the database did not take it (no such table" in no_tables.stderr
    assert manage("migrate", "--verbosity=0").returncode == 0
    refused = manage("import_issues", bad)
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"CommandError: {bad}, publication.slug: “admin” is an address of the site itself; choose another slug."
    ]
    assert manage("import_issues", good).returncode == 0
    assert "unchanged" in manage("import_issues", good).stdout


@pytest.mark.parametrize(
    "arguments", [[], ["x", "--colour"], ["x", "--script", "pinyin"], ["x", "--format", "word"], ["x", "--publish", "--restore"]]
)
def test_exit_status_is_2_for_a_wrong_command_line(manage, arguments):
    wrong = manage("import_issues", *arguments)
    assert wrong.returncode == 2
    assert "usage: manage.py import_issues" in wrong.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"paths": ["nothing"]}, "nothing: expected a file or a folder, found nothing that can be opened"),
        ({"pattern": "{colour}.pdf"}, "--pattern “{colour}.pdf”: expected"),
        ({"report": "none/report.json"}, "report.json: expected a file for the report that can be written, found a folder"),
        ({"report": "good"}, "good: expected a file for the report that can be written, found a folder"),
    ],
)
def test_exit_status_is_2_before_anything_is_read_where_the_words_cannot_be_meant(tmp_path, media_root, options, sentence):
    good = make_package(tmp_path / "good")
    report = {"report": tmp_path / options.pop("report")} if "report" in options else {}
    paths = [str(tmp_path / name) for name in options.pop("paths", [])]
    with unchanged(media_root), pytest.raises(CommandError) as wrong:
        call_command("import_issues", str(good), *paths, stdout=io.StringIO(), **options, **report)
    assert sentence in str(wrong.value)
    assert wrong.value.returncode == 2
