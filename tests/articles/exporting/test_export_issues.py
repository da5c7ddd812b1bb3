"""Rows -> packages, through the command: everything, the same bytes each time, whole or not there."""

import datetime as dt
import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.exporting import packages, packing
from articles.exporting.folders import sole_use
from articles.exporting.package import pack
from articles.exporting.rows import IssueReader
from articles.importing.records import Package
from articles.models import Author, HotZone, Keyword, OldAddress
from articles.publishing import withdraw_article
from articles.richtext import checked_body
from articles.writing import replace_zones, save_article
from issues.models import Issue, Publication
from issues.writing import save_issue, save_publication, save_section
from tests.factories import make_article, make_figure, make_issue, make_pdf, make_picture, make_section, make_user
from tests.packages import LEFT, full_package, issue_json, make_package, package_files, write_simple

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "cprb"
FULL = "whsb/2024-03-05-2"


def bring_in(*paths: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_issues", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def bring_out(folder: Path, *words: str) -> str:
    out = io.StringIO()
    call_command("export_issues", str(folder), *words, stdout=out)
    return out.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def masters(package: Path) -> set[bytes]:
    return {data for name, data in contents(package).items() if name != "issue.json"}


def test_folder_whose_name_is_gbk_is_written_and_called_by_its_text(tmp_path):
    make_section(make_issue())
    folder = tmp_path / os.fsdecode("导出".encode("gb18030"))
    assert "written" in bring_out(folder)
    assert next(folder.rglob("issue.json"))
    with sole_use(folder), pytest.raises(CommandError, match=f"^{tmp_path}/导出: another export is writing"):
        bring_out(folder)


def issue_file(folder: Path, name: str = FULL) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name / "issue.json").read_bytes())
    return found


def empty_the_site(media_root: Path) -> None:
    """Rows and files go; primary keys go on where they were, so that whatever depends on one shows."""
    for model in (HotZone, Issue, Publication, Author, Keyword):
        model.objects.all().delete()
    shutil.rmtree(media_root, ignore_errors=True)


def without_names_of_files(value: Any, name: str = "") -> Any:
    """Where files lie in a package is its own affair, and a body is sanitised on its way in. Moments are equal whatever zone
    they were written in."""
    if name in ("picture", "pdf", "masthead"):
        return bool(value)
    if name in ("picture_version", "pdf_version"):
        return max(value, 2)  # a new page on which something is withdrawn is painted over at once, which is a version more
    if name == "body":
        return checked_body(value, 1_000_000)
    if isinstance(value, tuple):
        return [without_names_of_files(inner) for inner in value]
    if isinstance(value, msgspec.Struct):
        return {inner: without_names_of_files(getattr(value, inner), inner) for inner in value.__struct_fields__}
    return value


# All of it is there


def test_full_package_comes_out_as_it_went_in_and_byte_identical_the_next_time(tmp_path, media_root):
    make_user("zhiban")
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "first")
    empty_the_site(media_root)
    bring_in(tmp_path / "first", restore=True)
    bring_out(tmp_path / "second")

    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert first == second
    came_out = msgspec.json.decode(first[f"{FULL}/issue.json"], type=Package)
    went_in = msgspec.json.decode(issue_json(full_package()), type=Package)
    assert without_names_of_files(came_out) == without_names_of_files(went_in)
    assert set(package_files().values()) < set(first.values()), "masters are as they were received"


def test_sample_comes_out_as_it_went_in_and_byte_identical_the_next_time(tmp_path, media_root):
    bring_in(SAMPLE, restore=True)
    bring_out(tmp_path / "first")
    empty_the_site(media_root)
    bring_in(tmp_path / "first", restore=True)
    bring_out(tmp_path / "second")

    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert first == second
    for folder in sorted(SAMPLE.iterdir()):
        came_out = msgspec.json.decode(first[f"cprb/{folder.name}/issue.json"], type=Package)
        went_in = msgspec.json.decode((folder / "issue.json").read_bytes(), type=Package)
        assert without_names_of_files(came_out) == without_names_of_files(went_in)
        masters = {data for name, data in contents(folder).items() if name != "issue.json"}
        assert masters == {
            data for name, data in contents(tmp_path / "first" / "cprb" / folder.name).items() if name != "issue.json"
        }


