"""At most six queries a page, whatever is on it and however long the archive is."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Figure, HotZone, Keyword
from issues.models import Issue, PageSection, Publication, SectionCredit, Suspension
from tests.factories import MORNING, SQUARE, VALENTINE, make_article, make_correction, make_issue, make_publication

pytestmark = pytest.mark.django_db
LIMIT = 6
FOLDER = "/gysb/html/2023-02/14/"


def fill_archive(issues: int) -> None:
    """Issues before and after the rich one, a page and an article each."""
    paper = make_publication()
    days = [VALENTINE + dt.timedelta(n) for n in range(-issues // 2, issues // 2 + 1) if n]
    times = {"publish_at": MORNING - dt.timedelta(days=1000)}
    Issue.objects.bulk_create(Issue(publication=paper, date=day, **times) for day in days)
    there = list(Issue.objects.exclude(date=VALENTINE))
    PageSection.objects.bulk_create(
        PageSection(issue=issue, key="1", position=1, label="01", picture="x.png", picture_version=1) for issue in there
    )
    Article.objects.bulk_create(
        Article(issue=page.issue, page_section=page, key="1", position=1, title="标题")
        for page in PageSection.objects.filter(issue__in=there)
    )


def make_rich_issue() -> Issue:
    """Ten pages in two folds with everything on them; the files themselves are not needed for a page."""
    issue = make_issue(edition_name="号外", number_text="第6期", kind=Issue.Kind.EXTRA)
    served = {"picture": "x.png", "picture_version": 1, "pdf": "x.pdf", "pdf_version": 1, "text": "正文" * 1000}
    sections = [
        PageSection(issue=issue, key=str(n), position=n, fold="AB"[n > 6], label=f"{n:02}", name="新闻", **served)
        for n in range(1, 11)
    ]
    PageSection.objects.bulk_create(sections)
    for section in issue.sections.all():
        fill_page(section)
    previous = None
    for part in issue.articles.filter(position=1).in_reading_order():
        part.continues, previous = previous, part
        part.save()
    return issue


def fill_page(section: PageSection) -> None:
    SectionCredit.objects.bulk_create(
        SectionCredit(page_section=section, position=n, role="校对", name="王芳") for n in range(1, 5)
    )
    for number in range(6):
        kind = Article.Kind.ADVERTISEMENT if number == 5 else Article.Kind.NEWS
        article = make_article(section, kind=kind, column="要闻", authors=["李明", "王芳"], keywords=["民政", "救助"])
        make_correction(article)
        size = {"width": 900, "height": 600, "picture": "x.jpg"}
        Figure.objects.bulk_create(
            Figure(issue=section.issue, article=article, position=n, key=f"{article.key}x{n}", **size) for n in (1, 2)
        )
        HotZone.objects.bulk_create(
            HotZone(page_section=page, article=article, polygon=SQUARE) for page in section.issue.sections.all()
        )


def count_rows(nouns: list[Any]) -> dict[str, int]:
    return {noun._meta.label: noun._default_manager.count() for noun in nouns}


@pytest.fixture(scope="module", params=[5, 500])
def archive(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: object) -> object:
    """Made once for all pages: 60 articles on 10 pages among 5 issues, and among 500. Leaves the tables as they were."""
    nouns: list[Any] = list(apps.get_models())
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        before = count_rows(nouns)
        paper = make_publication()
        Suspension.objects.create(publication=paper, first=dt.date(2023, 1, 21), last=dt.date(2023, 1, 27), note="春节")
        make_rich_issue()
        fill_archive(request.param)
        yield request.param
        for model in (Issue, Publication, Author, Keyword):
            model.objects.all().delete()
        # What was made outside of a test's transaction was recorded for good, and its deletion, too.
        for noun in nouns:
            if hasattr(noun, "history"):
                noun.history.all().delete()
        assert count_rows(nouns) == before


PAGES = [
    FOLDER,
    f"{FOLDER}titles.htm",
    f"{FOLDER}node_1.htm",
    f"{FOLDER}node_5.htm",
    f"{FOLDER}content_1.htm",
    f"{FOLDER}content_31.htm",
    f"{FOLDER}content_8.htm",
    "/gysb/archive/",
    "/gysb/archive/2023/",
    "/gysb/archive/2023/02/",
    "/gysb/html/2023-02/period.xml",
    "/gysb/paperindex.htm",
    f"{FOLDER}sitemap.xml",
    "/gysb/feed.xml",
    "/sitemap.xml",
    "/sitemap-news.xml",
]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_at_most_six_queries(address: str, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= LIMIT, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.usefixtures("archive")
def test_a_hidden_or_missing_page_asks_at_most_six_queries(client: Client) -> None:
    for address in (f"{FOLDER}content_999.htm", f"{FOLDER}node_99.htm", "/gysb/html/1999-01/01/", "/nobody/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 404
        assert len(queries) <= LIMIT, "\n".join(query["sql"][:200] for query in queries)
