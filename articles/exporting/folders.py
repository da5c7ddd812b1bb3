"""The folder that an export writes into: one export at a time, and nothing in it that is half-written."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, InterfaceError

from articles.importing.spelling import readable

NEW, OLD = ".new-", ".old-"  # what a broken-off export leaves behind begins with one of these
_LEFTOVER = re.compile(rf"(?:{re.escape(NEW)}|{re.escape(OLD)})[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:-[0-9]{{1,2}})?(?:\.zip)?")


class ExportProblem(Exception):
    """Something that cannot be brought out; `str()` is one sentence."""


def spelt(path: Path) -> str:
    """For people and for the database, which take no bytes that are not UTF-8."""
    return readable(str(path))


class BrokenOff(ExportProblem):
    """The disk or the database gave up in the middle of it."""


@contextmanager
def mishaps(folder: Path) -> Iterator[None]:
    """What is in the folder is whole, whatever happens."""
    rest = "What is in the folder is whole; another run goes on from here."
    try:
        yield
    except OSError as error:
        raise BrokenOff(f"{spelt(folder)}: the disk did not take it ({error.strerror or error}). {rest}") from error
    except (DatabaseError, InterfaceError) as error:
        raise BrokenOff(f"The database does not answer ({str(error).strip()}). {rest}") from error


@contextmanager
def sole_use(folder: Path) -> Iterator[None]:
    """Makes the folder, and holds it until the end: a second export into it is refused. The lock ends with the process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ExportProblem(f"{spelt(folder)}: expected a folder that can be written to, found {error.strerror}.") from error
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ExportProblem(f"{spelt(folder)}: another export is writing into this folder; let it end first.") from error


def beside(target: Path, mark: str) -> Path:
    """The temporary name for something that becomes `target`, or was it."""
    return target.with_name(mark + target.name)


def replace(new: Path, target: Path) -> None:
    """`new`, a whole file or folder, becomes `target`. A folder cannot take another's name at once: the old one steps aside
    and, if the process ends just then, comes back by `clear_leftovers`."""
    if target.is_dir():
        old = beside(target, OLD)
        os.replace(target, old)
        os.replace(new, target)
        shutil.rmtree(old)
    else:
        os.replace(new, target)


def clear_leftovers(folder: Path) -> None:
    """What an export left behind in a paper's folder that was broken off: what is not called like one's issue is not ours.
    Call it while holding the folder."""
    for path in sorted(folder.iterdir()):
        if not _LEFTOVER.fullmatch(path.name):
            continue
        target = path.with_name(path.name[len(OLD) :])
        if path.name.startswith(OLD) and not target.exists():
            os.replace(path, target)
        else:
            remove(path)


def remove(path: Path) -> None:
    """A file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