def test_every_state_comes_out(tmp_path):
    section = make_section(make_issue(publish_at=None), picture=make_picture(300, 420))
    make_article(section)
    make_section(make_issue(dt.date(2023, 3, 1), publish_at=None))
    make_section(make_issue(dt.date(2023, 3, 2)))
    make_section(make_issue(dt.date(2023, 3, 3), withdrawn_at=timezone.now()))
    make_section(make_issue(dt.date(2199, 1, 1)))
    bring_out(tmp_path)
    states = {
        path.parent.name: ("publish_at" in issue, "withdrawn_at" in issue)
        for path in tmp_path.rglob("issue.json")
        for issue in [json.loads(path.read_bytes())["issue"]]
    }
    assert states == {
        "2023-02-14": (False, False),
        "2023-03-01": (False, False),
        "2023-03-02": (True, False),
        "2023-03-03": (True, True),
        "2199-01-01": (True, False),
    }


def test_old_addresses_come_out_with_what_they_lead_to_in_the_order_of_their_letters(tmp_path):
    section = make_section(picture=make_picture(300, 420), pdf=make_pdf())
    article = make_article(section)
    figure = make_figure(article)
    OldAddress.objects.create(path="/old/é.htm", issue=section.issue)
    OldAddress.objects.create(path="/old/Z.pdf", page_section=section, file="pdf")
    OldAddress.objects.create(path="/old/a.htm", page_section=section)
    OldAddress.objects.create(path="/old/𠮷.htm", article=article)
    OldAddress.objects.create(path="/old/b.jpg", figure=figure, file="picture")
    OldAddress.objects.create(path="/old/other.htm", issue=make_issue(dt.date(2023, 5, 1)))
    bring_out(tmp_path, "--issue", "gysb/2023-02-14")
    assert issue_file(tmp_path, "gysb/2023-02-14")["issue"]["old_addresses"] == [
        {"path": "/old/Z.pdf", "section": "1", "file": "pdf"},
        {"path": "/old/a.htm", "section": "1"},
        {"path": "/old/b.jpg", "figure": "1", "file": "picture"},
        {"path": "/old/é.htm"},
        {"path": "/old/𠮷.htm", "article": "1"},
    ]


def test_zones_keep_their_order_and_their_numbers(tmp_path):
    section = make_section()
    polygon = [[0, 0], [1, 0], [1, 0.1234567890123], [-0.0, 1e-7]]
    article = make_article(section)
    replace_zones(section, [HotZone(polygon=polygon, article=article), HotZone(polygon=LEFT, url="https://a.example/")])
    bring_out(tmp_path)
    zones = issue_file(tmp_path, "gysb/2023-02-14")["issue"]["sections"][0]["zones"]
    assert str(zones[0]["polygon"]) == "[[0.0, 0.0], [1.0, 0.0], [1.0, 0.1234567890123], [0.0, 1e-07]]"
    assert zones[1]["url"] == "https://a.example/"


