"""The order of a whole issue, as the board sends it: one act, six statements, all or nothing."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import withdraw_article
from articles.writing import PageOrder, order_issue
from issues.models import Issue
from tests.factories import make_article, make_issue, make_section, make_zone
from tests.state import version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def full_issue(pages: int = 3, articles: int = 3) -> Issue:
    issue = make_issue()
    for _page in range(pages):
        section = make_section(issue)
        for number in range(articles):
            make_article(section, title=f"{section.label}-{number}")
    issue.refresh_from_db()
    return issue


def order_of(issue: Issue) -> list[PageOrder]:
    sections = issue.sections.in_order()
    return [PageOrder(s.pk, list(s.articles.order_by("position").values_list("pk", flat=True))) for s in sections]


def titles(issue: Issue) -> dict[str, list[str]]:
    return {s.label: list(s.articles.order_by("position").values_list("title", flat=True)) for s in issue.sections.in_order()}


def statements(queries: CaptureQueriesContext) -> list[str]:
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in queries.captured_queries if not query["sql"].startswith(control)]


def test_pages_and_articles_are_put_in_their_new_order_at_once():
    issue = full_issue()
    first, second, third = order_of(issue)
    moved, *rest = first.articles
    order_issue(
        issue, issue.version, [PageOrder(third.section, [*third.articles, moved]), PageOrder(first.section, rest), second]
    )
    assert list(titles(issue)) == ["03", "01", "02"]
    assert titles(issue)["03"] == ["03-0", "03-1", "03-2", "01-0"]
    assert titles(issue)["01"] == ["01-1", "01-2"]
    assert [s.position for s in issue.sections.in_order()] == [1, 2, 3]
    assert sorted(Article.objects.filter(page_section=first.section).values_list("position", flat=True)) == [1, 2]


def test_an_order_costs_six_statements_whatever_the_size():
    issue = full_issue(pages=8, articles=9)
    order = [PageOrder(page.section, list(reversed(page.articles))) for page in reversed(order_of(issue))]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        order_issue(issue, issue.version, order)
    assert len(statements(queries)) == 6


def test_an_order_raises_the_version_once_and_a_second_one_of_the_same_view_is_refused():
    issue = full_issue()
    seen = issue.version
    order = order_of(issue)
    order_issue(issue, seen, order)
    assert version_of(issue) == issue.version == seen + 1
    with pytest.raises(ValidationError):
        order_issue(issue, seen, list(reversed(order)))
    assert list(titles(issue)) == ["01", "02", "03"]


def forgotten_page(order: list[PageOrder]) -> list[PageOrder]:
    return order[:-1]


def forgotten_article(order: list[PageOrder]) -> list[PageOrder]:
    return [PageOrder(order[0].section, order[0].articles[1:]), *order[1:]]


def article_twice(order: list[PageOrder]) -> list[PageOrder]:
    return [PageOrder(order[0].section, [*order[0].articles, order[1].articles[0]]), *order[1:]]


def page_twice(order: list[PageOrder]) -> list[PageOrder]:
    return [*order, PageOrder(order[0].section, [])]


def article_of_another_issue(order: list[PageOrder]) -> list[PageOrder]:
    other = make_article(make_section(make_issue(edition=2)))
    return [PageOrder(order[0].section, [*order[0].articles, other.pk]), *order[1:]]


def page_of_another_issue(order: list[PageOrder]) -> list[PageOrder]:
    other = make_section(make_issue(edition=2))
    return [*order[:-1], PageOrder(other.pk, order[-1].articles)]


def nothing(order: list[PageOrder]) -> list[PageOrder]:
    return []


@pytest.mark.parametrize(
    "spoilt",
    [forgotten_page, forgotten_article, article_twice, page_twice, article_of_another_issue, page_of_another_issue, nothing],
)
def test_an_order_that_names_other_rows_than_the_issue_has_changes_nothing(spoilt: Any):
    issue = full_issue()
    before, order = titles(issue), spoilt(order_of(issue))
    with pytest.raises(ValidationError, match="须出现且只出现一次"):
        order_issue(issue, issue.version, order)
    assert titles(issue) == before
    assert version_of(issue) == issue.version


def test_a_withdrawn_article_is_not_carried_off_the_page_that_it_covers():
    issue = full_issue()
    first, second, third = order_of(issue)
    article = Article.objects.get(pk=first.articles[0])
    make_zone(article.page_section, article)
    withdraw_article(article, "错")
    version, before = version_of(issue), titles(issue)
    with pytest.raises(ValidationError, match="已撤回"):
        order_issue(
            issue,
            version,
            [PageOrder(first.section, first.articles[1:]), PageOrder(second.section, [article.pk, *second.articles]), third],
        )
    assert titles(issue) == before
    order_issue(issue, version, [PageOrder(first.section, [*first.articles[1:], article.pk]), second, third])
    assert titles(issue)["01"][-1] == "01-0"
