"""The public site as files, through the command: every address, relative links, nothing hidden, only what changed."""

import datetime as dt
import io
import os
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.template import loader
from django.utils import timezone

from articles.addresses import issue_addresses
from articles.exporting import site, site_pages, site_run
from articles.exporting.folders import sole_use
from articles.exporting.site_files import CopyFolder
from articles.exporting.site_pages import Stopped
from articles.exporting.site_plan import Plan, make_plan, signature
from articles.exporting.site_reader import AnonymousReader, Answer
from articles.exporting.site_run import SiteOptions, SiteRun
from articles.models import Figure, OldAddress, SiteCopy
from articles.publishing import publish_issue, withdraw_article, withdraw_issue
from articles.writing import save_article
from issues.models import Issue, PublicationName
from issues.writing import save_name, save_publication, set_times
from tests.articles.exporting.copies import copied, dead_links, pages, writing_times
from tests.factories import (
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
    make_zone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root", "static_files")]
DAY = dt.timedelta(days=1)
PICTURE = make_picture(400, 560)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy"


@pytest.fixture
def static_files(settings: Any) -> None:
    """As after collectstatic."""
    settings.WHITENOISE_USE_FINDERS = True


def export(folder: Path, *words: str) -> str:
    out = io.StringIO()
    call_command("export_site", str(folder), *words, stdout=out)
    return out.getvalue()


def issue_with_everything(date: dt.date = VALENTINE, **changes: Any) -> Issue:
    issue = make_issue(date, **changes)
    section = make_section(issue, picture=PICTURE, pdf=make_pdf())
    article = make_article(section, title=f"正文 {date}")
    make_figure(article, picture=PICTURE)
    make_zone(section, article)
    return issue


@pytest.fixture
def week() -> list[Issue]:
    """Three issues of one paper, over the end of a month."""
    return [issue_with_everything(dt.date(2023, 2, 27) + n * DAY) for n in range(3)]


def names_of_pictures(issue: Issue) -> set[str]:
    """As the site's pages may show them."""
    shown: list[Any] = [*issue.sections.all(), *Figure.objects.public().filter(issue=issue)]
    return {row.picture_href(w, end) for row in shown for w in row.picture_widths for end in row.picture_endings}


# Every address is a file


def test_every_public_address_is_a_file_and_every_link_leads_to_one(week, copy):
    save_publication(week[0].publication, masthead=make_picture(60, 20))
    export(copy)
    names = {name for name in copied(copy) if not name.startswith("static/")}
    day = {"index.html", "titles.htm", "node_1.htm", "content_1.htm", "sitemap.xml", *names_of_pictures(week[0])}
    expected = {"index.html", "robots.txt", "sitemap.xml", "sitemap-news.xml"}
    expected |= {
        f"gysb/{name}" for name in ("index.html", "paperindex.htm", "masthead-1.png", "archive/index.html", "feed.xml", "rss.xml")
    }
    expected |= {f"gysb/archive/2023/{name}index.html" for name in ("", "02/", "03/")}
    expected |= {f"gysb/html/{month}/period.xml" for month in ("2023-02", "2023-03")}
    for folder in ("2023-02/27", "2023-02/28", "2023-03/01"):
        expected |= {f"gysb/html/{folder}/{name}" for name in day}
        expected.add(f"gysb/html/{folder}/gysb{folder.replace('-', '').replace('/', '')}_01.pdf")
    assert names == expected
    assert dead_links(copy) == []
    assert {"static/css/tokens.css", "static/js/zones.js", "static/img/favicon.svg"} <= copied(copy).keys()


def test_copy_is_what_the_site_answers_but_for_absolute_paths(week, copy, client):
    export(copy)
    address = "/gysb/html/2023-02/28/node_1.htm"
    live, page = client.get(address).content.decode(), (copy / address[1:]).read_text()
    assert live != page
    absolute = re.compile(r'(?:href|src)="(/[^"]*)"')
    for path in set(absolute.findall(live)):
        page = page.replace(f'"{path}"', "")
    assert not absolute.findall(page)
    relative_ones = re.compile(r'(?:href|src|srcset)="(?!/)[^"]*"')
    assert set(relative_ones.findall(live)) <= set(relative_ones.findall(page))
    for name in ("page_1-1-400.jpg", "gysb20230228_01.pdf", "fig_1-1-400.jpg"):
        beside = urljoin(address, name)
        assert b"".join(client.get(beside)) == (copy / beside[1:]).read_bytes()


def test_links_within_an_issue_and_to_its_neighbours_stay_as_they_are(week, copy):
    export(copy)
    page = (copy / "gysb/html/2023-02/28/node_1.htm").read_text()
    for link in ("content_1.htm", "titles.htm", "./", "../27/node_1.htm", "../../2023-03/01/node_1.htm"):
        assert f'href="{link}"' in page
    assert 'href="../../../archive/"' in page
    assert re.search(r'href="\.\./\.\./\.\./\.\./static/css/tokens\.css"', page)


def test_redirects_are_small_pages_that_lead_on(week, copy):
    export(copy)
    for name, target in [("index.html", "gysb/"), ("gysb/index.html", "html/2023-03/01/node_1.htm")]:
        page = (copy / name).read_text()
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
        assert f'<a href="{target}">' in page


def test_copy_for_the_disk_names_index_html_and_every_link_leads_to_a_file(week, copy):
    export(copy, "--for-disk")
    page = (copy / "gysb/html/2023-02/28/node_1.htm").read_text()
    assert 'href="index.html"' in page
    assert 'href="../../../archive/index.html"' in page
    assert dead_links(copy) == []
    assert not [link for text in pages(copy).values() for link in re.findall(r'href="(?!https?:)[^"#]*/"', text)]


def test_canonical_addresses_are_the_copy_s_where_it_has_one(week, copy):
    export(copy / "a")
    export(copy / "b", "--base-url", "https://copy.example/papers/")
    name = "gysb/html/2023-02/28/node_1.htm"
    assert f'rel="canonical" href="https://paper.example/{name}"' in (copy / "a" / name).read_text()
    assert f'rel="canonical" href="https://copy.example/papers/{name}"' in (copy / "b" / name).read_text()
    assert "paper.example" not in "".join(pages(copy / "b").values())


def test_files_that_nginx_sends_on_the_site_are_in_the_copy(week, copy, settings):
    settings.ACCEL_REDIRECT = "/internal/"
    export(copy)
    served = storages["served"]
    section = week[0].sections.get()
    with served.open(f"issues/{week[0].pk}/page_1-{section.picture_version}-400.jpg") as file:
        assert file.read() == (copy / "gysb/html/2023-02/27/page_1-1-400.jpg").read_bytes()


def test_one_paper_alone(week, copy):
    make_section(make_issue(publication=make_publication("zweite", "第二报")))
    export(copy, "--paper", "gysb")
    assert not [name for name in copied(copy) if "zweite" in name]
    assert 'url=gysb/"' in (copy / "index.html").read_text()
    assert dead_links(copy) == []


def test_several_papers_have_a_newsstand(week, copy):
    make_section(make_issue(publication=make_publication("zweite", "第二报")))
    export(copy)
    assert "第二报" in (copy / "index.html").read_text()
    assert dead_links(copy) == []


# Nothing hidden


def test_nothing_that_readers_do_not_see_is_in_the_copy(week, copy):
    texts: dict[str, Any] = {"title": "hidden-title", "body": "<p>hidden-body</p>"}
    states: list[tuple[dt.date, dict[str, Any]]] = [
        (dt.date(2023, 4, 1), {"publish_at": None}),
        (dt.date(2023, 4, 2), {"publish_at": dt.datetime(2199, 1, 1, tzinfo=dt.UTC)}),
        (dt.date(2023, 4, 3), {"withdrawn_at": timezone.now()}),
    ]
    for date, changes in states:
        make_article(make_section(make_issue(date, **changes), name="hidden-name"), **texts)
    make_section(make_issue(publication=make_publication("hidden-paper"), publish_at=None))
    withdraw_article(make_article(week[0].sections.get(), **texts), "hidden-reason")
    export(copy)
    everything = b"".join(data for name, data in copied(copy).items() if not name.startswith("static/"))
    assert b"hidden-" not in everything
    assert not [name for name in copied(copy) if "2023-04" in name or "hidden" in name]
    assert dead_links(copy) == []


def test_what_is_gone_is_listed_for_the_web_server_out_of_readers_sight(week, copy):
    withdraw_article(week[0].articles.get(), "有误")
    withdraw_issue(week[2])
    export(copy)
    private = copy / ".newspaper-export"
    assert (private / "gone.map").read_text().splitlines() == [
        '"~^/gysb/html/2023-03/01/" 1;',
        '"/gysb/html/2023-02/27/content_1.htm" 1;',
        '"~^/gysb/html/2023-02/27/fig_1-" 1;',
    ]
    assert private.stat().st_mode & 0o077 == 0


# A second run


def test_second_run_writes_nothing(week, copy):
    export(copy)
    before = writing_times(copy)
    assert "0 files written, 0 removed" in export(copy)
    assert writing_times(copy) == before


def test_second_run_asks_only_for_what_changed(week, copy, monkeypatch):
    export(copy)
    article = week[1].articles.get()
    article.title = "新的标题"
    save_article(article)
    asked = record_questions(monkeypatch)
    before = writing_times(copy)
    export(copy)
    pages = ("index.html", "titles.htm", "node_1.htm", "content_1.htm")
    files = {"", *pages[1:], "sitemap.xml", "gysb20230228_01.pdf", *names_of_pictures(week[1])}
    within_issues = {address for address in asked if "/html/" in address and "period" not in address}
    assert within_issues == {f"/gysb/html/2023-02/28/{name}" for name in files}
    written = {name for name, at in writing_times(copy).items() if before.get(name) != at}
    assert written == {*(f"gysb/html/2023-02/28/{name}" for name in pages), "gysb/feed.xml", "gysb/rss.xml"}
    assert "新的标题" in (copy / "gysb/html/2023-02/28/content_1.htm").read_text()


def record_questions(monkeypatch: Any) -> list[str]:
    asked: list[str] = []
    ask = AnonymousReader.ask

    def record(self: Any, path: str) -> Any:
        asked.append(path)
        return ask(self, path)

    monkeypatch.setattr(AnonymousReader, "ask", record)
    return asked


def test_new_issue_comes_in_and_its_neighbour_leads_to_it(week, copy):
    export(copy)
    issue_with_everything(dt.date(2023, 3, 2))
    export(copy)
    assert 'href="../02/node_1.htm"' in (copy / "gysb/html/2023-03/01/node_1.htm").read_text()
    assert "html/2023-03/02/node_1.htm" in (copy / "gysb/paperindex.htm").read_text()
    assert "html/2023-03/02/" in (copy / "gysb/archive/index.html").read_text()
    assert dead_links(copy) == []


def test_withdrawn_issue_leaves_with_everything_that_led_to_it(week, copy):
    export(copy)
    withdraw_issue(week[1])
    export(copy)
    assert not (copy / "gysb/html/2023-02/28").exists()
    assert 'href="../../2023-03/01/node_1.htm"' in (copy / "gysb/html/2023-02/27/node_1.htm").read_text()
    assert dead_links(copy) == []
    publish_issue(week[1])
    export(copy)
    assert (copy / "gysb/html/2023-02/28/node_1.htm").exists()


def test_withdrawn_article_leaves_and_its_page_is_painted_over(week, copy):
    export(copy)
    folder = copy / "gysb/html/2023-02/28"
    withdraw_article(week[1].articles.get(), "有误")
    export(copy)
    names = {path.name for path in folder.iterdir()}
    assert names == {"gysb20230228_01.pdf", "index.html", "node_1.htm", "titles.htm", "sitemap.xml", *names_of_pictures(week[1])}
    assert not [name for name in names if name.startswith(("page_1-1-", "fig_", "content_"))]
    assert dead_links(copy) == []


def test_paper_that_is_renamed_bears_its_name_on_every_page(week, copy):
    export(copy)
    save_name(PublicationName(publication=week[0].publication, from_date=dt.date(2023, 1, 1), name="新报"))
    export(copy)
    for name in ("gysb/html/2023-02/27/node_1.htm", "gysb/archive/index.html", "gysb/paperindex.htm"):
        assert "新报" in (copy / name).read_text()


def test_name_that_becomes_valid_overnight_comes_without_any_change_of_rows(week, copy):
    save_name(PublicationName(publication=week[0].publication, from_date=dt.date(2198, 1, 1), name="新报"))
    today, later = (Plan(at, [], [], {}) for at in (timezone.now(), dt.datetime(2198, 6, 1, tzinfo=dt.UTC)))
    stamps = [make_plan(plan.at).papers[0].stamp for plan in (today, later)]
    assert stamps[0] != stamps[1]
    assert signature(today.at) != signature(later.at)


def test_updated_site_is_asked_for_everything_again(week, copy, monkeypatch):
    export(copy)
    asked = record_questions(monkeypatch)
    monkeypatch.setattr(site, "fingerprint", lambda *options: "another release")
    export(copy)
    assert "/gysb/html/2023-02/27/content_1.htm" in asked
    assert dead_links(copy) == []


def test_styles_that_no_page_uses_any_more_go_after_an_update(week, copy, monkeypatch):
    export(copy)
    render = AnonymousReader.ask

    def without_one_style(self: Any, path: str) -> Any:
        answer = render(self, path)
        if answer.kind != "text/html":
            return answer
        text = re.sub(rb'<link rel="stylesheet" href="/static/css/print.css">', b"", answer.read())
        return Answer(answer.status, answer.kind, answer.location, iter([text]))

    monkeypatch.setattr(AnonymousReader, "ask", without_one_style)
    monkeypatch.setattr(site, "fingerprint", lambda *options: "another release")
    export(copy)
    assert not (copy / "static/css/print.css").exists()
    assert (copy / "static/css/tokens.css").exists()


# Whole, and only ours


def test_files_of_somebody_else_are_left_as_they_are(week, copy):
    foreign = copy / "gysb/html/2023-02/27/content_1.htm"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    (foreign.parent / "notes.txt").write_text("mine too")
    with pytest.raises(CommandError, match="a file that this export did not write is there; it is left as it is"):
        export(copy)
    assert foreign.read_text() == "mine"
    withdraw_issue(week[0])
    export(copy)
    assert sorted(path.name for path in foreign.parent.iterdir()) == ["content_1.htm", "notes.txt"]


def test_file_that_was_lost_or_cut_comes_back(week, copy):
    export(copy)
    before = copied(copy)
    (copy / "gysb/html/2023-02/27/content_1.htm").unlink()
    (copy / "gysb/html/2023-02/28/page_1-1-400.jpg").write_bytes(b"")
    export(copy)
    assert copied(copy) == before


@pytest.mark.parametrize("moves", range(0, 12, 3))
def test_run_that_ends_anywhere_is_completed_by_the_next_also_when_the_issue_is_gone(week, copy, monkeypatch, moves):
    """The process dies between two renames; afterwards nothing is left that the next run does not know."""
    move = CopyFolder._move
    left = [moves]

    def die(self: Any, staged: Path, file: str, problems: list[str]) -> bool:
        if not left[0]:
            raise SystemExit(9)
        left[0] -= 1
        return move(self, staged, file, problems)

    with monkeypatch.context() as patch:
        patch.setattr(CopyFolder, "_move", die)
        with pytest.raises(SystemExit):
            export(copy)
    withdraw_issue(week[2])
    export(copy)
    export(copy.with_name("fresh"))
    assert copied(copy) == copied(copy.with_name("fresh"))


def test_changed_page_that_was_not_moved_before_the_end_is_not_taken_for_done(week, copy, monkeypatch):
    """Old and new are of one size: only the digest tells them apart."""
    export(copy)
    article = week[0].articles.get()
    article.title = article.title.replace("正文", "文正")
    save_article(article)

    def die(*arguments: Any) -> bool:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(CopyFolder, "_move", die)
        with pytest.raises(SystemExit):
            export(copy)
    export(copy)
    assert "文正" in (copy / "gysb/html/2023-02/27/content_1.htm").read_text()


def test_neighbour_that_was_away_while_its_issue_was_copied_is_led_to_again(week, copy, monkeypatch):
    """After it is back all is as it was planned, but for the pages that were asked for meanwhile."""
    export(copy)
    article = week[1].articles.get()
    article.title = "新的标题"
    save_article(article)

    def withdraw_the_neighbour(pk: int) -> list[str]:
        withdraw_issue(week[2])
        return issue_addresses(pk)

    monkeypatch.setattr(site, "issue_addresses", withdraw_the_neighbour)
    export(copy)
    monkeypatch.undo()
    publish_issue(Issue.objects.get(pk=week[2].pk))
    export(copy)
    export(copy.with_name("fresh"))
    assert copied(copy) == copied(copy.with_name("fresh"))
    assert "../../2023-03/01/node_1.htm" in (copy / "gysb/html/2023-02/28/node_1.htm").read_text()


def test_list_that_never_got_its_name_takes_no_files_away(week, copy):
    """The process dies between writing a unit's list and renaming it."""
    export(copy)
    before = copied(copy)
    units = copy / ".newspaper-export/units/gysb/html/2023-02"
    (units / ".new-27.json").write_bytes((units / "27.json").read_bytes())
    export(copy)
    assert copied(copy) == before
    assert sorted(path.name for path in units.iterdir()) == ["27.json", "28.json"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OperationalError("the server is gone")])
