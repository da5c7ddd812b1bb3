"""Pages in the flow of the work: texts that come after their page, imports that read pages, trouble that stays small."""

import datetime as dt
import io
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importing.records import FORMAT
from articles.intake import finding, pages, running, stories
from articles.intake.bounding import bounded
from articles.intake.running import find_zones, read_pages, recognise_pages
from articles.management.stopping import end
from articles.models import Article, DraftArticle, ImportRun
from articles.writing import (
    NewArticle,
    create_articles,
    delete_article,
    delete_figure,
    delete_page,
    move_article,
    save_article,
    save_figure,
    set_withdrawal,
)
from issues.layer import Box, Glyph, TextLayer
from issues.models import Issue, PageSection
from issues.pdf.process import shared
from issues.pictures import FileRefused
from issues.sentences import Sentence
from issues.writing import (
    PageReading,
    Recognition,
    changing,
    page_files,
    read_again,
    receive_reading,
    receive_recognition,
    save_section,
)
from tests.articles.importing.pdf_pages import make_pages
from tests.factories import make_figure, make_issue, make_pdf, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
MORNING = dt.datetime(2023, 2, 14, 6, tzinfo=dt.UTC)
TITLE = "汐桥最后一段栏杆昨装回原位"
BODY = "昨天十五时四十分，𠮷桥东侧第９６节铸铁栏杆吊装到位，历时七个月的维修只剩刷漆和清场两道活。"
PDF = make_pages([TITLE, BODY[:26], BODY[26:]])


def pages_now() -> Any:
    return PageSection.objects.all()


def make_read_page() -> PageSection:
    section = make_section(make_issue(publish_at=None), pdf=PDF)
    read_pages(pages_now())
    section.refresh_from_db()
    return section


def write_story(section: PageSection) -> Article:
    return save_article(Article(page_section=section, title=TITLE, body=f"<p>{BODY}</p>"))


# Texts that come after their page


def test_an_article_that_is_written_after_its_page_was_read_gets_its_zone() -> None:
    section = make_read_page()
    assert DraftArticle.objects.exists()
    article = write_story(section)
    run = read_pages(pages_now())
    assert run.read == "0 pages read, 1 searched again: 1 hot zone, 0 proposed zones, 0 draft articles"
    assert article.zones.exists()
    assert read_pages(pages_now()).pages == 0


def test_a_search_that_finds_the_same_shows_readers_nothing_new() -> None:
    article = write_story(make_read_page())
    read_pages(pages_now())
    save_article(article)
    before = Issue.objects.get().version
    assert read_pages(pages_now()).again == 1
    assert Issue.objects.get().version == before


def two_pages() -> tuple[PageSection, PageSection, Article]:
    section = make_read_page()
    other = make_section(section.issue, label="02")
    article = write_story(section)
    make_figure(article, picture=make_picture(30, 30))
    read_pages(pages_now())
    return section, other, article


CHANGES: dict[str, Callable[[PageSection, PageSection, Article], object]] = {
    "changed": lambda _section, _other, article: save_article(article),
    "written on another page": lambda _section, other, _article: write_story(other),
    "deleted": lambda _section, _other, article: delete_article(article),
    "deleted with another page": lambda _section, other, article: delete_page(moved(article, other)),
    "moved": lambda _section, other, article: moved(article, other),
    "withdrawn": lambda _section, _other, article: set_withdrawal(article, MORNING, "错误"),
    "caption": lambda _section, _other, article: save_figure(article.figures.get()),
    "figure deleted": lambda _section, _other, article: delete_figure(article.figures.get()),
}


def moved(article: Article, section: PageSection) -> PageSection:
    move_article(article, section, 1)
    return section


@pytest.mark.parametrize("name", CHANGES)
def test_pages_that_were_read_await_a_search_when_an_article_of_their_issue_is(name: str) -> None:
    section, other, article = two_pages()
    elsewhere = make_section(make_issue(dt.date(2023, 2, 15)), pdf=PDF)
    read_pages(pages_now())
    assert not PageSection.objects.awaiting_search().exists()
    CHANGES[name](section, other, article)
    assert list(PageSection.objects.awaiting_search()) == [section], "the other page has no PDF"
    assert elsewhere not in PageSection.objects.awaiting_search()


