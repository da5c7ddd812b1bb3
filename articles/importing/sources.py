"""Safe access to what a person hands in: a file, a folder or a ZIP. Names inside are relative, with forward slashes.

Everything that could lead outside, hide something or fill the memory is refused with an `ImportProblem`.
"""

import lzma
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from articles.importing.problems import ImportProblem, megabytes, quoted

ENTRIES_LIMIT = 20_000
ENTRY_LIMIT = 300_000_000
TOTAL_LIMIT = 4_000_000_000
RATIO_LIMIT = 200
RATIO_FREE = 1_000_000

# What zipfile lets out when the bytes are not what they claim to be.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


class Source(ABC):
    """A set of named byte strings; `label` is how messages call it. Close it, or use it in `with`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.label = str(path)

    @abstractmethod
    def names(self) -> list[str]:
        """Every file's name, sorted."""

    @abstractmethod
    def _size(self, name: str) -> int | None:
        """Bytes, None where there is no such file."""

    @abstractmethod
    def _bytes(self, name: str, limit: int) -> bytes: ...

    def close(self) -> None:  # noqa: B027 (a folder has nothing to close)
        """Let go of open files. Reading afterwards is allowed: it opens them again."""

    def size(self, name: str) -> int:
        check_name(name, self.label)
        size = self._size(name)
        if size is None:
            raise ImportProblem(self.label, f"a file {quoted(name)} in it", "none")
        return size

    def read(self, name: str, limit: int = ENTRY_LIMIT) -> bytes:
        """The file's bytes; refused before reading where there are more than `limit`."""
        size = self.size(name)
        if size > limit:
            raise ImportProblem(self.described(name), f"at most {megabytes(limit)}", megabytes(size))
        return self._bytes(name, limit)

    def described(self, name: str) -> str:
        return f"{self.label}/{name}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()


class FileSource(Source):
    """One file, under its own name."""

    def names(self) -> list[str]:
        return [self.path.name]

    def described(self, name: str) -> str:
        return self.label

    def _size(self, name: str) -> int | None:
        return _file_size(self.path, self.label) if name == self.path.name else None

    def _bytes(self, name: str, limit: int) -> bytes:
        return _file_bytes(self.path, self.label, limit)


class FolderSource(Source):
    """A folder with everything below it. Links are followed only to files that are inside it themselves."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._root = os.path.realpath(path)

    def names(self) -> list[str]:
        found: list[str] = []
        for folder, _, files in os.walk(self._root, followlinks=False):
            for file in files:
                name = os.path.relpath(os.path.join(folder, file), self._root)
                if self._inside(name) is not None:
                    found.append(name.replace(os.sep, "/"))
            if len(found) > ENTRIES_LIMIT:
                raise ImportProblem(self.label, f"at most {ENTRIES_LIMIT:,} files", "more")
        return sorted(found)

    def _inside(self, name: str) -> Path | None:
        real = os.path.realpath(os.path.join(self._root, name))
        return Path(real) if os.path.commonpath([self._root, real]) == self._root else None

    def _size(self, name: str) -> int | None:
        path = self._inside(name)
        if path is None:
            raise ImportProblem(self.described(name), "a file of this folder", "a link that leads out of it")
        return _file_size(path, self.described(name))

    def _bytes(self, name: str, limit: int) -> bytes:
        return _file_bytes(Path(os.path.realpath(os.path.join(self._root, name))), self.described(name), limit)


class ZipSource(Source):
    """A ZIP, wholly checked when it is opened. Its entries' declared sizes bind: zipfile reads no byte more."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._zip: zipfile.ZipFile | None = None
        entries = self._opened().infolist()
        try:
            _check_entries(entries, self.label)
        except ImportProblem:
            self.close()
            raise
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def names(self) -> list[str]:
        return sorted(self._entries)

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None

    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            try:
                self._zip = zipfile.ZipFile(self.path)
            except _DAMAGED as error:
                raise ImportProblem(self.label, "a ZIP that can be opened", f"a damaged one ({error})") from error
        return self._zip

    def _size(self, name: str) -> int | None:
        entry = self._entries.get(name)
        return None if entry is None else entry.file_size

    def _bytes(self, name: str, limit: int) -> bytes:
        try:
            return self._opened().read(self._entries[name])
        except _DAMAGED as error:
            found = f"a damaged one ({error})"
            raise ImportProblem(self.described(name), "an entry that can be unpacked", found) from error


