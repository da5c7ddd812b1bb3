"""Runs the suites one after another, gets what they need where it may, and closes with what each of them came to.

usage: python -m tools.run_tests [sqlite] [postgresql] [browser] [real_data] [ocr]
With REQUIRE_ALL=1 a suite that was not run is a failure.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tools.postgres import PostgresProblem, server_binaries, throwaway_server

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_FOUND = 5
SUITES_AT_ONCE = 2
# Ended with us, however we end.
running: list["subprocess.Popen[bytes]"] = []


@dataclass(frozen=True)
class Need:
    """Something outside Python that a suite cannot run without; `package` is Debian's name for it, if it has one."""

    name: str
    is_there: Callable[[], bool]
    package: str
    how: str


@dataclass(frozen=True)
class Suite:
    name: str
    arguments: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    on_postgres: bool = False


@dataclass(frozen=True)
class Outcome:
    suite: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    exit_status: int = 0
    not_run: str = ""

    def line(self) -> str:
        if self.not_run:
            return f"{self.suite}: not run: {self.not_run}"
        if self.exit_status and not self.failed:
            return f"{self.suite}: broke off (pytest's exit status {self.exit_status}), see above"
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.suite}: {self.passed} passed, {self.failed} failed{skipped}"


def has_chromium() -> bool:
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def has_chinese_fonts() -> bool:
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())
    return any(Path("/usr/share/fonts").rglob("Noto*CJK*"))


def has_libatomic() -> bool:
    """Playwright's driver is a program that Debian's smallest systems cannot start without it."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform != "linux"
    return True


def reads(model: str) -> Callable[[], bool]:
    """Whether Tesseract is there with this model."""

    def is_there() -> bool:
        if not shutil.which("tesseract"):
            return False
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
        return model in listed.stdout.split()

    return is_there


def apt(package: str) -> str:
    return f"apt install {package}"


SERVER = Need("the PostgreSQL server", lambda: server_binaries() is not None, "postgresql", apt("postgresql"))
CHROMIUM = Need("Chromium", has_chromium, "chromium", apt("chromium"))
LIBATOMIC = Need("libatomic", has_libatomic, "libatomic1", apt("libatomic1"))
FONTS = Need("a Chinese font", has_chinese_fonts, "fonts-noto-cjk", apt("fonts-noto-cjk"))
TESSERACT = tuple(
    Need(f"Tesseract's model {model}", reads(model), package, apt(package))
    for model, package in (
        ("osd", "tesseract-ocr"),
        ("chi_sim", "tesseract-ocr-chi-sim"),
        ("chi_tra", "tesseract-ocr-chi-tra"),
        ("chi_tra_vert", "tesseract-ocr-chi-tra-vert"),
        ("eng", "tesseract-ocr-eng"),
    )
)
SHARED = Need(
    "the folder ../shared",
    lambda: (ROOT.parent / "shared" / "data").is_dir(),
    "",
    "put the project's shared folder beside this one",
)
SUITES = (
    Suite("sqlite", ("-m", "not browser and not real_data and not ocr", "--ignore=tests/browser")),
    # What reaches no database would be the same again.
    Suite("postgresql", ("-m", "database and not browser and not ocr", "--ignore=tests/browser"), (SERVER,), on_postgres=True),
    # A browser and its server keep both places busy.
    Suite("browser", ("-m", "browser"), (CHROMIUM, LIBATOMIC, FONTS)),
    Suite("real_data", ("-m", "real_data", "--ignore=tests/browser"), (SHARED,)),
    Suite("ocr", ("-m", "ocr", "--ignore=tests/browser"), TESSERACT),
)


@contextmanager
def without_a_main_cluster() -> Iterator[None]:
    """Keeps Debian's package from starting a server of its own on this machine while it is being installed."""
    folder = Path("/etc/postgresql-common/createcluster.d")
    note = folder / "newsroom-tests.conf"
    folder.mkdir(parents=True, exist_ok=True)
    note.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        note.unlink()


