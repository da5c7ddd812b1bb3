"""An editor in the admin, with the password that the demonstration printed."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def log_in(open_page, site):
    def log_in(name, viewport=DESK, **options):
        page = open_page("/admin/", viewport=viewport, **options)
        page.fill("#id_username", name)
        page.fill("#id_password", site.passwords[name])
        page.press("#id_password", "Enter")
        page.wait_for_selector("#logout-form")
        return page

    return log_in


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_publisher_mends_a_headline_and_the_reader_sees_it(log_in, viewport):
    page = log_in("publisher", viewport)
    page.goto("/admin/articles/article/?q=浦水里捞起")
    page.locator("#result_list tbody th a").first.click()
    mended = f"浦水里捞起的瓶子做成十二张长椅（{viewport['width']}）"
    page.fill("#id_title", mended)
    page.locator("[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")

    page.goto("/cprb/html/2024-10/14/node_1.htm")
    assert mended in page.locator("#titleList").inner_text()


def test_editor_is_not_offered_to_publish(log_in):
    for name, count in (("editor", 0), ("publisher", 1)):
        page = log_in(name)
        page.goto("/admin/issues/issue/")
        assert page.locator("select[name=action] option[value=publish]").count() == count


def test_publisher_withdraws_an_issue_and_brings_it_back(log_in):
    page = log_in("publisher")
    address = "/cprb/html/2024-10/17/node_1.htm"
    for act, status in (("withdraw", 410), ("publish", 200)):
        page.goto("/admin/issues/issue/?q=2024-10-17")
        page.locator("#result_list input.action-select").first.check()
        page.select_option("select[name=action]", act)
        page.locator("button[name=index]").click()
        page.locator("#content input[type=submit], #content button[type=submit]").first.click()
        page.wait_for_selector(".messagelist")
        assert page.request.get(address).status == status


def test_interface_speaks_the_language_that_the_editor_chooses(log_in):
    page = log_in("editor", locale="zh-CN")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    page.goto("/admin/articles/article/")
    assert "Select article" in page.content() or "Articles" in page.content()
