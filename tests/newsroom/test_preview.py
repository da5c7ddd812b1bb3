"""An issue as readers will see it, under the token of a link: who opens what, for how long, and that nobody learns of it."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.publishing import withdraw_article, withdraw_issue
from issues.models import Issue, PageSection, PreviewLink, token_digest
from issues.writing import make_preview_link, revoke_preview_link, save_publication, set_times
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER, REPORTER
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
    make_user,
    make_zone,
)
from tests.staff import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
DAY = dt.timedelta(days=1)
FILES = ["page_1-1-64.jpg", "fig_1-1-64.jpg", "gysb20230214_01.pdf"]
PAGES = ["", "node_1.htm", "node_2.htm", "content_1.htm", "content_2.htm", "titles.htm"]
NAMES = [*PAGES, *FILES, "../../../masthead-1.png"]


@pytest.fixture
def issue() -> Issue:
    """A draft with everything on it, between two issues that readers see."""
    paper = save_publication(make_publication(), masthead=make_picture(60, 20))
    for day in (VALENTINE - DAY, VALENTINE + DAY):
        make_article(make_section(make_issue(day), picture=make_picture(64, 64)))
    issue = make_issue(publish_at=None, publication=paper, number_text="第６期")
    first = make_section(issue, name="要闻", picture=make_picture(64, 64), pdf=make_pdf())
    story = make_article(first, title="𠮷野町的灯", body="<p>昨晚亮灯。</p>")
    make_figure(story, picture=make_picture(64, 64))
    make_zone(first, story)
    make_article(make_section(issue, name="城事"), title="灯下", continues=story)
    return issue


@pytest.fixture
def maker() -> User:
    return make_user("maker", "issues.view_issue")


@pytest.fixture
def link(issue: Issue, maker: User) -> Any:
    """With its token."""
    return make_preview_link(issue, maker, "张校对")


def within(token: str, issue: Issue, name: str = "") -> str:
    return f"/preview/{token}/{issue.publication.slug}/html/{issue.day}/{name}"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def is_closed(answer: Any) -> bool:
    return answer.status_code == 404 and "preview/closed.html" in {template.name for template in answer.templates}


def test_a_stranger_with_the_link_sees_the_whole_issue(client, issue, link):
    front = client.get(f"/preview/{link.token}/", follow=True)
    assert front.request["PATH_INFO"] == within(link.token, issue)
    for name in NAMES:
        answer = client.get(within(link.token, issue, name).replace("html/2023-02/14/../../../", ""))
        assert (name, answer.status_code) == (name, 200)
        assert body(answer)
    for name in ("", "node_1.htm", "content_1.htm", "titles.htm"):
        assert "𠮷野町的灯" in client.get(within(link.token, issue, name)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_preview_shows_what_readers_will_see(client, issue, link, name):
    def main(address: str) -> str:
        return client.get(address).content.decode().partition("<main")[2]

    preview = main(within(link.token, issue, name))
    set_times(issue, publish_at=MORNING)
    assert preview == main(issue.get_absolute_url() + name)


@pytest.mark.parametrize("name", FILES)
def test_a_preview_sends_the_files_that_readers_will_get(client, issue, link, name):
    preview = client.get(within(link.token, issue, name))
    set_times(issue, publish_at=MORNING)
    public = client.get(issue.get_absolute_url() + name)
    assert (body(preview), preview["Content-Type"]) == (body(public), public["Content-Type"])
    assert preview["Content-Disposition"] == public["Content-Disposition"]


def test_the_page_says_what_it_is_and_until_when(client, issue, link):
    def bar() -> str:
        page = client.get(within(link.token, issue, "node_1.htm")).content.decode()
        found = re.search(r'<aside class="preview-bar".*?</aside>', page, re.S)
        assert found
        return found[0]

    until = timezone.localtime(link.link.expires_at)
    assert "未发布" in bar()
    assert f"{until:%H:%M}" in bar()
    set_times(issue, publish_at=dt.datetime(2199, 1, 2, 6, 30, tzinfo=timezone.get_current_timezone()))
    assert "1月2日" in bar()


@pytest.mark.parametrize("address", ["html/2023-02/13/", "html/2023-02/15/node_1.htm", "html/2023-02/15/content_1.htm",
    "html/2023-02/15/page_1-1-64.jpg", "html/2023-02/14-2/", "html/2023-02/14/node_9.htm", "html/2023-02/14/page_1-9-64.jpg",
    "html/2023-02/14/nothing.htm", "html/2023-02/period.xml", "", "archive/", "archive/2023/", "paperindex.htm",
    "masthead-2.png", "html/2023-02/14"])  # fmt: skip
def test_the_link_opens_nothing_but_its_issue(client, link, address):
    assert is_closed(client.get(f"/preview/{link.token}/gysb/{address}"))


def test_another_edition_and_another_papers_issue_of_the_day_stay_closed(client, issue, link):
    second = make_section(make_issue(publish_at=None, edition=2)).issue
    other = make_section(make_issue(publish_at=None, publication=make_publication("other", "他报"))).issue
    for hidden in (second, other):
        assert is_closed(client.get(within(link.token, hidden)))
        assert is_closed(client.get(within(link.token, hidden, "node_1.htm")))


def test_no_link_of_a_preview_leads_out_of_the_issue(client, issue, link):
    seen, waiting = set(), {within(link.token, issue)}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 200)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        linked = re.findall(r'(?:href|src)="([^"#]+)"', page) + re.findall(r"([^\s\",]+) \d+w", page)
        found = {answer.wsgi_request.build_absolute_uri(name).removeprefix("http://testserver") for name in linked}
        found = {name for name in found if not name.startswith("/static/")}
        assert all(name.startswith(f"/preview/{link.token}/gysb/") for name in found), (address, found)
        waiting |= found - seen
    assert len(seen) >= len(NAMES)


def test_after_its_time_the_link_opens_nothing(client, issue, link):
    with time_machine.travel(link.link.expires_at - dt.timedelta(seconds=2), tick=False):
        assert client.get(within(link.token, issue)).status_code == 200
    with time_machine.travel(link.link.expires_at, tick=False):
        for address in (f"/preview/{link.token}/", *(within(link.token, issue, name) for name in (*PAGES, *FILES))):
            assert is_closed(client.get(address))


def test_a_revoked_link_opens_nothing(client, issue, link, maker):
    revoke_preview_link(link.link, maker)
    for address in (f"/preview/{link.token}/", *(within(link.token, issue, name) for name in (*PAGES, *FILES))):
        assert is_closed(client.get(address))


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        str.swapcase,
        lambda token: token + "A",
        lambda token: "",
        token_digest,
    ],
    ids=["last letter", "case", "longer", "none", "digest"],
)
def test_a_changed_token_opens_nothing(client, issue, link, change):
    for name in (*PAGES, *FILES):
        assert is_closed(client.get(within(change(link.token), issue, name)))


def test_the_token_cannot_be_guessed_and_is_not_kept(issue, maker):
    made = [make_preview_link(issue, maker, "张校对") for _ in range(20)]
    assert len({token for _link, token in made}) == 20
    assert all(len(token) >= 22 for _link, token in made)  # 128 bits, six a character
    kept = [str(value) for row in PreviewLink.objects.values() for value in row.values()]
    assert not {token for _link, token in made} & set(kept)


@pytest.mark.parametrize("loss", ["account", "activity", "paper", "staff"])
def test_a_link_ends_when_its_maker_no_longer_reaches_the_issue(client, issue, link, maker, loss):
    if loss == "account":
        maker.delete()
    elif loss == "paper":
        maker.paper_memberships.all().delete()
    else:
        User.objects.update(**{"is_active" if loss == "activity" else "is_staff": False})
    assert is_closed(client.get(f"/preview/{link.token}/"))
    for name in (*PAGES, *FILES):
        assert is_closed(client.get(within(link.token, issue, name)))


@pytest.mark.parametrize("name", [*NAMES[:-1], "content_99.htm", "front"])
def test_no_cache_no_index_and_no_other_site_learns_of_a_preview(client, issue, link, name):
    address = f"/preview/{link.token}/" if name == "front" else within(link.token, issue, name)
    answer = client.get(address)
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.has_header("ETag")
    assert not answer.has_header("Last-Modified")
    if answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert answer.status_code == 302 or '<meta name="robots" content="noindex' in page
        assert 'rel="canonical"' not in page
    again = client.get(address, headers={"if-none-match": "*", "if-modified-since": "Thu, 26 Nov 2099 06:00:00 GMT"})
    assert again.status_code == answer.status_code


@pytest.mark.parametrize("name", FILES)
def test_behind_nginx_too_the_site_sends_a_previews_files_itself(client, issue, link, name, settings):
    settings.ACCEL_REDIRECT = "/served/"
    answer = client.get(within(link.token, issue, name))
    assert "X-Accel-Redirect" not in answer
    assert body(answer)


def test_public_addresses_do_not_change_for_who_has_opened_a_preview(client, issue, link):
    before = client.get("/gysb/archive/").content
    client.get(f"/preview/{link.token}/", follow=True)
    for name in (*PAGES, *FILES):
        assert client.get(issue.get_absolute_url() + name).status_code == 404
    assert client.get("/gysb/archive/").content == before
    for address in ("/", "/gysb/archive/", "/gysb/html/2023-02/13/", "/gysb/html/2023-02/13/node_1.htm", "/gysb/paperindex.htm"):
        page = client.get(address, follow=True).content.decode()
        assert "/preview/" not in page
        assert "preview-bar" not in page
        assert "2023-02/14" not in page


def test_previews_are_only_read(client, issue, link):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(within(link.token, issue)).status_code == 405


def test_a_withdrawn_article_stays_covered_in_a_preview(client, issue, link):
    story = issue.articles.get(key="1")
    set_times(issue, publish_at=MORNING)
    withdraw_article(story, "失实")
    for name in ("content_1.htm", "fig_1-1-64.jpg"):
        assert is_closed(client.get(within(link.token, issue, name)))
    for name in ("", "node_1.htm", "titles.htm"):
        assert "𠮷野町的灯" not in client.get(within(link.token, issue, name)).content.decode()


def test_a_withdrawal_closes_the_links_that_were_there_and_a_new_one_shows_what_comes_back(client, issue, link, maker):
    set_times(issue, publish_at=MORNING)
    withdraw_issue(issue)
    assert is_closed(client.get(within(link.token, issue)))
    token = make_preview_link(issue, maker, "律师").token
    for name in (*PAGES, *FILES):
        assert client.get(within(token, issue, name)).status_code == 200


def test_a_draft_whose_date_changes_is_found_by_the_link_that_was_handed_out(client, issue, link):
    Issue.objects.filter(pk=issue.pk).update(date=VALENTINE + 9 * DAY)
    answer = client.get(f"/preview/{link.token}/", follow=True)
    assert answer.request["PATH_INFO"].endswith("/gysb/html/2023-02/23/")
    assert answer.status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_a_preview_asks_five_queries_more_than_the_public_page(client, issue, link, name):
    with CaptureQueriesContext(connection) as preview:
        client.get(within(link.token, issue, name))
    set_times(issue, publish_at=MORNING)
    with CaptureQueriesContext(connection) as public:
        client.get(issue.get_absolute_url() + name)
    assert len(preview) <= len(public) + 5, "\n".join(query["sql"][:200] for query in preview)


def test_openings_are_counted_and_reading_on_is_none(client, issue, link):
    def counted() -> int:
        return PreviewLink.objects.values_list("openings", flat=True).get(pk=link.link.pk)

    client.head(within(link.token, issue))
    assert counted() == 0
    for name in (*FILES, *PAGES):
        client.get(within(link.token, issue, name))
    assert counted() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1)):
        client.get(within(link.token, issue))
    assert counted() == 2


# The desk.


def links_page(issue: Issue) -> str:
    return reverse("desk:preview_links", args=[issue.pk])


def hand_out(client: Client, issue: Issue, **changes: Any) -> Any:
    return client.post(links_page(issue), {"note": "𠮷田校对", "hours": 24, **changes})


def test_editor_hands_out_a_link_that_is_shown_once(client, issue):
    editor = make_client(EDITOR)
    page = hand_out(editor, issue).content.decode()
    address = re.search(r'value="https://paper\.example(/preview/[\w-]+/)"', page)
    assert address
    assert client.get(address[1], follow=True).status_code == 200
    listed = editor.get(links_page(issue)).content.decode()
    assert "𠮷田校对" in listed
    assert address[1] not in listed
    assert PreviewLink.objects.values_list("made_by__username", "note").get() == (EDITOR, "𠮷田校对")


@pytest.mark.parametrize(("hours", "lasts"), [(4, dt.timedelta(hours=4)), (24, DAY), (168, 7 * DAY)])
def test_a_link_holds_as_long_as_was_chosen(issue, hours, lasts):
    hand_out(make_client(EDITOR), issue, hours=hours)
    made = PreviewLink.objects.get()
    assert made.expires_at - made.made_at == lasts


def test_the_form_proposes_a_day(issue):
    assert make_client(EDITOR).get(links_page(issue)).context["form"]["hours"].value() == 24


@pytest.mark.parametrize(
    "changes",
    [{"note": ""}, {"note": " 　"}, {"note": "长" * 101}, {"hours": 169}, {"hours": ""}, {"hours": "２４x"}],
)
def test_a_form_with_a_mistake_makes_no_link_and_says_so(issue, changes):
    answer = hand_out(make_client(EDITOR), issue, **changes)
    assert answer.status_code == 200
    assert answer.content.decode().count("errorlist") == 1
    assert not PreviewLink.objects.exists()


def test_no_link_holds_longer_than_a_week(issue, maker):
    for lasts in (dt.timedelta(), -DAY, 7 * DAY + dt.timedelta(seconds=1)):
        with pytest.raises(ValidationError):
            make_preview_link(issue, maker, "张校对", lasts)
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("role", [REPORTER, ARCHIVIST])
def test_who_may_not_hand_out_links_is_refused(issue, link, role):
    client = make_client(role)
    assert client.get(links_page(issue)).status_code == 403
    assert hand_out(client, issue).status_code == 403
    assert client.post(reverse("desk:preview_revoke", args=[link.link.pk])).status_code == 403
    assert PreviewLink.objects.open().count() == 1


def test_to_an_editor_of_another_paper_the_issue_is_not_there(issue, link):
    client = make_client(EDITOR, papers=[make_publication("other", "他报")])
    assert client.get(links_page(issue)).status_code == 404
    assert hand_out(client, issue).status_code == 404
    assert client.post(reverse("desk:preview", args=[issue.pk])).status_code == 404
    assert client.post(reverse("desk:preview_revoke", args=[link.link.pk])).status_code == 404
    assert PreviewLink.objects.open().count() == 1


def test_of_what_readers_have_seen_the_publisher_alone_hands_out_links(issue):
    set_times(issue, publish_at=MORNING, withdrawn_at=timezone.now())
    assert hand_out(make_client(EDITOR), issue).status_code == 403
    assert hand_out(make_client(PUBLISHER), issue).status_code == 200
    assert PreviewLink.objects.count() == 1


def test_a_reader_is_sent_to_the_login(client, issue, link):
    for address in (links_page(issue), reverse("desk:preview", args=[issue.pk])):
        assert client.post(address).status_code == 302
    assert client.post(reverse("desk:preview_revoke", args=[link.link.pk])).status_code == 302
    assert PreviewLink.objects.open().count() == 1


def test_any_editor_of_the_paper_revokes_a_link_and_the_list_says_who(client, issue, link):
    editor = make_client(EDITOR)
    page = editor.post(reverse("desk:preview_revoke", args=[link.link.pk]), follow=True).content.decode()
    assert is_closed(client.get(within(link.token, issue)))
    assert EDITOR in page
    assert reverse("desk:preview_revoke", args=[link.link.pk]) not in page
    first = PreviewLink.objects.get()
    make_client(PUBLISHER).post(reverse("desk:preview_revoke", args=[link.link.pk]))
    assert PreviewLink.objects.get().revoked_at == first.revoked_at
    assert editor.get(reverse("desk:preview_revoke", args=[link.link.pk])).status_code == 405


@pytest.mark.parametrize("role", [REPORTER, EDITOR, PUBLISHER, ARCHIVIST])
def test_an_editors_own_preview_is_one_click_and_his_alone(client, issue, role):
    editor = make_client(role)
    assert reverse("desk:preview", args=[issue.pk]) in editor.get(reverse("desk:board", args=[issue.pk])).content.decode()
    answer = editor.post(reverse("desk:preview", args=[issue.pk]), follow=True)
    assert answer.status_code == 200
    assert "𠮷野町的灯" in answer.content.decode()
    opened = answer.request["PATH_INFO"]
    assert is_closed(client.get(opened))
    assert is_closed(make_client(PUBLISHER, username="colleague").get(opened))


def test_the_own_preview_keeps_its_address_while_it_holds(issue):
    editor = make_client(EDITOR)

    def opened() -> str:
        return editor.post(reverse("desk:preview", args=[issue.pk]))["Location"]

    first = opened()
    assert opened() == first
    with time_machine.travel(timezone.now() + dt.timedelta(hours=20)):
        assert opened() != first
    other = make_client(PUBLISHER).post(reverse("desk:preview", args=[issue.pk]))["Location"]
    assert other != first


def test_the_own_preview_opens_again_after_a_withdrawal(issue):
    editor = make_client(EDITOR)
    editor.post(reverse("desk:preview", args=[issue.pk]))
    set_times(issue, publish_at=MORNING, withdrawn_at=timezone.now())
    assert editor.post(reverse("desk:preview", args=[issue.pk]), follow=True).status_code == 200


def test_own_previews_are_not_on_the_list(issue):
    editor = make_client(EDITOR)
    editor.post(reverse("desk:preview", args=[issue.pk]))
    own = PreviewLink.objects.get()
    assert not editor.get(links_page(issue)).context["links"]
    assert editor.post(reverse("desk:preview_revoke", args=[own.pk])).status_code == 404


def test_a_preview_changes_nothing_of_the_issue(client, issue, link):
    before = [list(rows.objects.order_by("pk").values()) for rows in (Issue, PageSection, Article)]
    client.get(f"/preview/{link.token}/", follow=True)
    hand_out(make_client(EDITOR), issue)
    assert [list(rows.objects.order_by("pk").values()) for rows in (Issue, PageSection, Article)] == before
