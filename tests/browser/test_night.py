"""One night at the desk, from the new issue to the correction, in at most sixty actions."""

import pytest

from tests.browser.hand import Hand
from tests.browser.night import bring
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
MOST_ACTIONS = 60
READING = 240_000  # milliseconds, on a machine that has other work


def test_a_whole_night_takes_sixty_actions(log_in, tmp_path):
    told: list[str] = []
    page = log_in("publisher", locale="zh-CN")
    hand = Hand(page, told)
    night = bring(tmp_path)
    begin(hand)
    fill(hand, night)
    print(f"{len(told)} actions:", *told, sep="\n")
    assert len(told) <= MOST_ACTIONS


def begin(hand: Hand) -> None:
    hand.picture("desk")
    hand.click(hand.page.get_by_role("link", name="开新一期").first, "the desk's link to the next issue")
    hand.click(hand.page.locator("#content input[type=submit]"), "make the next issue")
    hand.page.locator("[data-board]").wait_for()


def fill(hand: Hand, night) -> None:
    page = hand.page
    hand.drop(page.locator("[data-drop-files]"), [*night.texts, *night.pdfs], "drop pages and texts")
    page.locator("[data-drop-told] li", has_text="全部读完").wait_for(timeout=READING)
    assert page.locator("[data-section]").count() == 16
    assert page.locator("[data-section] img").count() == 16
    assert page.locator("[data-drop-told] .board-warning").count() == 0
    page.reload()
    hand.picture("board")
    hand.click(page.locator("#board-found button"), "accept what was found")
    page.locator(".messagelist .success").first.wait_for()
    hand.picture("accepted")
