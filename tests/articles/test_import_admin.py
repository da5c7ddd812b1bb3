"""The import in the admin: a file arrives in pieces, is looked at, is imported by those who may; and what staff look back at."""

import contextlib
import datetime as dt
import fcntl
import io
import os
import shutil
import tarfile
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone, translation

from articles.admin.reports import counted
from articles.admin.runs import duration, run_state
from articles.holding import take_lock
from articles.importing.uploads import running, storing
from articles.models import Article, ImportRun, OldAddress, SiteCopy, Upload, WatchedFile
from articles.writing import save_article
from articles.writing.runs import begin_run
from issues.models import Issue, NeverPrinted, Publication
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER
from tests import factories
from tests.packages import issue_json, make_zip, simple_package
from tests.staff import address, make_client, send

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/importrun/add/"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, media_root):
    """The child's work, without a child: it would see another database."""

    def work(upload, lock, *, dry_run):
        with contextlib.suppress(CommandError):
            call_command("import_upload", str(upload.pk), "--is-locked", *(["--dry-run"] if dry_run else []))

    monkeypatch.setattr(running, "_spawn", work)


@pytest.fixture
def archivist() -> Client:
    return make_client(ARCHIVIST)


@pytest.fixture
def publisher() -> Client:
    return make_client(PUBLISHER)


@pytest.fixture
def zipped(tmp_path):
    """A paper's regular issue as the bytes of a ZIP."""

    def zipped(**changes) -> bytes:
        contents = {"issue.json": issue_json(simple_package(**changes))}
        return make_zip(tmp_path / "issue.zip", contents).read_bytes()

    return zipped


def begin(client, name="望湖.zip", size=100, **options):
    return client.post(f"{NEW}begin/", {"name": name, "size": size, **options})


def send_piece(client, addresses, offset, data):
    return client.post(f"{addresses['piece']}?offset={offset}", data, content_type="application/octet-stream")


def upload(client, data: bytes, piece=700, **options) -> str:
    """All of it in pieces; gives the address of its page."""
    addresses = begin(client, size=len(data), **options).json()
    for offset in range(0, len(data), piece):
        answer = send_piece(client, addresses, offset, data[offset : offset + piece])
        assert answer.json() == {"received": min(offset + piece, len(data))}
    return addresses["page"]


def confirm(client, page, **fields):
    return client.post(f"{page}start/", {"act": "import", "after": "", **fields})


def text_of(response) -> str:
    return response.content.decode()


def test_archivist_sends_a_file_in_pieces_looks_at_it_and_imports_it(archivist, zipped):
    page = upload(archivist, zipped())
    preview = archivist.get(page)
    assert preview.context["progress"].stage == "preview"
    assert ImportRun.objects.get().created == 1
    assert not Issue.objects.exists()

    assert confirm(archivist, page).status_code == 302

    assert list(Article.objects.values_list("title", flat=True).order_by("key")) == ["甲", "乙", "丙"]
    assert Issue.objects.get().state() == Issue.State.DRAFT
    run = ImportRun.objects.get(is_dry=False)
    assert (run.way, str(run.user), run.what, run.state, run.created) == ("upload", ARCHIVIST, "望湖.zip", "complete", 1)
    result = archivist.get(page)
    assert (result.status_code, result["Location"]) == (302, address(run))
    assert not storing.has_file(Upload.objects.get())
    assert archivist.get(address(run)).status_code == 200


def test_who_uploaded_stands_in_the_history_of_what_was_imported(archivist, zipped):
    confirm(archivist, upload(archivist, zipped()))
    entry = Article.objects.get(key="1").history.get()
    assert (entry.history_user.username, entry.history_change_reason) == (ARCHIVIST, "import")


