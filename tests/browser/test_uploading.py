"""A file on its way into the archive: in pieces, over a lost connection, without script; looked at, imported, refused."""

import json
import zipfile

import pytest

from tests.browser.conftest import DESK, PHONE, ROOT

pytestmark = pytest.mark.browser
NEW = "/admin/articles/importrun/add/"
PREVIEW_LIMIT = 60_000  # milliseconds; a process starts, on a machine that does other things


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A day of the sample as a new issue, larger than one piece: `package("2024-11-04")`."""

    def package(date):
        path = tmp_path_factory.mktemp("zip") / f"澄浦日报{date}.zip"
        folder = ROOT / "sample" / "cprb" / "2024-10-14"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(folder.rglob("*")):
                if file.name == "issue.json":
                    content = json.loads(file.read_text(encoding="utf-8"))
                    content["issue"] |= {"date": date, "number_text": "", "number": None}
                    content["issue"].pop("old_addresses", None)
                    archive.writestr("issue.json", json.dumps(content))
                elif file.is_file():
                    archive.write(file, file.relative_to(folder).as_posix())
        return path

    return package


@pytest.fixture
def log_in(open_page, site):
    def log_in(name, viewport=DESK, **options):
        page = open_page("/admin/", viewport=viewport, **options)
        fill_in(page, site, name)
        return page

    return log_in


def fill_in(page, site, name):
    page.fill("#id_username", name)
    page.fill("#id_password", site.passwords[name])
    page.press("#id_password", "Enter")
    page.wait_for_selector("#logout-form")


def send(page, path):
    page.goto(NEW)
    page.set_input_files("[data-file]", path)
    page.locator("input[type=submit].default").click()


def stage(page, name):
    page.wait_for_selector(f"[data-stage={name}]", timeout=PREVIEW_LIMIT)


@pytest.mark.parametrize(("viewport", "date"), [(PHONE, "2024-11-04"), (DESK, "2024-11-05")], ids=["phone", "desk"])
def test_publisher_uploads_in_pieces_looks_at_the_preview_and_confirms(log_in, package, viewport, date):
    page = log_in("publisher", viewport)
    pieces = []
    page.on("request", lambda request: pieces.append(request.url) if "/piece/" in request.url else None)
    page.goto("/admin/articles/importrun/")
    page.locator(".object-tools a.act").click()
    page.set_input_files("[data-file]", package(date))
    page.locator("input[type=submit].default").click()
    stage(page, "preview")
    assert len(pieces) >= 2
    assert page.locator(".number-created b").inner_text() == "1"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    upload = page.url

    page.goto(f"/admin/issues/issue/?q={date}")
    assert page.locator("#result_list tbody tr").count() == 0

    page.goto(upload)
    page.locator("button[value=import]").dblclick()
    page.wait_for_url("**/importrun/*/change/", timeout=PREVIEW_LIMIT)
    assert page.locator(".number-created b").inner_text() == "1"
    page.goto(f"/admin/issues/issue/?q={date}")
    assert page.locator("#result_list .state-draft").count() == 1
    page.goto("/admin/articles/importrun/?is_dry__exact=0&way__exact=upload")
    assert page.locator("#result_list tbody tr", has_text=date).count() == 1


def test_broken_zip_shows_its_sentence_and_no_way_to_import_it(log_in, package, tmp_path):
    broken = tmp_path / "坏.zip"
    broken.write_bytes(package("2024-11-06").read_bytes()[:2_000_000])
    page = log_in("publisher")
    send(page, broken)
    stage(page, "preview")
    problem = page.locator(".problems tbody tr").inner_text()
    assert "坏.zip" in problem
    assert "ZIP" in problem.replace("坏.zip", "")
    assert page.locator("button[value=import]").count() == 0
    page.locator("form[action$='/discard/'] button").click()
    page.wait_for_selector(".messagelist .success")


def test_upload_goes_on_where_it_was_after_a_lost_connection(chromium, site, package):
    context = chromium.new_context(base_url=site.url)
    page, tries = context.new_page(), []

    def lose_the_second(route):
        tries.append(route.request.url)
        if len(tries) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.goto("/admin/")
    fill_in(page, site, "publisher")
    page.route("**/piece/?offset=*", lose_the_second)
    send(page, package("2024-11-07"))
    stage(page, "preview")
    offsets = [url.rpartition("=")[2] for url in tries]
    assert offsets[1] == offsets[2] != "0"
    assert page.locator(".number-created b").inner_text() == "1"
    context.close()


def test_cancelled_upload_leaves_nothing_and_the_form_can_be_sent_again(log_in, package):
    page = log_in("publisher")
    page.route("**/piece/?offset=*", lambda route: None)  # never answered
    send(page, package("2024-11-08"))
    with page.expect_response("**/discard/"):
        page.locator("[data-cancel]").click()
    assert page.locator("[data-sending-part]").is_hidden()
    assert page.locator("input[type=submit].default").is_enabled()
    page.goto(NEW)
    assert "2024-11-08" not in page.locator("#content").inner_text()


def test_file_without_script_goes_the_same_way(log_in, package):
    page = log_in("publisher", java_script_enabled=False)
    send(page, package("2024-11-09"))
    stage(page, "preview")
    assert page.locator(".number-created b").inner_text() == "1"


def test_script_says_what_is_wrong_with_the_options_and_sends_nothing(log_in):
    page = log_in("publisher")
    page.goto(NEW)
    page.locator("input[type=submit].default").click()
    assert page.locator("[data-error]").inner_text()
    assert page.url.endswith(NEW)
