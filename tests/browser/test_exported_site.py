"""The static copy of the sample, on a plain web server under another folder, and straight from the disk: every link works."""

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest

from tests.browser.conftest import DESK, ROOT, Site

pytestmark = pytest.mark.browser
ADDRESSES = """() => [
    ...[...document.querySelectorAll("a, area, link[href]")].map(link => link.href.baseVal ?? link.href)
        .map(href => new URL(href, location.href).href),
    ...[...document.querySelectorAll("img")].map(image => image.currentSrc || image.src),
    ...[...document.querySelectorAll("[srcset]")]
        .flatMap(set => set.srcset.split(", ").map(part => new URL(part.split(" ")[0], location.href).href)),
    ...[...document.scripts].map(script => script.src),
]"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A browser that has seen enough hangs up; that is no mishap."""

    def log_message(self, *arguments: Any) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)


def export(site: Site, base: Path, folder: Path, *words: str) -> None:
    """From the demonstration's own database; the newest of its folders is the one that runs."""
    var = max(base.glob("demo*/var"), key=lambda path: path.stat().st_mtime)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
    environment |= {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR_DIR": str(var), "NEWSROOM_BASE_URL": site.url}
    command = [sys.executable, "manage.py", "export_site", str(folder), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def served_copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("served")
    export(site, tmp_path_factory.getbasetemp(), root / "other" / "folder", "--base-url", "https://copy.example")
    handler = functools.partial(QuietHandler, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/other/folder/"
    server.shutdown()
    thread.join()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A page whose complaints fail the test."""
    context = chromium.new_context(viewport=DESK)
    page, complaints = context.new_page(), []

    def hear(message: Any) -> None:
        """With the address; a browser's own question for an icon at the server's root is not the copy's affair."""
        where = message.location.get("url", "")
        if message.type in ("error", "warning") and not where.endswith("/favicon.ico"):
            complaints.append(f"{message.text} {where}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def links_of(tab: Any, address: str) -> tuple[int, list[str]]:
    """Status and links; a page that leads on at once is read and not opened."""
    answer = tab.request.get(address)
    if "text/html" not in answer.headers.get("content-type", ""):
        return answer.status, []
    if leads_on := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text(), re.IGNORECASE):
        return answer.status, [urljoin(address, leads_on[1])]
    opened = tab.goto(address, wait_until="domcontentloaded")
    return opened.status, tab.evaluate(ADDRESSES)


def walk(tab: Any, start: str) -> tuple[set[str], list[str]]:
    """Every page that can be reached from `start`, and what does not work, with the page that leads there."""
    waiting, seen, dead = [(start, "")], {start}, []
    while waiting:
        address, source = waiting.pop()
        status, found = links_of(tab, address)
        if status != 200:
            dead.append(f"{source} leads to {address}: {status}")
        for link in {urldefrag(link)[0] for link in found if link}:
            inside = link.startswith(start)
            if not inside and not link.startswith(("https://beian.", "https://copy.example/")):
                dead.append(f"{address} leads out of the copy to {link}")
            if inside and link not in seen:
                seen.add(link)
                waiting.append((link, address))
    return seen, dead


def test_every_link_of_the_copy_works_on_a_plain_web_server_under_another_folder(served_copy, tab):
    seen, dead = walk(tab, served_copy)
    assert dead == []
    pages = [address for address in seen if address.endswith(".htm")]
    assert len([page for page in pages if "/node_" in page]) == 40
    assert len([page for page in pages if "/content_" in page]) > 200
    assert [address for address in seen if address.endswith(".pdf")]


def test_reader_of_the_copy_leafs_and_sees_its_dress(served_copy, tab):
    tab.goto(served_copy)
    tab.wait_for_url("**/cprb/html/2024-10/19/node_1.htm")
    assert tab.locator("img[usemap]").evaluate("image => image.complete && image.naturalWidth > 0")
    assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink') !== ''")
    zone = tab.locator("[data-zones] svg a").first
    zone.focus()
    assert "is-lit" in zone.get_attribute("class"), "the copy's scripts run"
    tab.get_by_role("link", name="上一期").click()
    tab.wait_for_url("**/2024-10/18/node_1.htm")
    tab.get_by_role("link", name="往期").first.click()
    tab.wait_for_url("**/cprb/archive/")
    tab.locator('a[href*="2024-10/15/"]').first.click()
    tab.wait_for_url("**/2024-10/15/")


def test_copy_for_the_disk_opens_without_a_server(site, tmp_path, tmp_path_factory, chromium):
    export(site, tmp_path_factory.getbasetemp(), tmp_path / "copy", "--for-disk")
    page = chromium.new_page(viewport=DESK)
    page.goto((tmp_path / "copy/index.html").as_uri())
    page.wait_for_url("**/cprb/html/2024-10/19/node_1.htm")
    page.get_by_role("link", name="上一期").click()
    page.wait_for_url("**/2024-10/18/node_1.htm")
    page.get_by_role("link", name="往期").first.click()
    page.wait_for_url("**/cprb/archive/index.html")
    page.locator('a[href*="2024-10/15/index.html"]').first.click()
    page.wait_for_url("**/2024-10/15/index.html")
    page.close()
