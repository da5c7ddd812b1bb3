"""Sources on the disk: one file, or a folder with everything below it."""

import os
import stat
from pathlib import Path
from typing import IO

from articles.importing.problems import ImportProblem, megabytes
from articles.importing.sources.base import Source, reason, relative_name

FOLDER_LIMIT = 5_000_000


class FileSource(Source):
    """One file, under its own name."""

    def names(self) -> list[str]:
        return [self.path.name]

    def described(self, name: str) -> str:
        return self.label

    def start(self, name: str, length: int) -> bytes:
        return start_of(self.path, length)

    def _size(self, name: str) -> int | None:
        return _file_size(self.path, self.label) if name == self.path.name else None

    def _bytes(self, name: str, limit: int) -> bytes:
        return _file_bytes(self.path, self.label, limit)

    def _open(self, name: str) -> IO[bytes]:
        return _opened(self.path, self.label)


class FolderSource(Source):
    """A folder with everything below it. Links are followed only to files that are inside it themselves."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._root = os.path.realpath(path)
        self._folders: dict[str, str] = {}  # a folder's name -> where it really is

    def names(self) -> list[str]:
        """Without hidden files and folders, and without pipes and the like, which would let a reader wait for ever."""
        found: list[str] = []
        for folder, subfolders, files in os.walk(self._root, followlinks=False):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            before = "" if folder == self._root else f"{relative_name(folder, self._root)}/"
            for file in files:
                name = before + file
                if not file.startswith(".") and self._is_file(name):
                    found.append(name)
            if len(found) > FOLDER_LIMIT:
                raise ImportProblem(self.label, f"at most {FOLDER_LIMIT:,} files", "more")
        return sorted(found)

    def start(self, name: str, length: int) -> bytes:
        return start_of(f"{self._root}/{name}", length)

    def _is_file(self, name: str) -> bool:
        path = f"{self._root}/{name}"
        return os.path.isfile(path) and (not os.path.islink(path) or self._inside(name) is not None)

    def _inside(self, name: str) -> str | None:
        real = self._real(name)
        return real if real == self._root or real.startswith(self._root.rstrip("/") + "/") else None

    def _real(self, name: str) -> str:
        """Without links. A folder's own are followed once: in a tree of many files only the file itself is looked at."""
        folder, _slash, file = name.rpartition("/")
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.realpath(os.path.join(self._root, folder))
        path = f"{real}/{file}"
        return os.path.realpath(path) if os.path.islink(path) else path

    def _size(self, name: str) -> int | None:
        path = self._inside(name)
        if path is None:
            raise ImportProblem(self.described(name), "a file of this folder", "a link that leads out of it")
        return _file_size(path, self.described(name))

    def _bytes(self, name: str, limit: int) -> bytes:
        return _file_bytes(self._real(name), self.described(name), limit)

    def _open(self, name: str) -> IO[bytes]:
        return _opened(self._real(name), self.described(name))


def start_of(path: Path | str, length: int) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read(length)
    except OSError as error:
        raise ImportProblem(str(path), "a file that can be read", reason(error)) from error


def _file_size(path: Path | str, label: str) -> int | None:
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _opened(path: Path | str, label: str) -> IO[bytes]:
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error


def _file_bytes(path: Path | str, label: str, limit: int) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error
    if len(data) > limit:
        raise ImportProblem(label, f"at most {megabytes(limit)}", "more")
    return data