def test_keys_that_differ_in_capitals_only_have_files_of_their_own(tmp_path):
    issue = make_issue()
    for key in ("a", "A"):
        make_section(issue, key=key, label=f"{key}1", picture=make_picture(300, 420))
    bring_out(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").rglob("*.jpg")} == {"a.jpg", "A_.jpg"}


def test_paper_without_a_name_has_its_slug_for_one(tmp_path, media_root):
    section = make_section()
    section.issue.publication.names.all().delete()
    bring_out(tmp_path / "first")
    assert issue_file(tmp_path / "first", "gysb/2023-02-14")["publication"]["names"] == [
        {"from_date": "1600-01-01", "name": "gysb"}
    ]
    empty_the_site(media_root)
    bring_in(tmp_path / "first", restore=True)
    bring_out(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


# Which ones


@pytest.fixture
def week(tmp_path: Path) -> Path:
    for day in (4, 5, 6):
        bring_in(write_simple(tmp_path / f"in{day}", issue__date=f"2024-03-0{day}"))
    make_section(make_issue())
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["gysb/2023-02-14", "whsb/2024-03-04", "whsb/2024-03-05", "whsb/2024-03-06"]),
        ("--paper whsb --to 2024-03-05", ["whsb/2024-03-04", "whsb/2024-03-05"]),
        ("--from 2024-03-05", ["whsb/2024-03-05", "whsb/2024-03-06"]),
        ("--issue gysb/2023-02-14 --issue whsb/2024-03-06", ["gysb/2023-02-14", "whsb/2024-03-06"]),
    ],
)
def test_issues_are_chosen_by_paper_days_and_name(week, words, names):
    bring_out(week, *words.split())
    assert sorted(path.parent.relative_to(week).as_posix() for path in week.rglob("issue.json")) == names


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--paper nobody", "There is no paper “nobody”; expected one of gysb, whsb."),
        ("--issue whsb/2024-03-09", "There is no issue whsb/2024-03-09."),
        ("--issue whsb/2024-03-05-2", "There is no issue whsb/2024-03-05-2."),
        ("--issue whsb", "expected paper/date[-edition] such as whsb/2024-03-05-2, found “whsb”"),
        ("--from 5.3.2024", "expected a date such as 2024-03-05, found “5.3.2024”"),
    ],
)
def test_wrong_words_get_a_sentence_and_write_nothing(week, words, sentence):
    with pytest.raises(CommandError, match=r"(?s).*") as refused:
        bring_out(week, *words.split())
    assert sentence in str(refused.value)
    assert not week.exists()


def test_wrong_words_end_with_status_2_and_a_problem_with_1(week):
    with pytest.raises(CommandError) as wrong:
        bring_out(week, "--paper", "nobody")
    make_issue(dt.date(2023, 6, 1))
    with pytest.raises(CommandError) as refused:
        bring_out(week)
    assert (wrong.value.returncode, refused.value.returncode) == (2, 1)


# Whole or not there


@pytest.mark.parametrize("words", [[], ["--zip"]])
def test_second_run_writes_nothing_and_says_so(tmp_path, words):
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "out", *words)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    told = bring_out(tmp_path / "out", *words)
    assert f"{FULL}: unchanged (4 page sections, 7 articles)" in told
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


@pytest.mark.parametrize("words", [[], ["--zip"]])
@pytest.mark.parametrize("change", ["text", "picture", "masthead"])
def test_changed_issue_is_written_anew(tmp_path, words, change):
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "out", *words)
    before = contents(tmp_path / "out")
    issue = Issue.objects.get()
    if change == "text":
        issue.number_text = "第5期"
        save_issue(issue)
    elif change == "picture":
        save_section(issue.sections.get(key="1"), picture=make_picture(600, 850, "olive"))
    else:
        save_publication(issue.publication, masthead=make_picture(300, 60, "darkgrey", "PNG"))
    assert f"{FULL}: replaced" in bring_out(tmp_path / "out", *words)
    after = contents(tmp_path / "out")
    assert after != before
    assert after.keys() == before.keys()


@pytest.mark.parametrize("words", [[], ["--zip"]])
def test_scan_of_a_purged_issue_that_came_in_again_is_written_though_its_size_is_the_same(tmp_path, media_root, words):
    def bring_in_scan(last: bytes) -> None:
        empty_the_site(media_root)
        make_section(picture=make_picture(300, 420) + last)

    bring_in_scan(b"1")
    bring_out(tmp_path / "out", *words)
    bring_in_scan(b"2")
    assert "gysb/2023-02-14: replaced" in bring_out(tmp_path / "out", *words)
    bring_out(tmp_path / "fresh", *words)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_zip_has_the_folder_s_contents_and_no_time_of_its_own(tmp_path):
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "folder")
    for name in ("a", "b"):
        bring_out(tmp_path / name, "--zip")
    path = tmp_path / "a" / f"{FULL}.zip"
    assert path.read_bytes() == (tmp_path / "b" / f"{FULL}.zip").read_bytes()
    with zipfile.ZipFile(path) as archive:
        found = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        facts = {(entry.date_time, entry.external_attr >> 16, entry.compress_type) for entry in archive.infolist()}
    assert found == contents(tmp_path / "folder" / FULL)
    assert facts == {((1980, 1, 1, 0, 0, 0), 0o100644, zipfile.ZIP_STORED)}


