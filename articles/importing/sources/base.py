"""What every source has in common: named byte strings, read within limits, and a memory of what was read."""

import io
import posixpath
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from articles.importing.problems import ImportProblem, megabytes, quoted, system_words
from articles.importing.spelling import ESCAPES, readable
from issues.sentences import Sentence

ENTRY_LIMIT = 300_000_000


class Source(ABC):
    """A set of named byte strings; `label` is how messages call it. Close it, or use it in `with`.

    `used` holds the names that a reader has read or looked for: at the end of a run the rest is listed as not read, and so is
    what `names` passed over: links, pipes and the like, each with why. All names are text, whatever the disk calls the files.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.label = readable(str(path))
        self.used: set[str] = set()
        self.passed_over: dict[str, Sentence] = {}

    @abstractmethod
    def names(self) -> list[str]:
        """Every file's name, sorted; relative, with forward slashes."""

    @abstractmethod
    def _size(self, name: str) -> int | None:
        """Bytes, None where there is no such file."""

    @abstractmethod
    def _bytes(self, name: str, limit: int) -> bytes: ...

    @abstractmethod
    def start(self, name: str, length: int) -> bytes:
        """The file's first bytes, to see what it is; it does not count as used."""

    def close(self) -> None:  # noqa: B027 (a folder has nothing to close)
        """Let go of open files. Reading afterwards is allowed: it opens them again."""

    def has(self, name: str) -> bool:
        return is_plain(name) and self._size(name) is not None

    def size(self, name: str) -> int:
        check_name(name, self.label)
        size = self._size(name)
        if size is None:
            raise ImportProblem(self.label, Sentence("a file %(name)s in it", name=quoted(name)), Sentence("none"))
        return size

    def read(self, name: str, limit: int = ENTRY_LIMIT) -> bytes:
        """The file's bytes; refused before reading where there are more than `limit`."""
        size = self.size(name)
        if size > limit:
            raise ImportProblem(self.described(name), Sentence("at most %(limit)s", limit=megabytes(limit)), megabytes(size))
        self.used.add(name)
        return self._bytes(name, limit)

    def open(self, name: str, limit: int = ENTRY_LIMIT) -> IO[bytes]:
        """The file, to be read here and there and closed by the caller; `limit` as in `read`."""
        size = self.size(name)
        if size > limit:
            raise ImportProblem(self.described(name), Sentence("at most %(limit)s", limit=megabytes(limit)), megabytes(size))
        self.used.add(name)
        return self._open(name)

    def _open(self, name: str) -> IO[bytes]:
        """Seekable; what can be opened, or copied, without holding all of it does so."""
        return io.BytesIO(self._bytes(name, ENTRY_LIMIT))

    def described(self, name: str) -> str:
        return f"{self.label}/{name}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file of a source, of the `kind` that a format recognised in its first bytes."""

    source: Source
    name: str
    kind: str

    @property
    def origin(self) -> str:
        """For messages."""
        return self.source.described(self.name)

    def read(self, limit: int = ENTRY_LIMIT) -> bytes:
        return self.source.read(self.name, limit)

    def open(self, limit: int = ENTRY_LIMIT) -> IO[bytes]:
        return self.source.open(self.name, limit)

    def reference(self, address: str) -> str | None:
        """The name of the file that a relative address in this file leads to (query and fragment dropped); None where it
        leads out of the source. Nothing says that the file is there."""
        return joined(posixpath.dirname(self.name), re.split("[?#]", address.strip(), maxsplit=1)[0])


def joined(folder: str, address: str) -> str | None:
    """`address` as seen from `folder`, both with forward slashes; None where it is no plain name of the source."""
    if not address or address.startswith("/") or "\\" in address or re.match("[A-Za-z][A-Za-z0-9+.-]*:", address):
        return None
    name = posixpath.normpath(posixpath.join(folder, address))
    return name if is_plain(name) else None


def is_plain(name: str) -> bool:
    """Not `../`, absolute, with a drive letter, backslashes (those of `spelling` apart) or control characters."""
    return not (
        "\\" in ESCAPES.sub("", name)
        or re.match("[A-Za-z]:", name)
        or re.search("[\x00-\x1f\x7f]", name)
        or any(part in ("", ".", "..") for part in name.split("/"))
    )


def check_name(name: str, label: str) -> None:
    """Refuse a name that is not plain and relative."""
    if not is_plain(name):
        raise ImportProblem(label, Sentence("plain relative file names"), quoted(name))


def check_twins(names: Iterable[tuple[str, bool]], label: str) -> None:
    """Two names that one disk takes for the same would overwrite one another; so would a file named twice. `names`: with
    whether each is a folder's."""
    files: set[str] = set()
    spelling: dict[str, str] = {}
    for name, is_folder in names:
        name = name.rstrip("/")
        parts = name.split("/")
        for path in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)):
            folded = _folded(path)
            if spelling.setdefault(folded, path) != path:
                raise ImportProblem(
                    label, Sentence("names that differ by more than case"), f"{quoted(spelling[folded])}, {quoted(path)}"
                )
        if not is_folder and name in files:
            raise ImportProblem(label, Sentence("every name once"), Sentence("%(name)s twice", name=quoted(name)))
        files.add(name)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def reason(error: OSError | ValueError) -> Sentence:
    said = error.strerror if isinstance(error, OSError) else None
    return system_words(said) if said else Sentence("a name that no file can have")
