"""ZIPs and tars as sources, wholly checked when they are opened: names, links, sizes, packing."""

import stat
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import IO

from articles.importing.problems import ImportProblem, megabytes
from articles.importing.sources.base import ENTRY_LIMIT, Source, check_name, check_twins
from articles.importing.sources.unpacking import DAMAGED, RATIO_FREE, RATIO_LIMIT, TOTAL_LIMIT, copied, unpacked
from articles.importing.spelling import readable, zip_name
from issues.sentences import Sentence

__all__ = ["DAMAGED", "RATIO_FREE", "RATIO_LIMIT", "TarSource", "ZipSource"]

ENTRIES_LIMIT = 200_000
META_LIMIT = 65_536  # of a tar's record that holds a long name or notes
DIRECTORY_LIMIT = 64_000_000  # of a ZIP's list of its entries
UTF8_FLAG = 0x800  # of a ZIP's entry whose name is in UTF-8

_META_TYPES = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
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
        self._entries = {_zip_name(entry): entry for entry in entries if not entry.is_dir()}

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
                _check_directory(self.path, self.label)
                self._zip = zipfile.ZipFile(self.path)
            except DAMAGED as error:
                raise ImportProblem(
                    self.label, Sentence("a ZIP that can be opened"), Sentence("a damaged one (%(reason)s)", reason=str(error))
                ) from error
        return self._zip

    def _size(self, name: str) -> int | None:
        entry = self._entries.get(name)
        return None if entry is None else entry.file_size

    def _bytes(self, name: str, limit: int) -> bytes:
        try:
            return self._opened().read(self._entries[name])
        except DAMAGED as error:
            raise self._damaged_entry(name, error) from error

    def _open(self, name: str) -> IO[bytes]:
        try:
            with self._opened().open(self._entries[name]) as file:
                return copied(file, self._entries[name].file_size)
        except DAMAGED as error:
            raise self._damaged_entry(name, error) from error

    def _damaged_entry(self, name: str, error: Exception) -> ImportProblem:
        return ImportProblem(
            self.described(name),
            Sentence("an entry that can be unpacked"),
            Sentence("a damaged one (%(reason)s)", reason=str(error)),
        )


