"""The copy's folder: which files are ours, by units that come and go together; each is whole under its name or not there.

Everything about it lies in DIR/.newspaper-export, closed to other users, so that no web server hands it out: what each unit
wrote (units/…), the units' stamps (state.json), a place to write (staging/). A unit's list is written before its files are
moved into place, so a run that is killed at any moment leaves no file that the next one does not know.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.exporting.folders import NEW, ExportProblem, beside, spelt
from articles.exporting.site_links import INDEX

PRIVATE = ".newspaper-export"
NAME_BYTES = 200  # of a file's name; disks take 255, and a temporary name is longer


@dataclass(frozen=True)
class Stamp:
    """Size and SHA-256 of a file as it was written; without a digest nobody knows whether it was."""

    size: int
    digest: str


@dataclass
class Unit:
    """What was written together. `redirects`: old path → new, `static`: files that its pages use."""

    files: dict[str, Stamp] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    static: list[str] = field(default_factory=list)


def file_of(address: str) -> str:
    """The file's name in the copy for a decoded address: an index.html where it ends in a slash. Raises ExportProblem for
    what would not stay in the folder, or hide in it."""
    name = address.removeprefix("/") + (INDEX if address.endswith("/") else "")
    for part in name.split("/"):
        if not part or part.startswith(".") or "\\" in part or not part.isprintable() or len(part.encode()) > NAME_BYTES:
            raise ExportProblem(f"{address}: this address cannot be a file's name.")
    return name


def address_of(name: str) -> str:
    return "/" + (name.removesuffix(INDEX) if name == INDEX or name.endswith(f"/{INDEX}") else name)


class Staging:
    """A unit's files on their way: new and changed ones wait in a place of their own, the same ones stay where they are."""

    def __init__(self, copy: "CopyFolder", name: str) -> None:
        self.copy = copy
        self.before = copy.unit(name)
        self.after = Unit()
        self.waiting: dict[str, Path] = {}
        self.has_kept = False

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        path = self.copy.place()
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        stamp = self.after.files[name] = Stamp(size, digest.hexdigest())
        if self.before.files.get(name) != stamp or not self.copy.is_there(name, stamp):
            self.waiting[name] = path
        else:
            path.unlink()

    def keep(self, name: str) -> None:
        """As it is, because nobody could say what it is now."""
        if name in self.before.files:
            self.after.files[name] = self.before.files[name]
            self.has_kept = True


class CopyFolder:
    """Call it while holding the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.private = root / PRIVATE
        self.units = self.private / "units"
        self.staging = self.private / "staging"
        self.private.mkdir(mode=0o700, exist_ok=True)
        self.units.mkdir(exist_ok=True)
        for path in [*self.private.rglob(f"{NEW}*")]:
            path.unlink()  # a list that never got its name
        self.clear_staging()

    def place(self) -> Path:
        """For a file on its way."""
        self._places += 1
        return self.staging / str(self._places)

    def clear_staging(self) -> None:
        self._places = 0
        shutil.rmtree(self.staging, ignore_errors=True)
        self.staging.mkdir()

    def is_there(self, name: str, stamp: Stamp) -> bool:
        try:
            return (self.root / name).stat().st_size == stamp.size
        except OSError:
            return False

    # What was written

    def names(self) -> Iterator[str]:
        """Every unit that has files, or had them when a run was killed."""
        for path in sorted(self.units.rglob("[!.]*.json")):
            yield path.relative_to(self.units).as_posix().removesuffix(".json")

    def unit(self, name: str) -> Unit:
        found = read_json(self._list(name))
        try:
            files = {file: Stamp(*stamp) for file, stamp in found.get("files", {}).items()}
            return Unit(files, dict(found.get("redirects", {})), list(found.get("static", [])))
        except (TypeError, ValueError, AttributeError):
            return Unit()

    def is_whole(self, unit: Unit) -> bool:
        """Whether every file is there in its size: a run may have been killed, a disk may have lost its last seconds."""
        return all(stamp.digest and self.is_there(file, stamp) for file, stamp in unit.files.items())

    def _list(self, name: str) -> Path:
        return self.units / f"{name}.json"

    def _write_list(self, name: str, unit: Unit) -> None:
        files = {file: [stamp.size, stamp.digest] for file, stamp in sorted(unit.files.items())}
        write_json(self._list(name), {"files": files, "redirects": unit.redirects, "static": unit.static})

    # What is written

    def swap(self, name: str, staging: Staging) -> tuple[int, list[str]]:
        """Brings a unit's files into place: what left it goes first, then the new ones come. Gives their number, and a sentence
        for each that is left out because somebody else's file is there."""
        before, after = staging.before, staging.after
        problems = [problem for file in list(staging.waiting) if (problem := self._stranger(file, staging))]
        gone = before.files.keys() - after.files.keys()
        if gone or staging.waiting or before != after:
            unsure = {file: Stamp(after.files[file].size, "") for file in staging.waiting}
            self._write_list(name, Unit(before.files | after.files | unsure, after.redirects, after.static))
            self._remove(gone)
            moved = [file for file, path in staging.waiting.items() if self._move(path, file, problems)]
            after.files = {file: stamp for file, stamp in after.files.items() if file in moved or file not in staging.waiting}
            self._write_list(name, after)
        return len(gone) + len(staging.waiting), problems

    def _stranger(self, file: str, staging: Staging) -> str:
        """A file that is there and that we did not write stays, unless it is the very same."""
        path = self.root / file
        if file in staging.before.files or not path.is_file():
            return ""
        new = staging.waiting.pop(file)
        if path.read_bytes() == new.read_bytes():
            return ""
        del staging.after.files[file]
        return f"{spelt(path)}: a file that this export did not write is there; it is left as it is."

    def _move(self, staged: Path, file: str, problems: list[str]) -> bool:
        target = self.root / file
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            problems.append(f"{spelt(target)}: it cannot be written ({error.strerror}).")
            return False
        return True

    def _remove(self, files: Iterable[str]) -> None:
        for file in files:
            path = self.root / file
            path.unlink(missing_ok=True)
            self._prune(path.parent)

    def _prune(self, folder: Path) -> None:
        """Folders that are empty now, up to the copy's own."""
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def drop(self, name: str) -> int:
        """A unit with all its files; their number."""
        files = self.unit(name).files
        self._remove(files)
        self._list(name).unlink(missing_ok=True)
        return len(files)

    def write_private(self, name: str, lines: Iterable[str]) -> None:
        """A list beside the state, for the web server's configuration; untouched where it is the same."""
        path = self.private / name
        new = beside(path, NEW)
        with new.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        if path.exists() and path.stat().st_size == new.stat().st_size and path.read_bytes() == new.read_bytes():
            new.unlink()
        else:
            os.replace(new, path)


def read_json(path: Path) -> dict[str, Any]:
    """Empty where there is none, or none that is whole."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, value: object) -> None:
    """On the disk before it has its name: it says what we may touch."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = beside(path, NEW)
    with new.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
