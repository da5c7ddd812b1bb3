"""The desk and the board by keys alone: all that can be clicked is reached by Tab, seen where it is, and does its work."""

from typing import Any

import pytest

from tests.browser.test_board import BOARD, SAMPLE, saved, titles
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
REACHED_BY_TAB = "a[href], button, input:not([type=hidden]), select, textarea, summary"
MOST_STOPS = 900

# What has the focus: which of the reachable things it is, and whether anything shows that.
FOCUSED = """(selector) => {
  const shown = (element) => element.checkVisibility() && !element.disabled && !element.closest("[inert]");
  const all = [...document.querySelectorAll(selector)].filter(shown);
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const box = element.getBoundingClientRect();
  const opacity = (part) => (part ? Number(getComputedStyle(part).opacity) * opacity(part.parentElement) : 1);
  return {
    place: all.indexOf(element),
    count: all.length,
    name: element.outerHTML.slice(0, 120),
    isSeen: isSeen && opacity(element) === 1 && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def stops(page: Any) -> list[dict[str, Any]]:
    """Where Tab halts, from the page's top to the last thing on it."""
    found: list[dict[str, Any]] = []
    for _key in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED, REACHED_BY_TAB)
        if stop["place"] == -1 and found:
            break
        found.append(stop)
    return found


def tab_to(page: Any, thing: Any) -> None:
    """By Tab alone; fails where it is never reached."""
    for _key in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if thing.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{thing} is not reached by Tab")


def check_stops(page: Any) -> None:
    found = stops(page)
    places = [stop["place"] for stop in found]
    assert places == list(range(found[0]["count"])), "in the page's own order, each once"
    assert [stop["name"] for stop in found if not stop["isSeen"]] == []


def open_by_keys(page: Any, link: Any) -> None:
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def board_of(page: Any, day: str) -> None:
    page.goto(f"/admin/issues/issue/?q={day}")
    open_by_keys(page, page.locator("#result_list tbody th a").first)
    open_by_keys(page, page.get_by_role("link", name="编排台"))
    page.wait_for_selector(BOARD)


def test_each_stop_of_the_desk_is_reached_in_order_and_seen(log_in):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/")
    check_stops(page)


def test_each_stop_of_the_board_is_reached_in_order_and_seen(log_in):
    page = log_in("publisher", locale="zh-CN")
    board_of(page, "2024-10-18")
    page.reload()
    check_stops(page)


def test_from_the_desk_a_new_issue_is_begun_by_keys(log_in):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/")
    open_by_keys(page, page.get_by_role("link", name="开新一期").first)
    page.wait_for_selector(".next-issue form")


def press(page: Any, section: int, article: int, move: str, key: str = "Enter") -> None:
    page.reload()
    item = page.locator("[data-section]").nth(section).locator("[data-article]").nth(article)
    tab_to(page, item.locator(f"[data-move={move}]"))
    page.keyboard.press(key)
    saved(page)


def test_every_move_of_the_board_is_made_by_keys(log_in):
    page = log_in("publisher", locale="zh-CN")
    board_of(page, "2024-10-18")
    [first, second, *rest], after = titles(page, 2), titles(page, 3)
    press(page, 2, 0, "down")
    assert titles(page, 2) == [second, first, *rest]
    press(page, 2, 1, "up", "Space")
    assert titles(page, 2) == [first, second, *rest]
    press(page, 2, 0, "to-page-after")
    assert (titles(page, 2), titles(page, 3)) == ([second, *rest], [*after, first])
    press(page, 3, len(after), "to-page-before", "Space")
    assert (titles(page, 2), titles(page, 3)) == ([second, *rest, first], after)


def test_a_page_is_moved_there_and_back_by_keys(log_in):
    page = log_in("publisher", locale="zh-CN")
    board_of(page, "2024-10-18")
    names = page.locator("[data-section] h2").all_inner_texts()
    tab_to(page, page.locator("[data-section]").nth(1).locator("[data-move=page-on]"))
    page.keyboard.press("Enter")
    saved(page)
    assert page.locator("[data-section] h2").all_inner_texts() == [names[0], names[2], names[1], *names[3:]]
    page.reload()
    tab_to(page, page.locator("[data-section]").nth(2).locator("[data-move=page-back]"))
    page.keyboard.press("Enter")
    saved(page)
    assert page.locator("[data-section] h2").all_inner_texts() == names


def test_files_are_chosen_and_links_followed_by_keys(log_in):
    page = log_in("publisher", locale="zh-CN")
    board_of(page, "2024-10-18")
    tab_to(page, page.locator("[data-drop-files]"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(str(SAMPLE / "2024-10-18" / "pages" / "01.pdf"))
    page.locator("[data-drop-told] li", has_text="01.pdf").wait_for()
    board = page.url
    for link, there in (
        (page.locator("[data-section] h2 a").first, "/issues/pagesection/"),
        (page.locator("[data-article] > a").first, "/articles/article/"),
        (page.locator("[data-section] .addlink").first, "/articles/article/add/"),
        (page.locator(".board-preflight"), "/preflight/"),
    ):
        page.goto(board)
        open_by_keys(page, link)
        page.wait_for_url(f"**{there}**")
