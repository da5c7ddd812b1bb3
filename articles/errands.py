"""Commands that the desk starts for one issue: of each kind one at a time, in a process of its own."""

import os
from pathlib import Path

from django.conf import settings

from articles.background import start_command
from articles.holding import is_held, take_lock
from issues.models import Issue

LOG = "log"


def start_errand(kind: str, issue: Issue, *words: str) -> bool:
    """`manage.py` with these words. False where one of this `kind` is at work on the issue already. Raises OSError where the
    server cannot start it."""
    folder = _folder(kind, issue)
    folder.mkdir(parents=True, exist_ok=True)
    lock = take_lock(folder)
    if lock is None:
        return False
    try:
        start_command(*words, log=folder / LOG, lock=lock)
    finally:
        os.close(lock)
    return True


def is_at_work(kind: str, issue: Issue) -> bool:
    return is_held(_folder(kind, issue))


def _folder(kind: str, issue: Issue) -> Path:
    return Path(settings.MEDIA_ROOT) / kind / str(issue.pk)
