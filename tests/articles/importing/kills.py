"""Imports that are killed, cut off or starved at random moments, and then run again: nothing is lost, doubled or half seen.

`Trial` gives each attempt a database and a media folder of its own. Used by a short test and by `make prove`.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2

from benchmarks.corpus import issue_days, package
from tests.factories import make_picture

ROOT = Path(__file__).resolve().parents[3]
PAGES, ARTICLES = 3, 2
VISIBLE = """
    SELECT issue.date,
        (SELECT count(*) FROM issues_pagesection page WHERE page.issue_id = issue.id),
        (SELECT count(*) FROM articles_article article WHERE article.issue_id = issue.id),
        (SELECT count(*) FROM articles_hotzone zone JOIN issues_pagesection page ON page.id = zone.page_section_id
            WHERE page.issue_id = issue.id)
    FROM issues_issue issue WHERE issue.publish_at IS NOT NULL AND issue.withdrawn_at IS NULL
"""


def write_issues(folder: Path, count: int) -> None:
    """Small packages that --restore publishes, each with a picture."""
    picture = make_picture(400, 560)
    for day in issue_days(count):
        data = package(day, "proof")
        issue = data["issue"]
        issue["publish_at"] = f"{day}T06:00:00+08:00"
        issue["sections"] = issue["sections"][:PAGES]
        for section in issue["sections"]:
            section["articles"] = section["articles"][:ARTICLES]
            kept = {article["key"] for article in section["articles"]}
            section["zones"] = [zone for zone in section["zones"] if zone["article"] in kept]
        issue["sections"][0]["picture"] = "01.jpg"
        target = folder / day.isoformat()
        target.mkdir(parents=True)
        (target / "issue.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (target / "01.jpg").write_bytes(picture)


@dataclass
class Trial:
    """One site: `server` is the URL of a PostgreSQL server's database to connect to, or empty for SQLite."""

    folder: Path
    server: str = ""
    name: str = "trial"
    media: Path | None = None
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.server.rpartition('/')[0]}/{self.name}" if self.server else f"sqlite:///{self.folder}/{self.name}.sqlite3"

    def environment(self) -> dict[str, str]:
        usual = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
        return usual | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_SECRET_KEY": "a-key-for-tests-only-which-opens-nothing-anywhere-0123456789",
            "NEWSROOM_ALLOWED_HOSTS": "paper.example",
            "NEWSROOM_BASE_URL": "https://paper.example",
            "NEWSROOM_VAR_DIR": str(self.folder),
            "NEWSROOM_MEDIA_ROOT": str(self.media or self.folder / f"media-{self.name}"),
            "NEWSROOM_DATABASE_URL": self.url,
        }

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        self.running.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        return process.returncode, (out + err).decode()

    def run_well(self, *arguments: str) -> str:
        status, said = self.run(*arguments)
        assert status == 0, said
        return said

    def copy(self, name: str) -> "Trial":
        """Another site with this one's database as it is; nobody may be connected to it."""
        other = Trial(self.folder, self.server, name, self.media)
        if self.server:
            with self.admin() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.folder / f"{self.name}.sqlite3", self.folder / f"{name}.sqlite3")
        return other

    def forget(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder / f"media-{self.name}", ignore_errors=True)
        if self.server:
            with self.admin() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        else:
            for path in self.folder.glob(f"{self.name}.sqlite3*"):
                path.unlink()

    @contextmanager
    def admin(self) -> Iterator[Any]:
        """A cursor outside of every database of a trial."""
        connection = psycopg2.connect(f"{self.server.rpartition('/')[0]}/postgres")
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            yield cursor

    @contextmanager
    def connected(self) -> Iterator[Any]:
        if self.server:
            connection: Any = psycopg2.connect(self.url)
            connection.autocommit = True
        else:
            path = dj_database_url.parse(self.url)["NAME"]
            connection = sqlite3.connect(path, timeout=30)
        with closing(connection):
            yield connection.cursor()

    def make(self) -> None:
        if self.server:
            with self.admin() as cursor:
                cursor.execute(f'CREATE DATABASE "{self.name}"')
        self.run_well("migrate", "--verbosity", "0")

    def content(self) -> dict[str, bytes]:
        """All that the site holds, as packages."""
        target = self.folder / f"export-{self.name}"
        self.run_well("export_issues", str(target))
        files = {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}
        shutil.rmtree(target)
        return files


