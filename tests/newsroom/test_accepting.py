"""What was found on an issue's pages is taken over at once, from the board."""

import pytest
from django.urls import reverse

from articles.models import Article, DraftArticle, HotZone, ProposedZone
from issues.models import Issue
from newsroom.roles import ARCHIVIST, EDITOR, REPORTER
from tests.factories import make_article, make_issue, make_publication, make_section
from tests.staff import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SQUARE = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.3], [0.1, 0.3]]


@pytest.fixture
def issue() -> Issue:
    issue = make_issue(publish_at=None)
    section = make_section(issue)
    article = make_article(section, title="电车开进云岫山脚")
    ProposedZone.objects.create(page_section=section, polygon=SQUARE, article=article, confidence=0.4)
    waiting = {"page_section": section, "polygons": [SQUARE], "confidence": 0.9, "body": "<p>昨晚亮灯。</p>"}
    DraftArticle.objects.create(**waiting, position=1, title="桥灯亮了")
    DraftArticle.objects.create(**waiting, position=2, title="")
    return issue


def accept(client, issue):
    return client.post(reverse("desk:accept", args=[issue.pk]), follow=True)


def test_zones_and_drafts_with_a_title_are_taken_over(issue):
    html = accept(make_client(EDITOR), issue).content.decode()
    assert list(HotZone.objects.order_by("pk").values_list("article__title", flat=True)) == ["电车开进云岫山脚", "桥灯亮了"]
    assert list(Article.objects.in_reading_order().values_list("title", flat=True)) == ["电车开进云岫山脚", "桥灯亮了"]
    assert DraftArticle.objects.waiting().count() == 1
    for said in ("已采用 1 个热区", "已采用 1 篇待认领稿"):
        assert said in html


def test_nothing_found_offers_nothing(issue):
    ProposedZone.objects.all().delete()
    DraftArticle.objects.all().delete()
    assert "采用找到的" not in make_client(EDITOR).get(reverse("desk:board", args=[issue.pk])).content.decode()


def test_who_may_not_change_what_was_found_is_refused(issue):
    for role in (REPORTER, ARCHIVIST):
        assert accept(make_client(role), issue).status_code == 403
    assert accept(make_client(EDITOR, username="other", papers=[make_publication("other", "别报")]), issue).status_code == 404
    assert ProposedZone.objects.count() == 1


def test_an_editor_does_not_take_over_into_a_published_issue(issue):
    Issue.objects.update(publish_at="2024-10-14T00:00Z")
    assert accept(make_client(EDITOR), issue).status_code == 403
    assert HotZone.objects.count() == 0
