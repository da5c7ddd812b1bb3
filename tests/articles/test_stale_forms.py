"""Forms of issues and pages that were open while a colleague worked: what was not touched stays as the colleague left it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from articles import publishing
from issues.models import Issue
from newsroom.roles import PUBLISHER
from tests.articles.preflight.ready import ready_issue
from tests.staff import address, form_values, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SIX = dt.datetime(2199, 2, 14, 6, tzinfo=timezone.get_default_timezone())
SEVEN = {"scheduled_for_0": "2199-02-14", "scheduled_for_1": "07:00:00"}
EMPTY = {"scheduled_for_0": "", "scheduled_for_1": ""}


class Form:
    """One that somebody has open: what the page held when it came."""

    def __init__(self, thing: Any, role: str = PUBLISHER) -> None:
        self.client, self.where = make_client(role), address(thing)
        self.values = form_values(self.client.get(self.where))

    def save(self, **changes: Any) -> Any:
        answer = self.client.post(self.where, {**self.values, **changes})
        if answer.status_code == 200:
            self.values = form_values(answer)
        return answer


def errors(answer: Any) -> dict[str, list[str]]:
    return answer.context["adminform"].form.errors


def time_of(issue: Issue) -> dt.datetime | None:
    return Issue.objects.get(pk=issue.pk).publish_at


def test_an_issue_that_a_colleague_scheduled_stays_scheduled() -> None:
    issue = ready_issue()
    form = Form(issue)
    publishing.publish_issue(issue, SIX, is_tonight=True)
    assert form.save(edition_name="早版").status_code == 302
    assert (time_of(issue), Issue.objects.get().edition_name) == (SIX, "早版")


def test_an_issue_that_a_colleague_took_back_to_draft_stays_a_draft() -> None:
    issue = ready_issue()
    publishing.publish_issue(issue, SIX.replace(microsecond=7), is_tonight=True)
    form = Form(issue)
    publishing.unschedule_issue(issue)
    assert form.save(edition_name="早版").status_code == 302
    assert time_of(issue) is None


def test_another_time_than_the_colleagues_is_refused_once_with_a_sentence() -> None:
    issue = ready_issue()
    form = Form(issue)
    publishing.publish_issue(issue, SIX, is_tonight=True)
    assert "06:00" in errors(form.save(**SEVEN))["scheduled_for"][0]
    assert time_of(issue) == SIX
    assert form.save(**SEVEN).status_code == 302
    assert time_of(issue) == SIX.replace(hour=7)


def test_a_time_for_an_issue_that_a_colleague_took_back_is_refused_once() -> None:
    issue = ready_issue()
    publishing.publish_issue(issue, SIX, is_tonight=True)
    form = Form(issue)
    publishing.unschedule_issue(issue)
    assert errors(form.save(**SEVEN))["scheduled_for"]
    assert time_of(issue) is None
    assert form.save(**SEVEN).status_code == 302


def test_an_issue_that_was_rescheduled_is_not_taken_back_by_who_saw_another_time() -> None:
    issue = ready_issue()
    publishing.publish_issue(issue, SIX, is_tonight=True)
    form = Form(issue)
    publishing.publish_issue(issue, SIX.replace(hour=5), is_tonight=True)
    assert errors(form.save(**EMPTY))["scheduled_for"]
    assert time_of(issue) == SIX.replace(hour=5)
    assert form.save(**EMPTY).status_code == 302
    assert time_of(issue) is None


def test_a_form_with_an_error_keeps_the_time_that_was_typed_into_it() -> None:
    issue = ready_issue()
    form = Form(issue)
    assert errors(form.save(**SEVEN, date=""))["date"]
    assert form.save(date="2023-02-14").status_code == 302
    assert time_of(issue) == SIX.replace(hour=7)
