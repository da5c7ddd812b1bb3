"""The nightly door: what arrives becomes pages, once, and what cannot be matched is named once."""

import io
import os
import signal
from pathlib import Path
from typing import IO

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import translation

from articles.importing.options import ReadingOptions
from articles.intake.running import PageRun
from articles.models import Article, WatchedFile
from articles.watching import taking, watcher
from articles.watching.watcher import Watcher
from articles.writing import save_article
from issues import pdf
from issues.models import Issue, PageSection
from issues.writing import save_section, set_section_state
from tests.articles.importing.pdf_pages import make_pages
from tests.factories import MORNING, make_article, make_issue, make_picture, make_publication, make_section
from tests.snapshots import unchanged

pytestmark = pytest.mark.django_db

WIDTH = 400
FIRST, SECOND = make_pages(["汐桥通车"]), make_pages(["汐桥通车", "昨晚更新"])
STORY = make_pages(["渡轮停航", "昨日起渡轮停航，今晨𠮷日复航，", "船票两元。"])


class Door:
    """A folder, and a watcher that is started anew for each look unless told otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = 1_700_000_000
        self.start()

    def start(self, pattern: str = "") -> None:
        self.lines: list[str] = []
        self.watcher = Watcher(str(self.folder), "gysb", ReadingOptions(pattern=pattern), 0, self.lines.append)

    def put(self, name: str, data: bytes | str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.clock += 60
        os.utime(path, (self.clock, self.clock))

    def look(self) -> list[str]:
        """What a round says of files, without the time."""
        return [line for line in self.round() if line.split()[0] not in ("read", "note")]

    def round(self) -> list[str]:
        del self.lines[:]
        with translation.override("en"):
            self.watcher.round()
        return [line[20:] for line in self.lines]


@pytest.fixture
def door(tmp_path, media_root, monkeypatch) -> Door:
    """Pictures are small: there are many."""
    monkeypatch.setattr(pdf, "PICTURE_WIDTH", WIDTH)
    make_publication()
    folder = tmp_path / "in"
    folder.mkdir()
    return Door(folder)


def page(label: str = "01") -> PageSection:
    return PageSection.objects.get(label=label)


def states() -> dict[str, str]:
    return dict(WatchedFile.objects.values_list("name", "state"))


def test_a_pdf_becomes_a_page_of_a_draft(door):
    door.put("20230214_01.pdf", FIRST)
    assert door.look() == ["taken     20230214_01.pdf → gysb 2023-02-14 01 (draft): new issue; 1 new page section"]
    section = page()
    assert (section.text, section.picture_version, section.pdf_version, section.width) == ("汐桥通车", 1, 1, WIDTH)
    row = WatchedFile.objects.get()
    assert (row.state, row.issue, str(row.publication)) == ("taken", section.issue, str(section.issue.publication))
    assert (row.size, row.modified.timestamp()) == (len(FIRST), door.clock)
    assert Article.objects.count() == 0
    assert (door.folder / "20230214_01.pdf").read_bytes() == FIRST


def test_pages_that_arrive_in_any_order_stand_in_theirs(door):
    for label in ("03", "10", "01", "02"):
        door.put(f"20230214_{label}.pdf", FIRST)
        door.look()
    assert list(Issue.objects.get().sections.in_order().values_list("label", flat=True)) == ["01", "02", "03", "10"]


def test_a_page_that_was_taken_is_read(door):
    door.put("20230214_01.pdf", make_pages(["汐桥通车，首班电车今晨开出"]))
    [_taken, read] = door.round()
    assert read == "read      gysb 2023-02-14, page 01: 0 hot zones, 0 proposed zones, 1 draft article"
    assert page().text_source == "pdf"
    assert door.round() == []


def test_many_pages_are_read_a_few_a_round(door, monkeypatch):
    monkeypatch.setattr(watcher, "PAGES_A_ROUND", 2)
    for label in ("01", "02", "03"):
        door.put(f"20230214_{label}.pdf", FIRST)
    counts = [sum(line.startswith("read") for line in door.round()) for _round in range(3)]
    assert counts == [2, 1, 0]


def test_a_text_that_comes_after_its_page_is_found_on_it(door):
    door.put("20230214_01.pdf", STORY)
    door.look()
    door.put("20230214/01版/01 渡轮停航.txt", "渡轮停航\n昨日起渡轮停航，今晨𠮷日复航，船票两元。\n")
    assert door.round()[1] == "read      gysb 2023-02-14, page 01: 1 hot zone, 0 proposed zones, 0 draft articles"
    assert Article.objects.get().zones.get().confidence
    assert door.round() == []


def test_pages_of_issues_that_came_otherwise_are_left_to_read_pages(door):
    make_section(make_issue(), pdf=FIRST)
    door.put("20230215_01.pdf", FIRST)
    door.look()
    assert PageSection.objects.unread().count() == 1


def test_a_page_that_cannot_be_read_is_named_once_and_keeps_no_other_waiting(door, monkeypatch):
    monkeypatch.setattr(watcher, "PAGES_A_ROUND", 1)
    for label in ("01", "02"):
        door.put(f"20230214_{label}.pdf", FIRST)
    with monkeypatch.context() as later:
        later.setattr(watcher, "read_pages", lambda *_, **__: PageRun())
        door.look()
    door.start()
    Path(storages["masters"].path(page().pdf)).unlink()
    lines = door.round()
    assert [line.split()[0] for line in lines] == ["read", "note"]
    assert "its file is not there" in lines[1]
    assert page("02").text_source == "pdf"
    assert page("02").layer
    assert door.round() == []


def test_a_page_sent_again_becomes_the_next_version(door):
    door.put("20230214_01.pdf", FIRST)
    door.look()
    door.put("20230214_01.pdf", SECOND)
    assert door.look() == [
        "taken     20230214_01.pdf → gysb 2023-02-14 01 (draft): 1 changed page section; now picture version 2, PDF version 2"
    ]
    section = page()
    assert (section.text, section.picture_version, section.pdf_version) == ("汐桥通车昨晚更新", 2, 2)


def test_a_page_replaced_at_four_in_the_morning_is_public_at_once(door):
    section = make_section(make_issue(), pdf=FIRST, name="要闻")
    article = make_article(section)
    door.put("2023-02-14/01.pdf", SECOND)
    door.look()
    issue = Issue.objects.public().get()
    assert page().name == "要闻"
    assert page().pdf_version == section.pdf_version + 1
    assert list(issue.articles.values_list("pk", flat=True)) == [article.pk]


def test_a_page_whose_file_arrives_goes_into_work_in_nobodys_hand_and_the_others_stay(door):
    issue = make_issue(publish_at=None)
    for label in ("01", "02", "03"):
        make_section(issue, label=label)
    set_section_state(page("03"), "proofread", "", MORNING)
    door.put("20230214/01版/01 渡轮停航.txt", "渡轮停航\n昨日起渡轮停航。\n")
    door.look()
    assert [section.state for section in issue.sections.in_order()] == ["awaited", "awaited", "proofread"]
    for label in ("01", "03"):
        door.put(f"20230214_{label}.pdf", FIRST)
    door.look()
    assert [section.state for section in issue.sections.in_order()] == ["in_work", "awaited", "proofread"]
    assert page().state_by is None
    begun = page().state_at
    assert begun is not None
    assert begun > MORNING


def test_the_same_file_sent_again_changes_nothing(door, media_root):
    door.put("20230214_01.pdf", FIRST)
    door.look()
    version = Issue.objects.get().version
    door.put("20230214_01.pdf", FIRST)
    assert door.look() == ["taken     20230214_01.pdf → 2023-02-14 01: the same file again"]
    assert Issue.objects.get().version == version
    assert page().picture_version == 1
    with unchanged(media_root):
        assert door.look() == []


def test_after_a_restart_what_was_taken_is_known(door, media_root):
    door.put("20230214_01.pdf", FIRST)
    door.put("readme.txt", "hello")
    door.look()
    door.start()
    with unchanged(media_root):
        assert door.look() == []


def test_a_page_that_an_editor_replaced_is_left_alone_until_its_file_changes(door):
    door.put("20230214_01.pdf", FIRST)
    door.look()
    section = page()
    save_section(section, picture=make_picture())
    door.start()
    assert door.look() == []
    assert page().picture_version == 2


def test_a_picture_becomes_the_pages_picture(door):
    door.put("20230214_A01.jpg", make_picture(900, 1300, "red"))
    door.look()
    section = page("A01")
    assert (section.width, section.height, section.picture_version, section.pdf) == (900, 1300, 1, "")


def test_of_picture_and_pdf_the_later_gives_the_picture(door):
    door.put("20230214_01.pdf", FIRST)
    door.put("20230214_01.png", make_picture(900, 1300, "red", "PNG"))
    door.look()
    assert (page().width, page().pdf_version) == (900, 1)
    door.put("20230214_01.pdf", SECOND)
    door.look()
    assert (page().width, page().pdf_version) == (WIDTH, 2)


def test_another_file_for_the_same_page_takes_its_place(door):
    door.put("20230214_01.pdf", FIRST)
    door.put("20230214_01_v2.pdf", SECOND)
    lines = door.look()
    assert lines[1].endswith("now picture version 2, PDF version 2; in place of 20230214_01.pdf")
    assert states() == {"20230214_01.pdf": "superseded", "20230214_01_v2.pdf": "taken"}
    assert (page().text, page().name) == ("汐桥通车昨晚更新", "")
    door.start()
    assert door.look() == []


def test_a_whole_issue_in_one_pdf_is_taken(door):
    door.put("20230214.pdf", make_pages(["一版"], ["二版"]))
    assert door.look() == ["taken     20230214.pdf → gysb 2023-02-14 (draft): new issue; 2 new page sections"]
    assert list(PageSection.objects.in_order().values_list("label", flat=True)) == ["01", "02"]


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("readme.pdf", FIRST, "unmatched readme.pdf: no date in the name"),
        ("20230214_01.xlsx", b"PK\x03\x04", "unmatched 20230214_01.xlsx: expected a PDF, a picture"),
        ("20230214.jpg", make_picture(), "refused   20230214.jpg: expected a page in the name of a picture, found none"),
        ("20230214_01.pdf", FIRST[:-30], "refused   20230214_01.pdf: expected a whole PDF, which ends in %%EOF"),
        ("20230214_01.pdf", b"%PDF-1.7 %%EOF", "refused   20230214_01.pdf: it is not a PDF or is damaged"),
        ("20230214_01.pdf", b"<html>404</html>", "refused   20230214_01.pdf: expected a PDF, a picture"),
        (
            "20230214_01.pdf",
            b"",
            "refused   20230214_01.pdf: expected a PDF, a picture (JPEG, PNG, TIFF) or a text (TXT, DOCX), found an",
        ),
        (
            "20230214_01.jpg",
            make_picture()[:500],
            "refused   20230214_01.jpg, issue.sections[0].picture “20230214_01.jpg”: The file",
        ),
    ],
)
def test_what_cannot_be_taken_is_named_once(door, name, data, line):
    door.put(name, data)
    (said,) = door.look()
    assert said.startswith(line)
    assert door.look() == []
    door.start()
    assert door.look() == []
    assert Issue.objects.count() == 0
    row = WatchedFile.objects.get()
    assert row.state == line.split()[0]
    assert row.note


def test_a_refused_file_is_taken_when_it_comes_whole(door):
    door.put("20230214_01.pdf", FIRST[:-30])
    door.look()
    door.put("20230214_01.pdf", FIRST)
    assert door.look()[0].startswith("taken")
    assert states() == {"20230214_01.pdf": "taken"}


IN_PART = make_pages(["一版"], ["二版"], ["三版"], sizes=[(540, 780), (20, 800), (540, 780)])
LACK = "not taken: 20230214.pdf, page 2: its page 2 measures 20×800 points"


def test_a_pdf_of_which_a_page_is_refused_is_trouble(door):
    door.put("20230214.pdf", IN_PART)
    (said,) = door.look()
    assert said.startswith("taken     20230214.pdf: gysb 2023-02-14 (draft): new issue; 3 new page sections; " + LACK)
    assert door.watcher.troubles == 1
    row = WatchedFile.objects.get()
    assert (row.state, row.refused) == ("taken", 1)
    assert LACK in row.note


def test_the_same_file_again_still_lacks_what_it_lacked(door):
    door.put("20230214.pdf", IN_PART)
    door.look()
    before = WatchedFile.objects.get()
    door.start()
    door.put("20230214.pdf", IN_PART)
    (said,) = door.look()
    assert LACK in said
    assert door.watcher.troubles == 1
    row = WatchedFile.objects.get()
    assert (row.note, row.refused) == (before.note, 1)


def test_a_pdf_that_comes_whole_lacks_nothing_any_more(door):
    door.put("20230214.pdf", IN_PART)
    door.look()
    door.put("20230214.pdf", make_pages(["一版"], ["二版"], ["三版"]))
    (said,) = door.look()
    assert said.startswith("taken     20230214.pdf → ")
    row = WatchedFile.objects.get()
    assert (row.state, row.refused) == ("taken", 0)
    assert "not taken" not in row.note


def test_the_command_exits_with_1_where_a_page_was_refused(door):
    door.put("20230214.pdf", IN_PART)
    with pytest.raises(SystemExit) as exit_:
        run(str(door.folder))
    assert exit_.value.code == 1


def test_a_page_that_was_refused_is_named_on_the_next_night_too(door):
    door.put("20230214.pdf", IN_PART)
    door.look()
    out = io.StringIO()
    with pytest.raises(SystemExit):
        run(str(door.folder), out=out)
    assert LACK in out.getvalue()
    assert out.getvalue().endswith("done      0 taken, 1 not\n")


def test_another_pattern_finds_what_told_nothing(door):
    door.put("NS_140223_p1.pdf", FIRST)
    assert door.look() == ["unmatched NS_140223_p1.pdf: no date in the name"]
    door.start("NS_{day}{month}{yy}_p{label}")
    assert door.look()[0].startswith("taken     NS_140223_p1.pdf → gysb 2023-02-14 1 ")


def test_a_purged_issue_does_not_come_back_by_itself(door):
    door.put("20230214_01.pdf", FIRST)
    door.look()
    Issue.objects.all().delete()
    door.start()
    assert door.look() == []
    door.put("20230214_01.pdf", FIRST)
    assert door.look()[0].startswith("taken")
    assert PageSection.objects.count() == 1


def test_a_name_in_gb18030_is_taken(door):
    path = os.path.join(os.fsencode(door.folder), "20230214_第01版.pdf".encode("gb18030"))
    with open(path, "wb") as file:
        file.write(FIRST)
    assert door.look()[0].startswith("taken     20230214_第01版.pdf → ")


def test_a_watched_folder_whose_name_is_gb18030_is_shown_as_text(door, tmp_path):
    door.folder = tmp_path / os.fsdecode("来稿".encode("gb18030"))
    door.folder.mkdir()
    door.start()
    door.put("20230214_01.pdf", FIRST)
    assert door.look()[0].startswith("taken     20230214_01.pdf → ")
    assert WatchedFile.objects.get().folder == f"{tmp_path}/来稿"
    door.start()
    assert door.look() == []


def test_a_disk_that_is_full_is_tried_again(door, monkeypatch, media_root):
    door.put("20230214_01.pdf", FIRST)

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with unchanged(media_root), monkeypatch.context() as disk:
        disk.setattr(taking, "save_imported", full)
        (line,) = door.look()
        assert "No space left on device" in line
        assert line.endswith("it is tried again")
        assert door.look() == []
    assert door.look()[0].startswith("taken")


def test_a_database_that_is_away_is_waited_for(door, monkeypatch):
    door.put("20230214_01.pdf", FIRST)

    def away(*arguments):
        raise OperationalError("the connection is closed\n")

    with monkeypatch.context() as gone:
        gone.setattr("articles.watching.watcher.remembered", away)
        assert door.look() == ["waiting   the database did not take it (the connection is closed)"]
        assert door.look() == []
    assert door.look()[0].startswith("taken")


def test_memory_and_content_come_together_or_not_at_all(door, monkeypatch, media_root):
    door.put("20230214_01.pdf", FIRST)

    def broken(*arguments, **words):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed, unchanged(media_root):
        killed.setattr(taking, "remember", broken)
        with pytest.raises(KeyboardInterrupt):
            door.look()
    assert door.look()[0].startswith("taken")


def test_a_wish_to_stop_is_heard_between_files(door):
    door.put("20230214_01.pdf", FIRST)
    door.put("20230214_02.pdf", FIRST)
    door.watcher.say = lambda line: door.watcher.stop()
    door.watcher.run(1000)
    assert PageSection.objects.count() == 0
    door.start()
    door.look()
    assert PageSection.objects.count() == 2


def test_an_edited_article_is_kept(door):
    door.put("20230214_01_01.txt", "渡轮停航\n本报记者 许木\n昨日起渡轮停航。\n")
    door.look()
    article = Article.objects.get()
    article.title = "渡轮今起停航"
    save_article(article)
    door.put("20230214_01_01.txt", "渡轮停航\n本报记者 许木\n昨日起渡轮全线停航。\n")
    (line,) = door.look()
    assert "kept, edited here" in line
    assert Article.objects.get().title == "渡轮今起停航"


def test_texts_and_pages_of_one_page_meet(door):
    door.put("20230214/01版/01 渡轮停航.txt", "渡轮停航\n本报记者 许木\n昨日起渡轮停航。\n")
    door.put("20230214/01.pdf", FIRST)
    door.look()
    section = page()
    assert (section.pdf_version, section.articles.get().title) == (1, "渡轮停航")


def run(*arguments: str, out: IO[str] | None = None) -> str:
    said = io.StringIO()
    call_command("watch_folder", *arguments, "--once", "--rest", "0", stdout=out or said)
    return said.getvalue()


def test_the_command_takes_what_is_there_and_ends(door):
    door.put("20230214_01.pdf", FIRST)
    out = run(str(door.folder))
    assert "taken     20230214_01.pdf" in out
    assert out.splitlines()[-1].endswith("done      1 taken, 0 not")


class Interrupting(io.StringIO):
    """Sends a signal to this process when the first file is taken."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        if " taken     " in text:
            os.kill(os.getpid(), self.number)
        return super().write(text)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_between_files_with_a_line(door, number):
    door.put("20230214_01.pdf", FIRST)
    door.put("20230214_02.pdf", FIRST)
    before, out = signal.getsignal(number), Interrupting(number)
    call_command("watch_folder", str(door.folder), "--rest", "0", "--interval", "1000", stdout=out)
    assert out.getvalue().splitlines()[-1].endswith("stopped   1 taken, 0 not; the rest is taken after the next start")
    assert PageSection.objects.count() == 1
    assert signal.getsignal(number) == before


