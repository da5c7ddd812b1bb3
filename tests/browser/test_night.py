"""The first half of a night at the desk: from the new issue to its order, in at most thirty actions."""

import pytest

from tests.browser.hand import Hand
from tests.browser.night import Night, bring
from tests.browser.test_article_form import SHEET, WORD, paste
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
MOST_ACTIONS = 30
READING = 300_000  # milliseconds, on a machine that has other work
A_MINUTE = 90_000


def test_half_a_night_takes_at_most_thirty_actions(log_in, tmp_path):
    hand = Hand(log_in("publisher", locale="zh-CN"))
    hand.told.append("log in")
    night = bring(tmp_path)
    begin(hand)
    fill(hand, night)
    write(hand)
    draw(hand)
    order(hand)
    hand.tell()
    assert len(hand.told) <= MOST_ACTIONS, hand.told


def begin(hand: Hand) -> None:
    hand.picture("desk")
    hand.click(hand.page.get_by_role("link", name="开新一期").first, "begin the next issue")
    hand.click(hand.page.locator("#content input[type=submit]"), "… as proposed")
    hand.page.locator("[data-board]").wait_for()


def fill(hand: Hand, night: Night) -> None:
    page = hand.page
    assert (len(night.pdfs), len(night.texts)) == (16, 70)
    hand.drop(page.locator("[data-drop-files]"), [*night.texts, *night.pdfs], "drop 16 pages and 70 texts")
    page.locator("[data-drop-told] li", has_text="全部读完").wait_for(timeout=READING)
    assert page.locator("[data-drop-told] .board-warning").all_inner_texts() == []
    assert page.locator("[data-section] h2").all_inner_texts()[8:] == [f"C{n:02}" for n in range(1, 9)]
    assert page.locator("[data-section] img").count() == 16
    assert page.locator("[data-section]").first.locator(".state-in_work").count() == 1
    hand.click(page.locator("#board-found button"), "accept what was found")
    page.locator(".messagelist", has_text="篇待认领稿").wait_for(timeout=A_MINUTE)
    hand.picture("board")


def section(hand: Hand, label: str):
    return hand.page.locator("[data-section]", has=hand.page.locator("h2", has_text=label))


def write(hand: Hand) -> None:
    page = hand.page
    hand.click(section(hand, "C05").get_by_role("link", name="增加稿件"), "add an article")
    page.locator(SHEET).wait_for()
    page.locator("#id_title").fill("守夜人的一盏灯")
    page.locator("#id_byline").fill("本报讯（记者 李　明　通讯员 王芳）")
    hand.click(page.locator(SHEET), "go into its text")
    page.keyboard.type("昨夜零时，望汐码头的灯还亮着。𠮷田老人说，他守到第３９个年头了。")
    hand.picture("article")
    hand.click(page.locator("[name=_save]").first, "save it")
    page.locator("[data-board]").wait_for()
    hand.click(section(hand, "C07").get_by_role("link", name="增加稿件"), "add another article")
    page.locator(SHEET).wait_for()
    page.locator("#id_title").fill("码头旧照征集启事")
    hand.click(page.locator(SHEET), "go into its text")
    paste(page, WORD.read_text(encoding="utf-8"))
    hand.told.append("paste from Word")
    hand.click(page.locator("[name=_save]").first, "save it")
    page.locator("[data-board]").wait_for()
    assert section(hand, "C07").get_by_role("link", name="码头旧照征集启事").count() == 1


def draw(hand: Hand) -> None:
    """On one page: the outline of one zone and the places of two are corrected."""
    page = hand.page
    hand.click(section(hand, "C04").get_by_role("link", name="热区"), "the zones of a page")
    zones = page.locator("[data-zone]")
    zones.first.wait_for()
    hand.picture("zones")
    listed = page.locator("[data-list=zones] button, [data-list=zones] a")
    hand.click(listed.nth(0), "choose a zone")
    page.locator("[data-corner]").first.wait_for()
    corner, box = page.locator("[data-corner='0']"), page.locator("[data-corner='0']").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 4, box["y"] + box["height"] / 2 - 6, steps=3)
    page.mouse.up()
    hand.told.append("drag its corner")
    assert corner.count() == 1
    for nth in (1, 2):
        hand.click(listed.nth(nth), "choose another zone")
        hand.press("ArrowDown", "move it by a key")
    hand.press("Control+s", "save the page's zones")
    page.locator("[data-do=save][disabled]").wait_for(state="attached")
    hand.click(page.locator(".breadcrumbs").get_by_role("link", name="编排台"), "back to the board")
    page.locator("[data-board]").wait_for()


def titles(hand: Hand, label: str) -> list[str]:
    return section(hand, label).locator("[data-article] > a").all_inner_texts()


def order(hand: Hand) -> None:
    page = hand.page
    first, second, *rest = titles(hand, "A01")
    articles = section(hand, "A01").locator("[data-article]")
    below = articles.nth(1)
    hand.drag(articles.first, below, "drag an article down", target_position={"x": 20, "y": below.bounding_box()["height"] - 3})
    page.locator("[data-board-status]", has_text="已保存").wait_for()
    assert titles(hand, "A01") == [second, first, *rest]
    hand.press("Enter", "move one by a key", section(hand, "A02").locator("[data-move=down]").first)
    page.locator("[data-board-status]", has_text="已保存").wait_for()
