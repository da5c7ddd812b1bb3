"""Days of mourning: everything public of one paper is grey from the first to the last of them, and not an hour longer."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.exporting.site_plan import make_plan, signature
from articles.publishing import withdraw_article
from issues.models import GreyDays, Publication
from issues.writing import delete_grey_days, save_grey_days, save_publication
from newsroom.roles import EDITOR, PUBLISHER
from tests.articles.exporting.copies import pages
from tests.factories import SHANGHAI, VALENTINE, make_article, make_issue, make_publication, make_section
from tests.staff import address, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
GREY = 'class="is-grey"'


def mourn(paper: Publication, first: dt.date = VALENTINE, last: dt.date | None = None) -> GreyDays:
    return save_grey_days(GreyDays(publication=paper, first=first, last=last or first, note="悼念"))


def at(day: dt.date, hour: int = 12, minute: int = 0, zone: Any = SHANGHAI) -> Any:
    return time_machine.travel(dt.datetime.combine(day, dt.time(hour, minute), zone), tick=False)


@pytest.fixture
def static_files(settings: Any) -> None:
    """As after collectstatic."""
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def paper() -> Publication:
    for days in range(2):
        make_article(make_section(make_issue(VALENTINE + dt.timedelta(days - 7))))
    return make_publication()


@pytest.mark.parametrize(
    "where",
    [
        *(f"html/2023-02/07/{name}" for name in ("", "node_1.htm", "titles.htm", "content_1.htm")),
        *("archive/", "archive/2023/02/", "nothing-here"),
    ],
)
def test_every_public_page_of_the_paper_is_grey_on_these_days_alone(client: Client, paper, where) -> None:
    mourn(paper, VALENTINE, VALENTINE + dt.timedelta(2))
    seen = []
    for days in range(-1, 4):
        with at(VALENTINE + dt.timedelta(days)):
            seen.append(GREY in client.get(f"/gysb/{where}").content.decode())
    assert seen == [False, True, True, True, False]


def test_what_is_gone_is_grey_too(client, paper) -> None:
    article = paper.issues.first().articles.get()
    withdraw_article(article, "失实")
    mourn(paper)
    with at(VALENTINE):
        answer = client.get(article.get_absolute_url())
    assert answer.status_code == 410
    assert GREY in answer.content.decode()


def test_the_day_begins_and_ends_at_midnight_of_the_paper_s_zone(client) -> None:
    tokyo = make_publication(time_zone="Asia/Tokyo")
    make_article(make_section(make_issue(publication=tokyo)))
    mourn(tokyo, VALENTINE + dt.timedelta(1))
    for hour, minute, is_grey in ((22, 59, False), (23, 1, True)):
        with at(VALENTINE, hour, minute):
            assert (GREY in client.get("/gysb/archive/").content.decode()) == is_grey
    for hour, minute, is_grey in ((22, 59, True), (23, 1, False)):
        with at(VALENTINE + dt.timedelta(1), hour, minute):
            assert (GREY in client.get("/gysb/archive/").content.decode()) == is_grey


def test_a_page_that_a_browser_kept_ends_with_the_day(client, paper) -> None:
    mourn(paper)
    where = "/gysb/html/2023-02/07/node_1.htm"
    with at(VALENTINE, 23, 59):
        grey = client.get(where)
        assert grey["Cache-Control"] == "no-cache"
        assert client.get(where, headers={"if-none-match": grey["ETag"]}).status_code == 304
    with at(VALENTINE + dt.timedelta(1), 0, 0):
        assert client.get(where, headers={"if-none-match": grey["ETag"]}).status_code == 200


def test_another_paper_stays_as_it_is_also_on_the_newsstand(client, paper) -> None:
    other = make_publication("other", "他报")
    make_article(make_section(make_issue(VALENTINE - dt.timedelta(7), publication=other)))
    mourn(paper)
    with at(VALENTINE):
        assert GREY not in client.get("/other/html/2023-02/07/").content.decode()
        newsstand = client.get("/").content.decode()
    assert newsstand.count(GREY) == 1
    assert "<html" in newsstand.split(GREY)[0]
    assert f"<li {GREY}>" in newsstand


def test_being_grey_costs_no_query(client, paper) -> None:
    counts = []
    for days in (-1, 0):
        mourn(paper, VALENTINE + dt.timedelta(days * 10))
        with at(VALENTINE), CaptureQueriesContext(connection) as queries:
            html = client.get("/gysb/html/2023-02/07/").content.decode()
        counts.append((len(queries), GREY in html))
    assert counts == [(counts[0][0], False), (counts[0][0], True)]


@pytest.mark.usefixtures("static_files")
def test_the_static_copy_turns_grey_and_comes_back_by_itself(paper, tmp_path) -> None:
    mourn(paper)
    copy = tmp_path / "copy"
    seen = []
    for days in (-1, 0, 1):
        with at(VALENTINE + dt.timedelta(days)):
            call_command("export_site", str(copy), verbosity=0)
        paper_pages = {name: text for name, text in pages(copy).items() if name.startswith("gysb/html/")}
        assert paper_pages
        seen.append({GREY in text for text in paper_pages.values() if "<main" in text})
    assert seen == [{False}, {True}, {False}]


def test_the_copy_s_look_at_the_site_sees_midnight_of_each_paper_s_zone() -> None:
    tokyo = make_publication(time_zone="Asia/Tokyo")
    make_article(make_section(make_issue(VALENTINE - dt.timedelta(7), publication=tokyo)))
    mourn(tokyo, VALENTINE + dt.timedelta(1))
    before, after = (dt.datetime(2023, 2, 14, *time, tzinfo=SHANGHAI) for time in ((22, 59), (23, 1)))
    assert signature(before) != signature(after)
    assert make_plan(before).issues != make_plan(after).issues


def test_deleting_them_ends_it_at_once_and_saving_the_paper_keeps_them(client, paper) -> None:
    loaded_before = Publication.objects.get()
    days = mourn(paper)
    loaded_before.motto = "新口号"
    save_publication(loaded_before)
    with at(VALENTINE):
        assert GREY in client.get("/gysb/archive/").content.decode()
        delete_grey_days(days)
        assert GREY not in client.get("/gysb/archive/").content.decode()


def test_their_writing_raises_the_version_of_the_paper(paper) -> None:
    before = Publication.objects.get().version
    days = mourn(paper)
    assert (middle := Publication.objects.get().version) > before
    delete_grey_days(days)
    assert Publication.objects.get().version > middle


def test_days_that_end_before_they_begin_or_begin_twice_are_refused_with_one_sentence(paper) -> None:
    mourn(paper)
    for first, last in ((VALENTINE + dt.timedelta(2), VALENTINE), (VALENTINE, VALENTINE)):
        with pytest.raises(ValidationError) as refusal:
            mourn(paper, first, last)
        assert len(refusal.value.messages) == 1
    with pytest.raises(IntegrityError):
        GreyDays.objects.create(publication=paper, first=VALENTINE + dt.timedelta(2), last=VALENTINE)


def test_publisher_switches_it_on_in_the_paper_s_form_and_editor_cannot(client) -> None:
    make_article(make_section(make_issue(VALENTINE - dt.timedelta(7))))
    paper, publisher = make_publication(), make_client(PUBLISHER)
    fields = {"grey_days-TOTAL_FORMS": 1, "grey_days-0-first": "2023-02-14", "grey_days-0-last": "2023-02-14"}
    assert send(publisher, address(paper), **fields).status_code == 302
    with at(VALENTINE):
        assert GREY in client.get("/gysb/archive/").content.decode()
    days = GreyDays.objects.get()
    assert send(publisher, address(days), last="2023-02-15").status_code == 302
    assert Publication.objects.get().grey_spans == [["2023-02-14", "2023-02-15"]]
    editor = make_client(EDITOR)
    assert editor.post(address(days), {"last": "2023-02-20"}).status_code == 403
    assert publisher.post(address(days, "delete"), {"post": "yes"}).status_code == 302
    assert Publication.objects.get().grey_spans == []