def open_source(path: Path) -> Source:
    """The fitting source, chosen by what is there."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ImportProblem(str(path), "a file or a folder", "nothing that can be opened") from error
    if stat.S_ISDIR(mode):
        return FolderSource(path)
    if not stat.S_ISREG(mode):
        raise ImportProblem(str(path), "a file or a folder", "neither")
    return ZipSource(path) if looks_like_zip(path) else FileSource(path)


def looks_like_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" or start_of(path, 4) in _ZIP_STARTS


def start_of(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise ImportProblem(str(path), "a file that can be read", _reason(error)) from error


def check_name(name: str, label: str) -> None:
    """Refuse a name that is not plain and relative: `../`, absolute, drive letters, backslashes, control characters."""
    parts = name.split("/")
    if (
        "\\" in name
        or re.match("[A-Za-z]:", name)
        or re.search("[\x00-\x1f\x7f]", name)
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise ImportProblem(label, "plain relative file names", quoted(name))


def _check_entries(entries: list[zipfile.ZipInfo], label: str) -> None:
    if len(entries) > ENTRIES_LIMIT:
        raise ImportProblem(label, f"at most {ENTRIES_LIMIT:,} entries", f"{len(entries):,}")
    total = sum(entry.file_size for entry in entries)
    if total > TOTAL_LIMIT:
        raise ImportProblem(label, f"at most {megabytes(TOTAL_LIMIT)} unpacked", megabytes(total))
    for entry in entries:
        _check_entry(entry, label)
    _check_twins(entries, label)


def _check_entry(entry: zipfile.ZipInfo, label: str) -> None:
    check_name(entry.orig_filename.removesuffix("/"), label)
    where, mode = f"{label}/{entry.filename}", entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ImportProblem(where, "a file or a folder", "a link or a device")
    if entry.flag_bits & 0x1:
        raise ImportProblem(where, "an entry without a password", "an encrypted one")
    if entry.file_size > ENTRY_LIMIT:
        raise ImportProblem(where, f"at most {megabytes(ENTRY_LIMIT)} unpacked", megabytes(entry.file_size))
    if entry.file_size > RATIO_FREE and entry.file_size > RATIO_LIMIT * entry.compress_size:
        raise ImportProblem(where, f"packing of at most {RATIO_LIMIT}:1", "tighter packing, as in a ZIP bomb")


def _check_twins(entries: list[zipfile.ZipInfo], label: str) -> None:
    """Two names that one disk takes for the same would overwrite one another; so would a file named twice."""
    files: set[str] = set()
    spelling: dict[str, str] = {}
    for entry in entries:
        name = entry.filename.rstrip("/")
        parts = name.split("/")
        for path in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)):
            folded = unicodedata.normalize("NFC", path).casefold()
            if spelling.setdefault(folded, path) != path:
                raise ImportProblem(label, "names that differ by more than case", f"{quoted(spelling[folded])}, {quoted(path)}")
        if not entry.is_dir() and name in files:
            raise ImportProblem(label, "every name once", f"{quoted(name)} twice")
        files.add(name)


def _file_size(path: Path, label: str) -> int | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", _reason(error)) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _file_bytes(path: Path, label: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", _reason(error)) from error
    if len(data) > limit:
        raise ImportProblem(label, f"at most {megabytes(limit)}", "more")
    return data


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "a name that no file can have"
