"""One moment is told alike wherever it stands: on the clock of the paper that it belongs to, with the name of the zone."""

import datetime as dt
import re
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from articles.models import SignOff, SiteCopy
from issues.models import Issue, Publication
from issues.writing import make_preview_link, set_section_state
from tests import factories
from tests.staff import address, form_values, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
BERLIN = ZoneInfo("Europe/Berlin")
AT = dt.datetime(2199, 2, 14, 6, 0, tzinfo=BERLIN)
SAID = "2199-02-14 06:00 (Europe/Berlin)"
ELSEWHERE = "2199-02-14 13:00"  # the same moment on the site's clock


@pytest.fixture
def issue() -> Issue:
    return factories.make_issue(publication=factories.make_publication(time_zone="Europe/Berlin"), publish_at=AT)


@pytest.fixture
def root() -> Any:
    return make_client()


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_board_list_form_desk_and_history_tell_the_time_of_publication_alike(root: Any, issue: Issue) -> None:
    factories.make_section(issue)
    pages = [
        reverse("desk:board", args=[issue.pk]),
        address(Issue, "changelist"),
        address(issue),
        address(issue, "history"),
        reverse("desk:history", args=[issue.pk]),
    ]
    for page in pages:
        shown = text_of(root.get(page))
        assert SAID in shown, page
        assert ELSEWHERE not in shown, page


def test_the_forms_own_fields_are_on_the_papers_clock_and_take_it_so(root: Any, issue: Issue) -> None:
    values = form_values(root.get(address(issue)))
    assert (values["scheduled_for_0"], values["scheduled_for_1"]) == (AT.date(), AT.time())
    assert root.post(address(issue), values).status_code == 302
    issue.refresh_from_db()
    assert issue.publish_at == AT
    refused = send(root, address(issue), scheduled_for_1="07:30:00")  # it has no page yet
    assert refused.context["adminform"].form.cleaned_data["scheduled_for"] == AT.replace(hour=7, minute=30)


def test_a_new_issues_time_is_on_the_clock_of_the_paper_that_is_chosen(root: Any, issue: Issue) -> None:
    tokyo = factories.make_publication("tokyo", "东京报", time_zone="Asia/Tokyo")
    values = form_values(root.get(address(Issue, "add")))
    form = {"publication": tokyo.pk, "date": "2199-02-15", "scheduled_for_0": "2199-02-15", "scheduled_for_1": "06:00:00"}
    page = root.post(address(Issue, "add"), {**values, **form})
    assert page.context["adminform"].form.cleaned_data["scheduled_for"] == AT.replace(day=15, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_the_list_of_two_papers_names_each_ones_zone(root: Any, issue: Issue) -> None:
    factories.make_issue(dt.date(2199, 2, 15), publication=factories.make_publication("sh", "沪报"))
    shown = text_of(root.get(address(Issue, "changelist")))
    assert SAID in shown
    assert "2199-02-15 06:00 (Asia/Shanghai)" in shown


def test_signatures_and_sign_offs_are_on_the_papers_clock(root: Any, issue: Issue) -> None:
    section = factories.make_section(issue)
    set_section_state(section, "signed", "root", AT)
    line = "Times are those of Europe/Berlin."
    with_english = {"headers": {"accept-language": "en"}}
    board = text_of(root.get(reverse("desk:board", args=[issue.pk]), **with_english))
    assert "2-14 06:00" in board
    assert line in board
    assert SAID in text_of(root.get(address(section)))
    kept: Any = {"code": "no_zone", "sentence": {"text": "没有热区", "values": {}}, "reason": "照登", "name": "root"}
    SignOff.objects.create(issue=issue, fingerprint="1", signed_at=AT, **kept)
    for page in (reverse("admin:issues_issue_preflight", args=[issue.pk]), address(SignOff, "changelist")):
        assert SAID in text_of(root.get(page)), page


def test_preview_links_and_the_strangers_bar_are_on_the_papers_clock(root: Any, issue: Issue) -> None:
    factories.make_section(issue)
    user = root.get(reverse("admin:index")).wsgi_request.user
    link = make_preview_link(issue, user, "校对", dt.timedelta(hours=24))
    until = f"{link.link.expires_at.astimezone(BERLIN):%Y-%m-%d %H:%M}"
    shown = text_of(root.get(reverse("desk:preview_links", args=[issue.pk]), headers={"accept-language": "en"}))
    assert "Times are those of Europe/Berlin." in shown
    assert f"valid until {until}" in shown
    bar = text_of(root.get(reverse("preview:front", args=[link.token]), follow=True))
    assert "06:00 (Europe/Berlin)" in bar
    assert f"{until[-5:]} (Europe/Berlin)" in bar


def test_entries_of_both_histories_are_on_the_papers_clock_which_is_named(root: Any, issue: Issue) -> None:
    version = issue.history.first()
    when = f"{version.history_date.astimezone(BERLIN):%Y-%m-%d %H:%M:%S}"
    for page in (address(issue, "history"), reverse("desk:history", args=[issue.pk])):
        shown = text_of(root.get(page, headers={"accept-language": "en"}))
        assert when in shown, page
        assert "Times are those of Europe/Berlin." in shown, page


def test_what_belongs_to_no_paper_goes_by_the_sites_clock(root: Any) -> None:
    SiteCopy.objects.create(folder="/srv/copy", true_at=AT)
    said = "2199-02-14 13:00"
    for page in (reverse("admin:index"), address(SiteCopy, "changelist")):
        assert re.search(rf"{said}(:00)? \(Asia/Shanghai\)", text_of(root.get(page))), page


def test_a_zone_that_is_none_falls_back_until_it_is_refused() -> None:
    assert str(Publication(time_zone="Nowhere/At all").zone) == "Asia/Shanghai"
