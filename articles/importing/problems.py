"""The one error that readers of foreign files raise: which file, where in it, what was expected, what was found."""

import re
from collections.abc import Callable
from typing import Self

from issues.sentences import Sentence

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

# Collected for translation; other words of a system stay as they are.
_SYSTEM_WORDS = (
    Sentence("No such file or directory"),
    Sentence("Permission denied"),
    Sentence("No space left on device"),
    Sentence("Input/output error"),
    Sentence("File name too long"),
    Sentence("Is a directory"),
    Sentence("Not a directory"),
    Sentence("Too many open files"),
    Sentence("Too many levels of symbolic links"),
)


class ImportProblem(Exception):
    """`str()` is one English sentence for the person who imports; `sentence` is the same for who reads another language, `fault`
    the part of it that does not name the place. `found` is a Sentence where it is words of ours, plain where it is a piece of the
    file. `line` counts from 1, `field` is a path in JSON or XML, or a column."""

    def __init__(self, file: str, expected: Sentence, found: str = "", *, line: int | None = None, field: str = "") -> None:
        self._set(file, expected, found, line, field)
        self._say(_fault(expected, found))

    def _set(self, file: str, expected: str, found: str = "", line: int | None = None, field: str = "") -> None:
        self.file = file
        self.expected = expected
        self.found = found
        self.line = line
        self.field = field

    def _say(self, fault: str) -> None:
        self.fault = fault
        self.place = _place(self.line, self.field)
        where = _where(self.file, self.place) if self.place else self.file
        self.sentence = Sentence("%(where)s: %(fault)s", where=where, fault=fault)
        self.args = (_UNPRINTABLE.sub(_escaped, self.sentence),)

    def said(self, translate: Callable[[str], str]) -> str:
        """The whole sentence; `translate` is gettext."""
        return self.sentence.said(translate)

    def as_data(self) -> dict[str, str | int]:
        """For the report in JSON: `sentence` has it all; `element` is a path in the file, or a column."""
        data: dict[str, str | int | None] = {"sentence": str(self), "file": self.file, "line": self.line, "element": self.field}
        data |= {"found": self.found, "expected": self.expected}
        return {name: value for name, value in data.items() if value}

    @classmethod
    def refusal(cls, file: str, place: str, sentence: str) -> Self:
        """A rule's own sentence, which says what was expected. It is plain where a rule of the models said it."""
        problem = cls.__new__(cls)
        problem._set(file, sentence, field=place)
        problem._say(sentence)
        return problem


def _fault(expected: Sentence, found: str) -> Sentence:
    if found:
        return Sentence("expected %(expected)s, found %(found)s", expected=expected, found=found)
    return Sentence("expected %(expected)s", expected=expected)


def _place(line: int | None, field: str) -> str:
    if line is None:
        return field
    number = Sentence("line %(line)s", line=line)
    return Sentence("%(line)s, %(element)s", line=number, element=field) if field else number


def _where(file: str, place: str) -> Sentence:
    return Sentence("%(file)s, %(place)s", file=file, place=place)


def at_line(file: str, line: int) -> Sentence:
    """For notes on a part of a file."""
    return _where(file, _place(line, ""))


def quoted(text: str, length: int = 60) -> str:
    """A piece of foreign text, short enough for a sentence."""
    return f"“{text[:length]}…”" if len(text) > length else f"“{text}”"


def megabytes(size: int) -> Sentence:
    if size >= 100_000:
        return Sentence("%(size)s MB", size=f"{size / 1_000_000:.1f}")
    return Sentence("%(size)s bytes", size=size)


def system_words(said: str) -> Sentence:
    """What the operating system says of a file: it is translated where it is one of `_SYSTEM_WORDS`."""
    return Sentence(said.replace("%", "%%"))


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
