"""`make prove`: the long proofs. Imports, watchers and copies that are killed, cut off and starved, and then finish the job.

usage: python -m tools.prove [import] [cut] [disk] [watch] [copy]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

from tools.postgres import throwaway_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.articles.exporting.kills import run_site_kills  # noqa: E402 (they need Django)
from tests.articles.importing.kills import run_connection_cuts, run_disk_full, run_import_kills  # noqa: E402
from tests.articles.watching.kills import run_watch_kills  # noqa: E402


def on_sqlite_and_postgresql(folder: Path) -> str:
    sqlite = run_import_kills(50, folder / "sqlite")
    with throwaway_server() as url:
        postgresql = run_import_kills(50, folder / "postgresql", url)
    return f"SQLite: {sqlite}\n  PostgreSQL: {postgresql}"


def cuts(folder: Path) -> str:
    with throwaway_server() as url:
        return run_connection_cuts(20, folder, url)


PROOFS: dict[str, Callable[[Path], object]] = {
    "import": on_sqlite_and_postgresql,
    "cut": cuts,
    "disk": run_disk_full,
    "watch": lambda folder: run_watch_kills(20),
    "copy": lambda folder: run_site_kills(20),
}


def main(names: list[str]) -> int:
    failed = 0
    for name, proof in PROOFS.items():
        if names and name not in names:
            continue
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="newsroom-proof-", ignore_cleanup_errors=True) as folder:
            try:
                print(f"{name}: {proof(Path(folder))} ({time.monotonic() - began:.0f} s)", flush=True)
            except AssertionError as error:
                failed += 1
                print(f"{name}: FAILED: {error}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