def test_disk_or_database_that_gives_up_ends_the_run_with_a_sentence(week, copy, monkeypatch, error):
    def give_up(*arguments: Any) -> Any:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(CopyFolder, "_move", give_up)
        with pytest.raises(CommandError, match="What is in the folder is whole; another run goes on from here") as told:
            export(copy)
    assert told.value.returncode == 1
    export(copy)
    assert dead_links(copy) == []


def test_second_export_into_one_folder_is_refused(week, copy):
    with sole_use(copy), pytest.raises(CommandError, match="another export is writing into this folder") as refused:
        export(copy)
    assert refused.value.returncode == 2


# What is wrong is said


def test_link_that_leads_to_nothing_is_named_and_the_rest_is_copied(week, copy):
    make_article(week[0].sections.get(), body='<p><a href="content_99.htm">a</a> <a href="/gysb/html/1999-01/01/">b</a></p>')
    with pytest.raises(CommandError) as refused:
        export(copy)
    told = str(refused.value)
    assert "/gysb/html/2023-02/27/content_99.htm: expected a page, found that the site answers 404. (linked from" in told
    assert "/content_2.htm: it links to /gysb/html/1999-01/01/, which leads to nothing." in told
    assert (copy / "gysb/html/2023-02/27/content_2.htm").exists()


