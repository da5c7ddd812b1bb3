"""An editor draws and mends hot zones on the page's picture, by mouse and by keyboard, and readers see them."""

import json

import pytest

from tests.browser.test_editing import log_in

pytestmark = pytest.mark.browser
__all__ = ["log_in"]
DAY = "2024-10-18"
PROPOSE = """
from articles.models import ProposedZone
from issues.models import PageSection
section = PageSection.objects.get(issue__date="2024-10-18", position={position})
article = section.articles.order_by("position")[0]
for left in {lefts}:
    polygon = [[left, 0.8], [left + 0.1, 0.8], [left + 0.1, 0.9], [left, 0.9]]
    ProposedZone.objects.create(page_section=section, article=article, polygon=polygon, confidence=0.4)
"""


@pytest.fixture(scope="session")
def read(site):
    """The day's pages have their text layers, so that they have blocks."""
    site.manage("read_pages", "--paper", "cprb", "--from", DAY, "--to", DAY)


@pytest.fixture(scope="session")
def addresses():
    """Of the day's pages, in order: filled by the first who goes there over the board."""
    return []


@pytest.fixture
def open_editor(log_in, addresses):
    def open_editor(position):
        page = log_in("publisher", locale="zh-CN")
        if not addresses:
            page.goto(f"/admin/issues/issue/?q={DAY}")
            page.locator("#result_list tbody th a").first.click()
            page.locator(".object-tools a[href*='/desk/board/']").click()
            links = page.locator("[data-section] a[href*='/desk/zones/']")
            links.first.wait_for()
            addresses.extend(links.evaluate_all("links => links.map((link) => link.getAttribute('href'))"))
        page.goto(addresses[position - 1])
        page.locator("[data-zone]").first.wait_for()
        return page

    return open_editor


def save(page):
    page.locator("[data-do=save]").click()
    page.locator("[data-do=save][disabled]").wait_for(state="attached")
    assert not page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('zones-'))")


def polygon(page, zone):
    """Corners in percent of the page."""
    width, height = page.locator("[data-zone-sheet]").get_attribute("viewBox").split()[2:]
    points = [point.split(",") for point in zone.get_attribute("points").split()]
    return [(round(100 * float(x) / int(width), 2), round(100 * float(y) / int(height), 2)) for x, y in points]


def choose(page, place=-1):
    """The smallest zone lies on top."""
    zone = page.locator("[data-zone]").nth(place)
    zone.focus()
    page.keyboard.press("Enter")
    page.locator("[data-corner]").first.wait_for()
    return page.locator(f"[data-zone='{zone.get_attribute('data-zone')}']")


def drag(page, element, dx, dy):
    box = element.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()


def place(page, x, y):
    """Pixels on the screen, of percent of the page."""
    box = page.locator("[data-zone-sheet]").bounding_box()
    return box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100


def public_points(page, position):
    """Of the page as readers get it, in percent."""
    page.goto(f"/cprb/html/{DAY[:7]}/{DAY[8:]}/node_{position}.htm")
    width, height = page.locator("svg.zones").get_attribute("viewBox").split()[2:]
    shapes = page.locator("svg.zones polygon").evaluate_all("shapes => shapes.map((shape) => shape.getAttribute('points'))")
    points = [[point.split(",") for point in shape.split()] for shape in shapes]
    return [[(100 * float(x) / int(width), 100 * float(y) / int(height)) for x, y in shape] for shape in points]


def is_near(one, other, reach=0.2):
    return abs(one[0] - other[0]) < reach and abs(one[1] - other[1]) < reach


def test_a_corner_is_dragged_saved_and_seen_by_readers(open_editor):
    page = open_editor(1)
    zone = choose(page)
    before = polygon(page, zone)
    page.keyboard.down("Alt")
    drag(page, page.locator("[data-corner='0']"), 23, 17)
    page.keyboard.up("Alt")
    after = polygon(page, zone)
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    save(page)
    page.reload()
    assert any(is_near(after[0], corner) for shape in public_points(page, 1) for corner in shape)


