"""A proof-reader without an account reads an issue that readers do not see; an editor hands out the link and takes it back."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
DATE = "2024-10-15"
LINKED = "a[href], area[href], link[href], img, source, script[src]"


def act_on(page, act):
    page.goto(f"/admin/issues/issue/?q={DATE}")
    page.locator("#result_list input.action-select").first.check()
    page.select_option("select[name=action]", act)
    page.locator("button[name=index]").click()
    page.locator("#content input[type=submit], #content button[type=submit]").first.click()
    page.wait_for_selector(".messagelist")


@pytest.fixture
def desk(log_in):
    """The publisher at the board of an issue that is withdrawn for the time of a test."""
    page = log_in("publisher", locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    act_on(page, "withdraw")
    page.goto(f"/admin/issues/issue/?q={DATE}")
    page.locator("#result_list tbody th a").first.click()
    page.locator("a[href*='/desk/board/']").click()
    page.wait_for_selector("[data-board]")
    yield page
    act_on(page, "publish")


def hand_out(page, note="张校对"):
    page.locator(".preview-acts a").click()
    page.fill("#id_note", note)
    page.press("#id_note", "Enter")
    return urlsplit(page.locator("[data-copied]").input_value()).path


def linked(page):
    """Addresses of everything that the page leads to or shows."""
    attributes = "elements => elements.map(e => ['href', 'src', 'srcset'].map(name => e.getAttribute(name) ?? ''))"
    names = set()
    for href, src, srcset in page.locator(LINKED).evaluate_all(attributes):
        names |= {href, src, *(part.split()[0] for part in srcset.split(",") if part.strip())}
    return {urljoin(page.url, name).partition("#")[0] for name in names if name}


def test_every_link_of_a_preview_works_and_stays_inside(desk, open_page, site):
    stranger = open_page(hand_out(desk))
    start = stranger.url
    folder = start.partition("/html/")[0]
    asked, waiting = {start}, {start}
    while waiting:
        address = waiting.pop()
        is_page = address.endswith((".htm", "/"))
        answer = stranger.goto(address) if is_page else stranger.request.get(address)
        assert (address, answer.status) == (address, 200)
        if not is_page:
            continue
        assert stranger.locator(".preview-bar").is_visible()
        inside = {name for name in linked(stranger) if name.startswith(site.url)}
        assert all(name.startswith((f"{folder}/", f"{site.url}/static/")) for name in inside), (address, inside)
        waiting |= inside - asked
        asked |= inside
    pages = [address for address in asked if address.endswith(".htm")]
    assert len(pages) > 20


def test_the_link_is_copied_and_opens_nothing_once_it_is_revoked(desk, open_page):
    path = hand_out(desk)
    desk.locator("[data-copy]").focus()
    desk.keyboard.press("Enter")
    desk.locator("[data-copy-told]:not(:empty)").wait_for()
    assert urlsplit(desk.evaluate("navigator.clipboard.readText()")).path == path
    stranger = open_page(path, viewport=PHONE)
    assert stranger.locator(".overview").count() == 1
    desk.locator(".preview-links form button").first.click()
    desk.locator(".messagelist .success").wait_for()
    assert stranger.request.get(path).status == 404


def test_the_editors_own_preview_opens_beside_the_board(desk):
    with desk.context.expect_page() as opened:
        desk.locator(".preview-acts button").press("Enter")
    page = opened.value
    page.wait_for_load_state()
    assert page.locator(".preview-bar").is_visible()
    page.locator(".overview-picture").first.click()
    page.locator("[data-zones] a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/content_*.htm")
    assert page.locator(".preview-bar").is_visible()
    assert page.url.partition("/html/")[0].startswith(desk.url.partition("/admin/")[0] + "/preview/")
