"""A scheduled issue appears with its second, everywhere at once, and nothing has to run for it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from articles.renditions import make_renditions
from issues.models import Issue
from tests.factories import (
    MORNING,
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
)
from tests.state import site_state

pytestmark = pytest.mark.django_db
LAST_SECOND = MORNING - dt.timedelta(seconds=1)
YESTERDAY, TODAY = "/gysb/html/2023-02/13/", "/gysb/html/2023-02/14/"
ADDRESSES = (
    "",
    "titles.htm",
    "node_1.htm",
    "content_1.htm",
    *("page_1-1-320.jpg", "page_1-1-320.webp", "page_1-1-320.avif"),
    *("page_1-1-400.jpg", "page_1-1-400.webp", "page_1-1-400.avif"),
    *("fig_1-1-64.jpg", "fig_1-1-64.webp", "fig_1-1-64.avif"),
    "gysb20230214_01.pdf",
)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at one second before six in the morning, Shanghai time."""
    with time_machine.travel(LAST_SECOND, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def issues(db: None, media_root: Path) -> None:
    """Yesterday's is out, today's is scheduled for six."""
    make_section(make_issue(VALENTINE - dt.timedelta(1)))
    section = make_section(make_issue(), picture=make_picture(400, 560), pdf=make_pdf())
    make_figure(make_article(section), picture=make_picture(64, 64))
    make_renditions(Issue.objects.all(), avif=True)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_scheduled_address_is_404_until_its_second(
    name: str, client: Client, admin_client: Client, clock: time_machine.Traveller
) -> None:
    state = site_state()
    for reader in (client, admin_client):
        clock.move_to(LAST_SECOND)
        assert reader.get(TODAY + name).status_code == 404
        clock.move_to(MORNING)
        assert reader.get(TODAY + name).status_code == 200
    assert site_state() == state


def test_the_home_page_turns_to_the_new_issue_with_its_second(client: Client, clock: time_machine.Traveller) -> None:
    before = client.get("/gysb/")["Location"], client.get("/gysb/paperindex.htm").content.decode()
    clock.move_to(MORNING)
    after = client.get("/gysb/")["Location"], client.get("/gysb/paperindex.htm").content.decode()
    assert [before[0], after[0]] == [f"{YESTERDAY}node_1.htm", f"{TODAY}node_1.htm"]
    assert "html/2023-02/13/node_1.htm" in before[1]
    assert "html/2023-02/14/node_1.htm" in after[1]


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("/gysb/html/2023-02/period.xml", "2023-02-14"),
        ("/gysb/archive/", "html/2023-02/14/"),
        ("/gysb/archive/2023/", "html/2023-02/14/"),
        ("/gysb/archive/2023/02/", "html/2023-02/14/"),
        (YESTERDAY, "../14/node_1.htm"),
        (f"{YESTERDAY}node_1.htm", "../14/node_1.htm"),
        (f"{YESTERDAY}titles.htm", "../14/node_1.htm"),
    ],
)
def test_links_to_the_new_issue_appear_with_its_second(
    address: str, mark: str, client: Client, clock: time_machine.Traveller
) -> None:
    assert mark not in client.get(address).content.decode()
    clock.move_to(MORNING)
    assert mark in client.get(address).content.decode()


def test_a_paper_is_unknown_until_its_first_issue_is_out(client: Client, clock: time_machine.Traveller) -> None:
    make_section(make_issue(publication=make_publication("neu", "新报")))
    assert client.get("/neu/").status_code == client.get("/neu/archive/").status_code == 404
    assert client.get("/").status_code == 302
    clock.move_to(MORNING)
    assert [client.get(path).status_code for path in ("/neu/", "/neu/archive/", "/")] == [302, 200, 200]


def test_a_page_that_a_browser_keeps_is_asked_for_again_and_is_new(client: Client, clock: time_machine.Traveller) -> None:
    first = client.get(f"{YESTERDAY}node_1.htm")
    tag = {"if-none-match": first["ETag"]}
    assert first["Cache-Control"] == "no-cache"
    assert client.get(f"{YESTERDAY}node_1.htm", headers=tag).status_code == 304
    clock.move_to(MORNING)
    assert client.get(f"{YESTERDAY}node_1.htm", headers=tag).status_code == 200


def test_state_is_computed_from_the_moment(clock: time_machine.Traveller) -> None:
    issue = Issue.objects.get(date=VALENTINE)
    assert issue.state() == Issue.State.SCHEDULED
    assert not issue.was_public()
    clock.move_to(MORNING)
    assert issue.state() == Issue.State.PUBLISHED
    assert issue.was_public()
