"""Sources on the disk: one file, or a folder with everything below it."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

from articles.importing.problems import ImportProblem, megabytes
from articles.importing.sources.base import Source, reason
from articles.importing.spelling import readable, spellings
from issues.sentences import Sentence

FOLDER_LIMIT = 5_000_000
LINK_TO_FOLDER = Sentence("a symbolic link to a folder, which is not followed; name the folder itself")
LINK_OUTSIDE = Sentence("a symbolic link out of the folder, which is not followed; name the file itself")
LINK_TO_NOTHING = Sentence("a symbolic link that leads nowhere")
NO_FILES: tuple[tuple[Callable[[int], bool], Sentence], ...] = (
    (stat.S_ISFIFO, Sentence("a named pipe, no file")),
    (stat.S_ISSOCK, Sentence("a socket, no file")),
    (stat.S_ISCHR, Sentence("a device, no file")),
    (stat.S_ISBLK, Sentence("a device, no file")),
    (stat.S_ISDIR, LINK_TO_FOLDER),
)


class FileSource(Source):
    """One file, under its own name."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.name = readable(path.name)

    def names(self) -> list[str]:
        return [self.name]

    def described(self, name: str) -> str:
        return self.label

    def start(self, name: str, length: int) -> bytes:
        return start_of(self.path, length)

    def _size(self, name: str) -> int | None:
        return _file_size(self.path, self.label) if name == self.name else None

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
        self._files: dict[str, str] = {}  # a file's name -> what the disk calls it, where that is no UTF-8

    def names(self) -> list[str]:
        """Without hidden files and folders; without pipes and the like, which would let a reader wait for ever, and links that
        are not followed: those are `passed_over`."""
        found: list[str] = []
        self._folders[""] = self._root
        prefixes = {self._root: ""}
        for folder, subfolders, files in os.walk(self._root, onerror=self._note_unreadable):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            files[:] = [name for name in files if not name.startswith(".")]
            before = prefixes.pop(folder)
            spelt = spellings([*subfolders, *files])
            for subfolder in subfolders:
                name = before + spelt.get(subfolder, subfolder)
                self._note_folder(name, f"{folder.rstrip('/')}/{subfolder}", prefixes)
            for file in files:
                name = before + spelt.get(file, file)
                if file in spelt:
                    self._files[name] = file
                if self._is_taken(name):
                    found.append(name)
            if len(found) > FOLDER_LIMIT:
                raise ImportProblem(self.label, Sentence("at most %(limit)s files", limit=f"{FOLDER_LIMIT:,}"), Sentence("more"))
        return sorted(found)

    def path_of(self, name: str) -> Path:
        """By which the disk knows it; relative where the folder's own path is."""
        return self.path / os.path.relpath(self._path(name), self._root)

    def start(self, name: str, length: int) -> bytes:
        return start_of(self._path(name), length)

    def _note_unreadable(self, error: OSError) -> None:
        name = readable(os.path.relpath(error.filename, self._root))
        self.passed_over[name] = Sentence("the folder cannot be read (%(reason)s)", reason=reason(error))

    def _note_folder(self, name: str, path: str, prefixes: dict[str, str]) -> None:
        if os.path.islink(path):
            self.passed_over[name] = LINK_TO_FOLDER
        else:
            prefixes[path] = f"{name}/"
            self._folders[name] = path

    def _is_taken(self, name: str) -> bool:
        why = self._why_not(name)
        if why:
            self.passed_over[name] = why
        return why is None

    def _why_not(self, name: str) -> Sentence | None:
        path = self._path(name)
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                mode = os.stat(path).st_mode
                if self._inside(name) is None:
                    return LINK_OUTSIDE
        except OSError as error:
            return LINK_TO_NOTHING if os.path.islink(path) else reason(error)
        return next((what for is_one, what in NO_FILES if is_one(mode)), None)

    def _inside(self, name: str) -> str | None:
        real = self._real(name)
        return real if real == self._root or real.startswith(self._root.rstrip("/") + "/") else None

    def _real(self, name: str) -> str:
        """Without links."""
        path = self._path(name)
        return os.path.realpath(path) if os.path.islink(path) else path

    def _path(self, name: str) -> str:
        """A folder's own links are followed once: in a tree of many files only the file itself is looked at."""
        folder, _slash, file = name.rpartition("/")
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.realpath(os.path.join(self._root, folder))
        return f"{real.rstrip('/')}/{self._files.get(name, file)}"

    def _size(self, name: str) -> int | None:
        path = self._inside(name)
        if path is None:
            raise ImportProblem(self.described(name), Sentence("a file of this folder"), Sentence("a link that leads out of it"))
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
        raise ImportProblem(readable(str(path)), Sentence("a file that can be read"), reason(error)) from error


def _file_size(path: Path | str, label: str) -> int | None:
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ImportProblem(label, Sentence("a file that can be read"), reason(error)) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _opened(path: Path | str, label: str) -> IO[bytes]:
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise ImportProblem(label, Sentence("a file that can be read"), reason(error)) from error


def _file_bytes(path: Path | str, label: str, limit: int) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)
    except (OSError, ValueError) as error:
        raise ImportProblem(label, Sentence("a file that can be read"), reason(error)) from error
    if len(data) > limit:
        raise ImportProblem(label, Sentence("at most %(limit)s", limit=megabytes(limit)), Sentence("more"))
    return data