def test_a_corner_and_a_zone_are_moved_by_keys_and_undone(open_editor):
    page = open_editor(2)
    zone = choose(page)
    before = polygon(page, zone)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.corner") == "0"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    moved = polygon(page, zone)
    assert moved[0] == pytest.approx((before[0][0] + 0.1, before[0][1] + 1), abs=0.02)
    page.keyboard.press("Control+z")
    assert polygon(page, zone) == before
    page.keyboard.press("Control+Shift+z")
    assert polygon(page, zone) == moved
    page.keyboard.press("Control+z")
    zone.focus()
    page.keyboard.press("ArrowLeft")
    assert polygon(page, zone)[2] == pytest.approx((before[2][0] - 0.1, before[2][1]), abs=0.02)
    page.keyboard.press("Control+z")
    assert page.locator("[data-do=save]").is_disabled()


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_a_zone_chosen_in_the_list_is_moved_by_keys_and_left_to_the_list(open_editor, way):
    page = open_editor(2)
    line = page.locator("[data-list=zones] [data-choose]").nth(1)
    zone = page.locator(f"[data-zone='{page.locator('[data-list=zones] li').nth(1).get_attribute('data-key')}']")
    before = polygon(page, zone)
    if way == "mouse":
        line.click()
    else:
        line.focus()
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert polygon(page, zone)[0] == pytest.approx((before[0][0], before[0][1] + 0.1), abs=0.02)
    page.keyboard.press("Escape")
    assert line.evaluate("line => line === document.activeElement")
    assert page.locator("[data-corner]").count() == 0


def test_corners_are_added_and_taken_away(open_editor):
    page = open_editor(2)
    zone = choose(page)
    count = len(polygon(page, zone))
    page.locator("[data-between='0']").focus()
    page.keyboard.press("Enter")
    assert len(polygon(page, zone)) == count + 1
    assert page.evaluate("document.activeElement.dataset.corner") == "1"
    page.keyboard.press("Delete")
    assert len(polygon(page, zone)) == count
    drag(page, page.locator("[data-between='0']"), 0, 30)
    assert len(polygon(page, zone)) == count + 1


def test_a_zone_is_drawn_given_an_address_and_shown_to_readers(open_editor):
    page = open_editor(3)
    page.locator("[data-do=draw]").click()
    for corner in ((20, 30), (40, 30), (40, 45)):
        page.mouse.click(*place(page, *corner))
    page.keyboard.press("Enter")
    zone = page.locator("[data-zone].is-chosen")
    assert "is-nowhere" in zone.get_attribute("class")
    assert len(polygon(page, zone)) == 3
    page.locator("[data-chosen-url]").fill("ｈｔｔｐｓ://shop.example/秋")
    page.locator("[data-chosen-url]").press("Tab")
    assert page.locator("[data-chosen-kind]").input_value() == "advertisement"
    assert "is-nowhere" not in zone.get_attribute("class")
    drawn = polygon(page, zone)
    save(page)
    shapes = public_points(page, 3)
    assert any(len(shape) == 3 and all(map(is_near, shape, drawn)) for shape in shapes)
    assert page.locator("svg.zones a[href^='https://shop.example']").count() == 1


