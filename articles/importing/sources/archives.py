"""ZIPs and tars as sources, wholly checked when they are opened: names, links, sizes, packing."""

import bz2
import gzip
import lzma
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from articles.importing.problems import ImportProblem, megabytes
from articles.importing.sources.base import ENTRY_LIMIT, Source, check_name, check_twins

ENTRIES_LIMIT = 200_000
TOTAL_LIMIT = 4_000_000_000
RATIO_LIMIT = 200
RATIO_FREE = 1_000_000

# What zipfile and tarfile let out when the bytes are not what they claim to be.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)


class ZipSource(Source):
    """Its entries' declared sizes bind: zipfile reads no byte more."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._zip: zipfile.ZipFile | None = None
        entries = self._opened().infolist()
        try:
            _check_zip(entries, self.label)
        except ImportProblem:
            self.close()
            raise
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def names(self) -> list[str]:
        return sorted(self._entries)

    def start(self, name: str, length: int) -> bytes:
        try:
            with self._opened().open(self._entries[name]) as file:
                return file.read(length)
        except DAMAGED as error:
            raise self._damaged_entry(name, error) from error

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None

    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            try:
                self._zip = zipfile.ZipFile(self.path)
            except DAMAGED as error:
                raise ImportProblem(self.label, "a ZIP that can be opened", f"a damaged one ({error})") from error
        return self._zip

    def _size(self, name: str) -> int | None:
        entry = self._entries.get(name)
        return None if entry is None else entry.file_size

    def _bytes(self, name: str, limit: int) -> bytes:
        try:
            return self._opened().read(self._entries[name])
        except DAMAGED as error:
            raise self._damaged_entry(name, error) from error

    def _damaged_entry(self, name: str, error: Exception) -> ImportProblem:
        return ImportProblem(self.described(name), "an entry that can be unpacked", f"a damaged one ({error})")


def _check_zip(entries: list[zipfile.ZipInfo], label: str) -> None:
    _check_amounts([entry.file_size for entry in entries], label)
    for entry in entries:
        _check_zip_entry(entry, label)
    check_twins(((entry.filename, entry.is_dir()) for entry in entries), label)


def _check_zip_entry(entry: zipfile.ZipInfo, label: str) -> None:
    check_name(entry.orig_filename.removesuffix("/"), label)
    where, mode = f"{label}/{entry.filename}", entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ImportProblem(where, "a file or a folder", "a link or a device")
    if entry.flag_bits & 0x1:
        raise ImportProblem(where, "an entry without a password", "an encrypted one")
    _check_size(entry.file_size, where)
    if entry.file_size > RATIO_FREE and entry.file_size > RATIO_LIMIT * entry.compress_size:
        raise ImportProblem(where, f"packing of at most {RATIO_LIMIT}:1", "tighter packing, as in a ZIP bomb")


class TarSource(Source):
    """A tar, plain or packed with gzip, bzip2 or xz. A packed one is unpacked once, into a file that has no name and goes with
    the process: reading here and there in a packed stream would unpack it from the start each time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._tar = tarfile.open(fileobj=unpacked(path, self.label), mode="r:")  # noqa: SIM115 (closed with the source)
            members = self._tar.getmembers()
        except DAMAGED as error:
            raise ImportProblem(self.label, "a tar that can be opened", f"a damaged one ({error})") from error
        _check_tar(members, self.label)
        self._members = {_tar_name(member): member for member in members if member.isreg()}

    def names(self) -> list[str]:
        return sorted(self._members)

    def start(self, name: str, length: int) -> bytes:
        return self._part(name, length)

    def _size(self, name: str) -> int | None:
        member = self._members.get(name)
        return None if member is None else member.size

    def _bytes(self, name: str, limit: int) -> bytes:
        return self._part(name, self._members[name].size)

    def _part(self, name: str, length: int) -> bytes:
        try:
            file = self._tar.extractfile(self._members[name])
            return file.read(length) if file else b""
        except DAMAGED as error:
            raise ImportProblem(self.described(name), "an entry that can be unpacked", f"a damaged one ({error})") from error


def _check_tar(members: list[tarfile.TarInfo], label: str) -> None:
    _check_amounts([member.size for member in members], label)
    for member in members:
        if member.name.strip("./") == "" and member.isdir():
            continue
        check_name(_tar_name(member), label)
        if not (member.isreg() or member.isdir()) or member.issparse():
            raise ImportProblem(f"{label}/{member.name}", "a file or a folder", "a link, a device or a file with holes")
        _check_size(member.size, f"{label}/{member.name}")
    check_twins(((_tar_name(member), member.isdir()) for member in members), label)


def _tar_name(member: tarfile.TarInfo) -> str:
    """`tar -C folder .` writes ./ before every name."""
    return member.name.removeprefix("./")


def _check_amounts(sizes: Sequence[int], label: str) -> None:
    if len(sizes) > ENTRIES_LIMIT:
        raise ImportProblem(label, f"at most {ENTRIES_LIMIT:,} entries", f"{len(sizes):,}")
    if sum(sizes) > TOTAL_LIMIT:
        raise ImportProblem(label, f"at most {megabytes(TOTAL_LIMIT)} unpacked", megabytes(sum(sizes)))


def _check_size(size: int, where: str) -> None:
    if size > ENTRY_LIMIT:
        raise ImportProblem(where, f"at most {megabytes(ENTRY_LIMIT)} unpacked", megabytes(size))


def unpacked(path: Path, label: str) -> IO[bytes]:
    """The tar's own bytes, within TOTAL_LIMIT and RATIO_LIMIT."""
    openers: dict[bytes, type[gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
        b"\x1f\x8b": gzip.GzipFile,
        b"BZ": bz2.BZ2File,
        b"\xfd7": lzma.LZMAFile,
    }
    with path.open("rb") as file:
        opener = openers.get(file.read(2))
    if opener is None:
        return path.open("rb")
    packed_size, size = path.stat().st_size, 0
    target = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the source)
    try:
        with opener(path) as stream:
            while chunk := stream.read(1_000_000):
                size += len(chunk)
                if size > TOTAL_LIMIT:
                    raise ImportProblem(label, f"at most {megabytes(TOTAL_LIMIT)} unpacked", "more")
                if size > max(RATIO_FREE, RATIO_LIMIT * packed_size):
                    raise ImportProblem(label, f"packing of at most {RATIO_LIMIT}:1", "tighter packing, as in a bomb")
                target.write(chunk)
    except DAMAGED as error:
        raise ImportProblem(label, "a tar that can be unpacked", f"a damaged one ({error})") from error
    target.seek(0)
    return target
