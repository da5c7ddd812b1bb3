"""`export_site --follow`, killed at random moments while the paper changes: no file is ever half-written, and one more run
brings the copy to what a fresh one is. A process of its own for the exporter, and one for the newsroom that changes things.

usage: python -m tests.articles.exporting.kills [20]
"""

import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from PIL import Image

from tests.articles.exporting.copies import PRIVATE, copied, dead_links

ROOT = Path(__file__).resolve().parents[3]
ISSUES, PAGES = 4, 2
LIVES = (0.2, 4.0)  # seconds from the first sign of life to the kill; the longest is at least a whole run on this machine
ENDS = {
    ".htm": (b"</html>", b"/enpproperty-->"),
    ".html": (b"</html>",),
    ".xml": (b"</periodlist>", b"</urlset>", b"</sitemapindex>", b"</feed>", b"</rss>"),
    ".txt": (b"/sitemap-news.xml",),
    ".jpg": (b"\xff\xd9",),
}


@dataclass(frozen=True)
class Kills:
    """How many processes were killed, in how many different states a look found every file of the copy whole, and the files
    in the end."""

    kills: int
    states: int
    files: int


class Newsroom:
    """A site in a folder of its own; on PostgreSQL in a database of its own, where NEWSROOM_DATABASE_URL names a server."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
        self.environment = environment | {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR_DIR": str(folder / "var")}
        if database_url:
            self.environment["NEWSROOM_DATABASE_URL"] = database_url

    def manage(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def prepare(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--verbosity=0", "--no-input")
        for day in range(1, ISSUES + 1):
            write_package(self.folder / "packages" / f"{day}", f"2024-03-{day:02}")
        self.manage("import_issues", str(self.folder / "packages"), "--restore")


def write_package(folder: Path, date: str) -> None:
    folder.mkdir(parents=True)
    picture = io.BytesIO()
    Image.effect_noise((400, 560), 60).save(picture, "JPEG")
    (folder / "page.jpg").write_bytes(picture.getvalue())
    sections = [
        {
            "key": str(page),
            "label": f"{page:02}",
            "picture": "page.jpg",
            "articles": [{"title": f"标题 {page}-{n}", "key": str(page * 10 + n), "body": "<p>正文。</p>"} for n in range(3)],
        }
        for page in range(1, PAGES + 1)
    ]
    keys = {"section": PAGES + 1, "article": 100}
    issue = {"date": date, "publish_at": f"{date}T06:00:00+08:00", "next_keys": keys, "sections": sections}
    paper = {"slug": "whsb", "names": [{"from_date": "2001-01-01", "name": "望湖时报"}]}
    package = {"format": "newspaper-issue", "version": 1, "publication": paper, "issue": issue}
    (folder / "issue.json").write_text(json.dumps(package), encoding="utf-8")


@contextmanager
def own_database() -> Iterator[str]:
    """Empty: the embedded one."""
    url = os.environ.get("NEWSROOM_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    server, name = url.rpartition("/")[0], f"newsroom_kills_{os.getpid()}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            connection.close()


def run_site_kills(count: int, seed: int = 0) -> Kills:
    """Raises AssertionError where a file is half-written, or the copy does not become what a fresh copy is."""
    chance = random.Random(seed)
    states: set[int] = set()
    with tempfile.TemporaryDirectory(prefix="newsroom-kills-") as name, own_database() as database_url:
        newsroom = Newsroom(Path(name), database_url)
        newsroom.prepare()
        copy = Path(name) / "copy"
        began = time.monotonic()
        newsroom.manage("export_site", str(Path(name) / "measured"))
        longest = max(LIVES[1], time.monotonic() - began)  # a busy machine writes nothing in four seconds
        changing = newsroom.start("-m", "tests.articles.exporting.changing")
        try:
            for _kill in range(count):
                states |= _one_life(newsroom, copy, chance.uniform(LIVES[0], longest))
        finally:
            changing.terminate()
            changing.wait(20)
        newsroom.manage("export_site", str(copy))
        newsroom.manage("export_site", str(Path(name) / "fresh"))
        files = copied(copy)
        assert files == copied(Path(name) / "fresh"), "the copy is what a fresh one is"
        assert dead_links(copy) == []
        assert not list((copy / PRIVATE).rglob(".new-*")), "nothing half-written is left"
    return Kills(count, len(states), len(files))


def _one_life(newsroom: Newsroom, copy: Path, seconds: float) -> set[int]:
    """Starts the exporter, looks at the copy all the time, kills it; the states that were seen."""
    process = newsroom.start("manage.py", "export_site", str(copy), "--follow", "--interval", "0.1")
    states = set()
    try:
        _wait_for_work(process, copy)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert process.poll() is None, (newsroom.folder / "log").read_text()[-3000:]
            states.add(look(copy))
            time.sleep(0.003)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    return states | {look(copy)}


def _wait_for_work(process: subprocess.Popen[bytes], copy: Path) -> None:
    """Until it has taken the folder: it empties the place where it writes."""
    mark = copy / PRIVATE / "staging" / "mark-of-the-test"
    if mark.parent.is_dir():
        mark.touch()
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end and (mark.exists() or not mark.parent.is_dir()):
        time.sleep(0.02)


def look(copy: Path) -> int:
    """Every file that a web server would show is whole; folders and files come and go meanwhile. Gives the state's hash."""
    seen = []
    for folder, subfolders, names in os.walk(copy):
        subfolders[:] = [name for name in subfolders if name != PRIVATE]
        for path in (Path(folder, name) for name in names):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            seen.append((path, data))
            if path.suffix in ENDS:
                assert data.rstrip().endswith(ENDS[path.suffix]), f"{path} is half-written: it ends in {data[-60:]!r}"
    return hash(tuple(sorted(seen)))


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    sys.stdout.write(f"{run_site_kills(count)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
