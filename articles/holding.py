"""Who is at work on something: whoever holds the lock in its folder. The system lets go of it when that process ends, however it
ends, so that nobody waits for the dead, and a second click finds the first one's lock."""

import fcntl
import os
import time
from pathlib import Path

LOCK = ".lock"  # hidden: not part of what is imported
TRIES, PAUSE = 5, 0.02  # a look at the lock holds it for a moment


def take_lock(folder: Path) -> int | None:
    """A file descriptor that holds the lock until it, and every copy that a child got, is closed; None: somebody has it."""
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    for _try in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return handle
    os.close(handle)
    return None


def is_held(folder: Path) -> bool:
    try:
        handle = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
