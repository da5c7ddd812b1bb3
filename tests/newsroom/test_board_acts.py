"""Acts on the board: pages change their state, the issue is published, scheduled, withdrawn, and comes back."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Receipt
from articles.publishing import publish_issue
from issues.models import Issue, PageSection
from issues.usual_time import most_usual, usual_time
from issues.writing import save_section, set_section_state, set_times
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER
from tests.articles.preflight.ready import ready_article, ready_issue
from tests.factories import MORNING, VALENTINE, make_article, make_issue, make_pdf, make_publication, make_section
from tests.staff import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
EVENING = dt.datetime(2023, 2, 13, 22, 0, tzinfo=MORNING.tzinfo)


@pytest.fixture
def issue() -> Issue:
    made = make_issue(publish_at=None)
    for state in ("in_work", "proofread", "proofread"):
        make_article(make_section(made, state=state))
    return made


@pytest.fixture
def publisher() -> Client:
    return make_client(PUBLISHER)


@pytest.fixture
def editor() -> Client:
    return make_client(EDITOR)


def board(client: Client, issue: Issue) -> str:
    return client.get(reverse("desk:board", args=[issue.pk])).content.decode()


def buttons(client: Client, issue: Issue) -> list[str]:
    return re.findall(r'name="set"\s+value="([^"]+)"', board(client, issue))


def press(client: Client, issue: Issue, value: str) -> Any:
    return client.post(reverse("desk:states", args=[issue.pk]), {"set": value}, follow=True)


def act(client: Client, issue: Issue, name: str, **more: str) -> Any:
    return client.post(reverse("desk:act", args=[issue.pk]), {"act": name, **more}, follow=True)


def states(issue: Issue) -> list[str]:
    return list(issue.sections.in_order().values_list("state", flat=True))


def now_of(issue: Issue) -> Issue:
    return Issue.objects.select_related("publication").get(pk=issue.pk)


# Pages


def test_editor_sets_every_state_but_the_signature_with_one_press(editor, issue):
    first = issue.sections.in_order()[0]
    offered = [value for value in buttons(editor, issue) if f" {first.pk}:" in value]
    assert [value.split()[0] for value in offered] == ["awaited", "proofread"]
    press(editor, issue, offered[1])
    assert states(issue) == ["proofread", "proofread", "proofread"]
    first.refresh_from_db()
    assert first.state_by.username == EDITOR


def test_publisher_signs_a_page_and_everybody_sees_who_did_and_when(publisher, editor, issue):
    second = issue.sections.in_order()[1]
    [value] = [value for value in buttons(publisher, issue) if value == f"signed {second.pk}:proofread:0:0"]
    with time_machine.travel(MORNING, tick=False):
        press(publisher, issue, value)
    assert states(issue) == ["in_work", "signed", "proofread"]
    shown = board(editor, issue)
    assert PUBLISHER in shown
    assert "2-14 06:00" in shown
    assert f"{second.pk}:signed" not in shown  # no button that would take it back


def test_publisher_signs_all_proofread_pages_at_once_and_takes_one_back(publisher, issue):
    [together] = [value for value in buttons(publisher, issue) if value.count(":") > 3]
    press(publisher, issue, together)
    assert states(issue) == ["in_work", "signed", "signed"]
    last = issue.sections.in_order()[2]
    [back] = [value for value in buttons(publisher, issue) if value.startswith(f"in_work {last.pk}:")]
    press(publisher, issue, back)
    assert states(issue) == ["in_work", "signed", "in_work"]


def test_an_editor_neither_signs_nor_takes_a_signature_back(editor, publisher, issue):
    [together] = [value for value in buttons(publisher, issue) if value.count(":") > 3]
    assert press(editor, issue, together).status_code == 403
    press(publisher, issue, together)
    section = issue.sections.in_order()[1]
    assert press(editor, issue, f"in_work {section.pk}:signed:0:0").status_code == 403
    assert states(issue) == ["in_work", "signed", "signed"]


def test_a_page_that_changed_meanwhile_is_not_signed_and_a_sentence_says_so(publisher, issue):
    [together] = [value for value in buttons(publisher, issue) if value.count(":") > 3]
    save_section(issue.sections.in_order()[2], pdf=make_pdf())
    text = press(publisher, issue, together).content.decode()
    assert "03" in text
    assert '<li class="error">' in text
    assert states(issue) == ["in_work", "proofread", "proofread"]


def test_the_board_tells_that_a_signature_fell_and_why(editor, issue):
    section = issue.sections.in_order()[0]
    set_section_state(section, "signed", "", MORNING)
    save_section(section, pdf=make_pdf())
    editor.cookies["django_language"] = "en"
    assert "signature void: a new PDF came" in board(editor, issue)
    history = editor.get(reverse("admin:issues_pagesection_history", args=[section.pk])).content.decode()
    assert "signature void: a new PDF came" in history


@pytest.mark.parametrize(
    "value",
    ["", "signed", "sold 1:proofread:0:0", "signed x", "signed 1:proofread:0", "signed １:proofread:0:0", "signed 1:1:1:1:1"],
)
def test_what_is_no_state_of_pages_is_a_bad_request(publisher, issue, value):
    assert press(publisher, issue, value).status_code == 400


def test_who_may_only_look_sees_states_and_sets_none(issue):
    archivist = make_client(ARCHIVIST)
    assert "state-proofread" in board(archivist, issue)
    assert buttons(archivist, issue) == []
    section = issue.sections.in_order()[0]
    assert press(archivist, issue, f"awaited {section.pk}:in_work:0:0").status_code == 403


@pytest.mark.parametrize("name", ["states", "act"])
def test_another_paper_s_issue_is_not_there_and_a_reader_is_sent_to_the_login(client, issue, name):
    elsewhere = make_client(PUBLISHER, papers=[make_publication("other", "他报")])
    where = reverse(f"desk:{name}", args=[issue.pk])
    assert elsewhere.post(where, {"act": "publish"}).status_code == 404
    assert client.post(where).status_code == 302
    assert elsewhere.get(where).status_code == 405


def test_the_board_costs_as_many_queries_with_signed_and_void_pages(publisher, issue):
    counts = []
    for _step in range(2):
        for _page in range(4):
            save_section(make_section(issue, state="signed"), pdf=make_pdf())
            make_section(issue, state="signed")
        with CaptureQueriesContext(connection) as queries:
            board(publisher, issue)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17


# The issue


def test_the_board_stops_at_open_items_and_links_to_the_list(publisher):
    issue = ready_issue()
    ready_article(issue.sections.get(), 1, title="声明书", body="<p>他说：“好。</p>")
    for name, more in (("publish", {}), ("schedule", {"at": "2199-02-14T06:00"})):
        text = act(publisher, issue, name, **more).content.decode()
        assert '<li class="error">' in text
        assert text.count(f'href="/admin/issues/issue/{issue.pk}/preflight/"') > 1
        assert now_of(issue).publish_at is None


def test_publisher_publishes_withdraws_and_publishes_again_on_the_board(publisher, client):
    issue = ready_issue()
    address = issue.get_absolute_url()
    for name, status in (("publish", 200), ("withdraw", 410), ("again", 200)):
        act(publisher, issue, name)
        assert client.get(address).status_code == status
    assert Receipt.objects.get().came_back_at is not None


def test_publishing_is_one_entry_of_history_and_no_other(publisher):
    issue = ready_issue()
    histories = [model for model in apps.get_models() if model.__name__.startswith("Historical")]
    before = {model: model._default_manager.count() for model in histories}
    act(publisher, issue, "publish")
    more = {model.__name__: model._default_manager.count() - before[model] for model in histories}
    assert {name: count for name, count in more.items() if count} == {"HistoricalIssue": 1}


def test_a_time_is_one_of_the_paper_s_zone_whatever_the_server_s(publisher):
    issue = ready_issue(publication=make_publication(time_zone="Asia/Tokyo"))
    text = act(publisher, issue, "schedule", at="2199-02-14T06:00").content.decode()
    assert now_of(issue).publish_at == dt.datetime(2199, 2, 13, 21, 0, tzinfo=dt.UTC)
    assert "2199-02-14 06:00 (Asia/Tokyo)" in text
    assert 'data-countdown="2199-02-13T21:00:00+00:00"' in text
    assert 'value="2199-02-14T06:00"' in text


@pytest.mark.parametrize("typed", ["2199-02-14T06:00", "２１９９-０２-１４　０６：００", "2199-02-14 06:00:00"])
def test_a_time_may_be_typed_in_full_width_figures(publisher, typed):
    issue = ready_issue()
    act(publisher, issue, "schedule", at=typed)
    assert now_of(issue).publish_at == dt.datetime(2199, 2, 14, 6, 0, tzinfo=MORNING.tzinfo)


@pytest.mark.parametrize("typed", ["", "明早六点", "2023-02-30T06:00", "2001-02-14T06:00", "9999-12-31T23:59"])
def test_what_is_no_time_to_come_gets_one_sentence_and_schedules_nothing(publisher, typed):
    issue = ready_issue()
    answer = act(publisher, issue, "schedule", at=typed)
    assert answer.status_code == 200
    assert answer.content.decode().count('<li class="error">') == 1
    assert now_of(issue).publish_at is None


def test_a_scheduled_issue_is_given_another_time_and_becomes_a_draft_again(publisher):
    issue = ready_issue()
    for at in ("2199-02-14T06:00", "2199-02-15T07:30"):
        act(publisher, issue, "schedule", at=at)
    assert now_of(issue).publish_at == dt.datetime(2199, 2, 15, 7, 30, tzinfo=MORNING.tzinfo)
    act(publisher, issue, "unschedule")
    assert now_of(issue).publish_at is None


def test_acts_that_make_no_sense_get_a_sentence(publisher):
    issue = ready_issue()
    for name in ("withdraw",):
        assert '<li class="error">' in act(publisher, issue, name).content.decode()
    publish_issue(issue)
    for name in ("publish", "again", "unschedule"):
        assert '<li class="error">' in act(publisher, issue, name).content.decode()
    assert act(publisher, issue, "sell").status_code == 400


@pytest.mark.parametrize("name", ["publish", "schedule", "unschedule", "withdraw", "again"])
def test_an_editor_is_neither_offered_nor_allowed_an_act_on_the_issue(editor, name):
    issue = ready_issue()
    assert 'name="act"' not in board(editor, issue)
    assert act(editor, issue, name, at="2199-02-14T06:00").status_code == 403
    assert now_of(issue).publish_at is None


# The usual hour


def test_the_board_proposes_the_hour_at_which_the_last_issues_came_out(publisher):
    for days, hour in ((4, 5), (3, 6), (2, 6), (1, 7)):
        day = VALENTINE - dt.timedelta(days)
        make_issue(day, publish_at=dt.datetime.combine(day, dt.time(hour, 30, 12), MORNING.tzinfo))
    issue = ready_issue()
    with time_machine.travel(EVENING, tick=False):
        assert 'value="2023-02-14T06:30"' in board(publisher, issue)


def test_the_usual_hour_is_the_paper_s_own_and_never_in_the_past():
    paper = make_publication(time_zone="Asia/Tokyo")
    day = VALENTINE - dt.timedelta(1)
    make_issue(day, publication=paper, publish_at=dt.datetime.combine(day, dt.time(6), MORNING.tzinfo))
    issue = make_issue(publication=paper, publish_at=None)
    found = usual_time(issue, EVENING)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M %Z}" == "2023-02-14 07:00 JST"
    assert usual_time(issue, MORNING + dt.timedelta(hours=1)) is None


def test_an_archive_that_was_brought_in_says_nothing_of_the_hour():
    date = dt.date(1998, 5, 1)
    assert most_usual([(date, MORNING)]) is None
    assert most_usual([]) is None
    evening_before = dt.datetime(1998, 4, 30, 23, 30, tzinfo=MORNING.tzinfo)
    assert most_usual([(date, MORNING), (date, evening_before)]) == (-1, dt.time(23, 30))


def test_a_signed_page_of_a_public_issue_is_the_publisher_s_alone(editor):
    issue = ready_issue()
    set_times(issue, publish_at=MORNING)
    assert buttons(editor, issue) == []
    assert press(editor, issue, f"in_work {PageSection.objects.get().pk}:proofread:1:1").status_code == 403
