"""A run of the import as staff meet it: its row, its report, what it read and what not, and what it does a second time."""

import datetime as dt
import io
import json
import os
import tarfile
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, HotZone, ImportRun
from articles.writing import save_article
from articles.writing.runs import begin_run, end_run, note_progress
from issues.models import Issue, PageSection
from issues.sentences import spoken
from tests.packages import LEAD, full_package, issue_json, make_package, simple_package
from tests.snapshots import nothing_written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def package(tmp_path, media_root):
    return make_package(tmp_path / "in" / "2024-03-05")


def run(*paths, **options):
    out = io.StringIO()
    call_command("import_issues", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def test_run_leaves_a_row_with_its_numbers(package):
    run(package, restore=True)
    row = ImportRun.objects.get()
    assert (row.state, row.created, row.refused, row.way) == ("complete", 1, 0, "command")
    assert row.finished_at is not None
    assert row.options == {"restore": True}
    assert row.what == str(package)


def test_failed_run_leaves_a_row_that_names_the_problem(package):
    (package / "issue.json").write_text("{", encoding="utf-8")
    with pytest.raises(CommandError):
        run(package)
    row = ImportRun.objects.get()
    assert (row.state, row.created, row.refused) == ("partly", 0, 1)
    (problem,) = row.report["problems"]
    assert problem["file"] == f"{package}/issue.json"
    assert spoken(problem["expected"], str) == "JSON in UTF-8"


def test_run_that_breaks_off_is_a_failed_row(package, monkeypatch):
    monkeypatch.setattr("articles.importing.running.save_imported", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run(package)
    assert ImportRun.objects.get().state == "failed"


def test_report_in_json_has_it_all(package, tmp_path):
    bad = make_package(tmp_path / "in" / "bad", issue__sections__0__articles__0__title=5)
    (tmp_path / "in" / "notes.bin").write_bytes(b"\0\1")
    report = tmp_path / "report.json"
    with pytest.raises(CommandError):
        run(package.parent, restore=True, report=report)
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["counts"] == {"created": 1, "refused": 1}
    (problem,) = data["problems"]
    assert problem["file"] == f"{package.parent}/bad/issue.json"
    assert problem["element"] == "issue.sections[0].articles[0].title"
    assert (problem["expected"], problem["found"]) == ("text", "5")
    assert [issue["issue"] for issue in data["issues"]] == ["whsb 2024-03-05-2"]
    assert data["unread"] == [f"{package.parent}/notes.bin"]
    assert bad.exists()


def test_report_that_cannot_be_written_is_told_before_anything_is_read(package, tmp_path):
    with pytest.raises(CommandError, match="a file for the report that can be written"):
        run(package, report=tmp_path / "no-such-folder" / "report.json")
    assert not Issue.objects.exists()


def test_run_shows_life_while_it_looks_through_files(package, monkeypatch):
    beats = []
    monkeypatch.setattr("articles.importing.running.HEARTBEAT", -1.0)
    monkeypatch.setattr("articles.importing.running.note_progress", lambda row: beats.append(row))
    for number in range(20):
        (package.parent / f"{number}.bin").write_bytes(b"\0")
    run(package.parent)
    assert len(beats) > 20


def test_files_of_no_format_are_named(package):
    (package.parent / "readme.rtf").write_bytes(b"{\\rtf1}")
    assert "Not read: 1 files\n" in run(package.parent)
    assert f"  {package.parent}/readme.rtf\n" in run(package.parent)


def gbk(text):
    """As the disk knows a name that was written in GBK."""
    return os.fsdecode(text.encode("gb18030"))


@pytest.fixture
def odd_folder(tmp_path, media_root):
    """A package and a file of no format in folders whose names are GBK."""
    folder = tmp_path / gbk("旧报")
    make_package(folder / gbk("二〇二四") / "2024-03-05")
    (folder / gbk("说明.bin")).write_bytes(b"\0\1")
    return folder


@pytest.mark.parametrize("dry_run", [False, True])
def test_names_in_gbk_are_text_in_the_row_the_words_and_the_report(odd_folder, tmp_path, dry_run):
    shown, report = f"{tmp_path}/旧报", tmp_path / gbk("报告.json")
    out = run(odd_folder, report=report, dry_run=dry_run)
    assert f"Not read: 1 files\n  {shown}/说明.bin\n" in out
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["unread"] == [f"{shown}/说明.bin"]
    assert [issue["origin"] for issue in data["issues"]] == [f"{shown}/二〇二四/2024-03-05"]
    row = ImportRun.objects.get()
    assert (row.state, row.what, row.report["unread"]) == ("complete", shown, data["unread"])
    assert Issue.objects.exists() is not dry_run


def test_problem_of_a_file_whose_name_is_gbk_does_not_stop_the_others(odd_folder, tmp_path):
    make_package(odd_folder / gbk("坏") / "2024-03-06", issue__sections__0__articles__0__title=5)
    with pytest.raises(CommandError, match=f"^{tmp_path}/旧报/坏/2024-03-06/issue.json, issue.sections"):
        run(odd_folder)
    assert ImportRun.objects.get().state == "partly"
    assert Issue.objects.count() == 1


def test_archives_with_names_in_gbk_come_in_from_a_folder_too(odd_folder, tmp_path):
    (tmp_path / gbk("新")).mkdir()
    path = tmp_path / gbk("新") / gbk("合订本.tar")
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as tar:
        tar.add(odd_folder, odd_folder.name)
    assert f"  {tmp_path}/新/合订本.tar/旧报/说明.bin\n" in run(tmp_path / gbk("新"))
    assert Issue.objects.count() == 1


def test_report_and_path_that_cannot_be_are_called_by_their_text(package, tmp_path):
    for words in ([package, "--report", tmp_path / gbk("没有") / "x.json"], [tmp_path / gbk("没有") / "x.json"]):
        with pytest.raises(CommandError, match=r"/没有/x\.json: expected a file") as refusal:
            run(*words)
        assert refusal.value.returncode == 2


def test_name_of_a_paper_that_is_typed_in_gbk_is_read(tmp_path, media_root):
    (tmp_path / "20240501_01_1.txt").write_text("渡口开航\n渡口今晨开航。\n", encoding="utf-8")
    run(tmp_path, "--paper", "wanghu", "--paper-name", gbk("望湖报"))
    assert Issue.objects.get().publication.name_on(dt.date(2024, 5, 1)) == "望湖报"


def test_links_and_pipes_are_listed_with_why(package, tmp_path):
    (package.parent / "2023").symlink_to(tmp_path)
    os.mkfifo(package.parent / "pipe.txt")
    report = tmp_path / "report.json"
    out = run(package.parent, restore=True, report=report)
    link, pipe = f"{package.parent}/2023", f"{package.parent}/pipe.txt"
    reasons = {
        link: "a symbolic link to a folder, which is not followed; name the folder itself",
        pipe: "a named pipe, no file",
    }
    assert f"Not read: 2 files\n  {link}: {reasons[link]}\n  {pipe}: {reasons[pipe]}\n" in out
    data, row = json.loads(report.read_text(encoding="utf-8")), ImportRun.objects.get()
    assert (data["unread"], data["unread_reasons"]) == ([link, pipe], reasons)
    assert (row.report["unread_count"], row.state) == (2, "complete")
    assert {name: spoken(why, str) for name, why in row.report["unread_reasons"].items()} == reasons


def test_folder_of_links_alone_is_told_so(tmp_path, media_root):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2022").symlink_to(tmp_path)
    with pytest.raises(CommandError, match=r"expected issues in one of the formats .*, found 2022"):
        run(tmp_path / "in")


def test_link_that_is_named_itself_is_followed(package, tmp_path):
    (tmp_path / "link").symlink_to(package.parent)
    assert "created" in run(tmp_path / "link", restore=True)


@contextmanager
def nobody_listening():
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as out:
        yield out


def test_import_goes_on_where_nobody_listens_any_more(package):
    with nobody_listening() as out:
        call_command("import_issues", str(package), restore=True, stdout=out)
    row = ImportRun.objects.get()
    assert (row.state, row.created) == ("complete", 1)


@pytest.fixture
def dead():
    return begin_run(what="/dead", created=2, seen_at=timezone.now() - dt.timedelta(minutes=20))


def test_run_that_died_is_marked_when_the_next_begins(dead, package):
    run(package, restore=True)
    dead.refresh_from_db()
    assert (dead.state, dead.finished_at) == ("broken", None)
    assert ImportRun.objects.exclude(pk=dead.pk).get().state == "complete"


def test_run_that_lives_is_not_marked():
    live = begin_run(what="/live")
    begin_run(what="/next")
    live.refresh_from_db()
    assert live.state == "running"


def test_run_that_was_only_slow_runs_again_with_its_next_sign_of_life(dead):
    begin_run(what="/next")
    note_progress(dead)
    dead.refresh_from_db()
    assert (dead.state, dead.is_broken_off()) == ("running", False)
    end_run(dead, ImportRun.State.COMPLETE, {})
    assert ImportRun.objects.get(pk=dead.pk).state == "complete"


def test_one_bad_issue_among_twenty_keeps_the_others_in_and_a_mended_one_comes_alone(tmp_path, media_root):
    for day in range(1, 21):
        write_plain(tmp_path, day, title="" if day == 7 else "题")
    with pytest.raises(CommandError, match=r"07/issue.json, issue.sections.0..articles.0..title: expected a title, found none"):
        run(tmp_path)
    assert Issue.objects.count() == 19
    write_plain(tmp_path, 7, title="题")
    assert "In all: 1 created, 19 unchanged" in run(tmp_path)


def write_plain(folder, day, title):
    data = simple_package(issue__date=f"2024-05-{day:02}", issue__sections__0__articles__0__title=title)
    target = folder / f"{day:02}" / "issue.json"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(issue_json(data))


def test_unchanged_issue_is_not_even_read_again(package, media_root, monkeypatch):
    run(package, restore=True)
    monkeypatch.setattr("articles.importing.formats.package.read", lambda _: pytest.fail("it was read"))
    with nothing_written(media_root):
        assert "whsb 2024-03-05-2: unchanged (withdrawn): 4 page sections, 7 articles" in run(package, restore=True)


def test_edited_issue_is_compared_again_and_the_edit_is_kept_until_told_otherwise(package):
    run(package, restore=True)
    article = Article.objects.get(key="1")
    article.title = "编辑改过的标题"
    save_article(article)
    assert "kept: edited: 编辑改过的标题" in run(package, restore=True)
    assert "kept: edited: 编辑改过的标题" in run(package, restore=True), "as long as it is so"
    assert "overwritten: edited: 编辑改过的标题" in run(package, restore=True, overwrite_edits=True)
    assert Article.objects.get(key="1").title == LEAD["title"]


def test_dry_run_shows_what_would_change(package):
    run(package, restore=True)
    data = full_package()
    data["issue"]["sections"][0]["articles"][0]["title"] = "新渡口傍晚开航"
    (package / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert "title: “新渡口清晨开航” → “新渡口傍晚开航”" in run(package, restore=True, dry_run=True)
    assert Article.objects.get(key="1").title == "新渡口清晨开航"


def test_history_tells_what_came_in_and_what_changed_and_nothing_of_unchanged_runs(package):
    run(package, restore=True)
    assert {(row.history_type, row.history_change_reason) for row in Article.history.all()} >= {("+", "import")}
    for model in (Article, HotZone, PageSection, Issue):
        assert model.history.filter(history_type="+").count() == model.objects.count(), model
    before = [model.history.count() for model in (Article, HotZone, PageSection, Issue)]
    run(package, restore=True)
    assert [model.history.count() for model in (Article, HotZone, PageSection, Issue)] == before
    data = full_package()
    data["issue"]["sections"][0]["articles"][0]["body"] = "<p>改了。</p>"
    (package / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    run(package, restore=True)
    first, last = Article.history.filter(key="1").earliest(), Article.history.filter(key="1").latest()
    assert (first.body, last.body) == (LEAD["body"], "<p>改了。</p>")
    assert last.history_change_reason == "import"


def test_what_an_import_adds_to_an_issue_raises_its_version(package):
    run(package, restore=True)
    before = Issue.objects.get().version
    data = full_package()
    data["issue"]["sections"].append({"key": "99", "label": "99", "articles": [{"key": "990", "title": "新来的"}]})
    data["issue"]["next_keys"] = {"section": 100, "article": 991, "figure": 100}
    (package / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    run(package, restore=True)
    assert Article.objects.filter(key="990").exists()
    assert Issue.objects.get().version > before


def test_label_that_a_page_outside_of_the_import_bears_is_refused_in_a_sentence(package):
    run(package, restore=True)
    data = simple_package(
        issue__date=full_package()["issue"]["date"], issue__edition=full_package()["issue"]["edition"],
        issue__sections=[{"key": "77", "fold": "A叠", "label": "A01"}], issue__next_keys={"section": 78, "article": 99},
    )  # fmt: skip
    labels = {(row.fold, row.label) for row in PageSection.objects.all()}
    fold, label = sorted(row for row in labels if row[1])[0]
    data["issue"]["sections"][0] |= {"fold": fold, "label": label}
    (package / "issue.json").write_bytes(issue_json(data))
    with pytest.raises(CommandError, match=r"issue.sections\[0\].label: .*label already"):
        run(package)


def test_figure_of_an_article_that_is_kept_stays_with_it(package):
    run(package, restore=True)
    article = Article.objects.filter(figures__isnull=False)[0]
    figure = article.figures.all()[0]
    article.title = "编辑改过的标题"
    save_article(article)
    data = full_package()
    articles = [row for section in data["issue"]["sections"] for row in section.get("articles", [])]
    source = next(row for row in articles if row["key"] == article.key)
    other = next(row for row in articles if row["key"] != article.key and not row.get("withdrawn_at"))
    other.setdefault("figures", []).append(source["figures"].pop(0))
    other["body"] = "<p>改了。</p>"
    (package / "issue.json").write_bytes(issue_json(data))
    said = run(package, restore=True)
    assert f"figure {figure.key} stays with 编辑改过的标题" in said
    assert Article.objects.get(figures=figure).pk == article.pk


def test_numbers_of_persons_are_pointed_out_and_not_spread(package):
    data = full_package()
    data["issue"]["sections"][0]["articles"][0]["body"] = "<p>遗失身份证，号码11010519491231002X，声明作废。</p>"
    (package / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    report = run(package, restore=True)
    assert "personal number? 新渡口清晨开航: id 110" in report
    assert "11010519491231002X" not in report