def test_link_that_leads_to_nothing_is_named_by_every_run_until_it_is_mended(week, copy):
    article = make_article(week[0].sections.get(), body='<p><a href="/gysb/html/1999-01/01/">b</a></p>')
    with pytest.raises(CommandError, match=r"content_2\.htm: it links to /gysb/html/1999-01/01/, which leads to nothing"):
        export(copy)
    with pytest.raises(CommandError, match=r"content_2\.htm: it links to /gysb/html/1999-01/01/, which leads to nothing"):
        export(copy)
    assert SiteCopy.objects.get().true_at is None
    article.body = "<p>b</p>"
    save_article(article)
    export(copy)
    assert SiteCopy.objects.get().true_at


def test_link_that_leads_to_nothing_is_named_also_after_a_run_that_was_broken_off(week, copy, monkeypatch):
    make_article(week[2].sections.get(), body='<p><a href="/gysb/html/1999-01/01/">b</a></p>')
    stop = threading.Event()
    ask = AnonymousReader.ask

    def ask_and_stop(self: Any, path: str) -> Any:
        if path.startswith("/gysb/html/2023-02/28/"):
            stop.set()
        return ask(self, path)

    with monkeypatch.context() as patch:
        patch.setattr(AnonymousReader, "ask", ask_and_stop)
        with pytest.raises(Stopped):
            site_run.export_site(copy, SiteOptions(), io.StringIO(), stop)
    assert (copy / "gysb/html/2023-03/01/content_2.htm").exists()
    with pytest.raises(CommandError, match=r"content_2\.htm: it links to /gysb/html/1999-01/01/, which leads to nothing"):
        export(copy)


