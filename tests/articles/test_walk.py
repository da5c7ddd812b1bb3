"""One walk through every public address: what each answers is the rule of visibility, and the same for everybody."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish_issue, withdraw_article, withdraw_issue
from articles.renditions import make_renditions
from issues.models import Issue, PageSection, Publication
from issues.navigation import newsstand
from issues.writing import save_publication, set_times
from tests.factories import (
    MORNING,
    VALENTINE,
    make_article,
    make_correction,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
    make_zone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
PICTURE = make_picture(400, 560)
Address = tuple[str, int]


@dataclass
class Stage:
    """One paper in every state, one that nobody may know of, and one that is gone."""

    paper: Publication = field(default_factory=make_publication)

    def __post_init__(self) -> None:
        save_publication(self.paper, masthead=make_picture(60, 20))
        self.public = self.issue(VALENTINE, "shown", None)
        self.draft = self.issue(VALENTINE + DAY, "hidden-draft", None)
        self.scheduled = self.issue(VALENTINE + 2 * DAY, "hidden-scheduled", FUTURE)
        self.withdrawn = self.issue(VALENTINE - 40 * DAY, "hidden-withdrawn", timezone.now() - DAY)
        self.never = self.issue(VALENTINE - 80 * DAY, "hidden-never", FUTURE)
        self.hidden = make_publication("hidden-paper", "hidden-name")
        self.hidden_issue = self.issue(VALENTINE, "hidden-there", None, self.hidden)
        self.gone = make_publication("gone-paper", "没有了")
        self.gone_issue = self.issue(VALENTINE, "hidden-gone", timezone.now() - DAY, self.gone)
        save_publication(self.hidden, masthead=make_picture(60, 20))
        self.articles_of_the_public_issue()
        for issue in (self.withdrawn, self.gone_issue):
            withdraw_issue(issue)
        set_times(self.never, withdrawn_at=timezone.now())
        make_renditions(Issue.objects.all(), avif=True)

    def issue(self, date: dt.date, word: str, publish_at: dt.datetime | None, paper: Publication | None = None) -> Issue:
        """An issue with everything on it; `word` stands in every text of it."""
        issue = make_issue(date, publication=paper or self.paper, publish_at=publish_at, edition_name=word)
        section = make_section(issue, name=word, picture=PICTURE, pdf=make_pdf(), credits=[("校对", word)])
        article = self.article(section, word)
        make_zone(section, article)
        make_correction(article, text=word)
        return issue

    def article(self, section: PageSection, word: str, **changes: Any) -> Article:
        texts: dict[str, Any] = dict.fromkeys(("column", "kicker", "subtitle", "byline", "source", "lead"), word)
        article = make_article(section, title=f"{word} {section.issue}", body=f"<p>{word}</p>", **texts, **changes)
        make_figure(article, picture=PICTURE, caption=word, alt=word, credit=word)
        return article

    def articles_of_the_public_issue(self) -> None:
        section = self.public.sections.get()
        self.shown = self.public.articles.get()
        self.unindexed = self.article(section, "shown-unindexed", is_indexed=False)
        self.withdrawn_article = self.article(section, "hidden-article")
        self.later_part = self.article(section, "hidden-part", continues=self.withdrawn_article)
        self.never_shown = self.article(section, "hidden-early")
        for article in (self.withdrawn_article, self.never_shown):
            make_zone(section, article)
            make_zone(make_section(self.public, picture=PICTURE, pdf=make_pdf()), article, kind="pointer")
        withdraw_article(self.never_shown, "hidden-reason")
        publish_issue(self.public)
        withdraw_article(self.withdrawn_article, "hidden-reason")

    @property
    def issues(self) -> list[tuple[Issue, int]]:
        """Every issue and what addresses within it answer."""
        return [
            (self.public, 200),
            (self.draft, 404),
            (self.scheduled, 404),
            (self.withdrawn, 410),
            (self.never, 404),
            (self.hidden_issue, 404),
            (self.gone_issue, 410),
        ]

    @property
    def articles(self) -> Iterator[tuple[Article, int]]:
        alone = {self.withdrawn_article.pk: 410, self.later_part.pk: 410, self.never_shown.pk: 404}
        for issue, expected in self.issues:
            for article in issue.articles.all():
                yield article, alone.get(article.pk, expected)

    @property
    def sections(self) -> Iterator[tuple[PageSection, int]]:
        for issue, expected in self.issues:
            for section in issue.sections.all():
                yield section, expected


def within(issue: Issue, name: str) -> str:
    return f"/{issue.publication.slug}/html/{issue.day}/{name}"


def of_papers(name: str, shown: int) -> Callable[[Stage], Iterator[Address]]:
    def addresses(stage: Stage) -> Iterator[Address]:
        for slug, expected in [("gysb", shown), ("hidden-paper", 404), ("gone-paper", 404), ("nobody", 404)]:
            yield reverse(name, args=[slug]), expected

    return addresses


def of_topics(folder: str, name: str) -> Callable[[Stage], Iterator[Address]]:
    """Texts of the stage stand in columns and names of pages alike."""

    def addresses(stage: Stage) -> Iterator[Address]:
        for word, expected in [("shown", 200), ("hidden-draft", 404), ("hidden-article", 404), ("hidden-never", 404)]:
            yield f"/gysb/{folder}/{word}/{name}", expected
        yield f"/hidden-paper/{folder}/hidden-there/{name}", 404
        yield f"/gone-paper/{folder}/hidden-gone/{name}", 404

    return addresses


def mastheads(stage: Stage) -> Iterator[Address]:
    for slug, version, expected in [("gysb", 1, 200), ("gysb", 2, 404), ("hidden-paper", 1, 404), ("nobody", 1, 404)]:
        yield reverse("masthead", args=[slug, version]), expected


def years(stage: Stage) -> Iterator[Address]:
    for slug, year, expected in [("gysb", 2023, 200), ("gysb", 2022, 404), ("hidden-paper", 2023, 404)]:
        yield f"/{slug}/archive/{year}/", expected


def archive_months(stage: Stage) -> Iterator[Address]:
    yield from months("/{slug}/archive/{month:%Y/%m}/")


def period_lists(stage: Stage) -> Iterator[Address]:
    yield from months("/{slug}/html/{month:%Y-%m}/period.xml")


def months(shape: str) -> Iterator[Address]:
    """January has a withdrawn issue only, November 2022 one that never was public."""
    shown, withdrawn, never = dt.date(2023, 2, 1), dt.date(2023, 1, 1), dt.date(2022, 11, 1)
    for slug, month, expected in [("gysb", shown, 200), ("gysb", withdrawn, 404), ("gysb", never, 404)]:
        yield shape.format(slug=slug, month=month), expected
    yield shape.format(slug="hidden-paper", month=shown), 404
    yield shape.format(slug="gone-paper", month=shown), 404


def page_pictures(stage: Stage) -> Iterator[Address]:
    for section, expected in stage.sections:
        for width in section.picture_widths:
            for ending in section.picture_endings:
                yield within(section.issue, section.picture_href(width, ending)), expected
        yield within(section.issue, section.picture_href(1)), 410 if expected == 410 else 404
        if section.picture_version > 1:
            yield within(section.issue, f"page_{section.key}-1-320.jpg"), 302 if expected == 200 else expected


def pdfs(stage: Stage) -> Iterator[Address]:
    for section, expected in stage.sections:
        issue = section.issue
        yield within(issue, f"{issue.publication.slug}{issue.date:%Y%m%d}_{section.label}.pdf"), expected
    yield within(stage.public, "gysb20230214_99.pdf"), 404


def issue_addresses(name: str) -> Callable[[Stage], Iterator[Address]]:
    def addresses(stage: Stage) -> Iterator[Address]:
        for issue, expected in stage.issues:
            yield within(issue, name), expected
        yield f"/gysb/html/2020-01/01/{name}", 404

    return addresses


def section_pages(stage: Stage) -> Iterator[Address]:
    for section, expected in stage.sections:
        yield within(section.issue, section.href), expected
    yield within(stage.public, "node_99.htm"), 404


def article_pages(stage: Stage) -> Iterator[Address]:
    for article, expected in stage.articles:
        yield within(article.issue, article.href), expected
    yield within(stage.public, "content_99.htm"), 404


def figure_pictures(stage: Stage) -> Iterator[Address]:
    for article, expected in stage.articles:
        for figure in article.figures.all():
            for width in figure.picture_widths:
                for ending in figure.picture_endings:
                    yield within(article.issue, figure.picture_href(width, ending)), expected


CASES: dict[str, Callable[[Stage], Iterator[Address]]] = {
    "home": lambda stage: iter([("/", 302)]),
    "robots": lambda stage: iter([("/robots.txt", 200)]),
    "paper": of_papers("paper", 302),
    "paperindex": of_papers("paperindex", 200),
    "masthead": mastheads,
    "archive": of_papers("archive", 200),
    "archive_year": years,
    "archive_month": archive_months,
    "periods": period_lists,
    "page_picture": page_pictures,
    "page_pdf": pdfs,
    "issue": issue_addresses(""),
    "titles": issue_addresses("titles.htm"),
    "section": section_pages,
    "article": article_pages,
    "figure_picture": figure_pictures,
    "sitemap": lambda stage: iter([("/sitemap.xml", 200)]),
    "news_sitemap": lambda stage: iter([("/sitemap-news.xml", 200)]),
    "issue_sitemap": issue_addresses("sitemap.xml"),
    "feed": of_papers("feed", 200),
    "rss": of_papers("rss", 200),
    "column_feed": of_topics("column", "feed.xml"),
    "column_rss": of_topics("column", "rss.xml"),
    "page_name_feed": of_topics("section", "feed.xml"),
    "page_name_rss": of_topics("section", "rss.xml"),
}


def body(response: HttpResponseBase) -> bytes:
    content = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(content)


def facts(response: HttpResponseBase) -> tuple[object, ...]:
    headers = {name: response.get(name) for name in ("Content-Type", "Location", "Cache-Control", "X-Robots-Tag")}
    return response.status_code, headers, body(response)


def test_every_public_address_has_its_case() -> None:
    """`healthz`, the admin's rooms, the desk and previews have tests of their own."""
    included = [part for part in get_resolver().url_patterns if isinstance(part, URLResolver)]
    public = [part for part in included if part.app_name not in ("admin", "desk", "preview")]
    names = {getattr(pattern, "name", "") for part in public for pattern in part.url_patterns}
    assert names == CASES.keys()