def _check_directory(path: Path, label: str) -> None:
    """Before zipfile makes an object of every entry: how many there are. The end is looked for as zipfile does it."""
    with path.open("rb") as file:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if not end:
            reason = Sentence("the list of its entries is missing")
            raise ImportProblem(
                label, Sentence("a ZIP that can be opened"), Sentence("a damaged one (%(reason)s)", reason=reason)
            )
        size = end[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
        if size > DIRECTORY_LIMIT:
            raise ImportProblem(
                label, Sentence("a list of entries of at most %(limit)s", limit=megabytes(DIRECTORY_LIMIT)), megabytes(size)
            )
        is_64 = end[zipfile._ECD_SIGNATURE] == zipfile.stringEndArchive64  # type: ignore[attr-defined]
        place = end[zipfile._ECD_LOCATION] - size - (56 + 20 if is_64 else 0)  # type: ignore[attr-defined]
        if place < 0:
            raise zipfile.BadZipFile("the list of its entries lies outside")
        file.seek(place)
        directory = file.read(size)
    at = count = 0
    while at + 46 <= len(directory):
        lengths = struct.unpack_from("<3H", directory, at + 28)  # of name, extra field, comment
        at, count = at + 46 + sum(lengths), count + 1
        if count > ENTRIES_LIMIT:
            raise ImportProblem(label, Sentence("at most %(limit)s entries", limit=f"{ENTRIES_LIMIT:,}"), Sentence("more"))


def _check_zip(entries: list[zipfile.ZipInfo], label: str) -> None:
    _check_amounts(len(entries), sum(entry.file_size for entry in entries), label)
    for entry in entries:
        _check_zip_entry(entry, label)
    check_twins(((_zip_name(entry), entry.is_dir()) for entry in entries), label)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    return entry.orig_filename if entry.flag_bits & UTF8_FLAG else zip_name(entry.orig_filename)


def _check_zip_entry(entry: zipfile.ZipInfo, label: str) -> None:
    name, mode = _zip_name(entry), entry.external_attr >> 16
    check_name(name.removesuffix("/"), label)
    where = f"{label}/{name}"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ImportProblem(where, Sentence("a file or a folder"), Sentence("a link or a device"))
    if entry.flag_bits & 0x1:
        raise ImportProblem(where, Sentence("an entry without a password"), Sentence("an encrypted one"))
    _check_size(entry.file_size, where)
    if entry.file_size > RATIO_FREE and entry.file_size > RATIO_LIMIT * entry.compress_size:
        raise ImportProblem(
            where, Sentence("packing of at most %(limit)s:1", limit=RATIO_LIMIT), Sentence("tighter packing, as in a ZIP bomb")
        )


class _Member(tarfile.TarInfo):
    """An entry whose long name and the like may not fill the memory: tarfile reads such records whole."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _META_TYPES and self.size > META_LIMIT:
            raise tarfile.ReadError(f"a name or a note of {megabytes(self.size)}")
        if self.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError("a file with holes")
        return super()._proc_member(tar)  # type: ignore[misc,no-any-return]

    def _proc_gnusparse_10(self, *_: object) -> None:
        raise tarfile.ReadError("a file with holes")


class TarSource(Source):
    """A tar, plain or packed with gzip, bzip2 or xz. A packed one is unpacked once, into a file that has no name and goes when
    the source is closed: reading here and there in a packed stream would unpack it from the start each time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._file: IO[bytes] | None = None
        try:
            self._places = _tar_places(self._opened(), self.label)
        except (*DAMAGED, RecursionError) as error:
            self.close()
            raise ImportProblem(
                self.label, Sentence("a tar that can be opened"), Sentence("a damaged one (%(reason)s)", reason=str(error))
            ) from error
        except ImportProblem:
            self.close()
            raise

    def names(self) -> list[str]:
        return sorted(self._places)

    def start(self, name: str, length: int) -> bytes:
        return self._part(name, length)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = unpacked(self.path, self.label)
        return self._file

    def _size(self, name: str) -> int | None:
        place = self._places.get(name)
        return None if place is None else place[1]

    def _bytes(self, name: str, limit: int) -> bytes:
        return self._part(name, self._places[name][1])

    def _open(self, name: str) -> IO[bytes]:
        offset, size = self._places[name]
        try:
            self._opened().seek(offset)
            return copied(self._opened(), size)
        except DAMAGED as error:
            raise self._damaged_entry(name, str(error)) from error

    def _part(self, name: str, length: int) -> bytes:
        offset, size = self._places[name]
        try:
            file = self._opened()
            file.seek(offset)
            data = file.read(min(length, size))
        except DAMAGED as error:
            raise self._damaged_entry(name, str(error)) from error
        if len(data) < min(length, size):
            raise self._damaged_entry(name, Sentence("unexpected end of data"))
        return data

    def _damaged_entry(self, name: str, why: str) -> ImportProblem:
        return ImportProblem(
            self.described(name), Sentence("an entry that can be unpacked"), Sentence("a damaged one (%(reason)s)", reason=why)
        )


def _tar_places(file: IO[bytes], label: str) -> dict[str, tuple[int, int]]:
    """Name -> where the file's bytes begin, and how many there are. Each entry is looked at and forgotten."""
    places: dict[str, tuple[int, int]] = {}
    named: list[tuple[str, bool]] = []
    count = total = 0
    with tarfile.open(fileobj=file, mode="r:", tarinfo=_Member, encoding="utf-8", errors="surrogateescape") as tar:
        while (member := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]
            count, total = count + 1, total + member.size
            _check_amounts(count, total, label)
            if member.name.strip("./") == "" and member.isdir():
                continue
            _check_tar_entry(member, label)
            named.append((_tar_name(member), member.isdir()))
            if member.isreg():
                places[_tar_name(member)] = (member.offset_data, member.size)
    check_twins(named, label)
    return places


def _check_tar_entry(member: tarfile.TarInfo, label: str) -> None:
    name = _tar_name(member)
    check_name(name, label)
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise ImportProblem(f"{label}/{name}", Sentence("a file or a folder"), Sentence("a link, a device or a file with holes"))
    _check_size(member.size, f"{label}/{name}")


def _tar_name(member: tarfile.TarInfo) -> str:
    """`tar -C folder .` writes ./ before every name."""
    return readable(member.name.removeprefix("./"))


def _check_amounts(count: int, total: int, label: str) -> None:
    if count > ENTRIES_LIMIT:
        raise ImportProblem(label, Sentence("at most %(limit)s entries", limit=f"{ENTRIES_LIMIT:,}"), Sentence("more"))
    if total > TOTAL_LIMIT:
        raise ImportProblem(label, Sentence("at most %(limit)s unpacked", limit=megabytes(TOTAL_LIMIT)), megabytes(total))


def _check_size(size: int, where: str) -> None:
    if size > ENTRY_LIMIT:
        raise ImportProblem(where, Sentence("at most %(limit)s unpacked", limit=megabytes(ENTRY_LIMIT)), megabytes(size))
