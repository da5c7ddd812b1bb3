"""A whole night at the desk: from the new issue to a withdrawal, by an editor and the publisher, in at most sixty actions."""

import datetime as dt
import json
import re
import zoneinfo
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.conftest import DESK
from tests.browser.hand import Hand
from tests.browser.night import Night, bring, late_change
from tests.browser.test_article_form import SHEET, WORD, paste
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
MOST_ACTIONS = 60
READING = 300_000  # milliseconds, on a machine that has other work
A_MINUTE = 90_000
SECONDS = 20_000
ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")


def test_a_whole_night_takes_at_most_sixty_actions(log_in, site, tmp_path):
    told: list[str] = []
    publisher = Hand(log_in("publisher", locale="zh-CN"), told, "log in as the publisher")
    begin(publisher)
    editor = Hand(log_in("editor", locale="zh-CN"), told, "log in as an editor")
    editor.click(editor.page.locator(f"a[href='{board_of(publisher.page)}']").first, "go to tonight's board")
    night = bring(tmp_path)
    fill(editor, night)
    write(editor)
    draw(editor)
    order(editor)
    mend(editor)
    told.append("the publisher loads the board again")
    publisher.page.reload()
    sign(publisher)
    stranger = show(publisher, site)
    publish(publisher, stranger)
    replace(publisher, stranger, night)
    correct(publisher, stranger)
    withdraw(publisher, stranger)
    publisher.tell()
    leave(stranger, site)
    assert len(told) <= MOST_ACTIONS, told


def leave(stranger, site) -> None:
    """The site's newest issue is the sample's again."""
    month, day, _page = urlsplit(stranger.url).path.removeprefix("/cprb/html/").split("/")
    words = "from articles.publishing import withdraw_issue; withdraw_issue(Issue.objects.get(publication__slug='cprb', date="
    site.manage("shell", "-c", f"{words}'{month}-{day}'))")


def begin(hand: Hand) -> None:
    hand.picture("desk")
    hand.click(hand.page.get_by_role("link", name="开新一期").first, "begin the next issue")
    hand.click(hand.page.locator("#content input[type=submit]"), "… as proposed")
    hand.page.locator("[data-board]").wait_for()


def board_of(page) -> str:
    return urlsplit(page.url).path


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
    page.keyboard.type("昨夜零时，望汐码头的灯还亮着。𠮷田老人说：“我守到第３９个年头了。")
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
    page.locator("[data-zone]").first.wait_for()
    hand.picture("zones")
    before = stored_zones(page)
    listed = page.locator("[data-list=zones] button")
    corrected = [page.locator("[data-list=zones] li").nth(nth).get_attribute("data-key") for nth in range(3)]
    hand.click(listed.nth(0), "choose a zone")
    corner = page.locator("[data-corner='0']")
    corner.wait_for()
    box = corner.bounding_box()
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
    after = stored_zones(page)
    assert [key for key in before if after.get(key) != before[key]] == corrected
    assert len(after) == len(before)
    hand.click(page.locator(".breadcrumbs").get_by_role("link", name="编排台"), "back to the board")
    page.locator("[data-board]").wait_for()


def stored_zones(page) -> dict[str, list]:
    """Each zone's polygon as the server has it, in the list's order."""
    [told] = re.findall(r'<script id="zone-page"[^>]*>(.*?)</script>', page.request.get(page.url).text(), re.DOTALL)
    return {f"z{zone['pk']}": zone["polygon"] for zone in json.loads(told)["zones"]}


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


def check(hand: Hand) -> None:
    """Tonight's list, its pages compared with what the articles say now."""
    page = hand.page
    hand.click(page.locator("[value=compare]"), "compare pages and articles")
    page.locator("[data-comparing]").wait_for()
    page.locator("[data-comparing]").wait_for(state="detached", timeout=READING)
    assert page.locator("[value=compare]").count() == 0


def mend(hand: Hand) -> None:
    """What the list finds in an article is mended in its form, which leads back to the list."""
    page = hand.page
    hand.click(page.locator(".board-preflight"), "tonight's list")
    red = page.locator(".items li", has_text="我守到第")
    hand.picture("preflight")
    hand.click(red.get_by_role("link", name="守夜人的一盏灯"), "go to where it is mended")
    hand.click(page.locator(f"{SHEET} p").last, "go into its text")
    hand.press("End", "to the end of the line")
    page.keyboard.type("”")
    hand.click(page.locator("[name=_save]").first, "save it")
    page.locator(".preflight").wait_for()
    assert red.count() == 0
    hand.click(page.locator(".breadcrumbs").get_by_role("link", name="编排台"), "to the board")
    hand.click(page.get_by_role("button", name="在编版面标为已校"), "all pages are proofread")
    page.locator("[data-section] [aria-current].state-proofread").nth(15).wait_for()