def test_preview_shows_each_field_before_and_after_and_writes_nothing(archivist, zipped):
    confirm(archivist, upload(archivist, zipped()))
    page = upload(archivist, zipped(issue__sections__0__articles__0__title="甲改"))
    text = text_of(archivist.get(page))
    assert "甲<ins>改</ins>" in text
    assert Article.objects.get(key="1").title == "甲"
    confirm(archivist, page)
    assert Article.objects.get(key="1").title == "甲改"


def test_preview_names_what_an_editor_changed_and_keeps_it_unless_told_otherwise(publisher, zipped):
    confirm(publisher, upload(publisher, zipped()))
    article = Article.objects.get(key="1")
    article.title = "编辑改过"
    save_article(article)

    page = upload(publisher, zipped(issue__sections__0__articles__0__title="甲改"))
    assert "编辑改过" in text_of(publisher.get(page))
    confirm(publisher, page)
    assert Article.objects.get(key="1").title == "编辑改过"

    page = upload(publisher, zipped(issue__sections__0__articles__0__title="甲改"), overwrite_edits="on")
    confirm(publisher, page)
    assert Article.objects.get(key="1").title == "甲改"


def test_report_counts_old_addresses_in_the_words_of_the_page(publisher):
    counts = {"article": 2, "old address": 3}
    with translation.override("zh-hans"):
        assert counted(counts).endswith("3 旧地址")


def test_runs_are_found_by_the_ways_that_there_are(publisher):
    assert "?way__exact=folder" not in text_of(publisher.get(address(ImportRun, "changelist")))
    with pytest.raises(IntegrityError):
        ImportRun.objects.create(way="folder", what="x")


def test_markup_in_a_title_is_shown_and_not_obeyed(archivist, zipped):
    confirm(archivist, upload(archivist, zipped()))
    page = upload(archivist, zipped(issue__sections__0__articles__0__title="甲<script>alert(1)</script>"))
    text = text_of(archivist.get(page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_a_broken_archive_says_so_and_cannot_be_confirmed(archivist):
    page = upload(archivist, b"PK\x03\x04 this is no ZIP" + bytes(2000))
    shown = archivist.get(page)
    assert "望湖.zip" in shown.context["report"].problems[0]["file"]
    assert "/media/" not in text_of(shown)
    assert 'value="import"' not in text_of(shown)
    confirm(archivist, page)
    assert not ImportRun.objects.filter(is_dry=False).exists()


def test_a_text_dump_without_a_paper_is_looked_at_again_with_other_options(archivist):
    data = "\r\n".join(["日期,版号,标题,正文", "2024-03-05,01,渡口开航,首班渡轮离岸。"]).encode()
    addresses = begin(archivist, "稿件.csv", len(data)).json()
    send_piece(archivist, addresses, 0, data)
    shown = archivist.get(addresses["page"])
    assert "--paper" in text_of(shown)
    assert not shown.context["progress"].may_import

    again = {"act": "preview", "after": shown.context["progress"].after_preview, "paper": "whsb", "paper_name": "望湖时报"}
    archivist.post(f"{addresses['page']}start/", {**again, "format": "auto", "script": "keep"})
    assert archivist.get(addresses["page"]).context["progress"].may_import
    confirm(archivist, addresses["page"])
    assert Article.objects.get().title == "渡口开航"
    assert str(Publication.objects.with_name_on(dt.date(2024, 3, 5)).get()) == "望湖时报"


def test_a_piece_sent_twice_or_out_of_turn_changes_nothing(archivist):
    addresses = begin(archivist, size=6).json()
    for offset, data, received in [(0, b"abc", 3), (0, b"abc", 3), (5, b"x", 3), (3, b"d", 4)]:
        assert send_piece(archivist, addresses, offset, data).json() == {"received": received}
    assert archivist.get(addresses["piece"]).json() == {"received": 4}
    assert storing.file_of(Upload.objects.get()).read_bytes() == b"abcd"


@pytest.mark.parametrize("offset", ["", "x", "-1", "１", "9" * 40])
def test_a_piece_without_a_place_is_refused(archivist, offset):
    addresses = begin(archivist, size=6).json()
    assert send_piece(archivist, addresses, offset, b"abc").status_code == 400
    assert Upload.objects.get().received == 0


def test_a_piece_that_is_too_large_is_refused(archivist, monkeypatch):
    monkeypatch.setattr("articles.admin.uploads.MOST_IN_A_PIECE", 2)
    addresses = begin(archivist, size=6).json()
    assert send_piece(archivist, addresses, 0, b"abc").status_code == 400


def test_more_bytes_than_announced_are_refused(archivist):
    addresses = begin(archivist, size=4).json()
    answer = send_piece(archivist, addresses, 0, b"abcdef")
    assert answer.status_code == 400
    assert "望湖.zip" in answer.json()["error"]
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize("size", [0, -5, 1_000_000_001, "x"])
def test_a_size_out_of_bounds_is_refused_before_anything_is_sent(archivist, size):
    answer = begin(archivist, size=size)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("changes", [{"paper": "Großes Blatt"}, {"paper": "admin"}, {"pattern": "{nothing}"}, {"old_root": "x"}])
def test_options_that_cannot_be_meant_are_refused(archivist, changes):
    answer = begin(archivist, **changes)
    assert answer.status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "/etc/passwd", "a\\b.zip", "\x01\x02.zip", ".hidden", "𠮷" * 199, "长" * 190 + ".zip"]
)
def test_a_file_lies_in_a_private_folder_of_its_own_whatever_its_name(archivist, media_root, name):
    assert begin(archivist, name, 3).status_code == 200
    row = Upload.objects.get()
    file = storing.file_of(row)
    assert file.is_file()
    assert file.resolve().parent == (media_root / "uploads" / str(row.pk)).resolve()
    assert not file.name.startswith(".")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_disk_without_room_is_said_and_leaves_nothing(archivist, monkeypatch):
    monkeypatch.setattr(storing, "SPARE_BYTES", 10**18)
    answer = begin(archivist)
    assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_room_is_kept_for_uploads_that_are_still_to_come(archivist, monkeypatch):
    monkeypatch.setattr(storing, "SPARE_BYTES", 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=150))
    addresses = begin(archivist, size=100).json()
    assert begin(archivist, size=100).status_code == 400
    send_piece(archivist, addresses, 0, bytes(60))
    assert begin(archivist, size=100).status_code == 200


