"""An editor orders an issue on the board, by mouse and by keyboard."""

from pathlib import Path

import pytest

from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
BOARD = "[data-board]"
SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "cprb"


def open_board(log_in):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/issues/issue/?q=2024-10-15")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="编排台").click()
    page.wait_for_selector(BOARD)
    return page


def titles(page, place):
    return page.locator("[data-section]").nth(place).locator("[data-article] > a").all_inner_texts()


def saved(page):
    page.locator("[data-board-status]", has_text="已保存").wait_for()


def test_an_article_is_moved_by_keyboard_and_stays_there(log_in):
    page = open_board(log_in)
    first, second, *rest = titles(page, 1)
    button = page.locator("[data-section]").nth(1).locator("[data-article]").first.locator("[data-move=down]")
    button.focus()
    page.keyboard.press("Enter")
    saved(page)
    assert titles(page, 1) == [second, first, *rest]
    assert page.evaluate("document.activeElement.dataset.move") == "down"
    page.reload()
    assert titles(page, 1) == [second, first, *rest]


def test_an_article_is_dragged_to_another_page(log_in):
    page = open_board(log_in)
    [moved, *left], before = titles(page, 2), titles(page, 3)
    articles = page.locator("[data-section]").nth(2).locator("[data-article]")
    target = page.locator("[data-section]").nth(3).locator("[data-article]").last
    target.scroll_into_view_if_needed()  # a page that moves under the hand lets go
    articles.first.drag_to(target, target_position={"x": 20, "y": target.bounding_box()["height"] - 3})
    saved(page)
    page.reload()
    assert titles(page, 2) == left
    assert titles(page, 3) == [*before, moved]


def test_a_page_is_moved_and_the_site_follows(log_in):
    page = open_board(log_in)
    names = page.locator("[data-section] h2").all_inner_texts()
    page.locator("[data-section]").nth(4).locator("[data-move=page-back]").click()
    saved(page)
    names[3], names[4] = names[4], names[3]
    assert page.locator("[data-section] h2").all_inner_texts() == names


def test_two_editors_at_one_board_do_not_undo_each_other(log_in):
    one, two = open_board(log_in), open_board(log_in)
    one.locator("[data-move=page-on]").first.click()
    saved(one)
    seen = one.locator("[data-section] h2").all_inner_texts()
    two.locator("[data-move=page-on]").nth(2).click()
    two.wait_for_selector("[data-board-refused]:not([hidden])")
    two.get_by_role("link", name="查看本期现状").click()
    two.wait_for_load_state()
    assert two.locator("[data-section] h2").all_inner_texts() == seen


def test_dropped_pdfs_find_their_pages_and_become_drafts(log_in):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/issues/issue/next/cprb/")
    page.locator("#content input[type=submit]").click()
    pdfs = sorted((SAMPLE / "2024-10-19" / "pages").glob("A0[12].pdf"))
    page.set_input_files("[data-drop-files]", [str(path) for path in pdfs])
    page.locator("[data-drop-told] li", has_text="全部读完").wait_for(timeout=90_000)
    cards = page.locator("[data-section]")
    assert ["待认领稿" in text for text in cards.all_inner_texts()] == [True, True, *[False] * (cards.count() - 2)]
    assert page.locator("[data-section] img").count() == 2


def order_on_server(page):
    """Labels and titles, as another browser finds them."""
    other = page.context.new_page()
    other.goto(page.url)
    cards = other.locator("[data-section]").all()
    found = [(card.locator("h2").inner_text(), card.locator("[data-article] > a").all_inner_texts()) for card in cards]
    other.close()
    return found


def test_a_page_that_is_dropped_stands_where_the_server_has_it_and_stays_there(log_in, site):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/issues/issue/next/cprb/")
    page.locator("#content input[type=submit]").click()
    page.locator("[data-move=page-on]").first.focus()
    pdf = {"name": "A05.pdf", "mimeType": "application/pdf", "buffer": (SAMPLE / "2024-10-19" / "pages" / "A03.pdf").read_bytes()}
    page.set_input_files("[data-drop-files]", [pdf])
    page.locator("[data-drop-told] li", has_text="全部读完").wait_for(timeout=90_000)
    shown = [label.split()[0] for label in page.locator("[data-section] h2").all_inner_texts()]
    assert shown == [label.split()[0] for label, _titles in order_on_server(page)]
    assert shown.index("A05") == shown.index("A04") + 1
    page.locator("[data-move=page-on]").first.press("Enter")
    saved(page)
    shown[0], shown[1] = shown[1], shown[0]
    assert [label.split()[0] for label, _titles in order_on_server(page)] == shown
    made = page.url.rstrip("/").rpartition("/")[2]
    site.manage(
        "shell", "-c", f"from issues.writing import *; delete_issue(Issue.objects.get(pk={made}))"
    )  # no night begins with an A05


def test_a_move_is_kept_where_a_page_s_state_is_pressed_before_it_is_saved(log_in):
    page = open_board(log_in)
    first, second, *rest = titles(page, 1)
    page.route("**/order/", lambda route: (page.wait_for_timeout(1_500), route.continue_()))
    page.locator("[data-section]").nth(1).locator("[data-move=down]").first.click()
    card = page.locator("[data-section]").nth(2)
    before = card.locator("[aria-current]").inner_text()
    other = card.locator("[data-key]").first
    pressed = other.inner_text()
    other.click()
    card.locator("[aria-current]", has_text=pressed).wait_for()
    assert titles(page, 1) == [second, first, *rest]
    assert order_on_server(page)[1][1] == [second, first, *rest]
    card.get_by_role("button", name=before).click()
    card.locator("[aria-current]", has_text=before).wait_for()
