"""The program behind `kills.run_watch_kills`: a site and a folder of its own, watchers that are killed, comparisons."""

import datetime as dt
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from articles.importing.options import ReadingOptions  # noqa: E402
from articles.watching.watcher import Watcher  # noqa: E402
from issues import pdf  # noqa: E402
from issues.models import Issue, PageSection  # noqa: E402
from tests.articles.importing.pdf_pages import make_pages  # noqa: E402
from tests.factories import make_picture, make_publication  # noqa: E402

FIRST_TIME = 1_700_000_000
# An issue's version counts how often it was written: a page that is read, killed and read again raises it once more. It is no
# promise to anybody; what readers and editors see is compared, the versions of pictures and PDFs included.
PASSING_FIELDS = ("id", "seen_at", "history_id", "version", "import_version")


class Kills:
    """The program: an undisturbed run of both nights, then as many disturbed ones as the kills take."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.numbers = {"kills": 0, "runs": 0, "comparisons": 0, "files left over": 0}

    def run(self, count: int) -> None:
        wanted, spans = [], []
        self.reset()
        for night in nights():
            self.put(night)
            start = time.monotonic()
            self.finish()
            spans.append(time.monotonic() - start)
            wanted.append(state_of_site())
        while self.numbers["kills"] < count:
            self.reset()
            for night, content, span in zip(nights(), wanted, spans, strict=True):
                self.put(night)
                for _ in range(self.chance.randint(1, 5)):
                    self.disturb(span)
                self.finish()
                self.compare(content)

    def reset(self) -> None:
        call_command("flush", interactive=False, verbosity=0)
        for path in (self.folder, Path(settings.MEDIA_ROOT)):
            shutil.rmtree(path, ignore_errors=True)
        self.folder.mkdir()
        make_publication()

    def put(self, files: dict[str, bytes]) -> None:
        for at, (name, data) in enumerate(files.items()):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (FIRST_TIME + at, FIRST_TIME + at + len(data)))

    def start(self) -> int:
        connections.close_all()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                Watcher(str(self.folder), "gysb", ReadingOptions(), 0, lambda line: None).run_once()
                code = 0
            except Exception:  # noqa: BLE001 (said, and then the child ends)
                traceback.print_exc()
            finally:
                os._exit(code)
        self.numbers["runs"] += 1
        return child

    def disturb(self, span: float) -> None:
        child = self.start()
        end = time.monotonic() + self.chance.uniform(0, span)
        while time.monotonic() < end:
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.001)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.numbers["kills"] += 1

    def finish(self) -> None:
        _, status = os.waitpid(self.start(), 0)
        assert status == 0, f"the watcher ended with {status}"
        connections.close_all()
        assert not PageSection.objects.awaiting_reading().exists(), "a page is left to read"

    def compare(self, wanted: tuple[dict[str, list[str]], dict[str, str]]) -> None:
        """What a killed run wrote and no row names may be left over on the disk; nothing may be missing or different."""
        rows, files = state_of_site()
        for table, lines in wanted[0].items():
            assert rows[table] == lines, f"{table}: {sorted(set(lines) ^ set(rows[table]))}"
        assert wanted[1].items() <= files.items(), sorted(set(wanted[1].items()) - set(files.items()))
        self.numbers["files left over"] += len(files) - len(wanted[1])
        self.numbers["comparisons"] += 1


def nights() -> list[dict[str, bytes]]:
    """The first night's files; then what is sent again, completed, or replaced under another name."""
    story = "渡轮停航\n本报记者 许木\n昨日起渡轮停航。\n"
    first = {f"20230214_{label}.pdf": make_pages([f"第{label}版", "汐桥通车"]) for label in ("02", "01", "A01")}
    first["20230214_03.jpg"] = make_picture(600, 900)
    first["20230214/01版/01 渡轮.txt"] = story.encode()
    first["20230215.pdf"] = make_pages(["一版"], ["二版"])
    first["readme.txt"] = b"hello"
    first["20230214_04.pdf"] = first["20230214_01.pdf"][:-50]
    second = {
        "20230214_01.pdf": make_pages(["第01版", "昨晚更新", "换版"]),
        "20230214_04.pdf": make_pages(["第04版", "完整"]),
        "20230214_02_v2.pdf": make_pages(["第02版", "另一个文件"]),
        "20230214/01版/01 渡轮.txt": (story + "今晨复航。\n").encode(),
    }
    return [first, second]


def state_of_site() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Rows as text without what differs from run to run, table by table; files with their digests."""
    connections.close_all()
    tables = {}
    for label in ("issues", "articles"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            tables[model._meta.db_table] = sorted(repr(_lasting(row)) for row in model._base_manager.values())
    root = Path(settings.MEDIA_ROOT)
    paths = [path for path in root.rglob("*") if path.is_file()]
    digests = {_lasting_path(str(path.relative_to(root))): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return tables, digests


def _lasting(row: dict[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in row.items():
        if name in PASSING_FIELDS or (isinstance(value, dt.datetime) and name != "modified"):
            continue
        value = value is not None if name.endswith("_id") else value
        kept[name] = _lasting_path(value) if isinstance(value, str) else value
    return kept


def _lasting_path(text: str) -> str:
    """Without the issue's number; issues of two days have files of one name, which their contents tell apart."""
    return re.sub(r"issues/(\d+)/", lambda match: f"issues/{_day(int(match[1]))}/", text)


def _day(number: int) -> str:
    return str(Issue.objects.filter(pk=number).values_list("date", flat=True).first())


def main() -> None:
    call_command("migrate", verbosity=0)
    pdf.PICTURE_WIDTH = 600
    kills = Kills(Path(settings.VAR_DIR) / "in", random.Random(int(sys.argv[2])))
    kills.run(int(sys.argv[1]))
    sys.stdout.write(json.dumps(kills.numbers) + "\n")


if __name__ == "__main__":
    main()
