"""Forms of issues and pages that were open while a colleague worked: what was not touched stays as the colleague left it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from articles import publishing
from articles.writing import save_zone
from issues.models import Issue, PageSection
from issues.writing import save_section, set_section_state
from newsroom.roles import EDITOR, PUBLISHER
from tests.articles.preflight.ready import ready_issue
from tests.factories import make_article, make_issue, make_section, make_zone
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


def sign(section: PageSection) -> None:
    set_section_state(section, "signed", PUBLISHER, timezone.now())


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


def test_the_page_of_an_issue_tells_the_time_that_it_was_shown_with_in_one_field() -> None:
    issue = ready_issue()
    publishing.publish_issue(issue, SIX.replace(microsecond=7), is_tonight=True)
    html = make_client(PUBLISHER).get(address(issue)).content.decode()
    shown = re.findall(r'name="initial-scheduled_for[^"]*" value="([^"]+)"', html)
    assert [dt.datetime.fromisoformat(moment) for moment in shown] == [SIX]


def test_pages_that_a_colleague_signed_and_named_stay_so_when_the_issues_form_is_saved() -> None:
    issue = make_issue(publish_at=None)
    sections = [make_section(issue, state="proofread", name="旧名") for _page in range(2)]
    form = Form(issue)
    for section in sections:
        section.name = "新名"
        sign(save_section(section))
    signed_at = list(issue.sections.values_list("state_at", flat=True))
    assert form.save(edition_name="早版", **{"sections-0-fold": "B叠"}).status_code == 302
    rows = issue.sections.in_order().values_list("state", "name", "fold")
    assert list(rows) == [("signed", "新名", "B叠"), ("signed", "新名", "")]
    assert list(issue.sections.values_list("state_at", flat=True)) == signed_at


def test_a_state_for_a_page_that_a_colleague_signed_is_an_error_of_its_row() -> None:
    issue = make_issue(publish_at=None)
    section = make_section(issue, state="in_work")
    form = Form(issue)
    sign(section)
    told = form.save(**{"sections-0-state": "proofread"})
    assert told.context["inline_admin_formsets"][0].formset.forms[0].errors["state"]
    section.refresh_from_db()
    assert section.state == "signed"


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_a_page_that_a_colleague_signed_and_named_stays_so_when_its_form_is_saved(role) -> None:
    section = make_section(make_issue(publish_at=None), state="in_work", name="旧名")
    form = Form(section, role)
    section.name = "新名"
    sign(save_section(section))
    assert form.save(fold="B叠").status_code == 302
    section.refresh_from_db()
    assert (section.state, section.name, section.fold) == ("signed", "新名", "B叠")


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_a_state_for_a_page_that_was_signed_meanwhile_is_refused_and_the_rest_can_be_saved(role) -> None:
    section = make_section(make_issue(publish_at=None), state="in_work")
    form = Form(section, role)
    sign(section)
    told = form.save(state="proofread", fold="B叠")
    assert told.status_code == 200
    assert told.context["errors"]
    state = {"state": "signed"} if "state" in form.values else {}
    assert form.save(**state).status_code == 302
    section.refresh_from_db()
    assert (section.state, section.fold) == ("signed", "B叠")


def test_a_zone_that_a_colleague_drew_anew_stays_so_when_its_form_is_saved() -> None:
    section = make_section(make_issue(publish_at=None))
    zone = make_zone(section, make_article(section))
    form = Form(zone)
    zone.polygon = [[0.2, 0.2], [0.9, 0.2], [0.9, 0.9], [0.2, 0.9]]
    save_zone(zone)
    assert form.save(kind="figure").status_code == 302
    zone.refresh_from_db()
    assert (zone.kind, zone.polygon[0]) == ("figure", [0.2, 0.2])


def test_another_article_for_a_zone_that_exists_is_taken() -> None:
    section = make_section(make_issue(publish_at=None))
    other, zone = make_article(section), make_zone(section, make_article(section))
    assert Form(zone).save(article=other.pk).status_code == 302
    zone.refresh_from_db()
    assert zone.article == other


def test_credits_keep_their_keys_and_each_editors_change() -> None:
    section = make_section(make_issue(publish_at=None), credits=[("责任编辑", "高静"), ("版式", "李明")])
    keys = list(section.credits.values_list("pk", flat=True))
    first, second = Form(section), Form(section, EDITOR)
    added = {"credits-TOTAL_FORMS": 3, "credits-2-role": "校对", "credits-2-name": "赵敏", "credits-2-place": 1}
    assert first.save(**{"credits-0-name": "王丽"}, **added).status_code == 302
    assert second.save(**{"name": "时政", "credits-1-name": "李鸣"}).status_code == 302
    rows = section.credits.order_by("position").values_list("role", "name")
    assert list(rows) == [("校对", "赵敏"), ("责任编辑", "王丽"), ("版式", "李鸣")]
    assert set(keys) < set(section.credits.values_list("pk", flat=True))