def install(needs: list[Need]) -> None:
    """Debian's packages for what is missing, where we are root; each by itself, so that one failure costs one suite."""
    packages = sorted({need.package for need in needs if need.package})
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(packages)} ...", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run_quietly(["apt-get", "update", "-qq"], quiet)
    for package in packages:
        with without_a_main_cluster() if package == SERVER.package else nullcontext():
            run_quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], quiet)


def run_quietly(command: list[str], environment: dict[str, str]) -> None:
    """Speaks only when it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        print(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}", flush=True)


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed (errors too) and skipped, from pytest's own report."""
    if not report.exists():
        return 0, 0, 0
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 (we wrote it)
    numbers = {} if suite is None else suite.attrib
    total, failures, errors, skipped = (int(numbers.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    return max(total - failures - errors - skipped, 0), failures + errors, skipped


def run_pytest(suite: Suite, database_url: str | None) -> Outcome:
    """One process of pytest; `None` is the embedded SQLite."""
    environment = {key: value for key, value in os.environ.items() if key != "NEWSROOM_DATABASE_URL"}
    if database_url:
        environment["NEWSROOM_DATABASE_URL"] = database_url
    with tempfile.TemporaryDirectory(prefix="newsroom-run-", ignore_cleanup_errors=True) as folder:
        environment["TMPDIR"] = folder  # what an interrupted test leaves behind goes with it
        report, said = Path(folder) / "report.xml", Path(folder) / "said.txt"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *suite.arguments]
        with said.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )
            running.append(process)
            status = process.wait()
        print(f"\n===== {suite.name} =====\n{said.read_text(errors='replace')}", flush=True)
        passed, failed, skipped = counts(report)
    if status == NO_TESTS_FOUND:
        return Outcome(suite.name, not_run="there is no test in it")
    return Outcome(suite.name, passed, failed, skipped, status)


def run_suite(suite: Suite) -> Outcome:
    missing = [need for need in suite.needs if not need.is_there()]
    if missing:
        return Outcome(suite.name, not_run="; ".join(f"{need.name} is missing ({need.how})" for need in missing))
    print(f"{suite.name}: running ...", flush=True)
    if not suite.on_postgres:
        return run_pytest(suite, None)
    try:
        with throwaway_server() as url:
            return run_pytest(suite, url)
    except PostgresProblem as problem:
        return Outcome(suite.name, not_run=f"the server did not start: {problem}")


def run_suites(suites: list[Suite]) -> list[Outcome]:
    """Two at a time, each in a process of its own, so that a second core is not idle; what each said comes when it has ended."""
    with ThreadPoolExecutor(SUITES_AT_ONCE) as pool:
        waiting = [pool.submit(run_suite, suite) for suite in suites]
        try:
            return [outcome.result() for outcome in waiting]
        except BaseException:
            for outcome in waiting:
                outcome.cancel()
            for process in running:
                process.terminate()
            raise


def stop_by_signal(number: int, frame: FrameType | None) -> None:
    """Leaves by an exception, so that what was started is stopped on the way out."""
    raise SystemExit(128 + number)


def main(names: list[str]) -> int:
    unknown = set(names) - {suite.name for suite in SUITES}
    if unknown:
        print(f"There is no suite {', '.join(sorted(unknown))}: {', '.join(suite.name for suite in SUITES)}.")
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_by_signal)
    suites = [suite for suite in SUITES if not names or suite.name in names]
    install([need for suite in suites for need in suite.needs if not need.is_there()])
    outcomes = run_suites(suites)
    print("\n===== all suites =====")
    for outcome in sorted(outcomes, key=lambda outcome: bool(outcome.not_run)):
        print(outcome.line())
    has_failed = any(outcome.exit_status or outcome.failed for outcome in outcomes)
    is_incomplete = os.environ.get("REQUIRE_ALL") == "1" and any(outcome.not_run for outcome in outcomes)
    return 1 if has_failed or is_incomplete else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
