"""上一期 下一期, 上一版 下一版, 上一篇 下一篇: where they lead, and that they are words at either end."""

import datetime as dt
import re

import pytest
from django.test import Client

from articles.models import Article
from articles.publishing import withdraw_article
from issues.models import Issue
from tests.factories import VALENTINE, make_article, make_issue, make_publication, make_section

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def issue_links(client: Client, issue: Issue, name: str = "") -> list[str]:
    """Addresses on a page that lead out of the issue's folder by a relative path: those of its neighbours only."""
    found = re.findall(r'href="(\.\./[^"]*)"', read(client, issue.get_absolute_url() + name))
    return list(dict.fromkeys(found))


def steps(page: str) -> dict[str, str]:
    """`rel` -> `href` of whatever on the page bears rel="prev" or rel="next"."""
    tags = [tag for tag in re.findall(r"<(?:a|link)\b[^>]*>", page) if re.search(r'rel="(prev|next)"', tag)]
    return {re.findall(r'rel="(\w+)"', tag)[0]: re.findall(r'href="([^"]*)"', tag)[0] for tag in tags}


def day_issue(date: dt.date, **changes: object) -> Issue:
    """With one page and one article; the page's key is not 1, so that it shows in addresses."""
    issue = make_issue(date, **changes)
    make_article(make_section(issue, key=f"{date:%d}"))
    return issue


def test_neighbour_issues_are_relative_and_lead_to_the_first_page(client: Client) -> None:
    first, middle, last = (day_issue(VALENTINE + n * DAY) for n in range(3))
    for name in ("", "titles.htm", "node_15.htm", "content_1.htm"):
        assert issue_links(client, middle, name) == ["../14/node_14.htm", "../16/node_16.htm"]
    assert issue_links(client, first) == ["../15/node_15.htm"]
    assert issue_links(client, last) == ["../15/node_15.htm"]


def test_a_single_issue_has_no_neighbour(client: Client) -> None:
    assert issue_links(client, day_issue(VALENTINE)) == []


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (dt.date(2023, 1, 31), ["../../2022-12/31/node_31.htm", "../../2023-02/01/node_01.htm"]),
        (dt.date(2022, 12, 31), ["../../2023-01/31/node_31.htm"]),
        (dt.date(2023, 2, 1), ["../../2023-01/31/node_31.htm"]),
    ],
)
def test_neighbours_across_months_and_years(date: dt.date, expected: list[str], client: Client) -> None:
    issues = {day: day_issue(day) for day in (dt.date(2022, 12, 31), dt.date(2023, 1, 31), dt.date(2023, 2, 1))}
    assert issue_links(client, issues[date]) == expected


def test_hidden_issues_and_missing_dates_are_passed_over_both_ways(client: Client) -> None:
    first, last = day_issue(VALENTINE), day_issue(VALENTINE + 6 * DAY)
    day_issue(VALENTINE + DAY, publish_at=None)
    day_issue(VALENTINE + 2 * DAY, publish_at=FUTURE)
    day_issue(VALENTINE + 3 * DAY, withdrawn_at=FUTURE)
    day_issue(VALENTINE + 4 * DAY, publication=make_publication("other", "他报"))
    assert issue_links(client, first) == ["../20/node_20.htm"]
    assert issue_links(client, last) == ["../14/node_14.htm"]


def test_an_extra_has_its_place_by_date_and_edition(client: Client) -> None:
    morning, extra, next_day = (
        day_issue(VALENTINE),
        day_issue(VALENTINE, edition=2, kind=Issue.Kind.EXTRA, edition_name="号外"),
        day_issue(VALENTINE + DAY),
    )
    assert issue_links(client, morning) == ["../14-2/node_14.htm"]
    assert issue_links(client, extra) == ["../14/node_14.htm", "../15/node_15.htm"]
    assert issue_links(client, next_day) == ["../14-2/node_14.htm"]


def test_a_neighbour_without_a_page_is_reached_by_its_folder(client: Client) -> None:
    make_issue(VALENTINE - DAY)
    assert issue_links(client, day_issue(VALENTINE)) == ["../13/"]


def test_pages_turn_through_gaps_folds_and_pages_without_a_label(client: Client) -> None:
    issue = make_issue()
    pages = [("A", "01"), ("A", "06"), ("A", "08"), ("A", ""), ("B", "01"), ("B", "04-05")]
    keys = [make_section(issue, fold=fold, label=label).key for fold, label in pages]
    folder = issue.get_absolute_url()
    found = [steps(read(client, f"{folder}node_{key}.htm")) for key in keys]
    assert [step.get("prev") for step in found] == [None, *(f"node_{key}.htm" for key in keys[:-1])]
    assert [step.get("next") for step in found] == [*(f"node_{key}.htm" for key in keys[1:]), None]


def test_pages_turn_in_their_order_not_in_that_of_their_keys(client: Client) -> None:
    issue = make_issue()
    make_section(issue)
    make_section(issue, position=1)
    assert steps(read(client, f"{issue.get_absolute_url()}node_2.htm")) == {"next": "node_1.htm"}


def test_articles_lead_through_the_whole_issue_past_advertisements(client: Client) -> None:
    issue = make_issue()
    front, whole_page, back = (make_section(issue) for _ in range(3))
    ad = Article.Kind.ADVERTISEMENT
    make_article(front, kind=ad)
    first = make_article(front)
    advertisement = make_article(front, kind=ad)
    make_article(whole_page, kind=ad)
    withdraw_article(make_article(back), "错误")
    last = make_article(back)
    pages = {article.pk: steps(read(client, article.get_absolute_url())) for article in (first, advertisement, last)}
    assert pages[first.pk] == {"next": last.href}
    assert pages[advertisement.pk] == {"prev": first.href, "next": last.href}
    assert pages[last.pk] == {"prev": first.href}


def test_a_moved_article_is_read_in_its_new_place(client: Client) -> None:
    section = make_section()
    make_article(section)
    make_article(section, position=1)
    assert steps(read(client, f"{section.issue.get_absolute_url()}content_2.htm")) == {"next": "content_1.htm"}


def test_the_first_part_of_a_story_is_the_address_of_all(client: Client) -> None:
    issue = make_issue()
    first = make_article(make_section(issue))
    second = make_article(make_section(issue), continues=first, body="<p>第二部分的正文</p>")
    third = make_article(make_section(issue), continues=second, body="<p>第三部分的正文</p>")
    whole = read(client, first.get_absolute_url())
    assert whole.index("第二部分的正文") < whole.index("第三部分的正文")
    for part in (first, second, third):
        page = read(client, part.get_absolute_url())
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == [f"https://paper.example{first.get_absolute_url()}"]
    assert "第二部分的正文" not in read(client, third.get_absolute_url())
