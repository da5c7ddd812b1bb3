"""A browser on the site as `make demo` serves it: production's rules, gunicorn, hashed static files, the sample newspaper.

The site is one for all tests of a run. What a page's console complains of fails the test that opened it.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
START_LIMIT = 120  # seconds; a slow machine makes 120 pictures in them


@dataclass(frozen=True)
class Site:
    url: str
    passwords: dict[str, str]
    environment: dict[str, str]

    def manage(self, *words: str) -> None:
        """What an operator does beside the running site."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
    environment |= {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR_DIR": str(folder / "var")}
    with (folder / "log").open("w+") as log:
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process, folder / "log")
            told = (folder / "log").read_text(encoding="utf-8")
            yield Site(f"http://127.0.0.1:{port}", dict(re.findall(r"New account: (\w+), password (\S+)", told)), environment)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The demonstration does not answer:\n{log.read_text(encoding='utf-8')}")


def complaint(message: Any) -> list[str]:
    """What the console says and where; not the browser's own line on a conflict that the site tells the editor of."""
    is_one = message.type in ("error", "warning") and "status of 409" not in message.text
    return [f"{message.text} {message.location}"] if is_one else []


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """`open_page("/cprb/", viewport=PHONE, java_script_enabled=False)`: a fresh browser, already there."""
    contexts, complaints = [], []

    def open_page(address: str, viewport: dict[str, int] = DESK, **options: Any) -> Any:
        context = chromium.new_context(viewport=viewport, base_url=site.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