def test_a_corner_snaps_to_the_edge_of_a_block_unless_alt_is_held(open_editor, read):
    page = open_editor(4)
    page.locator("[data-give]").first.click()
    left, top, _right, _bottom = block(page, 5)
    page.keyboard.press("Escape")
    page.locator("[data-do=rectangle]").click()
    zone = page.locator("[data-zone].is-chosen")
    for is_free in (True, False):
        corner = page.locator("[data-corner='0']").bounding_box()
        x, y = place(page, left, top)
        page.mouse.move(corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
        page.mouse.down()
        if is_free:
            page.keyboard.down("Alt")
        page.mouse.move(x + 20, y + 20)
        page.mouse.move(x + 4, y + 3)
        page.mouse.up()
        page.keyboard.up("Alt")
        assert is_near(polygon(page, zone)[0], (left, top), 0.011) is not is_free


def block(page, at):
    """Left, top, right, bottom in percent."""
    rect = page.locator(f"[data-block='{at}']")
    width, height = page.locator("[data-zone-sheet]").get_attribute("viewBox").split()[2:]
    x, y, wide, high = (float(rect.get_attribute(name)) for name in ("x", "y", "width", "height"))
    return 100 * x / int(width), 100 * y / int(height), 100 * (x + wide) / int(width), 100 * (y + high) / int(height)


def test_blocks_are_given_to_an_article_by_mouse_and_by_key(open_editor, read):
    page = open_editor(5)
    give = page.locator("[data-list=here] [data-give]").first
    give.click()
    page.locator("[data-block]").first.wait_for()
    count = page.locator("[data-block][aria-pressed=true]").count()
    free = page.locator("[data-block][aria-pressed=false]").first
    at = free.get_attribute("data-block")
    one = page.locator(f"[data-block='{at}']")
    one.click()
    page.locator(f"[data-block='{at}'][aria-pressed=true]").wait_for()
    assert page.locator("[data-block][aria-pressed=true]").count() > count
    one.focus()
    page.keyboard.press(" ")
    page.locator(f"[data-block='{at}'][aria-pressed=false]").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.block") != at
    page.keyboard.press("Escape")
    assert page.locator("[data-block]").count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-give')")


def test_corners_are_typed_in_any_width_and_what_is_none_is_refused(open_editor):
    page = open_editor(2)
    zone = choose(page)
    before = polygon(page, zone)
    page.locator("details:has([data-chosen-corners]) summary").click()
    field = page.locator("[data-chosen-corners] [data-axis='0']").first
    for typed in ("一半", "101", "-3", ""):
        field.fill(typed)
        field.press("Enter")
        assert page.locator("[data-zone-hint]").inner_text()
        assert polygon(page, zone) == before
        assert float(field.input_value()) == pytest.approx(before[0][0], abs=0.01)
    field.fill("１２．５％")
    field.press("Enter")
    assert polygon(page, zone)[0] == (12.5, before[0][1])


def test_proposals_are_accepted_dropped_and_corrected(open_editor, site):
    site.manage("shell", "-c", PROPOSE.format(position=6, lefts=[0.1, 0.3, 0.5, 0.7]))
    page = open_editor(6)
    zones = page.locator("[data-list=zones] li").count()
    waiting = page.locator("[data-list=waiting] li[data-kind=proposal]")
    assert waiting.count() == 4
    waiting.first.locator("[data-accept]").click()
    assert waiting.count() == 3
    assert page.evaluate("document.activeElement.hasAttribute('data-accept')")
    waiting.first.locator("[data-drop]").click()
    page.locator(".zone.is-proposed").first.focus()
    page.keyboard.press("a")
    page.locator(".zone.is-proposed").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    assert waiting.count() == 1
    page.locator(".zone.is-proposed").first.focus()
    page.keyboard.press("ArrowUp")
    assert waiting.count() == 0
    assert page.locator("[data-list=zones] li").count() == zones + 3
    save(page)
    page.reload()
    page.locator("[data-zone]").first.wait_for()
    assert waiting.count() == 0
    assert page.locator("[data-list=zones] li").count() == zones + 3


def test_a_deleted_zone_comes_back_by_undo_also_after_saving(open_editor):
    page = open_editor(7)
    count = page.locator("[data-zone]").count()
    zone = choose(page)
    shape = polygon(page, zone)
    zone.focus()
    page.keyboard.press("Delete")
    assert page.locator("[data-zone]").count() == count - 1
    save(page)
    page.keyboard.press("Control+z")
    save(page)
    page.reload()
    page.locator("[data-zone]").first.wait_for()
    assert page.locator("[data-zone]").count() == count
    assert shape in [polygon(page, page.locator("[data-zone]").nth(at)) for at in range(count)]


def test_what_was_not_saved_is_there_again_and_a_page_that_changed_is_told(open_editor):
    page, other = open_editor(8), open_editor(8)
    page.on("dialog", lambda dialog: dialog.accept())
    zone = choose(page)
    page.keyboard.press("Shift+ArrowRight")
    moved = polygon(page, zone)
    page.reload()
    page.locator("[data-zone]").first.wait_for()
    assert polygon(page, page.locator(f"[data-zone='{zone.get_attribute('data-zone')}']")) == moved
    choose(other)
    other.keyboard.press("Shift+ArrowUp")
    save(other)
    page.keyboard.press("Control+s")
    page.locator("[data-zone-refused]:not([hidden])").wait_for()
    page.locator("[data-zone-refused] a").click()
    page.locator("[data-zone-refused][hidden]").wait_for(state="attached")


def move(page, zone, keys):
    """Gives its polygon."""
    shape = page.locator(f"[data-zone='{zone}']")
    shape.focus()
    page.keyboard.press(keys)
    return polygon(page, shape)


def shown(page, zones):
    return [polygon(page, page.locator(f"[data-zone='{zone}']")) for zone in zones]


def test_what_two_people_draw_at_once_is_put_together_and_told_where_it_cannot_be(open_editor):
    page, other = open_editor(4), open_editor(4)
    page.on("dialog", lambda dialog: dialog.accept())
    zones = page.locator("[data-zone]").evaluate_all("zones => zones.slice(0, 3).map((zone) => zone.dataset.zone)")
    one, torn, three = zones
    mine, mine_torn = move(page, one, "Shift+ArrowRight"), move(page, torn, "Shift+ArrowRight")
    their_torn, theirs = move(other, torn, "Shift+ArrowUp"), move(other, three, "Shift+ArrowUp")
    save(other)
    page.keyboard.press("Control+s")
    page.locator("[data-zone-refused]:not([hidden]) a").click()
    page.locator("[data-zone-refused][hidden]").wait_for(state="attached")
    page.locator("[data-zone]").first.wait_for()
    assert shown(page, zones) == [mine, their_torn, theirs]
    assert page.locator(f"li[data-key='{torn}'] .zone-name").inner_text() in page.locator("[data-zone-hint]").inner_text()
    page.keyboard.press("Control+z")
    assert shown(page, zones) == [mine, mine_torn, theirs]
    page.keyboard.press("Control+Shift+z")
    save(page)
    page.reload()
    page.locator("[data-zone]").first.wait_for()
    assert shown(page, zones) == [mine, their_torn, theirs]


def test_the_page_is_enlarged_by_buttons_keys_and_wheel(open_editor):
    page = open_editor(1)
    sheet = page.locator("[data-zone-sheet]")
    width = sheet.bounding_box()["width"]
    page.locator("[data-do=larger]").click()
    page.keyboard.press("+")
    assert sheet.bounding_box()["width"] == pytest.approx(width * 1.25**2, rel=0.01)
    page.mouse.move(*place(page, 30, 30))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.locator("[data-zone-scale]", has_text="195").wait_for()
    page.keyboard.press("0")
    assert sheet.bounding_box()["width"] == pytest.approx(width, abs=1)


def test_who_may_only_look_has_nothing_to_change(log_in, open_editor):
    address = open_editor(1).url
    page = log_in("editor")
    page.goto(address)
    page.locator("[data-zone]").first.click()
    assert page.locator("[data-do=save], [data-corner]").count() == 0
    found = json.loads(page.locator("#zone-page").text_content())
    assert found["may"]["save"] is False