def sign(hand: Hand) -> None:
    """Pages, and what of tonight's list may stay as it is."""
    page = hand.page
    hand.click(page.get_by_role("button", name="个已校的版"), "sign all pages")
    page.locator("[data-section] [aria-current].state-signed").nth(15).wait_for()
    hand.picture("signed")
    hand.click(page.locator(".board-preflight"), "tonight's list")
    check(hand)
    assert page.locator(".items li", has_text="签版").count() == 0
    hand.picture("compared")
    hand.click(page.locator(".items li", has_text="守夜人的一盏灯").locator("input").first, "choose an item")
    page.locator("#id_reason").fill("只在网上发")
    hand.press("Enter", "sign it off", page.locator("#id_reason"))
    page.locator(".signed li", has_text="只在网上发").wait_for()
    hand.click(page.locator(".choose-all input"), "choose what is left")
    page.locator("#id_reason").fill("图片说明和署名，照登")
    hand.press("Enter", "sign it off", page.locator("#id_reason"))
    page.locator(".verdict", has_text="没有未处理").wait_for()
    hand.picture("green")
    hand.click(page.locator(".breadcrumbs").get_by_role("link", name="编排台"), "back to the board")


def show(hand: Hand, site):
    """A stranger's browser, with a link in it that opens this issue and no other."""
    page = hand.page
    hand.click(page.locator(".preview-acts a"), "links for those without an account")
    page.locator("#id_note").fill("张校对")
    hand.press("Enter", "make one", page.locator("#id_note"))
    link = page.locator("[data-copied]").input_value()
    hand.picture("link")
    stranger = page.context.browser.new_context(viewport=DESK, base_url=site.url).new_page()
    stranger.goto(link)
    stranger.locator(".preview-bar").wait_for()
    assert stranger.locator(".overview-picture").count() == 16
    hand.told.append("the stranger opens it")
    return stranger


def publish(hand: Hand, stranger) -> None:
    """For the next minute: nothing is there before it, all of it from then on."""
    page = hand.page
    hand.click(page.locator(".breadcrumbs a[href*='/board/']"), "back to the board")
    hand.click(page.locator("details:has(#schedule_at) > summary"), "schedule")
    at = (dt.datetime.now(ZONE) + dt.timedelta(seconds=90)).replace(second=0, microsecond=0)
    page.locator("#schedule_at").fill(f"{at:%Y-%m-%dT%H:%M}")
    hand.picture("schedule")
    hand.press("Enter", "at this time", page.locator("#schedule_at"))
    page.locator(".board-sum .state-scheduled").wait_for()
    address = issue_address(page)
    before = stranger.request.get(address).status
    assert (before, dt.datetime.now(ZONE) < at) == (404, True)
    page.locator("[data-countdown]", has_text="已发布").wait_for(timeout=2 * A_MINUTE)
    assert stranger.goto(address).status == 200
    assert stranger.locator(".overview-picture").count() == 16
    page.reload()
    page.locator(".board-sum .state-published").wait_for()


def issue_address(page) -> str:
    """As readers will have it."""
    day = dt.date.fromisoformat(page.title().split()[1])
    return f"/cprb/html/{day:%Y-%m/%d}/"


def replace(hand: Hand, stranger, night: Night) -> None:
    """A page is printed anew after publication: readers have it in seconds."""
    page, address = hand.page, f"{issue_address(hand.page)}node_1.htm"
    stranger.goto(address)
    before = stranger.locator("[data-zones] img, .sheet img").first.get_attribute("src")
    hand.drop(page.locator("[data-drop-files]"), [late_change(night.pdfs[0])], "drop the page anew")
    page.locator("[data-drop-told] li", has_text="版面已换").wait_for(timeout=SECONDS)
    page.locator("[data-drop-told] li", has_text="全部读完").wait_for(timeout=A_MINUTE)
    stranger.goto(address)
    assert stranger.locator("[data-zones] img, .sheet img").first.get_attribute("src") != before
    hand.picture("replaced")


def correct(hand: Hand, stranger) -> None:
    page = hand.page
    card = section(hand, "A02").locator("[data-article]").first
    title = card.locator("a").first.inner_text()
    hand.click(card.get_by_role("link", name="更正"), "correct an article")
    page.locator("#id_text").fill("文中“３９个年头”应为“三十八个年头”。")
    hand.click(page.locator("#content input[type=submit]"), "save the note")
    page.locator(".messagelist .success").wait_for()
    hand.picture("corrected")
    stranger.goto(page.locator(".messagelist .success a").get_attribute("href"))
    assert title in stranger.locator("h1").inner_text()
    assert "三十八个年头" in stranger.locator("main").inner_text()


def withdraw(hand: Hand, stranger) -> None:
    page = hand.page
    link = section(hand, "A03").locator("[data-article] > a").first
    title = link.inner_text()
    stranger.goto(f"{issue_address(page)}node_3.htm")
    address = urljoin(stranger.url, stranger.get_by_role("link", name=title).first.get_attribute("href"))
    assert stranger.request.get(address).status == 200
    hand.click(link, "the article to withdraw")
    page.locator(SHEET).wait_for()
    hand.click(page.locator("a.act", has_text="撤下"), "withdraw it")
    page.locator("#id_reason").fill("当事人要求")
    hand.press("Enter", "yes", page.locator("#id_reason"))
    page.locator(".receipt").wait_for(timeout=A_MINUTE)
    hand.picture("receipt")
    assert title in page.title()
    assert stranger.request.get(address).status == 410
    stranger.reload()
    assert title not in stranger.locator("body").inner_text()
