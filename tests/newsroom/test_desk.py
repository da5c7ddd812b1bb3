"""The desk: tonight's issue, tomorrow's and the last seven of each paper, and what they want."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import SiteCopy
from issues.models import PageSection
from issues.writing import save_suspension, set_section_state
from newsroom.desk.today import desk_date, load_desk
from newsroom.roles import EDITOR
from tests.factories import SHANGHAI, VALENTINE, make_article, make_issue, make_publication, make_section
from tests.staff import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
NIGHT = dt.datetime(2023, 2, 13, 23, 0, tzinfo=SHANGHAI)
DAY = dt.timedelta(days=1)


def root() -> User:
    return User.objects.create_user("root", is_staff=True, is_superuser=True)


@pytest.mark.parametrize(("hour", "date"), [(11, VALENTINE), (12, VALENTINE + DAY)])
def test_the_desk_turns_to_the_next_paper_at_noon_of_the_papers_zone(hour, date):
    assert desk_date(dt.datetime(2023, 2, 14, hour, 59 * (hour < 12), tzinfo=SHANGHAI), "Asia/Shanghai") == date


def test_desk_shows_tonights_issue_tomorrows_and_the_last_seven():
    for days in range(-9, 2):
        make_issue(VALENTINE + days * DAY, publish_at=None)
    [desk] = load_desk(root(), NIGHT)
    assert [found.issue.date for found in desk.tonight.issues] == [VALENTINE]
    assert [found.issue.date for found in desk.tomorrow.issues] == [VALENTINE + DAY]
    assert [found.issue.date for found in desk.last] == [VALENTINE - n * DAY for n in range(1, 8)]


def test_desk_says_what_an_issue_still_wants():
    issue = make_issue(publish_at=None)
    first, second, third = (make_section(issue) for _n in range(3))
    make_article(first)
    make_article(second, body="")
    user = root()
    set_section_state(first, PageSection.State.SIGNED, "root", NIGHT)
    set_section_state(third, PageSection.State.IN_WORK, "root", NIGHT)
    [found] = load_desk(user, NIGHT)[0].tonight.issues
    assert [(state, count) for state, _word, count in found.states] == [("awaited", 1), ("in_work", 1), ("signed", 1)]
    assert (found.pages, found.without_picture, found.without_pdf) == (3, 3, 3)
    assert (found.articles, found.without_body) == (2, 1)
    assert found.hands == [("root", ["03"])]


def test_desk_knows_when_the_paper_does_not_appear():
    paper = make_publication(weekdays="12345")
    [desk] = load_desk(root(), dt.datetime(2023, 2, 17, 9, 0, tzinfo=SHANGHAI))
    assert (desk.tonight.appears, desk.tomorrow.appears) == (True, False)
    save_suspension(paper.suspensions.model(publication=paper, first=dt.date(2023, 2, 17), last=dt.date(2023, 2, 17)))
    assert not load_desk(User.objects.get(), dt.datetime(2023, 2, 17, 9, 0, tzinfo=SHANGHAI))[0].tonight.appears


def test_desk_costs_the_same_for_one_issue_and_for_many_papers():
    counts, user = [], root()
    for slug in ("one", "two", "three"):
        for days in range(8):
            make_section(make_issue(VALENTINE - days * DAY, publication=make_publication(slug)))
        with CaptureQueriesContext(connection) as queries:
            load_desk(user, NIGHT)
        counts.append(len(queries))
    assert counts[0] == counts[-1] <= 8


def test_the_first_page_of_the_admin_is_the_desk():
    issue = make_issue(publish_at=None)
    make_section(issue)
    SiteCopy.objects.create(folder="/srv/copy")
    html = make_client(EDITOR).get("/admin/").content.decode()
    assert "公益时报" in html
    assert f"/admin/desk/board/{issue.pk}/" in html
    assert "/srv/copy" in html


def test_a_reader_is_sent_to_the_login(client):
    assert client.get("/admin/").status_code == 302