def test_every_public_address_answers_by_the_rule_and_the_same_to_everybody(client: Client, admin_client: Client) -> None:
    stage = Stage()
    gone = set()
    for name, addresses in CASES.items():
        for address, expected in addresses(stage):
            answer = facts(client.get(address))
            assert (address, answer[0]) == (address, expected)
            assert facts(admin_client.get(address, headers={"accept-language": "en"})) == answer, address
            assert client.head(address).status_code == expected, address
            text = answer[-1] if isinstance(answer[-1], bytes) else b""
            assert not re.search(rb"hidden-(?!paper)", text), (name, address)
            if expected == 410 and address.startswith("/gysb/"):
                gone.add(text)
    assert len(gone) == 1, "the notice says the same of everything that is withdrawn"


def test_what_is_shown_is_really_shown(client: Client) -> None:
    stage = Stage()
    for address in ["", "titles.htm", stage.shown.page_section.href, stage.shown.href]:
        assert "shown 2023-02-14" in client.get(within(stage.public, address)).content.decode()


def test_an_unindexed_article_is_shown_and_kept_out_of_indexes(client: Client) -> None:
    stage = Stage()
    answers = [client.get(within(stage.public, article.href)) for article in (stage.unindexed, stage.shown)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.get("X-Robots-Tag") for answer in answers] == ["noindex", None]