def test_a_disk_that_fills_up_is_said_and_the_upload_goes_on_from_where_it_was(archivist, monkeypatch):
    addresses = begin(archivist, size=6).json()
    send_piece(archivist, addresses, 0, b"abc")
    file = storing.file_of(Upload.objects.get())
    file.rename(file.with_suffix(".away"))
    answer = send_piece(archivist, addresses, 3, b"def")
    assert answer.status_code == 400
    assert Upload.objects.get().received == 3
    file.with_suffix(".away").rename(file)
    assert send_piece(archivist, addresses, 3, b"d").json() == {"received": 4}


def test_old_unfinished_uploads_are_removed_by_the_next_one_and_complete_ones_are_kept(archivist, zipped):
    begin(archivist, "旧.zip", 9)
    data = zipped()
    upload(archivist, data)
    folders = [storing.folder_of(row) for row in Upload.objects.order_by("pk")]
    Upload.objects.update(created_at=timezone.now() - dt.timedelta(days=3))
    begin(archivist, "新.zip", 9)
    assert set(Upload.objects.values_list("name", flat=True)) == {"望湖.zip", "新.zip"}
    assert [folder.exists() for folder in folders] == [False, True]


def test_folder_of_a_user_who_was_deleted_is_removed_by_the_next_upload(archivist, publisher):
    begin(archivist)
    folder = storing.folder_of(Upload.objects.get())
    Upload.objects.get().user.delete()
    assert folder.exists()
    begin(publisher)
    assert not folder.exists()