def partly_visible(cursor: Any) -> list[Any]:
    """The issues that readers can see and that lack something."""
    cursor.execute(VISIBLE)
    zones = PAGES * 3  # the first article of a page has two
    return [row for row in cursor.fetchall() if tuple(row[1:]) != (PAGES, PAGES * ARTICLES, zones)]


def kill_once(trial: Trial, issues: Path, moment: float) -> int:
    """Starts an import and kills it after so many seconds; gives the number of times that a reader looked."""
    process = trial.start("import_issues", str(issues), "--restore")
    end, looks = time.monotonic() + moment, 0
    with trial.connected() as cursor:
        while time.monotonic() < end and process.poll() is None:
            assert partly_visible(cursor) == []
            looks += 1
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.communicate()
        assert partly_visible(cursor) == [], "half an issue is left behind"
    return looks


def run_import_kills(count: int, folder: Path, server: str = "", issues: int = 40, seed: int = 1) -> str:
    """`count` imports killed at random moments and run again; gives a line with the figures."""
    random_ = random.Random(seed)
    folder.mkdir(exist_ok=True)
    packages = folder / "packages"
    write_issues(packages, issues)
    template = Trial(folder, server, "template")
    template.make()
    whole = template.copy("whole")
    began = time.monotonic()
    assert f"{issues} created" in whole.run_well("import_issues", str(packages), "--restore")
    duration, wanted = time.monotonic() - began, whole.content()
    looks = broken = 0
    for number in range(count):
        trial = template.copy(f"trial{number}")
        looks += kill_once(trial, packages, random_.uniform(0.2, duration))
        said = trial.run_well("import_issues", str(packages), "--restore")
        broken += "unchanged" in said and "created" in said
        assert trial.content() == wanted, f"run {number} (seed {seed}) differs"
        trial.forget()
    return f"{count} kills, {broken} of them in the middle of the work, {looks} looks of a reader: all content as uninterrupted"


def run_connection_cuts(count: int, folder: Path, server: str, issues: int = 40, seed: int = 1) -> str:
    """`count` imports whose connection to PostgreSQL is cut at a random moment, and run again."""
    random_ = random.Random(seed)
    packages = folder / "packages"
    write_issues(packages, issues)
    template = Trial(folder, server, "cut_template")
    template.make()
    whole = template.copy("cut_whole")
    began = time.monotonic()
    whole.run_well("import_issues", str(packages), "--restore")
    duration, wanted = time.monotonic() - began, whole.content()
    told = 0
    for number in range(count):
        trial = template.copy(f"cut{number}")
        process = trial.start("import_issues", str(packages), "--restore")
        time.sleep(random_.uniform(duration / 4, duration))
        with trial.admin() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [trial.name])
        out, err = process.communicate(timeout=300)
        said = (out + err).decode()
        assert "Traceback" not in said, said
        assert process.returncode in (0, 1), said
        told += process.returncode
        with trial.connected() as cursor:
            assert partly_visible(cursor) == []
        trial.run_well("import_issues", str(packages), "--restore")
        assert trial.content() == wanted, f"cut {number} (seed {seed}) differs"
        trial.forget()
    return f"{count} connections cut, {told} of them told in a sentence with exit status 1: all content as uninterrupted"


def run_disk_full(folder: Path, issues: int = 40) -> str:
    """Database and media on a disk that is full in the middle of the import, then on a larger one. Needs root, to mount it."""
    packages, disk = folder / "packages", folder / "disk"
    write_issues(packages, issues)
    whole = Trial(folder, name="full_whole")
    whole.make()
    whole.run_well("import_issues", str(packages), "--restore")
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        trial = Trial(disk)
        trial.make()
        used = sum(path.stat().st_size for path in disk.rglob("*") if path.is_file())
        subprocess.run(["mount", "-o", f"remount,size={used + 600_000}", str(disk)], check=True)
        status, said = trial.run("import_issues", str(packages), "--restore")
        assert status == 1, said
        assert "Traceback" not in said, said
        refused = said.count("did not take it")
        subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
        with trial.connected() as cursor:
            assert partly_visible(cursor) == []
        trial.run_well("import_issues", str(packages), "--restore")
        assert trial.content() == whole.content()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    return f"a full disk refused {refused} of {issues} issues, each in a sentence; on a larger one all content as uninterrupted"
