"""Packages on the disk, a folder or a ZIP an issue: whole under their names or not there; what is the same stays untouched.

A ZIP is stored, not compressed: pictures gain nothing, and its bytes do not hang on the machine's zlib.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Literal

from django.core.files.storage import storages

from articles.exporting.folders import NEW, ExportProblem, beside, remove, replace, spelt
from articles.exporting.package import ISSUE_FILE, Master, PackedIssue

Outcome = Literal["written", "replaced", "unchanged"]
CHUNK = 1 << 20
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name
MODE = 0o100644 << 16  # a plain file, rw-r--r--
UNIX = 3


def sizes_of(issue: PackedIssue) -> dict[str, int]:
    """Of its masters, by their names in the package."""
    storage = storages["masters"]
    try:
        return {master.name: storage.size(master.stored) for master in issue.masters}
    except FileNotFoundError as error:
        raise ExportProblem(f"{issue.name}: the master {error.filename} is missing in the media folder.") from error


def write_package(root: Path, issue: PackedIssue, sizes: dict[str, int], *, as_zip: bool) -> Outcome:
    """Into root/paper/date, or date.zip. A folder or ZIP of that name that is no package of ours is left, with a problem."""
    target = root / (f"{issue.name}.zip" if as_zip else issue.name)
    is_there = target.exists()
    if is_there and (_is_same_zip if as_zip else _is_same_folder)(target, issue, sizes):
        return "unchanged"
    if is_there and not (_is_our_zip(target) if as_zip else _is_our_folder(target)):
        raise ExportProblem(f"{spelt(target)}: something is there that is no package; it is left as it is.")
    target.parent.mkdir(parents=True, exist_ok=True)
    new = beside(target, NEW)
    try:
        (fill_zip if as_zip else _fill_folder)(new, issue)
        replace(new, target)
    finally:
        remove(new)
    return "replaced" if is_there else "written"


def _fill_folder(folder: Path, issue: PackedIssue) -> None:
    folder.mkdir()
    for master in issue.masters:
        path = folder / master.name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            _copy(master, issue.name, file.write)
    (folder / ISSUE_FILE).write_bytes(issue.text)


def fill_zip(file: Path | IO[bytes], issue: PackedIssue) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(ISSUE_FILE), issue.text)
        for master in issue.masters:
            with archive.open(_entry(master.name), "w") as file:
                _copy(master, issue.name, file.write)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.external_attr, entry.create_system = MODE, UNIX
    return entry


def _copy(master: Master, name: str, write: Callable[[bytes], object]) -> None:
    """As it was received, and seen to be it."""
    digest = hashlib.sha256()
    try:
        with storages["masters"].open(master.stored) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                write(chunk)
    except FileNotFoundError as error:
        raise ExportProblem(f"{name}: the master {master.stored} is missing in the media folder.") from error
    if master.digest and digest.hexdigest() != master.digest:
        raise ExportProblem(f"{name}: the master {master.stored} is not what was received: its SHA-256 is another.")


def _is_same_folder(folder: Path, issue: PackedIssue, sizes: dict[str, int]) -> bool:
    """A new master has a new version, which issue.json says; so for masters their sizes tell enough, but for the doubtful."""
    if not folder.is_dir():
        return False
    found = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    if found != {ISSUE_FILE: len(issue.text)} | sizes or (folder / ISSUE_FILE).read_bytes() != issue.text:
        return False
    doubtful = _doubtful(issue, lambda name: (folder / name).stat().st_mtime)
    return all(_digest((folder / master.name).open("rb")) == master.digest for master in doubtful)


def _is_same_zip(path: Path, issue: PackedIssue, sizes: dict[str, int]) -> bool:
    wanted = [(ISSUE_FILE, len(issue.text)), *((master.name, sizes[master.name]) for master in issue.masters)]
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            plain = all((entry.date_time, entry.compress_type) == (EARLIEST, zipfile.ZIP_STORED) for entry in entries)
            if not plain or [(entry.filename, entry.file_size) for entry in entries] != wanted:
                return False
            if archive.read(ISSUE_FILE) != issue.text:
                return False
            doubtful = _doubtful(issue, lambda name: path.stat().st_mtime)
            return all(_digest(archive.open(master.name)) == master.digest for master in doubtful)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return False


def _doubtful(issue: PackedIssue, written_at: Callable[[str], float]) -> Iterable[Master]:
    """Of which the bytes are looked at: the masthead, whose version a package does not say, and masters that were received
    after the package was written. Versions begin anew where an issue was purged and brought in again."""
    masthead = issue.record.publication.masthead
    received_at = storages["masters"].get_modified_time
    for master in issue.masters:
        if master.name == masthead or received_at(master.stored).timestamp() >= written_at(master.name):
            yield master


def _digest(file: IO[bytes]) -> str:
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads, and asks for no more


def _is_our_folder(folder: Path) -> bool:
    """issue.json, what lies where our masters lie, and nothing else."""
    if not folder.is_dir() or not (folder / ISSUE_FILE).is_file():
        return False
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    ours = all(name == ISSUE_FILE or name.startswith(("masthead.", "pages/", "figures/")) for name in names)
    return ours and _is_package((folder / ISSUE_FILE).read_bytes())


def _is_our_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _is_package(archive.read(ISSUE_FILE))
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError, RuntimeError):
        return False


def _is_package(text: bytes) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("format") == "newspaper-issue"
