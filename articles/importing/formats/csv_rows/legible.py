"""A CSV file's bytes -> a file whose lines can be looked for, and its encoding. Pure; all of it is looked at, never held."""

import codecs
import re
import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import IO

from articles.importing.problems import ImportProblem
from issues.sentences import Sentence

_CHUNK = 1_000_000
_CLEARLY_UTF8 = 8  # so many characters of several bytes in a row of bytes are no accident


def legible(file: IO[bytes], origin: str) -> tuple[IO[bytes], str, int]:
    """The file, or its copy by `prepared`; its encoding; where the text begins."""
    file = prepared(file, origin)
    try:
        encoding, offset = _encoding(file, origin)
    except ImportProblem:
        file.close()
        raise
    return file, encoding, offset


def prepared(file: IO[bytes], origin: str) -> IO[bytes]:
    """The same file, or, of UTF-16 and of old line ends, a copy in whose stead it is closed."""
    try:
        if _start(file, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            file = _copied(file, _utf8(file, origin))
        if not any(b"\n" in chunk for chunk in _chunks(file)) and any(b"\r" in chunk for chunk in _chunks(file)):
            file = _copied(file, (chunk.replace(b"\r", b"\n") for chunk in _chunks(file)))
    except ImportProblem:
        file.close()
        raise
    return file


def _encoding(file: IO[bytes], origin: str) -> tuple[str, int]:
    _check_text(file, origin)
    if _start(file, 3) == codecs.BOM_UTF8:
        return "utf-8", 3
    good, characters = _valid(file, "utf-8")
    if good is None or characters >= _CLEARLY_UTF8:
        return "utf-8", 0
    wrong, _ = _valid(file, "gb18030")
    if wrong is not None and wrong <= good:
        found = Sentence("the byte 0x%(byte)s", byte=f"{_byte(file, good):02X}")
        raise ImportProblem(origin, Sentence("text in UTF-8, GB18030 or UTF-16"), found, line=_line_of(file, good))
    return "gb18030", 0


def _check_text(file: IO[bytes], origin: str) -> None:
    start = 0
    for chunk in _chunks(file):
        if b"\x00" in chunk:
            line = _line_of(file, start + chunk.index(b"\x00"))
            raise ImportProblem(origin, Sentence("text"), Sentence("a binary file"), line=line)
        start += len(chunk)


def _valid(file: IO[bytes], encoding: str) -> tuple[int | None, int]:
    """Where the first wrong byte is, about, and how many characters of several bytes stand before it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    characters = start = 0
    for chunk in chain(_chunks(file), [b""]):
        try:
            text = decoder.decode(chunk, not chunk)
        except UnicodeDecodeError as error:
            # Positions count from what the decoder had kept of the piece before.
            kept = len(error.object) - len(chunk)
            good = error.object[: error.start].decode(encoding, "ignore")
            return max(0, start - kept + error.start), characters + len(re.findall(r"[^\x00-\x7f]", good))
        characters += 0 if text.isascii() else len(chunk) - len(text)
        start += len(chunk)
    return None, characters


def _utf8(file: IO[bytes], origin: str) -> Iterator[bytes]:
    """Of UTF-16."""
    decoder = codecs.getincrementaldecoder("utf-16")()
    line = 1
    try:
        for chunk in _chunks(file):
            piece = decoder.decode(chunk).encode()
            line += piece.count(b"\n")
            yield piece
        decoder.decode(b"", True)
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise ImportProblem(
            origin, Sentence("text in UTF-16, as its first bytes say"), Sentence("other bytes"), line=line
        ) from error


def _copied(file: IO[bytes], pieces: Iterator[bytes]) -> IO[bytes]:
    copy = tempfile.SpooledTemporaryFile(_CHUNK)  # noqa: SIM115 (closed with the table)
    try:
        for piece in pieces:  # writelines would fill the memory before it looks at the size
            copy.write(piece)
    except ImportProblem:
        copy.close()
        raise
    file.close()
    return copy


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _start(file: IO[bytes], length: int) -> bytes:
    file.seek(0)
    return file.read(length)


def _byte(file: IO[bytes], offset: int) -> int:
    file.seek(offset)
    return file.read(1)[0]


def _line_of(file: IO[bytes], offset: int) -> int:
    line, start = 1, 0
    for chunk in _chunks(file):
        line += chunk.count(b"\n", 0, max(0, offset - start))
        start += len(chunk)
        if start >= offset:
            break
    return line