def test_articles_in_bulk_cost_one_statement_and_no_history() -> None:
    section = make_read_page()
    history = PageSection.history.count()
    with CaptureQueriesContext(connection) as queries, changing(section.issue) as issue:
        create_articles(issue, [NewArticle(Article(page_section=section, title=f"第{n}篇")) for n in range(20)])
    assert len([query for query in queries if "awaits_search" in query["sql"] and query["sql"].startswith("UPDATE")]) == 1
    assert PageSection.objects.awaiting_search().count() == 1
    assert PageSection.history.count() == history


def test_what_a_form_held_does_not_take_a_search_back() -> None:
    section = make_read_page()
    write_story(section)
    section.name = "要闻"
    save_section(section)
    assert PageSection.objects.awaiting_search().exists()


def test_an_article_that_is_written_during_the_search_is_searched_next(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_read_page()
    late: list[Article] = []
    stories_of = stories.stories_of

    def slowly(of: PageSection) -> Any:
        found = stories_of(of)
        late.append(write_story(section))
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(finding, "stories_of", slowly)
        find_zones(pages_now())
    assert not late[0].zones.exists()
    read_pages(pages_now())
    assert late[0].zones.exists()


def test_what_was_found_on_a_page_that_has_another_pdf_by_then_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_read_page()
    article = write_story(section)
    stories_of = stories.stories_of

    def slowly(of: PageSection) -> Any:
        save_section(section, pdf=make_pages(["换版"]))
        return stories_of(of)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(finding, "stories_of", slowly)
        assert find_zones(pages_now()).pages == 0
    assert not article.zones.exists()
    assert PageSection.objects.unread().exists()


def test_a_reading_that_is_broken_off_before_the_search_goes_on_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_section(make_issue(), pdf=PDF)
    article = write_story(section)
    with monkeypatch.context() as killed:
        killed.setattr(pages, "find_on", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            read_pages(pages_now())
    assert not PageSection.objects.unread().exists()
    assert read_pages(pages_now()).again == 1
    assert article.zones.exists()


def test_a_text_layer_that_is_gone_is_named() -> None:
    section = make_read_page()
    write_story(section)
    Path(storages["masters"].path(section.layer)).unlink()
    run = read_pages(pages_now())
    assert run.problems == ["gysb 2023-02-14, page 01: its text layer is not there; run read_pages --again"]


# Imports


def package(folder: Path, *names: str) -> Path:
    """Issues of a page with its PDF and its story."""
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "01.pdf").write_bytes(PDF)
        section = {
            "key": "1",
            "label": "01",
            "pdf": "01.pdf",
            "articles": [{"key": "1", "title": TITLE, "body": f"<p>{BODY}</p>"}],
        }
        paper = {"slug": "gysb", "names": [{"from_date": "2001-01-01", "name": "公益时报"}], "language": "zh-Hans"}
        issue = {"date": name, "next_keys": {"section": 2, "article": 2, "figure": 1}, "sections": [section]}
        data = {"format": FORMAT, "version": 1, "publication": paper, "issue": issue}
        (folder / name / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def bring_in(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_issues", str(path), stdout=out, **options)
    return out.getvalue()


def test_an_import_reads_the_pages_that_it_brings(tmp_path: Path) -> None:
    said = bring_in(package(tmp_path / "in", "2023-02-14", "2023-02-15"))
    assert "2 pages read: 2 hot zones, 0 proposed zones, 0 draft articles" in said
    assert [article.zones.count() for article in Article.objects.all()] == [1, 1]
    assert "unchanged" in bring_in(tmp_path / "in")
    assert "pages read" not in bring_in(tmp_path / "in")


@pytest.mark.parametrize("option", ["restore", "dry_run", "pages"])
def test_pages_are_left_unread_by(tmp_path: Path, option: str) -> None:
    said = bring_in(package(tmp_path / "in", "2023-02-14"), **{option: option != "pages"})
    assert "read:" not in said
    assert not PageSection.objects.exclude(layer="").exists()


def test_an_import_that_is_run_again_reads_what_a_run_before_it_left(tmp_path: Path) -> None:
    bring_in(package(tmp_path / "in", "2023-02-14"), pages=False)
    said = bring_in(tmp_path / "in")
    assert "unchanged" in said
    assert "1 page read: 1 hot zone" in said


def test_texts_that_are_imported_after_their_page_are_found_on_it(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "txt").mkdir()
    (tmp_path / "pdf" / "20230214_01.pdf").write_bytes(PDF)
    (tmp_path / "txt" / "20230214_01_1.txt").write_text(f"{TITLE}\n{BODY}\n", encoding="utf-8")
    bring_in(tmp_path / "pdf", paper="gysb")
    said = bring_in(tmp_path / "txt", paper="gysb")
    assert "0 pages read, 1 searched again: 1 hot zone, 0 proposed zones, 0 draft articles" in said


def test_an_import_without_pdfs_pays_one_query_for_all_its_issues(tmp_path: Path) -> None:
    for day in (14, 15, 16):
        (tmp_path / f"202302{day}_01_1.txt").write_text(f"{TITLE}\n{BODY}\n", encoding="utf-8")
    with CaptureQueriesContext(connection) as queries:
        bring_in(tmp_path, paper="gysb")
    assert Issue.objects.count() == 3
    asked = [query["sql"] for query in queries if '"awaits_search"' in query["sql"] and "SELECT 1" in query["sql"]]
    assert len(asked) == 1


def test_a_disk_that_takes_no_page_is_a_problem_of_the_run_and_the_issues_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pages, "receive_reading", full)
    with pytest.raises(CommandError, match="No space left on device"):
        bring_in(package(tmp_path / "in", "2023-02-14"))
    assert ImportRun.objects.get().state == "partly"
    assert Article.objects.exists()


# One bad page


def three_pages(tmp_path: Path) -> Path:
    path = tmp_path / "20230214.pdf"
    path.write_bytes(make_pages(["第一版"], ["第二版"], ["第三版"], sizes=[(540, 780), (20, 800), (540, 780)]))
    return path


def having_pdf() -> list[tuple[str, bool, bool]]:
    return [(page.label, bool(page.pdf), bool(page.picture)) for page in PageSection.objects.in_order()]


def test_a_bad_page_of_many_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as problem:
        bring_in(three_pages(tmp_path), paper="gysb")
    assert str(problem.value).startswith(f"{tmp_path}/20230214.pdf, page 2: its page 2 measures 20×800 points")
    assert problem.value.returncode == 1
    assert having_pdf() == [("01", True, True), ("02", False, False), ("03", True, True)]
    missing = PageSection.objects.get(label="02")
    assert (missing.text, missing.width) == ("", PageSection.objects.get(label="01").width)
    run = ImportRun.objects.get()
    assert (run.state, run.created, run.refused) == ("partly", 1, 0)
    assert len(run.report["problems"]) == 1


def test_a_bad_pdf_of_a_folder_is_named_and_comes_in_once_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "20230214_01.pdf").write_bytes(PDF)
    (tmp_path / "20230214_02.pdf").write_bytes(PDF[:-60])
    with pytest.raises(CommandError, match=r"20230214_02\.pdf: it is not a PDF or is damaged"):
        bring_in(tmp_path, paper="gysb")
    assert having_pdf() == [("01", True, True), ("02", False, False)]
    (tmp_path / "20230214_02.pdf").write_bytes(PDF)
    bring_in(tmp_path, paper="gysb")
    assert having_pdf() == [("01", True, True), ("02", True, True)]


def test_a_page_that_was_good_keeps_what_it_has_when_it_comes_again_damaged(tmp_path: Path) -> None:
    for label in ("01", "02"):
        (tmp_path / f"20230214_{label}.pdf").write_bytes(PDF)
    bring_in(tmp_path, paper="gysb")
    before = PageSection.objects.filter(label="02").values().get()
    (tmp_path / "20230214_02.pdf").write_bytes(PDF[:-60])
    with pytest.raises(CommandError, match="damaged"):
        bring_in(tmp_path, paper="gysb")
    assert PageSection.objects.filter(label="02").values().get() == before


@pytest.mark.parametrize("what", ["page_picture", "single_page"])
def test_a_page_that_turns_out_bad_when_it_is_saved_is_left_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    good = getattr(shared, what)

    def refuse(data: bytes, at: int = 0) -> bytes:
        if at == 1:
            raise FileRefused("it takes more than %(seconds)s s to read; expected a plainer page", seconds="60")
        result: bytes = good(data, at)
        return result

    monkeypatch.setattr(shared, what, refuse)
    (tmp_path / "20230214.pdf").write_bytes(make_pages(["第一版"], ["第二版"], ["第三版"]))
    with pytest.raises(CommandError, match=r"20230214\.pdf, page 2: it takes more than 60 s"):
        bring_in(tmp_path, paper="gysb")
    assert having_pdf() == [("01", True, True), ("02", False, False), ("03", True, True)]


def test_an_issue_of_which_hardly_a_page_can_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "20230214.pdf").write_bytes(make_pages(*[["字"]] * 12, sizes=[(540, 780), *[(20, 800)] * 11]))
    with pytest.raises(CommandError, match="more than 10 of its pages cannot be read"):
        bring_in(tmp_path, paper="gysb")
    assert not Issue.objects.exists()


