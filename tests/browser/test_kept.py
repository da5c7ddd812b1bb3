"""Words that were typed are not lost: a crash, a silent site, a second editor, a composition that is going on."""

import json
import re

import pytest
from playwright.sync_api import Error

from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
SOON, BEAT = 3_100, 15_100  # milliseconds: a change is kept, a sign of life is given
PAGES: list[str] = []  # where drafts are added: one page for all tests


@pytest.fixture
def draft(log_in):
    """The address of an article that no reader has seen."""
    page = log_in("publisher", locale="zh-CN")
    if not PAGES:
        page.goto("/admin/issues/issue/next/cprb/")
        page.locator("#content input[type=submit]").click()
        page.locator("[data-section] h2 a, [data-section] header a").first.click()
        PAGES.append(page.locator(".field-articles_here a.addlink").get_attribute("href"))
    page.goto(PAGES[0])
    page.fill("[name=title]", "电车开进山脚")
    save(page)
    return page.url.partition("?")[0]


def open_form(log_in, name, address):
    page = log_in(name, locale="zh-CN")
    page.clock.install()
    page.goto(address)
    return page


def save(page):
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")


def typed(page, title):
    page.fill("[name=title]", title)


def kept(page, wait=SOON):
    with page.expect_response(lambda answer: "/unsent/" in answer.url and answer.request.post_data.count("fields")) as told:
        page.clock.run_for(wait)
    assert told.value.status == 200
    page.locator("[data-state]", has_text=re.compile(r"\d\d:\d\d:\d\d")).wait_for()


def crash(page):
    """Its process dies, and no word of farewell is sent."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")


def fields_of(request):
    found = re.search(r'name="fields"\r?\n\r?\n(.*?)\r?\n--', request.post_data or "", re.S)
    return json.loads(found[1]) if found else None


def test_a_text_of_a_page_that_was_killed_is_offered_and_taken(log_in, draft):
    page = open_form(log_in, "editor", draft)
    typed(page, "𠮷野家开进半句话")
    page.fill("[name=kicker]", "引题１２")
    page.locator("details", has=page.locator("[name=is_indexed]")).locator("summary").click()
    page.locator("[name=is_indexed]").uncheck()
    kept(page)
    crash(page)

    again = open_form(log_in, "editor", draft)
    assert again.input_value("[name=title]") == "电车开进山脚"
    again.locator("[data-take]").press("Enter")
    again.locator("[data-offer]").wait_for(state="detached")
    assert again.input_value("[name=title]") == "𠮷野家开进半句话"
    assert again.input_value("[name=kicker]") == "引题１２"
    assert not again.locator("[name=is_indexed]").is_checked()
    save(again)
    assert again.locator("[data-offer]").count() == 0


def test_a_page_that_is_closed_at_once_keeps_the_last_word(log_in, draft):
    page = open_form(log_in, "editor", draft)
    typed(page, "最后一个字")
    page.goto("/admin/")
    page.goto(draft)
    page.locator("[data-offer]").wait_for()
    with page.context.expect_page() as opened:
        page.locator("[data-offer] a").press("Enter")
    look = opened.value
    assert "最后一个字" in look.locator(".two-texts").inner_text().replace("\n", "")
    page.locator("[data-drop]").press("Enter")
    page.locator("[data-offer]").wait_for(state="detached")
    page.reload()
    assert page.locator("[data-offer]").count() == 0


def test_who_only_looks_at_a_form_leaves_no_unsaved_text(log_in, draft):
    page = open_form(log_in, "editor", draft)
    page.locator("[name=title]").focus()
    page.clock.run_for(BEAT)
    page.reload()
    assert page.locator("[data-offer]").count() == 0


def test_nothing_is_sent_while_a_word_is_composed(log_in, draft):
    page = open_form(log_in, "editor", draft)
    sent = []
    page.locator("[name=title]").fill("")
    kept(page)
    page.on("request", lambda request: sent.append(request) if "/unsent/" in request.url else None)
    keyboard = page.context.new_cdp_session(page)
    for letters in ("d", "di", "dia", "dian"):
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        page.clock.run_for(BEAT)
    assert sent == []
    with page.expect_request(lambda request: "/unsent/" in request.url and fields_of(request) is not None) as told:
        keyboard.send("Input.insertText", {"text": "电车"})
        page.clock.run_for(SOON)
    assert fields_of(told.value)["title"] == ["电车"]


def test_what_the_site_does_not_answer_for_is_kept_in_the_browser(log_in, draft):
    page = open_form(log_in, "editor", draft)
    page.locator("[data-others]").wait_for(state="attached")
    page.route("**/unsent/", lambda route: route.fulfill(status=204, body=""))
    typed(page, "网断了也在")
    page.clock.run_for(SOON)
    page.locator("[data-state]:not(:empty)").wait_for()
    crash(page)

    again = page.context.new_page()
    again.goto(draft)
    again.locator("[data-take]").click()
    again.locator("[data-offer]").wait_for(state="detached")
    assert again.input_value("[name=title]") == "网断了也在"
    save(again)


def test_two_editors_at_one_article_lose_nothing(log_in, draft):
    first, second = (open_form(log_in, name, draft) for name in ("publisher", "editor"))
    first.clock.run_for(BEAT)
    first.locator("[data-others]", has_text="editor").wait_for()

    typed(first, "电车开进云岫山脚")
    save(first)
    second.clock.run_for(BEAT)
    second.locator("[data-overtaken]", has_text="publisher").wait_for()

    typed(second, "电车驶进山脚")
    second.locator("[name=_continue]").first.click()
    second.wait_for_selector(".two-texts")
    assert second.locator(".two-texts-text del").all_inner_texts() == ["开", "云岫"]
    assert second.locator(".two-texts-text ins").all_inner_texts() == ["驶"]
    assert second.locator("[name=hand-title]").input_value() == "电车驶进云岫山脚"
    second.locator("[name=choice-title][value=hand]").press("Space")
    second.locator("[name=hand-title]").fill("电车驶进云岫山脚下")
    second.locator("#content input[type=submit]").press("Enter")
    second.wait_for_selector(".messagelist .success")
    assert second.input_value("[name=title]") == "电车驶进云岫山脚下"

    second.goto(draft.replace("change", "history"))
    told = second.locator(".entries").inner_text()
    for text in ("云岫", "驶", "下"):
        assert text in told
    second.goto(draft)
    assert second.locator("[data-offer]").count() == 0


def test_new_pictures_rows_come_back_with_their_words(log_in, draft):
    page = open_form(log_in, "publisher", draft)
    page.locator("#corrections-group .add-row a").click()
    page.fill("[name=corrections-0-text]", "电话应为０００１。")
    kept(page)
    crash(page)
    again = open_form(log_in, "publisher", draft)
    again.locator("[data-take]").click()
    again.locator("[data-offer]").wait_for(state="detached")
    assert again.input_value("[name=corrections-0-text]") == "电话应为０００１。"