def test_whole_file_without_script_goes_the_same_way(archivist, zipped):
    file = SimpleUploadedFile("望湖.zip", zipped())
    answer = archivist.post(NEW, {"file": file, "format": "auto", "script": "keep"})
    assert answer.status_code == 302
    assert archivist.get(answer["Location"]).context["progress"].may_import


def test_too_large_a_file_in_one_request_is_a_form_error(archivist, monkeypatch):
    monkeypatch.setattr("articles.admin.upload_form.PLAIN_BYTES", 3)
    answer = archivist.post(NEW, {"file": SimpleUploadedFile("a.zip", b"abcd")})
    assert "file" in answer.context["form"].errors
    assert not Upload.objects.exists()


def test_editor_is_neither_offered_nor_allowed_to_import(archivist, zipped):
    page = upload(archivist, zipped())
    editor = make_client(EDITOR)
    assert NEW not in text_of(editor.get(address(ImportRun, "changelist")))
    assert editor.get(NEW).status_code == 403
    assert begin(editor).status_code == 403
    for where in (page, f"{page}piece/?offset=0"):
        assert editor.get(where).status_code == 403
    for where in (f"{page}piece/?offset=0", f"{page}start/", f"{page}discard/"):
        assert editor.post(where).status_code == 403
    assert editor.get(f"{NEW}template.csv").status_code == 403
    assert Upload.objects.exists()


def test_an_upload_answers_to_its_sender_alone(archivist, publisher, zipped):
    page = upload(archivist, zipped())
    for where in (page, f"{page}piece/"):
        assert publisher.get(where).status_code == 404
    for where in (f"{page}piece/?offset=0", f"{page}start/", f"{page}discard/"):
        assert publisher.post(where).status_code == 404


def test_only_who_may_change_articles_replaces_those_that_were_edited(archivist, publisher):
    assert 'name="overwrite_edits"' not in text_of(archivist.get(NEW))
    assert begin(archivist, overwrite_edits="on").status_code == 403
    assert 'name="overwrite_edits"' in text_of(publisher.get(NEW))


def test_only_who_may_publish_changes_by_an_import_what_readers_see(archivist, publisher, zipped):
    confirm(publisher, upload(publisher, zipped(), publish="on"))
    changed = zipped(issue__sections__0__articles__0__title="甲改")
    page = upload(archivist, changed)
    assert "读者已看过本期" in text_of(archivist.get(page))
    confirm(archivist, page)
    assert Article.objects.get(key="1").title == "甲"

    confirm(archivist, upload(archivist, zipped()))
    assert ImportRun.objects.all()[0].unchanged == 1
    confirm(publisher, upload(publisher, changed))
    assert Article.objects.get(key="1").title == "甲改"


@pytest.mark.parametrize("option", ["publish", "restore"])
def test_only_who_may_publish_imports_what_readers_see_at_once(archivist, publisher, zipped, option):
    assert f'name="{option}"' not in text_of(archivist.get(NEW))
    assert begin(archivist, **{option: "on"}).status_code == 403
    assert f'name="{option}"' in text_of(publisher.get(NEW))
    page = upload(publisher, zipped(issue__publish_at="2024-03-05T06:00:00+08:00"), **{option: "on"})
    confirm(publisher, page)
    assert Issue.objects.public().count() == 1


def test_right_to_publish_is_asked_for_again_when_the_import_is_confirmed(publisher, zipped):
    page = upload(publisher, zipped(), publish="on")
    Upload.objects.get().user.groups.clear()
    assert confirm(publisher, page).status_code == 403
    user = Upload.objects.get().user
    user.user_permissions.set(Permission.objects.filter(codename="add_importrun"))
    assert confirm(publisher, page).status_code == 403
    assert not Issue.objects.exists()


def test_a_double_click_starts_one_import(archivist, zipped):
    page = upload(archivist, zipped())
    for _click in range(2):
        confirm(archivist, page)
    assert ImportRun.objects.filter(is_dry=False).count() == 1


