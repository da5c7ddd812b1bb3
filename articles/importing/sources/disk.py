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

    def names(self) -> list[str]:
        """Without hidden files and folders, and without pipes and the like, which would let a reader wait for ever."""
        found: list[str] = []
        for folder, subfolders, files in os.walk(self._root, followlinks=False):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            for file in files:
                name = relative_name(os.path.join(folder, file), self._root)
                if not file.startswith(".") and self._is_file(name):
                    found.append(name)
            if len(found) > FOLDER_LIMIT:
                raise ImportProblem(self.label, f"at most {FOLDER_LIMIT:,} files", "more")
        return sorted(found)

    def start(self, name: str, length: int) -> bytes:
        return start_of(Path(self._root, name), length)

    def _is_file(self, name: str) -> bool:
        path = os.path.join(self._root, name)
        return os.path.isfile(path) and (not os.path.islink(path) or self._inside(name) is not None)

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

    def _open(self, name: str) -> IO[bytes]:
        return _opened(Path(os.path.realpath(os.path.join(self._root, name))), self.described(name))


def start_of(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise ImportProblem(str(path), "a file that can be read", reason(error)) from error


def _file_size(path: Path, label: str) -> int | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _opened(path: Path, label: str) -> IO[bytes]:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error


def _file_bytes(path: Path, label: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ImportProblem(label, "a file that can be read", reason(error)) from error
    if len(data) > limit:
        raise ImportProblem(label, f"at most {megabytes(limit)}", "more")
    return data
