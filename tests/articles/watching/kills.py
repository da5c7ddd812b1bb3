"""kill -9 on a watcher at random moments, again and again, then a run to the end: the content must be that of an undisturbed run.

`run_watch_kills(count)` starts `killing` as a program, with a database and a folder of its own.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run_watch_kills(count: int, database_url: str = "", seed: int | None = None) -> dict[str, int]:
    """Gives the numbers of kills, runs and comparisons; raises AssertionError where content differs. `database_url`: an empty
    database; without it one of SQLite."""
    seed = random.randrange(10**6) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="newsroom-kills-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")}
        env |= {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_SECRET_KEY": "a-key-for-tests-only-which-opens-nothing-anywhere-0123456789",
            "NEWSROOM_ALLOWED_HOSTS": "paper.example",
            "NEWSROOM_BASE_URL": "https://paper.example",
            "NEWSROOM_VAR_DIR": folder,
        }
        if database_url:
            env["NEWSROOM_DATABASE_URL"] = database_url
        command = [sys.executable, "-m", "tests.articles.watching.killing", str(count), str(seed)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    numbers: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return numbers
