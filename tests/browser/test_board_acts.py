"""Pages are signed and the issue is scheduled on the board, by mouse and by keyboard; mourning leaves what is fixed in place."""

import io
import re

import pytest
from PIL import Image

from tests.browser.conftest import PHONE
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
ZH = {"locale": "zh-CN"}


@pytest.fixture
def board(log_in):
    """The next issue, which nobody has seen: its pages are awaited."""
    page = log_in("publisher", **ZH)
    page.goto("/admin/issues/issue/next/cprb/")
    page.locator("#content input[type=submit]").click()
    page.wait_for_selector("[data-board]")
    return page


def card(page, place):
    return page.locator("[data-section]").nth(place)


def current(page, place):
    return card(page, place).locator("[aria-current]").inner_text()


def test_keys_set_the_state_of_the_page_that_has_the_focus_and_the_focus_stays(board):
    card(board, 1).locator("h2 a").focus()
    before = current(board, 1)
    board.keyboard.press("3")
    card(board, 1).locator("[aria-current].state-proofread").wait_for()
    assert current(board, 1) != before
    card(board, 1).locator("h2 a").focus()
    board.keyboard.press("4")
    card(board, 1).locator("[aria-current].state-signed").wait_for()
    assert "publisher" in card(board, 1).locator(".board-signed").inner_text()
    assert board.evaluate("document.activeElement.closest('[data-section]') !== null")
    board.reload()
    card(board, 1).locator("[aria-current].state-signed").wait_for()
    card(board, 1).locator("[data-key='2']").click()
    card(board, 1).locator("[aria-current].state-in_work").wait_for()


def test_all_proofread_pages_are_signed_with_one_press(board):
    for place in (2, 3):
        card(board, place).locator("[data-key='3']").click()
        card(board, place).locator("[aria-current].state-proofread").wait_for()
    together = board.locator("[data-board-acts] > button")
    together.focus()
    board.keyboard.press("Enter")
    card(board, 3).locator("[aria-current].state-signed").wait_for()
    card(board, 2).locator("[aria-current].state-signed").wait_for()
    assert together.count() == 0


def test_two_presses_one_after_the_other_both_count(board):
    card(board, 4).locator("[data-key='2']").click()
    card(board, 5).locator("[data-key='2']").click()
    for place in (4, 5):
        card(board, place).locator("[aria-current].state-in_work").wait_for()


def test_a_press_on_a_page_that_somebody_else_changed_is_told_and_shows_the_page_as_it_is(board, log_in):
    other = log_in("publisher", **ZH)
    other.goto(board.url)
    card(other, 6).locator("[data-key='3']").click()
    card(other, 6).locator("[aria-current].state-proofread").wait_for()
    card(board, 6).locator("[data-key='2']").click()
    board.locator("[data-board-status].board-warning").wait_for()
    card(board, 6).locator("[aria-current].state-proofread").wait_for()


def test_the_issue_that_lacks_something_is_not_scheduled_and_the_list_is_one_click_away(board):
    board.locator("details:has(#schedule_at) > summary").click()
    field = board.locator("#schedule_at")
    field.fill("2199-02-14T06:00")
    assert "Asia/Shanghai" in board.locator("details[open]").inner_text()
    board.locator("details[open] button[name=act]").click()
    board.wait_for_selector(".messagelist .error a")
    board.locator(".messagelist .error a").click()
    assert re.search(r"/preflight/$", board.url)


def test_the_clock_counts_down(log_in):
    page = log_in("publisher", **ZH)
    page.goto("/admin/issues/issue/?q=2024-10-18")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="编排台").click()
    page.evaluate(
        """() => {
          const place = document.createElement("p");
          place.dataset.countdown = new Date(Date.now() + 90_061_000).toISOString();
          place.dataset.left = "{time} left";
          place.dataset.day = "{count} d";
          place.dataset.done = "done";
          place.id = "clock";
          document.querySelector("[data-board-acts]").append(place);
        }"""
    )
    clock = page.locator("#clock", has_text="1 d 01:00:5")
    clock.wait_for()
    before = page.locator("#clock").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("#clock").inner_text() != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_in_mourning_is_grey_and_what_is_fixed_stays_where_it_is(open_page, scheme):
    """The filter is put on as the site does it: by one class of the root element."""
    page = open_page("/cprb/html/2024-10/14/content_1.htm", PHONE, color_scheme=scheme)
    shot = page.screenshot()
    fixed = """() => [...document.querySelectorAll("body *")]
      .filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position))
      .map((element) => JSON.stringify(element.getBoundingClientRect()))"""
    page.evaluate("window.scrollTo(0, 600)")
    before = page.evaluate(fixed)
    page.evaluate("document.documentElement.classList.add('is-grey')")
    assert page.evaluate(fixed) == before
    page.evaluate("window.scrollTo(0, 0)")
    colours = colourful(page.screenshot())
    assert colourful(shot) > 1000
    assert colours == 0


def colourful(png):
    """Pixels that are not grey."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    colours = picture.getcolors(1 << 24)
    assert colours is not None
    return sum(count for count, pixel in colours if isinstance(pixel, tuple) and max(pixel) - min(pixel) > 3)