def test_a_withdrawn_page_leads_on_to_the_newest_issue_and_is_not_indexed(client: Client) -> None:
    page = client.get(within(Stage().withdrawn, "")).content.decode()
    assert "/gysb/" in page
    assert "noindex" in page


def test_an_unindexed_later_part_keeps_the_whole_story_s_page_out_of_indexes(client: Client) -> None:
    first = make_article()
    later = make_article(first.page_section, continues=first, is_indexed=False)
    for part in (first, later):
        answer = client.get(part.get_absolute_url())
        assert answer["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_a_circle_of_continuations_in_the_rows_ends_all_the_same(client: Client) -> None:
    section = make_section()
    first, second = make_article(section), make_article(section)
    Article.objects.filter(pk=first.pk).update(continues=second)
    Article.objects.filter(pk=second.pk).update(continues=first)
    assert client.get(first.get_absolute_url()).status_code == 200
    withdraw_article(second, "错误")
    assert not Article.objects.public()


def test_a_summary_of_a_long_body_is_cut_between_tags(client: Client) -> None:
    body = "<p>正文</p>" + "<h3></h3>" * 220 + "<table><tbody><tr><td>不见</td></tr></tbody></table>"
    article = make_article(body=body)
    page = client.get(article.page_section.get_absolute_url()).content.decode()
    assert "正文" in page
    assert "&lt;" not in page


def test_several_papers_share_a_newsstand_without_the_hidden_ones(client: Client) -> None:
    stage = Stage()
    make_section(make_issue(publication=make_publication("zweite", "第二报")))
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "第二报" in text
    assert stage.paper.slug in text
    assert "hidden-" not in text
    assert "gone-paper" not in text


def test_a_paper_that_is_withdrawn_between_two_queries_is_not_on_the_newsstand(client: Client) -> None:
    make_section()
    seen: list[str] = []

    def withdraw_after_the_first(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        seen.append(sql)
        if len(seen) == 1:
            Issue.objects.update(withdrawn_at=MORNING + dt.timedelta(hours=1))
        return result

    with connection.execute_wrapper(withdraw_after_the_first):
        assert newsstand() == []


def test_a_site_without_papers_has_an_empty_newsstand(client: Client) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("query", ["?div=-1", "?a=1&b=2", "?%FF"])
def test_a_query_string_is_the_same_page(query: str, client: Client) -> None:
    article = make_article()
    address = article.get_absolute_url()
    assert client.get(address + query).content == client.get(address).content


@pytest.mark.parametrize(
    "address",
    [
        "/gysb/html/2023-02/14-1/",
        "/gysb/html/2023-02/30/",
        "/gysb/html/2023-13/01/",
        "/gysb/html/0000-02/14/",
        "/gysb/html/2023-2/14/",
        "/gysb/html/2023-02/14-100/",
        "/gysb/html/２０２３-02/14/",
        "/gysb/html/2023-02/14/node_١.htm",
        "/gysb/html/2023-02/14/node_1.html",
        "/gysb/html/2023-02/14/content_A1.htm",
        "/gysb/html/2023-02/14/content_1_.htm",
        "/gysb/html/2023-02/14/page_1-01-320.jpg",
        "/gysb/html/2023-02/14/page_1-0-320.jpg",
        "/gysb/html/2023-02/14/page_1-9-320.jpg",
        "/gysb/html/2023-02/14/page_1-9999999999-320.jpg",
        "/gysb/html/2023-02/14/../14/page_1-1-320.png",
        "/gysb/archive/0000/",
        "/gysb/archive/2023/13/",
        "/gysb/archive/2023/2/",
        "/gysb/html/2023-00/period.xml",
        "/GYSB/",
        "/gysb/html/2023-02/14/%00",
        "/%",
    ],
)
def test_what_is_no_address_of_the_dialect_is_not_found(address: str, client: Client) -> None:
    make_section(picture=PICTURE)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_addresses_are_only_read(method: str, client: Client) -> None:
    article = make_article()
    for address in ("/", "/gysb/", "/gysb/archive/", article.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405
