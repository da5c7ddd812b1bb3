"""`make bench-import`: how fast decades come in and go out on PostgreSQL, beside a plain Django bulk load of the same files.

usage: python -m benchmarks.import_speed [--issues N] [--steps N] [--founder N]: N issues a step of 96 articles each.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import ARTICLES_AN_ISSUE, write_packages
from benchmarks.founder_tree import ARTICLES_A_PAGE, write_tree
from tools.postgres import throwaway_server

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Site:
    """A database of the server and a folder of its own."""

    url: str
    folder: Path

    def manage(self, *arguments: str) -> float:
        """Runs a command to its end; gives the seconds that it took, starting up included."""
        return self.run(*arguments)[0]

    def run(self, *arguments: str) -> tuple[float, float]:
        """Gives the seconds that a command took and the most memory, in MB, that it had."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
        environment |= {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR_DIR": str(self.folder), "NEWSROOM_DATABASE_URL": self.url}
        began = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            command = subprocess.Popen(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=said, stderr=said
            )
            _pid, status, usage = os.wait4(command.pid, 0)
            command.returncode = os.waitstatus_to_exitcode(status)
            if command.returncode:
                said.seek(0)
                raise SystemExit(f"manage.py {' '.join(arguments)}:\n{said.read().decode()[-4000:]}")
        return time.perf_counter() - began, usage.ru_maxrss / 1024


@contextmanager
def measuring() -> Iterator[tuple[str, Path]]:
    """A server's URL without a database's name, and a folder; both gone afterwards."""
    with throwaway_server() as url, tempfile.TemporaryDirectory(prefix="newsroom-bench-") as name:
        yield url.rpartition("/")[0], Path(name)


def make_database(server: str, name: str) -> str:
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{server}/{name}"


def plain_rate(server: str, packages: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.plain_load", make_database(server, "plain"), str(packages)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    return float(figures["articles"] / figures["seconds"])


def measure(arguments: argparse.Namespace) -> None:
    table = Table("what", "figure", "wanted")
    with measuring() as (server, folder):
        site = Site(make_database(server, "site"), folder / "site")
        site.manage("migrate", "--verbosity", "0")
        _seconds, idle = site.run("check")
        packages = [folder / f"step{step}" for step in range(arguments.steps)]
        for step, target in enumerate(packages):
            write_packages(target, arguments.issues, start=step * arguments.issues)
        plain = plain_rate(server, packages[0])
        runs = [site.run("import_issues", str(folder)) for folder in packages]
        articles = arguments.issues * ARTICLES_AN_ISSUE
        rates = [articles / seconds for seconds, _memory in runs]
        table.add_row("plain Django bulk load, articles/s", f"{plain:,.0f}", "")
        table.add_row("package import, articles/s", f"{rates[0]:,.0f}", "≥ 1,000")
        table.add_row("… as a part of the plain load", f"{rates[0] / plain:.2f}", "")
        last = f"… the last {articles:,} of {articles * arguments.steps:,}"
        table.add_row(last, f"{rates[-1]:,.0f} = {rates[-1] / rates[0]:.0%} of the first", "≥ 80 %")
        seconds, memory = site.run("import_issues", *map(str, packages))
        again = articles * arguments.steps / seconds
        table.add_row("unchanged packages again, all in one run", f"{again / rates[0]:.1f} × faster", "≥ 5 ×")
        greatest = max(memory, *(memory for _seconds, memory in runs))
        table.add_row("memory above the idle process, MB", f"{greatest - idle:,.0f}", "< 300")
        exported = articles * arguments.steps / site.manage("export_issues", str(folder / "out"))
        table.add_row("export_issues, articles/s", f"{exported:,.0f}", "≥ 3,000")
        shutil.rmtree(folder / "out")
        measure_founder(Site(make_database(server, "founder"), folder / "founder"), folder / "tree", arguments.founder, table)
        measure_copy(Site(make_database(server, "copy"), folder / "copy"), folder / "few", table)
    Console().print(table)


def measure_founder(site: Site, tree: Path, issues: int, table: Table) -> None:
    pages = 8
    write_tree(tree, issues=issues, articles_per_issue=pages * ARTICLES_A_PAGE)
    site.manage("migrate", "--verbosity", "0")
    files = issues * pages * ARTICLES_A_PAGE
    first = site.manage("import_issues", str(tree), "--paper", "old", "--publish")
    table.add_row("saved e-paper tree, article files/s", f"{files / first:,.0f}", "≥ 150")
    again = site.manage("import_issues", str(tree), "--paper", "old", "--publish")
    table.add_row("… unchanged again", f"{first / again:.1f} × faster", "≥ 5 ×")


def measure_copy(site: Site, tree: Path, table: Table) -> None:
    """Of a few issues: a page is what the site itself takes for it."""
    issues, articles = 4, 64
    write_tree(tree, issues=issues, articles_per_issue=articles)
    site.manage("migrate", "--verbosity", "0")
    site.manage("import_issues", str(tree), "--paper", "old", "--publish")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    copied = site.manage("export_site", str(site.folder / "copy"))
    table.add_row("export_site, articles/s with their pages (no goal yet)", f"{issues * articles / copied:,.0f}", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=250, help="issues a step (default: 250, which are 24,000 articles)")
    parser.add_argument("--steps", type=int, default=10, help="steps of the import (default: 10)")
    parser.add_argument("--founder", type=int, default=100, help="issues of the saved tree, 64 articles each (default: 100)")
    measure(parser.parse_args())


if __name__ == "__main__":
    main()
