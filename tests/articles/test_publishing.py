"""The doors to the public: publish, schedule, withdraw, publish again; and what integrity keeps behind them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, HotZone
from articles.publishing import (
    publish_issue,
    republish_article,
    restore_states,
    unschedule_issue,
    withdraw_article,
    withdraw_issue,
)
from issues.models import Issue, PageSection
from tests.factories import MORNING, VALENTINE, make_article, make_issue, make_section, make_user, make_zone
from tests.state import site_state, version_of

pytestmark = pytest.mark.django_db
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def draft() -> Issue:
    return make_article(make_section(make_issue(publish_at=None))).issue


def test_a_draft_is_published_now() -> None:
    issue = draft()
    before = timezone.now()
    publish_issue(issue)
    assert issue.publish_at
    assert before <= issue.publish_at <= timezone.now()
    assert Issue.objects.public().get() == issue


def test_a_draft_is_scheduled_rescheduled_and_taken_back() -> None:
    issue = draft()
    publish_issue(issue, FUTURE)
    assert issue.state() == Issue.State.SCHEDULED
    publish_issue(issue, FUTURE + SECOND)
    assert issue.publish_at == FUTURE + SECOND
    unschedule_issue(issue)
    assert issue.state() == Issue.State.DRAFT


def test_a_scheduled_issue_can_come_out_at_once() -> None:
    issue = draft()
    publish_issue(issue, FUTURE)
    publish_issue(issue)
    assert issue.state() == Issue.State.PUBLISHED


def test_publishing_again_keeps_the_first_time_and_the_addresses() -> None:
    issue = make_article().issue
    addresses = [issue.get_absolute_url(), *(article.get_absolute_url() for article in issue.articles.all())]
    withdraw_issue(issue)
    assert issue.state() == Issue.State.WITHDRAWN
    assert Issue.objects.withdrawn_after_public().get() == issue
    publish_issue(issue, FUTURE)
    assert (issue.publish_at, issue.withdrawn_at) == (MORNING, None)
    assert [issue.get_absolute_url(), *(article.get_absolute_url() for article in issue.articles.all())] == addresses


@pytest.mark.parametrize(
    ("times", "act"),
    [
        ({}, publish_issue),
        ({}, unschedule_issue),
        ({"withdrawn_at": MORNING + SECOND}, withdraw_issue),
        ({"withdrawn_at": MORNING + SECOND}, unschedule_issue),
        ({"publish_at": None}, withdraw_issue),
        ({"publish_at": FUTURE}, withdraw_issue),
    ],
    ids=[
        "publish what is public",
        "take back what is public",
        "withdraw what is withdrawn",
        "take back what is withdrawn",
        "withdraw a draft",
        "withdraw what is scheduled",
    ],
)
def test_an_act_that_makes_no_sense_is_refused_and_changes_nothing(times: dict[str, Any], act: Callable[[Issue], None]) -> None:
    issue = make_section(make_issue(**times)).issue
    before = site_state()
    with pytest.raises(ValidationError) as refusal:
        act(issue)
    assert len(refusal.value.messages) == 1
    assert site_state() == before


def test_the_act_goes_by_the_row_as_it_is_now_not_as_it_was_loaded() -> None:
    issue = draft()
    loaded_before = Issue.objects.get()
    publish_issue(issue)
    with pytest.raises(ValidationError):
        publish_issue(loaded_before, FUTURE)
    assert Issue.objects.public().exists()


def without_a_page(issue: Issue) -> None:
    issue.sections.all().delete()


def with_a_zone_outside(issue: Issue) -> None:
    HotZone.objects.create(page_section=issue.sections.get(), polygon=[[0, 0], [1.5, 0], [0, 1]])


def with_a_zone_without_area(issue: Issue) -> None:
    HotZone.objects.create(page_section=issue.sections.get(), polygon=[[0, 0], [0, 0], [0, 0]])


def with_a_blank_title(issue: Issue) -> None:
    issue.articles.update(title=" \u3000")


def with_an_article_on_another_issue_s_page(issue: Issue) -> None:
    stranger = make_section(make_issue(VALENTINE + dt.timedelta(1), publish_at=None))
    issue.articles.update(page_section=stranger)


@pytest.mark.parametrize(
    "damage",
    [
        without_a_page,
        with_a_zone_outside,
        with_a_zone_without_area,
        with_a_blank_title,
        with_an_article_on_another_issue_s_page,
    ],
)
def test_integrity_always_refuses(damage: Callable[[Issue], None]) -> None:
    issue = draft()
    damage(issue)
    for at in (None, FUTURE, MORNING):
        with pytest.raises(ValidationError) as refusal:
            publish_issue(issue, at)
        assert len(refusal.value.messages) == 1
    with pytest.raises(ValidationError):
        restore_states(issue, MORNING, None, {}, {})
    assert Issue.objects.get(pk=issue.pk).state() == Issue.State.DRAFT


def test_a_withdrawn_issue_passes_integrity_again_before_it_comes_back() -> None:
    issue = make_section().issue
    withdraw_issue(issue)
    without_a_page(issue)
    with pytest.raises(ValidationError):
        publish_issue(issue)
    assert not Issue.objects.public()


def test_a_withdrawn_story_takes_its_later_parts_along_and_brings_them_back() -> None:
    issue = make_issue()
    first = make_article(make_section(issue))
    second = make_article(make_section(issue), continues=first)
    make_article(make_section(issue), continues=second)
    other = make_article(first.page_section)
    withdraw_article(first, "失实")
    assert Article.objects.public().get() == other
    assert set(issue.articles.values_list("withdrawal_reason", flat=True)) == {"失实", ""}
    republish_article(first)
    assert Article.objects.public().count() == 4
    assert set(issue.articles.values_list("withdrawal_reason", flat=True)) == {""}


def test_a_later_part_alone_can_be_withdrawn() -> None:
    issue = make_issue()
    first = make_article(make_section(issue))
    second = make_article(make_section(issue), continues=first)
    withdraw_article(second, "失实")
    moment = Article.objects.get(pk=second.pk).withdrawn_at
    assert Article.objects.public().get() == first
    withdraw_article(first, "失实")
    assert Article.objects.get(pk=second.pk).withdrawn_at == moment


def test_a_part_that_was_withdrawn_by_itself_stays_so_with_its_own_reason() -> None:
    issue = make_issue()
    first = make_article(make_section(issue))
    second = make_article(make_section(issue), continues=first)
    third = make_article(make_section(issue), continues=second)
    withdraw_article(third, "侵权")
    withdraw_article(first, "失实")
    assert set(issue.articles.values_list("pk", "withdrawal_reason")) == {
        (first.pk, "失实"),
        (second.pk, "失实"),
        (third.pk, "侵权"),
    }
    republish_article(first)
    assert Article.objects.withdrawn().get() == third


def test_what_is_withdrawn_is_not_withdrawn_again_and_what_is_public_not_published_again() -> None:
    article = make_article()
    loaded_before = Article.objects.get()
    with pytest.raises(ValidationError):
        republish_article(article)
    withdraw_article(article, "失实")
    before = site_state()
    with pytest.raises(ValidationError):
        withdraw_article(loaded_before, "另有原因")
    assert site_state() == before


def test_a_withdrawn_article_passes_integrity_again_before_it_comes_back() -> None:
    article = make_article()
    withdraw_article(article, "失实")
    Article.objects.update(title=" ")
    with pytest.raises(ValidationError):
        republish_article(article)
    assert not Article.objects.public()


def test_an_article_keeps_its_address_and_key_through_a_withdrawal() -> None:
    article = make_article()
    address = article.get_absolute_url()
    withdraw_article(article, "失实")
    assert Article.objects.withdrawn_after_public().get().get_absolute_url() == address
    republish_article(article)
    assert Article.objects.public().get().get_absolute_url() == address


def test_a_reason_that_is_too_long_withdraws_nothing() -> None:
    article = make_article()
    make_zone(article.page_section, article)
    before = site_state()
    with pytest.raises(ValidationError):
        withdraw_article(article, "长" * 501)
    assert site_state() == before


def test_restoring_brings_back_times_withdrawals_and_signatures_once() -> None:
    issue = draft()
    section, article = issue.sections.get(), issue.articles.get()
    editor = make_user("editor")

    def restore(row: Issue) -> int:
        withdrawals: dict[int, tuple[dt.datetime | None, str]] = {article.pk: (MORNING + SECOND, "失实")}
        signatures: dict[str, tuple[str, str, dt.datetime | None]] = {section.key: ("signed", "editor", MORNING)}
        return restore_states(row, MORNING, MORNING + 2 * SECOND, withdrawals, signatures)

    assert restore(issue) == 3
    now = Issue.objects.get()
    assert (now.publish_at, now.withdrawn_at) == (MORNING, MORNING + 2 * SECOND)
    assert Article.objects.values_list("withdrawn_at", "withdrawal_reason").get() == (MORNING + SECOND, "失实")
    signed = PageSection.objects.get()
    assert (signed.state, signed.state_by, signed.state_at) == ("signed", editor, MORNING)
    assert signed.masks, "the article has no zone: the whole sheet is covered"
    version = version_of(issue)
    assert restore(now) == 0
    assert version_of(issue) == version


def test_restoring_a_signature_of_somebody_unknown_leaves_no_name() -> None:
    issue = draft()
    restore_states(issue, None, None, {}, {issue.sections.get().key: ("proofread", "nobody", MORNING)})
    signed = PageSection.objects.get()
    assert (signed.state, signed.state_by, signed.state_at) == ("proofread", None, MORNING)
