"""Commands that a request starts, each in a process of its own, which outlives a restart of the web server's workers."""

import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings


def start_command(*words: str, log: Path | None = None, lock: int | None = None) -> None:
    """`manage.py` with words of our own. What it says goes to `log`, anew each time; it holds the file descriptor `lock` to its
    end. Raises OSError where the system starts no process."""
    with ExitStack() as files:
        said: Any = files.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        process = subprocess.Popen(  # noqa: S603 (no word of a visitor's)
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            pass_fds=[] if lock is None else [lock],
        )
    # Somebody must hear of its end, or it stays among the processes as a dead one.
    threading.Thread(target=process.wait, daemon=True).start()