def test_zip_comes_in_again_unchanged(tmp_path):
    make_user("zhiban")
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "out", "--zip")
    assert "unchanged" in bring_in(tmp_path / "out" / f"{FULL}.zip", restore=True)


@pytest.mark.parametrize("words", [[], ["--zip"]])
def test_export_that_breaks_off_leaves_the_old_package_whole(tmp_path, words, monkeypatch):
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path / "out", *words)
    before = contents(tmp_path / "out")
    save_section(Issue.objects.get().sections.get(key="1"), picture=make_picture(600, 850, "olive"))

    def break_off(master, name, write):
        write(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, "_copy", break_off)
        with pytest.raises(KeyboardInterrupt):
            bring_out(tmp_path / "out", *words)
    assert contents(tmp_path / "out") == before
    assert "replaced" in bring_out(tmp_path / "out", *words)


@pytest.mark.parametrize("words", [[], ["--zip"]])
def test_full_disk_ends_the_run_with_a_sentence_and_leaves_no_half_package(tmp_path, words, monkeypatch):
    make_section(picture=make_picture(300, 420))

    def fail(master, name, write):
        write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "_copy", fail)
    with pytest.raises(CommandError, match="the disk did not take it") as told:
        bring_out(tmp_path / "out", *words)
    assert told.value.returncode == 1
    assert not contents(tmp_path / "out")


def test_what_a_killed_export_left_is_cleared_and_its_package_comes_back(tmp_path):
    bring_in(make_package(tmp_path / "in"), restore=True)
    bring_out(tmp_path)
    paper = tmp_path / "whsb"
    (paper / "2024-03-05-2").rename(paper / ".old-2024-03-05-2")
    (paper / ".new-2024-03-05-2" / "pages").mkdir(parents=True)
    assert f"{FULL}: unchanged" in bring_out(tmp_path)
    assert [path.name for path in paper.iterdir()] == ["2024-03-05-2"]


@pytest.mark.parametrize("name", ["gysb/.new-plans", "gysb/.old-notes.txt", "mine/.new-2024-03-05", "mine/.old-2024-03-05.zip"])
def test_hidden_files_of_somebody_else_are_left_as_they_are(tmp_path, name):
    make_section()
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("mine")
    bring_out(tmp_path)
    assert (tmp_path / name).read_text() == "mine"


def test_second_export_into_one_folder_is_refused(tmp_path):
    make_section()
    with sole_use(tmp_path), pytest.raises(CommandError, match="another export is writing into this folder"):
        bring_out(tmp_path)


@pytest.mark.parametrize("extra", ["notes.txt", "figures"])
def test_folder_of_somebody_else_is_left_as_it_is(tmp_path, extra):
    make_section()
    folder = tmp_path / "gysb" / "2023-02-14"
    if extra == "notes.txt":
        bring_out(tmp_path)
        (folder / "issue.json").write_text('{"format": "newspaper-issue"}')
    else:
        (folder / "figures").mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(CommandError, match="something is there that is no package; it is left as it is"):
        bring_out(tmp_path)
    assert contents(tmp_path) == before


# What cannot be brought out is named, and the rest goes on


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [("missing", "is missing in the media folder"), ("damaged", "is not what was received: its SHA-256 is another")],
)
def test_master_that_is_missing_or_damaged_stops_its_issue_alone(tmp_path, harm, sentence):
    section = make_section(picture=make_picture(300, 420))
    make_section(make_issue(dt.date(2023, 6, 1)))
    if harm == "missing":
        storages["masters"].delete(section.picture)
    else:
        with Path(storages["masters"].path(section.picture)).open("r+b") as file:
            file.write(b"x")
    with pytest.raises(CommandError, match=sentence):
        bring_out(tmp_path)
    assert [path.name for path in (tmp_path / "gysb").iterdir()] == ["2023-06-01"]


