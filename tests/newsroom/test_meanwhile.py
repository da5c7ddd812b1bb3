"""An issue that is scheduled between an editor's click and what it writes is the publisher's: it stays as it is."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import DraftArticle, OldAddress, ProposedZone
from articles.publishing import publish_issue
from articles.writing import zones_mark
from issues.admin import rights, saving
from issues.admin.rights import demand_touch
from issues.models import Issue
from issues.writing import demanding
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER
from tests.factories import SQUARE, make_article, make_issue, make_pdf, make_section, make_zone
from tests.staff import address, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
OTHER = [[0.1, 0.6], [0.5, 0.6], [0.5, 0.9], [0.1, 0.9]]
Way = Callable[[Client, Issue], Any]


def drop_text(client: Client, issue: Issue) -> Any:
    return drop(client, issue, "01_9 乘隙而入.txt", "乘隙而入\n\n没有人看过的字。".encode())


def drop_page(client: Client, issue: Issue) -> Any:
    return drop(client, issue, "01.pdf", make_pdf(400, 560))


def drop(client: Client, issue: Issue, name: str, data: bytes) -> Any:
    return client.post(reverse("desk:drop", args=[issue.pk]), {"file": SimpleUploadedFile(name, data)})


def accept_all(client: Client, issue: Issue) -> Any:
    return client.post(reverse("desk:accept", args=[issue.pk]))


def accept_one(client: Client, issue: Issue) -> Any:
    draft = DraftArticle.objects.get()
    return client.post(reverse("desk:accept_zone_draft", args=[draft.page_section_id, draft.pk]))


def save_zones(client: Client, issue: Issue) -> Any:
    section = issue.sections.get()
    sent = {"mark": zones_mark(section, section.zones.all()), "zones": []}
    return client.post(reverse("desk:save_zones", args=[section.pk]), json.dumps(sent), content_type="application/json")


def order(client: Client, issue: Issue) -> Any:
    pages = [{"section": issue.sections.get().pk, "articles": [article.pk for article in issue.articles.order_by("-position")]}]
    now = [{"section": issue.sections.get().pk, "articles": [article.pk for article in issue.articles.order_by("position")]}]
    sent = {"version": Issue.objects.get(pk=issue.pk).version, "pages": pages, "seen": now}
    return client.post(reverse("desk:order", args=[issue.pk]), json.dumps(sent), content_type="application/json")


def set_state(client: Client, issue: Issue) -> Any:
    section = issue.sections.get()
    wanted = f"proofread {section.pk}:{section.state}:{section.picture_version}:{section.pdf_version}"
    return client.post(reverse("desk:states", args=[issue.pk]), {"set": wanted})


def delete(client: Client, issue: Issue) -> Any:
    return client.post(address(issue.articles.first(), "delete"), {"post": "yes"})


@pytest.fixture
def issue() -> Issue:
    """A draft on which something waits at every door."""
    issue = make_issue(publish_at=None)
    section = make_section(issue)
    article = make_article(section, title="电车开进云岫山脚")
    make_article(section, title="江上起雾")
    make_zone(section, article, polygon=SQUARE)
    ProposedZone.objects.create(page_section=section, polygon=OTHER, article=article, confidence=0.4)
    waiting = {"polygons": [OTHER], "confidence": 0.9, "body": "<p>昨晚亮灯。</p>"}
    DraftArticle.objects.create(page_section=section, position=1, title="桥灯亮了", **waiting)
    return issue


def schedule(issue: Issue) -> None:
    publish_issue(issue, timezone.now() + dt.timedelta(hours=8))


def content(issue: Issue) -> Any:
    return [
        list(issue.articles.order_by("pk").values_list("title", "position", "body")),
        list(issue.sections.order_by("pk").values_list("label", "state", "picture_digest", "pdf_digest")),
        [list(section.zones.order_by("pk").values_list("pk", "polygon", "article")) for section in issue.sections.all()],
        [ProposedZone.objects.waiting().count(), DraftArticle.objects.waiting().count()],
    ]


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch, issue: Issue) -> None:
    """The publisher is quicker: after the view has asked, before it writes."""

    def schedule_and_demand(demand: Any) -> Any:
        schedule(issue)
        return demanding(demand)

    monkeypatch.setattr(rights, "demanding", schedule_and_demand)


WAYS = [drop_text, drop_page, accept_all, accept_one, save_zones, order, set_state]


@pytest.mark.parametrize("way", WAYS)
def test_what_an_editor_sends_does_not_reach_an_issue_that_was_scheduled_meanwhile(way: Way, between, issue) -> None:
    before = content(issue)
    assert way(make_client(EDITOR), issue).status_code == 403
    issue.refresh_from_db()
    assert issue.state() == Issue.State.SCHEDULED
    assert content(issue) == before


def test_nothing_of_it_is_deleted_either(between, issue) -> None:
    before = content(issue)
    assert delete(make_client(EDITOR), issue).status_code == 403
    assert content(issue) == before


@pytest.mark.parametrize("way", WAYS)
def test_what_the_publisher_sends_reaches_it(way: Way, between, issue) -> None:
    before = content(issue)
    assert way(make_client(PUBLISHER), issue).status_code < 400
    assert content(issue) != before


@pytest.mark.parametrize("way", WAYS)
def test_what_an_editor_sends_reaches_a_draft(way: Way, issue) -> None:
    before = content(issue)
    assert way(make_client(EDITOR), issue).status_code < 400
    assert content(issue) != before


def test_old_addresses_of_an_issue_are_an_archivists_whatever_its_time_is(issue) -> None:
    schedule(issue)
    archivist, old = make_client(ARCHIVIST), {"path": "/old/1.htm", "issue": issue.pk}
    assert archivist.post(address(OldAddress, "add"), old).status_code == 302
    assert archivist.post(address(OldAddress.objects.get(), "delete"), {"post": "yes"}).status_code == 302
    assert not OldAddress.objects.exists()


def test_a_form_is_not_saved_where_the_issue_was_scheduled_since_it_was_checked(issue, monkeypatch) -> None:
    def demand_and_schedule(user: Any, thing: Any) -> None:
        demand_touch(user, thing)
        monkeypatch.setattr(saving, "demand_touch", demand_touch)
        schedule(issue)

    monkeypatch.setattr(saving, "demand_touch", demand_and_schedule)
    article = issue.articles.get(title="江上起雾")
    assert send(make_client(EDITOR), address(article), title="改了题目").status_code == 403
    assert "改了题目" not in issue.articles.values_list("title", flat=True)