def test_page_at_which_the_site_fails_stays_as_it_was_and_is_named(week, copy, monkeypatch):
    export(copy)
    before = (copy / "gysb/html/2023-02/28/titles.htm").read_bytes()
    article = week[1].articles.get()
    article.title = "新的标题"
    save_article(article)

    with monkeypatch.context() as patch:
        patch.setattr("django.template.loader.render_to_string", failing_at("articles/titles.html"))
        with pytest.raises(CommandError, match=r"titles\.htm: expected a page, found that the site answers 500"):
            export(copy)
    assert (copy / "gysb/html/2023-02/28/titles.htm").read_bytes() == before
    assert "新的标题" in (copy / "gysb/html/2023-02/28/content_1.htm").read_text()
    export(copy)
    assert "新的标题" in (copy / "gysb/html/2023-02/28/titles.htm").read_text()


def failing_at(template: str) -> Any:
    render = loader.render_to_string

    def fail(name: str, *rest: Any, **options: Any) -> Any:
        if name == template:
            raise RuntimeError("a fault of the program")
        return render(name, *rest, **options)

    return fail


def test_issue_that_is_written_to_while_it_is_copied_comes_out_as_it_is_afterwards(week, copy, monkeypatch):
    article = week[2].articles.get()
    ask = AnonymousReader.ask

    def ask_and_change(self: Any, path: str) -> Any:
        answer = ask(self, path)
        if path.endswith("01/content_1.htm") and article.title != "改过":
            article.title = "改过"
            save_article(article)
        return answer

    monkeypatch.setattr(AnonymousReader, "ask", ask_and_change)
    export(copy)
    for name in ("content_1.htm", "titles.htm", "node_1.htm"):
        assert "改过" in (copy / "gysb/html/2023-03/01" / name).read_text()


