"""Packed bytes into files of no name that go when they are closed, within limits."""

import bz2
import gzip
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO

from articles.importing.problems import ImportProblem, megabytes
from issues.sentences import Sentence

TOTAL_LIMIT = 4_000_000_000
RATIO_LIMIT = 200
RATIO_FREE = 1_000_000
KEPT_IN_MEMORY = 1_000_000  # bytes of an entry's copy; of a larger one none

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


def copied(file: IO[bytes], size: int) -> IO[bytes]:
    """The next `size` bytes as a file of their own, which has no name and goes when it is closed."""
    copy = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 (closed by the caller)
    while size > 0 and (chunk := file.read(min(size, KEPT_IN_MEMORY))):
        copy.write(chunk)
        size -= len(chunk)
    copy.seek(0)
    return copy


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
                    raise ImportProblem(
                        label, Sentence("at most %(limit)s unpacked", limit=megabytes(TOTAL_LIMIT)), Sentence("more")
                    )
                if size > max(RATIO_FREE, RATIO_LIMIT * packed_size):
                    raise ImportProblem(
                        label,
                        Sentence("packing of at most %(limit)s:1", limit=RATIO_LIMIT),
                        Sentence("tighter packing, as in a bomb"),
                    )
                target.write(chunk)
    except DAMAGED as error:
        target.close()
        raise ImportProblem(
            label, Sentence("a tar that can be unpacked"), Sentence("a damaged one (%(reason)s)", reason=str(error))
        ) from error
    except ImportProblem:
        target.close()
        raise
    target.seek(0)
    return target
