"""A reader leafs through the paper: by hand, by keyboard, without script, on a phone and on a desk."""

import io
import re

import pytest
from PIL import Image

from issues.pictures import MASK_COLOUR
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
FRONT = "/cprb/html/2024-10/14/node_1.htm"


def first_headline(page):
    return page.locator("#titleList a").first


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with script", "without script"])
def test_reader_leafs_from_the_newest_issue_to_an_article_and_on(open_page, options):
    page = open_page("/", **options)
    assert page.url.endswith("/cprb/html/2024-10/19/node_1.htm")

    page.get_by_role("link", name="上一期").click()
    assert page.url.endswith("/2024-10/18/node_1.htm")
    page.get_by_role("link", name="下一版").click()
    assert "第02版" in page.locator("h1").inner_text()

    headline = first_headline(page)
    title, address = headline.inner_text(), headline.get_attribute("href")
    headline.click()
    assert page.url.endswith(address)
    assert page.locator("#Title").inner_text().strip() in title
    page.get_by_role("link", name=re.compile("下一篇")).first.click()
    assert not page.url.endswith(address)
    page.get_by_role("link", name="往期").first.click()
    page.locator('a[href*="/2024-10/15/"]').first.click()
    assert "/2024-10/15/" in page.url


def test_zone_on_the_picture_leads_to_its_article(open_page):
    page = open_page(FRONT)
    zone = page.locator("[data-zones] svg a").nth(1)
    address = zone.get_attribute("href")

    box = zone.locator("polygon").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + min(40, box["height"] / 2))

    page.wait_for_url(f"**/{address}")
    assert page.locator("#Title").is_visible()


def test_zones_lie_on_the_picture_at_every_width(open_page):
    for viewport in (PHONE, DESK):
        page = open_page(FRONT, viewport=viewport)
        picture, layer = page.locator("img[usemap]").bounding_box(), page.locator("[data-zones] svg").bounding_box()
        assert layer == pytest.approx(picture, abs=1)


def test_zone_and_headline_light_up_together(open_page):
    page = open_page(FRONT)
    headline = first_headline(page)
    zone = page.locator(f'[data-zones] svg a[href="{headline.get_attribute("href")}"]').first

    headline.hover()
    assert "is-lit" in zone.get_attribute("class")
    page.mouse.move(5, 5)
    assert "is-lit" not in (zone.get_attribute("class") or "")
    zone.focus()
    assert "is-lit" in page.locator("#titleList li").first.get_attribute("class")


def test_keyboard_meets_each_zone_once_and_opens_it(open_page):
    page = open_page(FRONT)
    targets = page.locator("[data-zones] svg a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(targets) == len(set(targets)) > 4

    page.locator("[data-zones] svg a").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == targets[1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{targets[1]}")


def test_skip_link_is_the_first_stop(open_page):
    page = open_page(FRONT)
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    assert page.locator(target).count() == 1


def test_focus_meets_the_stories_in_the_order_of_their_headlines(open_page):
    page = open_page(FRONT)
    stories, headlines = (
        page.locator(links).evaluate_all("links => links.map(link => link.getAttribute('href'))")
        for links in ("[data-zones] svg a:not(.is-row)", "#titleList a")
    )
    assert stories == headlines


def test_finger_on_a_row_of_the_guide_opens_the_guide(open_page):
    page = open_page(FRONT, viewport=PHONE, has_touch=True, is_mobile=True)
    row = page.locator("[data-zones] .is-row polygon").first.bounding_box()
    page.touchscreen.tap(row["x"] + row["width"] / 2, row["y"] + row["height"] / 2)
    page.wait_for_url("**/content_7.htm")
    assert page.locator("#Title").inner_text() == "今日导读"


@pytest.mark.parametrize("text", ["100%", "200%"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_scrolls_sideways(open_page, width, text):
    addresses = [
        FRONT,
        "/cprb/html/2024-10/19/",
        "/cprb/html/2024-10/19/node_5.htm",
        "/cprb/html/2024-10/14/content_1.htm",
        "/cprb/html/2024-10/14/titles.htm",
        "/cprb/archive/",
        "/cprb/archive/2024/10/",
    ]
    page = open_page(addresses[0], viewport={"width": width, "height": 844})
    for address in addresses:
        page.goto(address)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address


@pytest.mark.parametrize("width", [960, 1024, 1440, 2560])
def test_printed_page_takes_most_of_a_wide_window(open_page, width):
    page = open_page(FRONT, viewport={"width": width, "height": 900})
    assert page.locator("img[usemap]").bounding_box()["width"] >= 0.6 * width


def test_page_does_not_move_while_it_loads(open_page):
    page = open_page(FRONT)
    shift = page.evaluate(
        """() => new Promise(done => {
            let total = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => { total += entry.value; }))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(total), 500);
        })"""
    )
    assert shift < 0.02


def test_masked_article_is_painted_over_for_readers(open_page):
    page = open_page("/cprb/html/2024-10/15/node_6.htm")
    assert "皮影" not in page.locator("#titleList").inner_text()
    shown = page.locator("img[usemap]").get_attribute("src")
    picture = Image.open(io.BytesIO(page.request.get(f"/cprb/html/2024-10/15/{shown}").body())).convert("RGB")
    pixels = picture.tobytes()
    painted = sum(max(abs(pixels[at + n] - MASK_COLOUR[n]) for n in range(3)) < 8 for at in range(0, len(pixels), 3))
    assert painted > picture.width * picture.height / 50