# Runs


def make_days(*days: int) -> list[str]:
    for day in days:
        make_section(make_issue(dt.date(2023, 2, day)), pdf=PDF)
    return [f"gysb 2023-02-{day:02}, page 01" for day in days]


def fail(section: PageSection, *_: object) -> pages.PageOutcome:
    raise FileNotFoundError(2, "gone", "x.pdf")


def test_every_page_is_tried_once_the_newest_first_also_where_none_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    names = make_days(1, 2, 3, 4, 5)
    monkeypatch.setattr(running, "AT_A_TIME", 2)
    monkeypatch.setattr(running, "read_page", fail)
    run = read_pages(pages_now())
    assert [problem.partition(": ")[0] for problem in run.problems] == names[::-1]
    assert run.pages == 0


def test_tonights_page_does_not_wait_for_the_decades(monkeypatch: pytest.MonkeyPatch) -> None:
    make_days(1, 2, 3, 4, 5)
    monkeypatch.setattr(running, "AT_A_TIME", 2)
    order: list[int] = []

    def work(section: PageSection, *_: object) -> pages.PageOutcome:
        order.append(section.issue.date.day)
        if len(order) == 1:
            make_days(9)
        return pages.PageOutcome()

    monkeypatch.setattr(running, "read_page", work)
    read_pages(pages_now())
    assert order == [5, 4, 9, 3, 2, 1]


