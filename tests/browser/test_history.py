"""An editor compares two versions of an article and restores the earlier one; the board's act stands in the issue's history."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]


def save_title(page, title):
    page.fill("#id_title", title)
    page.locator("[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_two_versions_are_compared_and_the_earlier_one_restored(log_in, viewport):
    page = log_in("publisher", viewport, locale="zh-CN")
    page.goto("/admin/articles/article/")
    page.locator("#result_list tbody th a").nth(3).click()
    address, was = page.url, page.input_value("#id_title")
    for addition in ("𠮷", "再"):
        page.goto(address)
        save_title(page, f"{addition}{was}")

    page.goto(address.replace("/change/", "/history/"))
    olds, news = page.locator("[name=old]"), page.locator("[name=new]")
    assert olds.nth(0).is_disabled(), "nothing is earlier than what is chosen as the later one"
    olds.nth(2).focus()
    page.keyboard.press("Space")
    assert [news.nth(place).is_enabled() for place in range(3)] == [True, True, False]
    page.keyboard.press("Enter")
    page.wait_for_selector(".comparison")
    assert page.locator(".comparison .changes ins").first.inner_text() == "再"

    page.locator(".comparison .history-ways a").first.click()
    page.locator(".submit-row input[type=submit]").click()
    page.wait_for_selector(".messagelist .success")
    page.goto(address)
    assert page.input_value("#id_title") == was


def test_what_the_board_did_stands_in_the_issues_history(log_in):
    page = log_in("publisher", locale="zh-CN")
    page.goto("/admin/issues/issue/?q=2024-10-18")
    page.locator("#result_list tbody th a").first.click()
    issue = page.url.split("/")[-3]
    page.goto(f"/admin/desk/board/{issue}/")
    neighbours = page.locator("[data-article] > a").all_inner_texts()[:2]
    page.locator("[data-move=down]").first.click()
    page.locator("[data-board-status]", has_text="已保存").wait_for(timeout=90_000)
    page.goto(f"/admin/desk/history/{issue}/")
    newest = page.locator(".entries > li").first
    assert any(title in newest.inner_text() for title in neighbours), "of two that changed places either one moved"
    assert "publisher" in newest.inner_text()
    page.select_option("[name=noun]", "article")
    page.locator("form.history-choice input[type=submit]").click()
    page.wait_for_url("**noun=article**")
    assert all("稿件" in head for head in page.locator(".entries > li h2").all_inner_texts())