def test_issue_that_keeps_being_written_to_is_named_and_the_copy_is_not_true(week, copy, monkeypatch):
    article = week[2].articles.get()
    ask = AnonymousReader.ask

    def ask_and_change(self: Any, path: str) -> Any:
        if path.endswith("01/content_1.htm"):
            article.title += "改"
            save_article(article)
        return ask(self, path)

    with monkeypatch.context() as patch:
        patch.setattr(AnonymousReader, "ask", ask_and_change)
        with pytest.raises(CommandError, match="gysb/html/2023-03/01: it changed while it was copied, 3 times running"):
            export(copy)
    assert SiteCopy.objects.get().true_at is None
    export(copy)
    assert SiteCopy.objects.get().true_at


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--base-url copy.example", "expected an address that begins with https:// or http://, found “copy.example”"),
        ("--search-url ftp://x", "expected an address that begins with https:// or http://, found “ftp://x”"),
        ("--interval 0", "expected seconds from 0.05 to 3600, found “0”"),
        ("--paper nobody", "There is no paper “nobody”."),
    ],
)
def test_wrong_words_get_a_sentence_and_write_nothing(copy, words, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        export(copy / "out", *words.split())
    assert not (copy / "out").exists()


@pytest.mark.parametrize("words", [[], ["--follow"]])
def test_site_whose_static_files_were_not_collected_gets_a_sentence_and_writes_nothing(week, copy, tmp_path, settings, words):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.storage.HashedStaticStorage"}}
    with pytest.raises(CommandError, match=r"was not collected: run “manage\.py collectstatic” first\.$") as refused:
        export(copy, *words)
    assert refused.value.returncode == 2
    assert not copy.exists()


def test_site_whose_static_files_were_collected_is_copied(week, copy, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.storage.HashedStaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    export(copy)
    assert [name for name in copied(copy) if re.fullmatch(r"static/css/tokens\.[0-9a-f]{12}\.css", name)]


def test_site_without_papers_has_its_empty_newsstand(copy):
    export(copy)
    names = {name for name in copied(copy) if not name.startswith("static/")}
    assert names == {"index.html", "robots.txt", "sitemap.xml", "sitemap-news.xml"}


# Old addresses


def test_old_addresses_are_small_pages_or_lines_for_the_web_server(week, copy):
    section = week[0].sections.get()
    figure = week[0].figures.get()
    folder = "/gysb/html/2023-02/27/"
    for path, target in {
        "/old/html/2023-02/27/node_9.htm": {"page_section": section},
        "/old/期.shtml": {"page_section": section},
        "/old/27/01.pdf": {"page_section": section, "file": "pdf"},
        "/old/27/a.jpg": {"figure": figure, "file": "picture"},
        "/old/27/": {"issue": week[0]},
        "/old/a b.asp?id=3": {"page_section": section},
        "/../../outside.htm": {"page_section": section},
        "/.well-known/hidden.htm": {"page_section": section},
        "/gysb/archive/index.html": {"page_section": section},
        f"{folder}titles.htm": {"page_section": section},
    }.items():
        OldAddress.objects.create(path=path, **target)
    export(copy)
    files = copied(copy)
    assert b'url=../../../../gysb/html/2023-02/27/node_1.htm"' in files["old/html/2023-02/27/node_9.htm"]
    assert b'url=../gysb/html/2023-02/27/node_1.htm"' in files["old/期.shtml"]
    assert "往期" in files["gysb/archive/index.html"].decode()
    assert "标题" in files["gysb/html/2023-02/27/titles.htm"].decode()
    assert not list(copy.parent.rglob("outside.htm")) + list(copy.rglob("hidden.htm"))
    assert set((copy / ".newspaper-export/redirects.map").read_text().splitlines()) == {
        f'"/old/27/01.pdf" "{folder}gysb20230227_01.pdf";',
        f'"/old/27/a.jpg" "{folder}{figure.picture_href(400)}";',
        f'"/old/27/" "{folder}";',
        f'# "/old/a b.asp?id=3" "{folder}node_1.htm";',
        f'"/../../outside.htm" "{folder}node_1.htm";',
        f'"/.well-known/hidden.htm" "{folder}node_1.htm";',
        f'"/gysb/archive/index.html" "{folder}node_1.htm";',
    }
    assert dead_links(copy) == []
    withdraw_issue(week[0])
    export(copy)
    assert not (copy / "old").exists()
    assert (copy / ".newspaper-export/redirects.map").read_text() == ""


def test_old_address_of_a_withdrawn_article_is_left_to_the_web_server(week, copy):
    OldAddress.objects.create(path="/old/content_1.htm", article=week[0].articles.get())
    export(copy)
    assert (copy / "old/content_1.htm").exists()
    withdraw_article(week[0].articles.get(), "有误")
    export(copy)
    assert not (copy / "old").exists()
    line = '"/old/content_1.htm" "/gysb/html/2023-02/27/content_1.htm";'
    assert (copy / ".newspaper-export/redirects.map").read_text().splitlines() == [line]


def test_old_address_of_an_issue_s_own_file_is_no_way_out_of_it(week, copy, monkeypatch):
    OldAddress.objects.create(path="/old/node_9.htm", page_section=week[0].sections.get())
    ways: list[dict[str, str]] = []
    fill = site_pages.fill

    def take_ways(name: str, staging: Any, addresses: Any, optional: Any, asking: Any) -> Any:
        problems = fill(name, staging, addresses, optional, asking)
        if name == "gysb/html/2023-02/27":
            ways.append(asking.ways)
        return problems

    monkeypatch.setattr(site, "fill", take_ways)
    export(copy)
    assert "/gysb/html/2023-02/28/node_1.htm" in ways[0]
    assert "/gysb/html/2023-02/27/node_1.htm" not in ways[0]


# The row in the admin, and following


def test_admin_shows_when_the_copy_was_last_true(week, copy):
    before = timezone.now()
    export(copy, "--base-url", "https://copy.example")
    row = SiteCopy.objects.get()
    assert (row.folder, row.base_url, row.issues, row.note) == (str(copy), "https://copy.example", 3, "")
    assert row.files == len(copied(copy))
    assert row.started_at
    assert row.true_at
    assert before <= row.started_at <= row.true_at


def test_copy_whose_folder_is_called_in_gbk_is_shown_by_its_text(week, tmp_path):
    folder = tmp_path / os.fsdecode("副本".encode("gb18030"))
    export(folder)
    row = SiteCopy.objects.get()
    assert (row.folder, row.note) == (f"{tmp_path}/副本", "")
    assert "index.html" in copied(folder)


def test_copy_with_a_problem_is_not_true(week, copy):
    export(copy)
    true_at = SiteCopy.objects.get().true_at
    make_article(week[0].sections.get(), body='<p><a href="content_99.htm">a</a></p>')
    with pytest.raises(CommandError):
        export(copy)
    row = SiteCopy.objects.get()
    assert row.true_at == true_at
    assert "1 problems; the first: /gysb/html/2023-02/27/content_99.htm" in row.note


def test_next_moment_is_that_of_the_next_scheduled_issue(week):
    at = timezone.now()
    assert Issue.objects.next_public_at(at) is None
    make_issue(dt.date(2199, 1, 1), publish_at=None)
    make_issue(dt.date(2199, 1, 2), publish_at=at + 2 * DAY, withdrawn_at=at)
    for days in (5, 3):
        make_issue(dt.date(2199, 1, days), publish_at=at + days * DAY)
    assert Issue.objects.next_public_at(at) == at + 3 * DAY


def test_look_at_an_unchanged_site_loads_no_issue(week, copy, monkeypatch):
    """Drafts may be many, and a follower looks every two seconds."""
    make_issue(dt.date(2023, 3, 2), publish_at=None)
    loaded: list[Any] = []

    def watch() -> None:
        monkeypatch.setattr(Issue, "from_db", classmethod(lambda cls, *values: loaded.append(values)))

    Follower(copy, [watch, lambda: None, lambda: None], monkeypatch)
    assert loaded == []


class Follower:
    """`export_site --follow` in this thread, a step at a time: what the clock would do happens at each pause."""

    def __init__(self, folder: Path, steps: list[Any], monkeypatch: Any) -> None:
        self.pauses: list[float] = []
        self.out = io.StringIO()
        stop = threading.Event()

        def wait(seconds: float) -> bool:
            self.pauses.append(seconds)
            if steps:
                steps.pop(0)()
            else:
                stop.set()
            return stop.is_set()

        monkeypatch.setattr(stop, "wait", wait)
        monkeypatch.setattr(site_run, "close_old_connections", lambda: None)  # a test lives in one transaction
        site_run.export_site(folder, SiteOptions(follow=True), self.out, stop)


def test_follower_brings_each_change_out_and_ends_when_told(week, copy, monkeypatch):
    seen = []
    issue = make_issue(dt.date(2023, 3, 2), publish_at=None)
    make_article(make_section(issue))
    page = copy / "gysb/html/2023-03/02/node_1.htm"

    def step(change: Any = None) -> None:
        seen.append(page.exists())
        if change:
            change()

    steps = [lambda: step(lambda: set_times(issue, publish_at=timezone.now())), lambda: step(lambda: withdraw_issue(issue)), step]
    follower = Follower(copy, steps, monkeypatch)
    assert seen == [False, True, False]
    assert follower.out.getvalue().count("the copy is up to date") == 3
    assert "Told to end: what is in the folder is whole." in follower.out.getvalue()
    assert dead_links(copy) == []


def test_follower_waits_no_longer_than_to_the_next_issue_and_shows_it_when_its_time_has_come(week, copy, monkeypatch):
    issue = make_issue(dt.date(2023, 3, 2), publish_at=None)
    make_article(make_section(issue))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        set_times(issue, publish_at=timezone.now() + dt.timedelta(seconds=1.2))
        follower = Follower(copy, [lambda: clock.shift(1.2), lambda: None], monkeypatch)
    assert follower.pauses[0] <= 1.2
    assert (copy / "gysb/html/2023-03/02/node_1.htm").exists()


def test_follower_does_nothing_while_nothing_changes_and_says_that_the_copy_is_true(week, copy, monkeypatch):
    rounds: list[int] = []
    once = SiteRun.once

    def count(self: SiteRun, copier: Any) -> Any:
        rounds.append(1)
        return once(self, copier)

    monkeypatch.setattr(SiteRun, "once", count)
    monkeypatch.setattr(site_run, "SIGN_OF_LIFE", 0.0)
    true_at: list[Any] = []
    steps = [lambda: true_at.append(SiteCopy.objects.get().true_at) for _step in range(3)]
    Follower(copy, steps, monkeypatch)
    assert len(rounds) == 1
    assert true_at[0] < true_at[1] < true_at[2]


def test_follower_waits_for_a_database_that_is_away(week, copy, monkeypatch):
    ask = signature
    answers = iter([OperationalError("the server is gone"), None, None])

    def sometimes(at: Any) -> Any:
        error = next(answers, None)
        if error:
            raise error
        return ask(at)

    monkeypatch.setattr(site_run, "signature", sometimes)
    follower = Follower(copy, [lambda: None], monkeypatch)
    assert "It cannot go on and tries again: the server is gone" in follower.out.getvalue()
    assert (copy / "gysb/html/2023-02/27/node_1.htm").exists()


def test_run_that_is_told_to_end_leaves_what_is_whole_and_says_so(week, copy):
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        site_run.export_site(copy, SiteOptions(), io.StringIO(), stop)
    export(copy)
    assert dead_links(copy) == []
