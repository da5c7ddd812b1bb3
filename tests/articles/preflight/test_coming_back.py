"""A story that was withdrawn before readers saw it comes back past tonight's list, one that they had seen at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.preflight import tonight
from articles.publishing import StoryNotReady, publish_issue, republish_article, unschedule_issue, withdraw_article
from articles.writing import save_article
from articles.writing.preflight import sign_off
from issues.models import Issue, PageSection
from newsroom.roles import PUBLISHER
from tests.articles.preflight.ready import ready_article, ready_issue, ready_section, sign_again
from tests.factories import make_user
from tests.staff import address, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def issue() -> Issue:
    return ready_issue()


@pytest.fixture
def story(issue) -> Article:
    """Two parts on two pages, an open item in each."""
    first = ready_article(issue.sections.get(), 1, title="声明书", body="<p>他说：“好。（下转02版）</p>")
    later = ready_section(issue, label="02")
    ready_article(later, 1, title="声明书续", body="<p>她说：“不。（上接01版）</p>", continues=first)
    return first


def read_pages(issue: Issue) -> None:
    """What the queue leaves, of pages without text."""
    for section in issue.sections.all():
        PageSection.objects.filter(pk=section.pk).update(layer_digest=section.pdf_digest)
        sign_again(section)


def withdrawn(story: Article) -> Article:
    withdraw_article(story, "先压一压")
    read_pages(story.issue)
    return story


def schedule(issue: Issue) -> None:
    publish_issue(issue, timezone.now() + dt.timedelta(hours=8), is_tonight=True)


@pytest.mark.parametrize("act", [schedule, lambda issue: publish_issue(issue, is_tonight=True)], ids=["scheduled", "public"])
def test_a_story_that_left_the_list_comes_back_only_past_it(act, issue, story) -> None:
    withdrawn(story)
    act(issue)
    with pytest.raises(StoryNotReady) as refusal:
        republish_article(story)
    assert [item.code for item in refusal.value.items] == ["marks", "marks"]
    assert "还有 2 项与其有关且未处理（01, 02 版）" in refusal.value.messages[0]
    assert Article.objects.withdrawn().count() == 2


def test_a_story_that_left_the_list_comes_back_mended(issue, story) -> None:
    withdrawn(story)
    publish_issue(issue, is_tonight=True)
    for part in issue.articles.withdrawn():
        part.body = part.body.replace("“", "")
        save_article(part)
    republish_article(story)
    assert Article.objects.public().count() == 3


def test_a_story_that_was_signed_off_before_it_left_the_list_comes_back(issue, story) -> None:
    sign_off(issue, tonight(issue).open, make_user("chief"), "原文如此")
    withdrawn(story)
    publish_issue(issue, is_tonight=True)
    republish_article(story)
    assert Article.objects.public().count() == 3


def test_the_refusal_leads_to_a_list_on_which_the_story_is_signed_off(issue, story) -> None:
    publisher: Client = make_client(PUBLISHER)
    withdrawn(story)
    publish_issue(issue, is_tonight=True)
    page = f"{reverse('admin:issues_issue_preflight', args=[issue.pk])}?back={story.pk}"
    refused = publisher.post(address(story, "republish"), {"confirmed": "yes"}, follow=True)
    assert f'<a href="{page}">' in refused.content.decode()
    assert "他说：“好。" in publisher.get(page).content.decode()
    marks = [item.fingerprint for item in tonight(issue, [part.pk for part in issue.articles.withdrawn()]).open]
    signed = publisher.post(page, {"act": "sign", "items": marks, "reason": "原文如此"})
    assert signed.headers["Location"] == page
    publisher.post(address(story, "republish"), {"confirmed": "yes"})
    assert Article.objects.public().count() == 3


def test_what_is_open_elsewhere_in_the_issue_does_not_hold_a_story_back(issue) -> None:
    story = withdrawn(ready_article(issue.sections.get(), 1, title="启事"))
    publish_issue(issue, is_tonight=True)
    ready_article(issue.sections.get(), 2, title="声明书", body="<p>他说：“好。</p>")
    republish_article(story)
    assert story in Article.objects.public()


def test_a_story_does_not_come_back_on_a_page_that_nobody_has_read(issue) -> None:
    story = withdrawn(ready_article(issue.sections.get(), 1, title="启事"))
    publish_issue(issue, is_tonight=True)
    issue.sections.update(layer_digest="")
    with pytest.raises(StoryNotReady) as refusal:
        republish_article(story)
    assert [item.code for item in refusal.value.items] == ["unread"]


def test_a_story_comes_back_to_a_draft_whose_list_is_still_to_come(issue, story) -> None:
    withdrawn(story)
    schedule(issue)
    unschedule_issue(issue)
    republish_article(story)
    assert {item.code for item in tonight(issue).open} >= {"marks"}


def test_a_story_that_readers_had_seen_comes_back_at_once(issue, story) -> None:
    publish_issue(issue)
    withdraw_article(story, "失实")
    republish_article(story)
    assert Article.objects.public().count() == 3


@pytest.mark.parametrize("number", ["9" * 5000, "x", "0", "²", "9" * 30])
def test_the_list_of_a_story_that_is_not_withdrawn_is_tonights(number, issue, story) -> None:
    page = make_client(PUBLISHER).get(f"{reverse('admin:issues_issue_preflight', args=[issue.pk])}?back={number}")
    assert page.status_code == 200
    assert "published again" not in page.content.decode()