def test_the_command_exits_with_1_where_something_was_not_taken(door):
    door.put("x.pdf", FIRST)
    door.put("20230214_01.pdf", FIRST[:-30])
    for _night in range(2):
        out = io.StringIO()
        with pytest.raises(SystemExit) as exit_:
            run(str(door.folder), out=out)
        assert exit_.value.code == 1
        assert "unmatched x.pdf: no date in the name\n" in out.getvalue()
        assert "refused   20230214_01.pdf: expected a whole PDF" in out.getvalue()
        assert out.getvalue().endswith("done      0 taken, 2 not\n")
    (door.folder / "x.pdf").unlink()
    door.put("20230214_01.pdf", FIRST)
    run(str(door.folder))


def test_watching_goes_on_where_nobody_listens_any_more(door):
    door.put("20230214_01.pdf", FIRST)
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as out:
        run(str(door.folder), out=out)
    assert states() == {"20230214_01.pdf": "taken"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone"], "gone: expected a folder"),
        ([".", "--paper", "gysbx"], "expected --paper to name one of gysb, found gysbx"),
        ([".", "--pattern", "{datum}"], "found {datum}"),
    ],
)
def test_a_wrong_command_line_is_refused(door, arguments, words):
    with pytest.raises(CommandError, match=words) as refusal:
        run(*arguments)
    assert refusal.value.returncode == 2


def test_of_several_papers_one_must_be_named(door):
    make_publication("cprb", "澄浦日报")
    with pytest.raises(CommandError, match="--paper to name one of cprb, gysb"):
        run(str(door.folder))