def test_nobody_starts_or_discards_what_is_at_work(archivist, zipped):
    page = upload(archivist, zipped())
    row = Upload.objects.get()
    lock = take_lock(storing.folder_of(row)) or 0
    confirm(archivist, page)
    archivist.post(f"{page}discard/")
    shown = archivist.get(page)
    assert shown.context["progress"].is_working
    assert 'http-equiv="refresh"' in text_of(shown)
    assert not ImportRun.objects.filter(is_dry=False).exists()
    os.close(lock)
    confirm(archivist, page)
    assert ImportRun.objects.filter(is_dry=False).exists()


def test_a_killed_import_is_known_at_once_and_can_be_started_again(archivist, zipped, monkeypatch):
    page = upload(archivist, zipped())
    work = running._spawn

    def killed(upload, lock, *, dry_run):
        upload.run = begin_run(way=ImportRun.Way.UPLOAD, user=upload.user, what=upload.name)
        upload.save()
        (storing.folder_of(upload) / running.LOG).write_text("Killed")

    monkeypatch.setattr(running, "_spawn", killed)
    confirm(archivist, page)
    shown = archivist.get(page)
    assert shown.context["progress"].is_stopped_import
    assert "Killed" in text_of(shown)

    monkeypatch.setattr(running, "_spawn", work)
    dead = ImportRun.objects.get(is_dry=False)
    confirm(archivist, page, after=dead.pk)
    dead.refresh_from_db()
    assert (dead.state, dead.report["output"], dead.finished_at) == ("broken", "Killed", None)
    assert ImportRun.objects.filter(is_dry=False, state="complete").count() == 1
    assert Article.objects.count() == 3


def test_an_unforeseen_failure_is_a_row_with_what_the_program_said(archivist, zipped, monkeypatch):
    def fail(*args):
        raise RuntimeError("the roof is on fire")

    monkeypatch.setattr("articles.importing.running.save_imported", fail)
    with pytest.raises(RuntimeError, match="roof"):
        upload(archivist, zipped(), piece=10**6)
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert "the roof is on fire" in text_of(archivist.get(address(run)))


def test_a_partly_refused_import_keeps_the_file_until_it_is_discarded(archivist, tmp_path):
    contents = {
        "a/issue.json": issue_json(simple_package()),
        "b/issue.json": issue_json(simple_package(issue__date="2024-03-06", issue__sections__0__label="第一版")),
    }
    page = upload(archivist, make_zip(tmp_path / "two.zip", contents).read_bytes())
    confirm(archivist, page)
    assert Issue.objects.count() == 1
    shown = archivist.get(page)
    assert shown.context["progress"].stage == "imported"
    assert "b/issue.json" in text_of(shown)
    folder = storing.folder_of(Upload.objects.get())
    assert archivist.post(f"{page}discard/").status_code == 302
    assert (folder.exists(), Upload.objects.exists(), ImportRun.objects.count()) == (False, False, 2)


