"""The ground floor of text formats: bytes -> text, with the encoding checked, and lines that know their numbers."""

import re
from collections.abc import Callable

from articles.importing.problems import ImportProblem, quoted
from issues.sentences import Sentence

DUMP_LIMIT = 5_000_000

_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_ENCODINGS = Sentence("UTF-8 or GB18030")


def decode(data: bytes, origin: str, is_expected: Callable[[str], bool]) -> tuple[str, str]:
    """(text, encoding), line ends made plain. GB18030 fits nearly any bytes, so such a text must be `is_expected`."""
    if not data.strip():
        raise ImportProblem(origin, Sentence("a text dump"), Sentence("an empty file"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportProblem(origin, Sentence("text in %(encoding)s", encoding=_ENCODINGS), Sentence("UTF-16"), line=1)
    if b"\x00" in data:
        raise ImportProblem(origin, Sentence("text"), Sentence("a binary file"), line=_line_of(data, data.index(b"\x00")))
    text, encoding = _decoded(data, origin, is_expected)
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    if match := _BINARY.search(text):
        raise ImportProblem(origin, Sentence("text"), Sentence("a binary file"), line=text.count("\n", 0, match.start()) + 1)
    return re.sub("[\x0b\x0c]", " ", text), encoding


def _decoded(data: bytes, origin: str, is_expected: Callable[[str], bool]) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if is_expected(text):
            return text, "gb18030"
        found = Sentence("the byte 0x%(byte)s, which is neither here", byte=f"{data[error.start]:02X}")
        raise ImportProblem(
            origin, Sentence("text in %(encoding)s", encoding=_ENCODINGS), found, line=_line_of(data, error.start)
        ) from error


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


class Lines:
    """The lines that are not blank, one after the other, with their numbers in the file."""

    def __init__(self, origin: str, text: str) -> None:
        self.origin = origin
        every = text.split("\n")
        self._lines = [(number, line.strip()) for number, line in enumerate(every, 1) if line.strip()]
        self._at = 0
        self._last = max(1, len(every) - (every[-1] == ""))

    @property
    def number(self) -> int:
        return self._lines[self._at][0] if self._at < len(self._lines) else self._last

    def peek(self) -> str:
        """The next line, empty at the end."""
        return self._lines[self._at][1] if self._at < len(self._lines) else ""

    def skip(self, count: int = 1) -> None:
        self._at += count

    def rest(self, count: int | None = None) -> list[str]:
        """The lines to come, at most `count`."""
        return [line for _, line in self._lines[self._at : None if count is None else self._at + count]]

    def problem(self, expected: Sentence, found: str = "") -> ImportProblem:
        """What is wrong with the next line."""
        found = found or (quoted(self.peek()) if self.peek() else Sentence("the end of the file"))
        return ImportProblem(self.origin, expected, found, line=self.number)
