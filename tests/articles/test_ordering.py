"""The order of a whole issue, as the board sends it: one act, five statements and its history, all or nothing."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import withdraw_article
from articles.writing import PageOrder, order_issue, save_article
from issues.models import Issue, PageSection
from issues.sentences import spoken
from issues.writing import set_section_state
from tests.factories import MORNING, make_article, make_issue, make_section, make_zone
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


def everything(order: list[PageOrder]) -> list[PageOrder]:
    return [PageOrder(page.section, list(reversed(page.articles))) for page in reversed(order)]


def one_page(order: list[PageOrder]) -> list[PageOrder]:
    return [order[1], order[0], *order[2:]]


def one_article(order: list[PageOrder]) -> list[PageOrder]:
    first, second, *others = order[0].articles
    return [PageOrder(order[0].section, [second, first, *others]), *order[1:]]


def one_article_to_another_page(order: list[PageOrder]) -> list[PageOrder]:
    moved, *left = order[0].articles
    return [PageOrder(order[0].section, left), PageOrder(order[1].section, [*order[1].articles, moved]), *order[2:]]


def nothing_at_all(order: list[PageOrder]) -> list[PageOrder]:
    return order


@pytest.mark.parametrize(
    ("change", "count", "of_history"),
    [(everything, 5, 1), (one_page, 3, 1), (one_article, 3, 1), (one_article_to_another_page, 4, 2), (nothing_at_all, 1, 0)],
)
def test_an_order_costs_at_most_five_statements_beside_its_history_whatever_the_size(change, count, of_history):
    issue = full_issue(pages=8, articles=9)
    order = change(order_of(issue))
    with CaptureQueriesContext(connection) as queries:
        order_issue(issue, issue.version, order)
    written = statements(queries)
    assert len([sql for sql in written if sql.startswith("INSERT INTO") and "historical" in sql]) == of_history
    assert len(written) == count + of_history
    assert order_of(issue) == order


def acts(issue: Issue) -> list[str]:
    return [spoken(version.told, str) for version in issue.history.filter(told__isnull=False)]


def test_an_order_is_one_entry_in_the_issues_history_that_says_what_moved():
    issue = full_issue()
    order_issue(issue, issue.version, one_article_to_another_page(order_of(issue)))
    assert acts(issue) == ["Order changed on the board: “01-0” from page 01 to page 02, place 4"]
    order_issue(issue, issue.version, one_page(order_of(issue)))
    order_issue(issue, issue.version, order_of(issue))
    assert acts(issue)[0] in (f"Order changed on the board: page {label} to place {n}" for label, n in (("01", 2), ("02", 1)))
    assert len(acts(issue)) == 2


def test_of_many_that_moved_five_are_named():
    issue = full_issue(pages=1, articles=12)
    order_issue(issue, issue.version, everything(order_of(issue)))
    [told] = acts(issue)
    assert told.count("“") == 5
    assert told.endswith(", 6 more")


def test_an_article_that_the_board_carried_to_another_page_knows_it_in_its_own_history():
    issue = full_issue()
    order_issue(issue, issue.version, one_article_to_another_page(order_of(issue)))
    moved = Article.objects.get(title="01-0")
    assert [(version.page_section_id, version.history_change_reason) for version in moved.history.all()] == [
        (moved.page_section_id, "moved"),
        (issue.sections.get(label="01").pk, None),
    ]
    assert Article.objects.get(title="01-1").history.count() == 1


def test_pages_are_searched_again_when_an_article_goes_to_another():
    issue = full_issue()
    issue.sections.update(layer="layers/x.json.gz", awaits_search=False)
    order_issue(issue, issue.version, one_article(order_of(issue)))
    assert not issue.sections.filter(awaits_search=True).exists()
    order_issue(issue, issue.version, one_article_to_another_page(order_of(issue)))
    assert not issue.sections.filter(awaits_search=False).exists()


def test_an_order_raises_the_version_once_and_a_second_one_of_the_same_view_is_refused():
    issue = full_issue()
    seen = issue.version
    order = order_of(issue)
    order_issue(issue, seen, order)
    assert version_of(issue) == issue.version == seen + 1
    with pytest.raises(ValidationError):
        order_issue(issue, seen, list(reversed(order)))
    assert list(titles(issue)) == ["01", "02", "03"]


def test_what_came_in_meanwhile_does_not_stand_in_the_way_of_an_order_that_is_still_there():
    issue = full_issue()
    seen = order_of(issue)
    save_article(Article.objects.get(title="01-0"))
    order_issue(issue, issue.version, list(reversed(seen)), seen)
    assert version_of(issue) == issue.version
    assert list(titles(issue)) == ["03", "02", "01"]
    with pytest.raises(ValidationError):
        order_issue(issue, issue.version - 1, seen, seen)
    assert list(titles(issue)) == ["03", "02", "01"]


def test_a_signature_that_was_not_seen_does_not_fall():
    issue = full_issue()
    seen = order_of(issue)
    set_section_state(issue.sections.in_order()[0], PageSection.State.SIGNED, "", MORNING)
    first, *rest = seen
    with pytest.raises(ValidationError):
        order_issue(issue, issue.version, [PageOrder(first.section, first.articles[::-1]), *rest], seen)
    order_issue(issue, issue.version, [first, *rest[::-1]], seen)
    assert list(titles(issue)) == ["01", "03", "02"]
    assert issue.sections.in_order()[0].state == PageSection.State.SIGNED


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
