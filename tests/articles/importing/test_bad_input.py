"""Every kind of bad input: one clear sentence (what, where, what was expected), exit status 1, rows and files as they were."""

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
from django.conf import settings as site
from django.core.management import CommandError, call_command

from tests.dumps import PAGES, dump_text
from tests.packages import full_package, issue_json, make_package, make_zip, package_files, write_simple
from tests.snapshots import unchanged

FIRST = "issue.sections[0]"
LEAD = f"{FIRST}.articles[0]"


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


LINK = zipfile.ZipInfo("pages/A01.jpg")
LINK.external_attr = 0o120777 << 16
ISSUE = issue_json(full_package())
OUTSIDE = [[0.1, 0.1], [0.5, 0.1], [1.2, 0.5]]

# What is handed in -> the sentence after the folder's name.
CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty file": (text(""), ""),
    "blank file": (text(" \n\n"), ""),
    "binary file": (text(bytes(range(256)) * 20), ""),
    "UTF-16": (text(dump_text().encode("utf-16")), ""),
    "Big5": (text("首頁 | 版面導航 | 標題導航\n".encode("big5")), ""),
    "damaged UTF-8": (text(dump_text().encode() + b"\xff\xfe\xff"), ""),
    "another text": (text("今天天气很好。\n"), ""),
    "no date line": (text(dump_text(date_line="")), ""),
    "date that does not exist": (text(dump_text(date_line="2023年02月30日 星期二上一期下一期")), ""),
    "page list without labels": (text(dump_text(pages=("版：头版", "版：新闻"))), ""),
    "no page list": (text(dump_text(pages=())), ""),
    "duplicate labels": (text(dump_text(pages=(*PAGES, "第02版：文艺"))), ""),
    "no headlines": (text(dump_text(headlines=())), ""),
    "headline of another page": (text(dump_text(title="别处的文章")), ""),
    "20 MB of body in a dump": (text(dump_text(body="船" * 7_000_000)), ""),
    "ZIP with ../": (archive({"issue.json": ISSUE, "../outside.jpg": b"x"}), ""),
    "ZIP with an absolute name": (archive({"issue.json": ISSUE, "/etc/outside": b"x"}), ""),
    "ZIP with a drive letter": (archive({"issue.json": ISSUE, "C:/outside": b"x"}), ""),
    "ZIP with a link": (raw_archive((zipfile.ZipInfo("issue.json"), ISSUE), (LINK, b"/etc/passwd")), ""),
    "ZIP that is none": (lambda folder: _written(folder / "package.zip", b"PK\x03\x04" + b"no zip" * 9), ""),
    "empty ZIP": (archive({}), ""),
    "package without issue.json": (without_issue_file, ""),
    "ZIP without issue.json": (archive(package_files()), ""),
    "no such file": (lambda folder: folder / "nothing", ""),
    "JSON that is none": (package({"x": b""}) and (lambda folder: _broken_json(folder)), ""),
    "another format": (package(format="other"), ""),
    "a version to come": (package(version=2), ""),
    "a wrong type": (package(issue__sections__0__articles__0__title=17), ""),
    "a number as text": (package(issue__sections__1__width="900"), ""),
    "an unknown kind": (package(issue__sections__0__articles__0__kind="opinion"), ""),
    "a missing field": (package(issue__date=None), ""),
    "a misspelt field": (package(issue__sections__0__nmae="要闻"), ""),
    "date 2023-02-30 in a package": (package(issue__date="2023-02-30"), ""),
    "time without a zone": (package(issue__publish_at="2024-03-05T06:00:00"), ""),
    "duplicate labels in a package": (package(issue__sections__3__label="A01", issue__sections__3__fold="A叠"), ""),
    "no page at all": (package(issue__sections=[]), ""),
    "a key twice": (package(issue__sections__1__articles__1__key="1"), ""),
    "a key in full-width digits": (package(issue__sections__0__articles__0__key="１"), ""),
    "counter behind the keys": (package(issue__next_keys={"section": 5, "article": 3, "figure": 3}), ""),
    "zone to no article": (package(issue__sections__0__zones__0__article="99"), ""),
    "polygon outside 0–1": (package(issue__sections__0__zones__0__polygon=OUTSIDE), ""),
    "polygon of two corners": (package(issue__sections__0__zones__0__polygon=OUTSIDE[:2]), ""),
    "polygon without area": (package(issue__sections__0__zones__0__polygon=[[0, 0], [0.5, 0.5], [1, 1]]), ""),
    "zone with a script address": (package(issue__sections__2__zones__0__url="javascript:alert(1)"), ""),
    "file that is not there": (package(issue__sections__0__picture="pages/none.jpg"), ""),
    "file outside": (package(issue__sections__0__picture="../package/pages/A01.jpg"), ""),
    "picture that is not one": (package({"pages/A01.jpg": b"GIF89a, says he"}), ""),
    "picture cut short": (package({"pages/A02.png": package_files()["pages/A02.png"][:900]}), ""),
    "60000×60000 pixels": (package({"pages/A02.png": declared_png(60_000, 60_000)}), ""),
    "60000×60000 pixels in a figure": (package({"figures/1.png": declared_png(60_000, 60_000)}), ""),
    "PDF that is not one": (package({"pages/B01.pdf": b"%PDF-1.4 says she"}), ""),
    "masthead that is not one": (package({"masthead.png": b"no picture"}), ""),
    "20 MB of body in a package": (package(issue__sections__0__articles__0__body="船" * 7_000_000), ""),
    "a reserved slug": (package(publication__slug="admin"), ""),
    "a slug in capitals": (package(publication__slug="WHSB"), ""),
    "an unknown time zone": (package(publication__time_zone="Asia/Wanghu"), ""),
    "weekdays out of order": (package(publication__weekdays="31"), ""),
}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _broken_json(folder: Path) -> Path:
    made = make_package(folder / "package")
    (made / "issue.json").write_bytes(ISSUE.replace(b'"version": 1,', b'"version": 1,,'))
    return made


@pytest.mark.django_db
def test_show(tmp_path, media_root):
    for number, (kind, (make, _sentence)) in enumerate(CASES.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            path = make(folder)
            with unchanged(media_root):
                try:
                    call_command(
                        "import_issues", str(path), paper="" if path.name != "dump.txt" else "whsb", stdout=io.StringIO()
                    )
                    print("NONE", kind)
                except CommandError as e:
                    print(kind, "=>", str(e).replace(str(folder), ""))
        except Exception as e:
            print("!!!!", kind, type(e), str(e)[:300])