def test_pages_with_trouble_are_not_loaded_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = make_issue()
    for at in range(40):
        make_section(issue, label=f"{at + 1:02}")
    monkeypatch.setattr(running, "AT_A_TIME", 2)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(running._walk(pages_now()))) == 40
    assert len([query for query in queries if "NOT (" in query["sql"]]) < 9


def test_a_page_that_came_in_at_the_very_end_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    make_days(1, 2, 3, 4, 5, 6)
    monkeypatch.setattr(running, "AT_A_TIME", 2)
    monkeypatch.setattr(running, "read_page", lambda *_: pages.PageOutcome())
    walked = []
    for pk in running._walk(pages_now()):
        walked.append(PageSection.objects.get(pk=pk).issue.date.day)
        if walked[-1] == 1:
            make_days(9)
    assert walked == [6, 5, 4, 3, 2, 1, 9]


def test_a_limit_counts_pages_that_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    make_days(1, 2, 3)
    Path(storages["masters"].path(PageSection.objects.get(issue__date__day=3).pdf)).unlink()
    run = read_pages(pages_now(), limit=1)
    assert (run.pages, len(run.problems)) == (1, 1)
    assert PageSection.objects.unread().count() == 2


def test_a_command_that_a_signal_ended_says_so_with_its_status() -> None:
    with pytest.raises(CommandError) as ended:
        end(["a note"], [signal.SIGTERM])
    assert (str(ended.value), ended.value.returncode) == ("a note\nStopped; the next run goes on.", 143)
    with pytest.raises(CommandError, match=r"^a note$"):
        end(["a note"], [])
    end([], [])