def test_issue_without_pages_is_named_and_not_written(tmp_path):
    make_issue()
    with pytest.raises(CommandError, match="gysb/2023-02-14: it has no page yet, and a package needs one"):
        bring_out(tmp_path)
    assert not contents(tmp_path)


def test_draft_without_pages_is_a_note_and_no_problem(tmp_path):
    make_issue(publish_at=None)
    make_section(make_issue(dt.date(2023, 6, 1)))
    told = bring_out(tmp_path)
    assert "note: gysb/2023-02-14: it has no page yet, and a package needs one; it is not written." in told
    assert "In all: 1 written, 1 draft without pages not written; " in told
    assert [path.name for path in (tmp_path / "gysb").iterdir()] == ["2023-06-01"]


def test_package_that_an_import_would_refuse_is_written_and_named(tmp_path):
    section = make_section()
    HotZone.objects.create(page_section=section, polygon=[[0, 0], [1, 1], [1, 1]], article=make_article(section))
    with pytest.raises(CommandError, match=r"but an import would refuse it"):
        bring_out(tmp_path)
    assert issue_file(tmp_path, "gysb/2023-02-14")


def test_page_replaced_while_it_is_copied_comes_out_as_it_is_afterwards(tmp_path, monkeypatch):
    section = make_section(picture=make_picture(300, 420))
    pack_first = pack

    def pack_and_replace(rows):
        packed = pack_first(rows)
        if section.picture_version == 1:
            storages["masters"].delete(section.picture)
            save_section(section, picture=make_picture(300, 420, "olive"))
        return packed

    monkeypatch.setattr(packages, "pack", pack_and_replace)
    bring_out(tmp_path)
    page = issue_file(tmp_path, "gysb/2023-02-14")["issue"]["sections"][0]
    assert page["picture_version"] == 2
    assert (tmp_path / "gysb/2023-02-14" / page["picture"]).read_bytes() == make_picture(300, 420, "olive")


# Cost and consistency


def test_queries_do_not_grow_with_the_issues(tmp_path):
    for day in range(1, 6):
        section = make_section(make_issue(dt.date(2023, 3, day)))
        make_figure(make_article(section, authors=["何苇"], keywords=["湖"]))
    pks = list(Issue.objects.values_list("pk", flat=True))
    reader = IssueReader()
    reader.read(pks[:1])
    counts = []
    for chosen in (pks[:1], pks):
        with CaptureQueriesContext(connection) as queries:
            assert len(reader.read(chosen)) == len(chosen)
        counts.append(len(queries))
    assert counts == [11, 11]


def test_issue_that_is_written_to_while_it_is_read_is_read_again(monkeypatch):
    section = make_section()
    article = make_article(section, title="甲")
    read_pages = IssueReader._read_pages

    def read_and_change(self, issues):
        read_pages(self, issues)
        if article.title == "甲":
            article.title = "乙"
            save_article(article)
            save_section(section, credits=[("校对", "童心")])

    monkeypatch.setattr(IssueReader, "_read_pages", read_and_change)
    [rows] = IssueReader().read([section.issue_id])
    assert [row["title"] for row in rows.articles[section.pk]] == ["乙"]
    assert rows.credits[section.pk] == [{"role": "校对", "name": "童心"}]


def test_withdrawn_article_comes_out_with_its_reason_and_the_version_of_its_painted_page(tmp_path, media_root):
    section = make_section(picture=make_picture(300, 420), pdf=make_pdf())
    article = make_article(section)
    withdraw_article(article, "有误")
    bring_out(tmp_path / "first")
    record = issue_file(tmp_path / "first", "gysb/2023-02-14")["issue"]["sections"][0]
    assert record["articles"][0]["withdrawal_reason"] == "有误"
    assert (record["picture_version"], record["pdf_version"]) == (2, 2)
    empty_the_site(media_root)
    bring_in(tmp_path / "first", restore=True)
    bring_out(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
