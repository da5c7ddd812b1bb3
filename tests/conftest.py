"""What every test may use; and which tests cannot run on this machine: those are left out by name, never in silence."""

import ast
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DEVELOPER_MODULES = ("axe_playwright_python", "docx", "hypothesis", "playwright", "time_machine")
DATABASE_FIXTURES = {"db", "transactional_db"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

missing_modules = {name for name in DEVELOPER_MODULES if importlib.util.find_spec(name) is None}
chromium_path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
left_out = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[left_out] = {}


def missing_imports(path: Path) -> set[str]:
    """Which of the developer's modules, of those not installed, this file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names & missing_modules


def why_not_collected(path: Path) -> str:
    if path.is_dir() and path == ROOT / "tests" / "browser":
        if "playwright" in missing_modules:
            return "playwright is not installed"
        return "" if chromium_path else "Chromium is not installed"
    if missing_modules and path.match("test_*.py") and (modules := missing_imports(path)):
        return f"{', '.join(sorted(modules))} is not installed"
    return ""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    reason = why_not_collected(collection_path)
    if not reason:
        return None
    config.stash[left_out][str(collection_path.relative_to(ROOT))] = reason
    return True


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    if SHARED.is_dir():
        return
    without = [item for item in items if item.get_closest_marker("real_data")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
        config.stash[left_out]["real data"] = "there is no folder ../shared"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons = config.stash[left_out]
    if reasons:
        terminalreporter.section("not run here (make test runs them)")
        for what, reason in sorted(reasons.items()):
            terminalreporter.write_line(f"{what}: {reason}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real newspapers' files; mark tests that use it with `real_data`."""
    return SHARED / "data"


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """Programs that look at a site from outside; mark tests that use it with `real_data`."""
    return SHARED / "tools"


@pytest.fixture(autouse=True)
def in_the_site_s_language() -> None:
    """A page leaves its language to what the process does next, which in a server is another page."""
    translation.deactivate()


@pytest.fixture
def media_root(settings: Any, tmp_path: Path) -> Path:
    """A media folder of this test alone; without it a test shares one with the whole run."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Debian's Chromium as a Playwright `Browser`; `chromium.new_page()` opens a page of its own."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for a call from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, chromium_sandbox=os.geteuid() != 0
        )
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