def test_the_command_alone_waits_for_nobody_and_says_what_is_missing(archivist, zipped):
    upload(archivist, zipped())
    row = Upload.objects.get()
    with (storing.folder_of(row) / ".lock").open("rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="already"):
            call_command("import_upload", str(row.pk))
    call_command("import_upload", str(row.pk))
    assert Issue.objects.exists()
    with pytest.raises(CommandError, match="no file"):
        call_command("import_upload", str(row.pk))


def test_table_to_fill_in_is_read_as_a_table(archivist):
    answer = archivist.get(f"{NEW}template.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    assert "标题" in answer.content.decode("utf-8-sig")


def test_run_says_in_words_whether_it_was_broken_off_and_what_it_refused(archivist):
    problem = {
        "sentence": "a.zip: …",
        "file": "a.zip",
        "line": 7,
        "element": "issue.date",
        "found": "“9月”",
        "expected": "a date",
    }
    report = {"problems": [problem], "unread": ["x.exe"], "unread_count": 3}
    dead = begin_run(what="/old", seen_at=timezone.now() - dt.timedelta(minutes=6), refused=4, report=report)
    live = begin_run(what="/new")
    shown = archivist.get(address(ImportRun, "changelist"))
    states = {run.what: str(shown.context["cl"].model_admin.state_word(run)) for run in ImportRun.objects.all()}
    assert "state-broken" in states["/old"]
    assert "state-running" in states["/new"]
    page = text_of(archivist.get(address(dead)))
    for words in ("a.zip", "issue.date", "“9月”", "a date", "x.exe"):
        assert words in page
    assert archivist.post(address(live), {"what": "x"}).status_code == 403
    assert archivist.post(address(live, "delete"), {"post": "yes"}).status_code == 403


def test_runs_that_died_have_a_word_of_their_own_a_filter_and_an_end(archivist):
    began, ended = timezone.now() - dt.timedelta(hours=3), timezone.now() - dt.timedelta(hours=2, minutes=59)
    marked = begin_run(what="/marked", started_at=began, seen_at=ended)
    begin_run(what="/live")  # marks the one before it
    begin_run(what="/silent", started_at=began, seen_at=ended)
    page, runs = address(ImportRun, "changelist"), {run.what: run for run in ImportRun.objects.all()}
    assert runs["/marked"].state == "broken"
    assert runs["/silent"].state == "running"
    for name in ("/marked", "/silent"):
        assert "state-broken" in run_state(runs[name])
        assert duration(runs[name]) == duration(runs[name], timezone.now() + dt.timedelta(days=9)) == duration(marked)
    for state, names in {"broken": {"/marked", "/silent"}, "running": {"/live"}, "complete": set()}.items():
        shown = archivist.get(f"{page}?state={state}")
        assert {run.what for run in shown.context["cl"].result_list} == names
    with translation.override("zh-hans"):
        assert "已中断" in run_state(runs["/silent"])


def test_archive_with_names_in_gbk_is_looked_at_and_imported(archivist, tmp_path):
    package = io.BytesIO()
    with tarfile.open(fileobj=package, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data in (("旧报/issue.json", issue_json(simple_package())), ("说明.bin", b"\0")):
            member = tarfile.TarInfo(os.fsdecode(name.encode("gb18030")))
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    page = upload(archivist, package.getvalue(), name="旧报.tar")
    shown = archivist.get(page)
    assert shown.context["progress"].stage == "preview"
    assert "说明.bin" in text_of(shown)
    confirm(archivist, page)
    assert ImportRun.objects.get(is_dry=False).state == "complete"
    assert Issue.objects.exists()


def test_what_was_not_read_is_shown_with_why(archivist):
    report = {"unread": ["/in/2022", "/in/x.exe"], "unread_count": 2, "unread_reasons": {"/in/2022": "a symbolic link"}}
    page = text_of(archivist.get(address(begin_run(what="/in", report=report))))
    assert "/in/2022：a symbolic link" in page
    assert "<li>/in/x.exe</li>" in page


def test_lists_of_runs_load_no_reports(archivist, django_assert_max_num_queries):
    for number in range(30):
        begin_run(what=f"/{number}", report={"issues": ["很长" * 1000]})
    with django_assert_max_num_queries(12):
        assert "很长" not in text_of(archivist.get(address(ImportRun, "changelist")))


def test_watched_files_are_filtered_by_state_and_copies_say_when_they_were_true(archivist):
    issue = factories.make_issue()
    for name, state in (("taken.pdf", "taken"), ("odd.pdf", "unmatched")):
        WatchedFile.objects.create(folder="/in", name=name, size=3, modified=timezone.now(), state=state, issue=issue)
    shown = text_of(archivist.get(address(WatchedFile, "changelist") + "?state__exact=unmatched"))
    assert "odd.pdf" in shown
    assert "taken.pdf" not in shown
    SiteCopy.objects.create(folder="/copy", true_at=dt.datetime(2024, 3, 5, 4, tzinfo=dt.UTC))
    SiteCopy.objects.create(folder="/other")
    shown = text_of(archivist.get(address(SiteCopy, "changelist")))
    assert "2024-03-05 12:00:00" in shown
    assert "state-broken" in shown
    for model in (WatchedFile, SiteCopy):
        assert archivist.get(address(model.objects.first())).status_code == 200
        assert archivist.get(address(model, "add")).status_code == 403


def test_archivist_ticks_a_day_as_never_printed_and_takes_it_back(archivist):
    paper = factories.make_publication()
    values = {"publication": paper.pk, "date": "2023-02-15", "label": "０２", "note": "并版"}
    assert archivist.post(address(NeverPrinted, "add"), values).status_code == 302
    gap = NeverPrinted.objects.get()
    assert (gap.label, gap.note, str(gap.noted_by)) == ("02", "并版", ARCHIVIST)
    assert "02" in text_of(archivist.get(address(NeverPrinted, "changelist")))
    editor = make_client(EDITOR)
    assert editor.get(address(gap)).status_code == 200
    assert editor.post(address(NeverPrinted, "add"), values).status_code == 403
    assert editor.post(address(gap, "delete"), {"post": "yes"}).status_code == 403
    assert archivist.post(address(gap, "delete"), {"post": "yes"}).status_code == 302
    assert not NeverPrinted.objects.exists()


def test_old_address_names_the_figure_that_it_leads_to(archivist):
    figure = factories.make_figure(factories.make_article())
    OldAddress.objects.create(path="/res/1.jpg", figure=figure, file="picture")
    shown = text_of(archivist.get(address(OldAddress, "changelist") + "?q=res/1"))
    assert address(figure) in shown
    assert archivist.get(address(OldAddress.objects.get())).status_code == 200


def test_history_says_who_changed_which_field_when(archivist):
    editor = make_client(EDITOR)
    section = factories.make_section(factories.make_issue(publish_at=None))
    article = factories.make_article(section, title="渡口开航", body="<p>首班渡轮离岸。</p>")
    values = {"title": "新渡口开航", "body": "<p>首班渡轮清晨离岸。</p>"}
    send(editor, address(article), **values)
    shown = archivist.get(address(article, "history"))
    entries = shown.context["entries"]
    assert [entry.who for entry in entries] == [EDITOR, ""]
    changed = {change.field: change.difference for change in entries[0].changes}
    assert len(changed) == 2
    assert "<ins>新</ins>渡口开航" in changed.values()
    assert "<ins>清晨</ins>" in text_of(shown)
    assert entries[1].is_first


def test_history_is_there_for_issues_pages_and_zones_and_for_those_who_may_look(archivist):
    section = factories.make_section(picture=factories.make_picture())
    zone = factories.make_zone(section, factories.make_article(section))
    for row in (section.issue, section, zone):
        assert archivist.get(address(row, "history")).context["entries"]
    stranger = Client()
    stranger.force_login(factories.make_user("stranger"))
    assert stranger.get(address(section, "history")).status_code in (302, 403)
    assert archivist.post(address(section, "history"), {"name": "x"}).status_code == 200
    section.refresh_from_db()
    assert section.name == "新闻"


def test_history_goes_on_over_several_pages_with_few_queries(archivist, django_assert_max_num_queries):
    article = factories.make_article()
    for number in range(25):
        article.title = f"第{number}稿"
        save_article(article)
    with django_assert_max_num_queries(15):
        first = archivist.get(address(article, "history"))
    last = archivist.get(address(article, "history") + "?p=2")
    assert (len(first.context["entries"]), len(last.context["entries"])) == (20, 6)
    assert first.context["entries"][-1].changes
    assert last.context["entries"][-1].is_first
