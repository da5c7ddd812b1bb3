"""The board: a whole issue on one screen, and its order."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.models import Issue
from newsroom.roles import ARCHIVIST, EDITOR
from tests.factories import make_article, make_issue, make_section, make_zone
from tests.staff import make_client
from tests.state import version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def issue() -> Issue:
    issue = make_issue(publish_at=None)
    first, second = make_section(issue, name="要闻", credits=[("责任编辑", "高静")]), make_section(issue, name="城事")
    make_zone(first, make_article(first, title="电车开进云岫山脚", body="<p>今天6时，电车开出。</p>"))
    make_article(second, title="桥灯亮了", body="<p>昨晚亮灯。</p>")
    return issue


def board(issue: Issue) -> str:
    return reverse("desk:board", args=[issue.pk])


def send(client: Any, issue: Issue, **changes: Any) -> Any:
    sections = issue.sections.in_order()
    pages = [{"section": s.pk, "articles": list(s.articles.order_by("position").values_list("pk", flat=True))} for s in sections]
    sent = {"version": version_of(issue), "pages": list(reversed(pages)), **changes}
    return client.post(reverse("desk:order", args=[issue.pk]), json.dumps(sent), content_type="application/json")


def test_editor_sees_pages_credits_articles_and_their_length(issue):
    html = make_client(EDITOR).get(board(issue)).content.decode()
    for seen in ("要闻", "城事", "责任编辑 高静", "电车开进云岫山脚", "桥灯亮了", "5 字"):
        assert seen in html
    assert html.count("没有热区") == 1


def test_the_board_costs_as_many_queries_for_sixteen_pages_as_for_two(issue):
    client, counts = make_client(EDITOR), []
    for _step in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(board(issue))
        counts.append(len(queries))
        for _page in range(14):
            section = make_section(issue)
            for _article in range(5):
                make_zone(section, make_article(section))
    assert counts[0] == counts[1] <= 15


def test_the_order_that_is_sent_is_the_order_of_the_issue(issue):
    answer = send(make_client(EDITOR), issue)
    assert answer.json() == {"version": version_of(issue)}
    assert list(issue.sections.in_order().values_list("name", flat=True)) == ["城事", "要闻"]


def test_an_order_of_an_older_view_is_refused_with_a_sentence(issue):
    answer = send(make_client(EDITOR), issue, version=version_of(issue) - 1)
    assert answer.status_code == 409
    assert "期" in answer.json()["error"]
    assert list(issue.sections.in_order().values_list("name", flat=True)) == ["要闻", "城事"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{}", b'{"version": "x", "pages": []}', b'{"version": 1, "pages": [{"section": 1}]}'),
        b'{"version": 1e400, "pages": []}',
        *(b'{"version": 1, "pages": [], "seen": [[]]}', b'{"version": 1, "pages": [], "seen": {"section": 1}}'),
    ],
)
def test_what_is_no_order_is_a_bad_request(issue, body):
    client = make_client(EDITOR)
    assert client.post(reverse("desk:order", args=[issue.pk]), body, content_type="application/json").status_code == 400


def test_who_may_only_look_sees_the_board_and_cannot_order(issue):
    client = make_client(ARCHIVIST)
    html = client.get(board(issue)).content.decode()
    assert "电车开进云岫山脚" in html
    assert "data-move" not in html
    assert send(client, issue).status_code == 403


def test_a_reader_is_sent_to_the_login(client, issue):
    assert client.get(board(issue)).status_code == 302
    assert send(client, issue).status_code == 302


def test_an_issue_that_is_not_there_is_not_found(issue):
    assert make_client(EDITOR).get(reverse("desk:board", args=[issue.pk + 1])).status_code == 404
