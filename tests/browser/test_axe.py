"""axe-core on every kind of screen: nothing that it knows of stands between a page and who reads or works with other senses."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DAY = "/cprb/html/2024-10/15/"
PUBLIC = {
    "newsstand": "/",
    "front page": f"{DAY}node_1.htm",
    "issue": f"{DAY}",
    "titles": f"{DAY}titles.htm",
    "archive": "/cprb/archive/",
    "nothing there": f"{DAY}node_99.htm",
}
LISTS = ("issues/issue", "issues/pagesection", "articles/article", "articles/hotzone", "articles/figure", "articles/draftarticle",
         "articles/importrun", "articles/author", "articles/watchedword", "issues/publication")  # fmt: skip
FORMS = ("issues/issue", "issues/pagesection", "articles/article", "articles/hotzone", "articles/figure", "issues/publication")
ADDED = ("articles/article", "articles/hotzone", "articles/importrun", "articles/correction", "issues/issueframe")
FIRST_ROW = "#result_list tbody th a, #result_list tbody td a"


def complaints(page: Any) -> list[str]:
    """Rule, element and what is wrong with it. The page's policy stays in force, of which the browser complains when axe tries
    out styles: pages are asked beside those whose console is listened to."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", TAGS)
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def screens(page: Any) -> dict[str, str]:
    """Name and address of each kind of screen of the admin; rows are the first of their lists."""
    found = {"desk": "/admin/", "password": "/admin/password_change/", "next issue": "/admin/issues/issue/next/cprb/"}
    found |= {f"list of {noun}": f"/admin/{noun}/" for noun in LISTS}
    found |= {f"new {noun}": f"/admin/{noun}/add/" for noun in ADDED}
    for noun in FORMS:
        page.goto(f"/admin/{noun}/?q=2024-10-15" if noun != "issues/publication" else f"/admin/{noun}/")
        address = page.locator(f'#result_list tbody a[href^="/admin/{noun}/"]').first.get_attribute("href")
        found[noun] = address
    issue = found["issues/issue"].partition("change/")[0]
    found |= {"preflight": f"{issue}preflight/", "an act": f"{issue}withdraw/", "history": f"{issue}history/"}
    found["board"] = f"/admin/desk/board/{issue.split('/')[-2]}/"
    page.goto(found["board"])
    found["zones"] = page.locator("[data-section] a[href*='/desk/zones/']").first.get_attribute("href")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_are_without_barriers(open_page, scheme, viewport):
    page = open_page("/", viewport=viewport, color_scheme=scheme)
    article = f"{DAY}content_1.htm"
    found = []
    aside = page.context.new_page()
    for address in (*PUBLIC.values(), article):
        aside.goto(address)
        found += complaints(aside)
    assert found == []


@pytest.mark.parametrize(("scheme", "locale"), [("light", "zh-CN"), ("dark", "en-GB")])
def test_the_admin_is_without_barriers(log_in, scheme, locale):
    page = log_in("publisher", color_scheme=scheme, locale=locale)
    found, aside = [], page.context.new_page()
    for address in screens(page).values():
        aside.goto(address)
        found += complaints(aside)
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_admin_is_without_barriers_on_a_phone(log_in, scheme):
    page = log_in("publisher", viewport=PHONE, color_scheme=scheme, locale="zh-CN")
    found, aside = [], page.context.new_page()
    for name, address in screens(page).items():
        if name in ("desk", "board", "preflight", "articles/article", "list of articles/article"):
            aside.goto(address)
            found += complaints(aside)
    assert found == []


@pytest.mark.parametrize(("scheme", "locale"), [("light", "zh-CN"), ("dark", "en-GB")])
def test_the_way_in_is_without_barriers(open_page, scheme, locale):
    page = open_page("/admin/login/", color_scheme=scheme, locale=locale)
    found = complaints(page)
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "wrong")
    page.press("#id_password", "Enter")
    page.locator(".errornote").wait_for()
    assert found + complaints(page) == []
