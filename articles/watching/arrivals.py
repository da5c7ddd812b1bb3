"""The watched folder as it is on the disk: which files have come to rest. Knows nothing of what is in them."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.importing.spelling import readable
from articles.watching.matching import is_passing

FILES_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has rested. `name` is for people and for remembering, relative to the folder; `modified` in microseconds."""

    path: str
    name: str
    size: int
    modified: int

    @property
    def state(self) -> tuple[str, int, int]:
        return self.name, self.size, self.modified


class Arrivals:
    """`rest`: seconds for which a file's size and time must not have changed, as seen from here: programs that copy keep old
    times or set the whole size at once. `clock` counts seconds."""

    def __init__(self, folder: str, rest: float, clock: Callable[[], float]) -> None:
        self.folder = folder
        self.rest = rest
        self.clock = clock
        self.problems: list[str] = []
        self._since: dict[str, tuple[Arrival, float]] = {}
        # Hashes: a folder in which years of files lie must not fill the memory.
        self._settled: set[int] = set()

    def settle(self, arrival: Arrival) -> None:
        """It is done with, until it changes."""
        self._settled.add(hash(arrival.state))
        self._since.pop(arrival.name, None)

    @property
    def waiting(self) -> list[str]:
        """Names of files that have not rested yet, or were not settled."""
        return sorted(self._since)

    def look(self) -> list[Arrival]:
        """Those that have rested and are not settled, the oldest first; a picture after the PDF of its moment."""
        now, before = self.clock(), self._since
        self.problems = []
        self._since = {}
        rested = []
        for arrival in self._found():
            if hash(arrival.state) in self._settled:
                continue
            known, since = before.get(arrival.name, (arrival, now))
            if known != arrival:
                since = now
            self._since[arrival.name] = (arrival, since)
            if now - since >= self.rest:
                rested.append(arrival)
        return sorted(rested, key=lambda arrival: (arrival.modified, not arrival.name.lower().endswith(".pdf"), arrival.name))

    def _found(self) -> Iterator[Arrival]:
        count = 0
        for folder, subfolders, files in os.walk(self.folder, onerror=self._note):
            subfolders[:] = sorted(name for name in subfolders if not is_passing(readable(name)))
            for file in sorted(files):
                count += 1
                if count > FILES_LIMIT:
                    self.problems.append(f"only the first {FILES_LIMIT:,} files are looked at")
                    return
                arrival = self._arrival(os.path.join(folder, file))
                if arrival is not None:
                    yield arrival

    def _arrival(self, path: str) -> Arrival | None:
        """None for what is on its way, what is no plain file, and what has gone meanwhile. Links are not followed."""
        name = readable(os.path.relpath(path, self.folder)).replace(os.sep, "/")
        if is_passing(name):
            return None
        try:
            status = os.lstat(path)
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return Arrival(path, name, status.st_size, status.st_mtime_ns // 1000)

    def _note(self, error: OSError) -> None:
        self.problems.append(f"{readable(str(error.filename))} cannot be read ({error.strerror})")


def read_whole(arrival: Arrival, limit: int) -> bytes | None:
    """The bytes that stand for this arrival; None where it changes while it is read. Raises `OSError`."""
    with open(arrival.path, "rb", opener=_open_no_link) as file:
        data = file.read(min(limit, arrival.size) + 1)
        status = os.fstat(file.fileno())
    is_same = (status.st_size, status.st_mtime_ns // 1000) == (arrival.size, arrival.modified)
    return data if is_same and len(data) == arrival.size else None


def _open_no_link(path: str, flags: int) -> int:
    """Who may write to the folder may not lead out of it, not even in the moment after the file was looked at."""
    return os.open(path, flags | os.O_NOFOLLOW)