def test_a_reading_of_another_pdf_leaves_the_issues_version() -> None:
    section = make_section(make_issue(), pdf=PDF, picture=make_picture(30, 40))
    before = Issue.objects.get().version
    assert not receive_reading(section, PageReading(master="another"))
    assert not receive_recognition(section, "another", Recognition())
    assert Issue.objects.get().version == before


# What cannot be recognised, or searched in time


@pytest.fixture
def scan() -> PageSection:
    return make_section(make_issue(), picture=make_picture(300, 400))


def recognised(text: str) -> TextLayer:
    return TextLayer(300, 400, tuple(Glyph(c, Box(20 + 9 * n, 20, 29 + 9 * n, 29), 9) for n, c in enumerate(text)), source="ocr")


def too_long(*_: object) -> TextLayer:
    raise FileRefused("it takes more than %(seconds)s s to read; expected a plainer page", seconds="300")


def test_a_scan_that_cannot_be_recognised_keeps_a_note_and_is_tried_again_when_asked(
    scan: PageSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "recognise", too_long)
    version = Issue.objects.get().version
    assert len(recognise_pages(pages_now()).problems) == 1
    scan.refresh_from_db()
    assert scan.notes == ["读取超过 300 秒；应为更简单的版面"]
    assert Issue.objects.get().version == version, "readers see nothing of it"
    assert recognise_pages(pages_now()).pages == 0
    monkeypatch.setattr(pages, "recognise", lambda *_: recognised("昨日起渡轮停航"))
    assert recognise_pages(pages_now(), again=True).pages == 1
    scan.refresh_from_db()
    assert (scan.text, scan.notes) == ("昨日起渡轮停航", [])


def test_what_was_recognised_stays_when_a_second_try_fails(scan: PageSection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "recognise", lambda *_: recognised("昨日起渡轮停航"))
    recognise_pages(pages_now())
    monkeypatch.setattr(pages, "recognise", too_long)
    recognise_pages(pages_now(), again=True)
    scan.refresh_from_db()
    assert (scan.text, scan.text_source, len(scan.notes)) == ("昨日起渡轮停航", "ocr", 1)
    assert scan.layer


def test_another_picture_takes_the_note_away(scan: PageSection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "recognise", too_long)
    recognise_pages(pages_now())
    scan.refresh_from_db()
    save_section(scan, picture=make_picture(300, 401))
    scan.refresh_from_db()
    assert scan.notes == []
    assert PageSection.objects.unrecognised().exists()


# A PDF without a text layer


def make_found_page(**changes: Any) -> PageSection:
    """With an article and its found zone."""
    section = make_section(make_issue(publish_at=None), pdf=PDF, **changes)
    write_story(section)
    read_pages(pages_now())
    section.refresh_from_db()
    assert section.zones.filter(confidence__isnull=False).exists()
    return section


def replace_by_scan(section: PageSection) -> None:
    section.refresh_from_db()
    save_section(section, pdf=make_pdf())
    read_pages(pages_now())
    section.refresh_from_db()


def read_once_more() -> None:
    read_again(pages_now())
    assert read_pages(pages_now()).pages == 1


def test_a_pdf_without_a_text_layer_takes_no_zone_away() -> None:
    section = make_found_page()
    replace_by_scan(section)
    assert section.zones.filter(confidence__isnull=False).count() == 1
    assert (section.layer, section.text, section.text_source) == ("", "", "")
    assert section.notes == ["PDF 没有文字层：整版是一张图片。"]
    assert PageSection.objects.unrecognised().exists()
    read_once_more()
    assert section.zones.filter(confidence__isnull=False).count() == 1


def test_a_layer_that_an_earlier_version_kept_empty_takes_nothing_away_and_goes() -> None:
    section = make_found_page(text="手工录入")
    replace_by_scan(section)
    page_files._write_layer(section, TextLayer(300, 425))
    section.save()
    assert find_zones(pages_now()).pages == 1
    assert section.zones.count() == 1
    read_once_more()
    section.refresh_from_db()
    assert section.layer == ""
    assert PageSection.objects.unrecognised().exists()


def test_recognition_finds_zones_beside_a_text_that_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_found_page(text="手工录入")
    replace_by_scan(section)
    section.zones.all().delete()
    monkeypatch.setattr(pages, "recognise", lambda *_: recognised(TITLE + BODY[:20]))
    assert recognise_pages(pages_now()).pages == 1
    section.refresh_from_db()
    assert (section.text, section.text_source, bool(section.layer)) == ("手工录入", "", True)
    assert section.zones.exists() or section.proposed_zones.exists()
    assert recognise_pages(pages_now()).pages == 0
    assert recognise_pages(pages_now(), again=True).pages == 1
    read_once_more()
    section.refresh_from_db()
    assert section.layer, "the scan's PDF takes away nothing of it"
    save_section(section, picture=make_picture(301, 425))
    section.refresh_from_db()
    assert (section.layer, section.text) == ("", "手工录入")
    assert PageSection.objects.unrecognised().exists()


def test_a_picture_in_which_nothing_is_recognised_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_found_page(text="手工录入")
    replace_by_scan(section)
    monkeypatch.setattr(pages, "recognise", lambda *_: TextLayer(300, 425, source="ocr"))
    recognise_pages(pages_now())
    section.refresh_from_db()
    assert (section.zones.count(), section.layer, section.text) == (1, "", "手工录入")
    assert Sentence.of(section.layer_notes[0]) == "Nothing was recognised in the page's picture."
    assert recognise_pages(pages_now()).pages == 0
    assert recognise_pages(pages_now(), again=True).pages == 1


def test_a_text_layer_that_comes_ends_what_was_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_found_page(text="手工录入")
    replace_by_scan(section)
    monkeypatch.setattr(pages, "recognise", lambda *_: recognised("昨日起渡轮停航"))
    recognise_pages(pages_now())
    section.refresh_from_db()
    assert section.is_recognised
    save_section(section, pdf=PDF, has_own_picture=True)
    read_pages(pages_now())
    section.refresh_from_db()
    assert (section.is_recognised, section.notes, bool(section.layer)) == (False, [], True)


def test_a_given_text_without_a_pdf_is_recognised_only_when_asked() -> None:
    make_section(make_issue(), picture=make_picture(300, 400), text="手工录入")
    assert not PageSection.objects.unrecognised().exists()
    assert PageSection.objects.recognisable().exists()


def test_half_a_pdf_does_not_take_a_good_one_s_place() -> None:
    section = make_read_page()
    before = section.pdf
    with pytest.raises(ValidationError, match="PDF"):
        save_section(section, pdf=PDF[: PDF.rindex(b"%%EOF")])
    section.refresh_from_db()
    assert section.pdf == before


def endless(*_: object) -> Any:
    while True:
        pass


def test_work_that_computes_without_end_is_broken_off() -> None:
    with pytest.raises(FileRefused), bounded(0.05):
        endless()


def test_a_page_that_takes_too_long_to_search_keeps_a_note_and_what_was_found_before(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_read_page()
    article = write_story(section)
    read_pages(pages_now())
    save_article(article)
    with monkeypatch.context() as hostile:
        hostile.setattr(finding, "SECONDS", 0.05)
        hostile.setattr(finding, "find_zones", endless)
        assert len(read_pages(pages_now()).problems) == 1
    section.refresh_from_db()
    assert len(section.notes) == 1
    assert article.zones.exists()
    assert read_pages(pages_now()).pages == 0, "it is not tried again until texts come"
    save_article(article)
    read_pages(pages_now())
    section.refresh_from_db()
    assert section.notes == []


def test_a_page_whose_text_takes_too_long_still_gets_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SECONDS", 0.05)
    monkeypatch.setattr(pages, "page_text", endless)
    section = make_section(make_issue(), pdf=PDF)
    read_pages(pages_now())
    section.refresh_from_db()
    assert section.picture
    assert section.text == ""
    assert Sentence.of(section.layer_notes[0]).startswith("it takes more than")
