"""The one error that readers of foreign files raise: which file, where in it, what was expected, what was found."""

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class ImportProblem(Exception):
    """`str()` is one sentence for the person who imports; `line` counts from 1, `field` is a path in JSON or XML, or a column."""

    def __init__(self, file: str, expected: str, found: str = "", *, line: int | None = None, field: str = "") -> None:
        self.file = file
        self.expected = expected
        self.found = found
        self.line = line
        self.field = field
        self.place = ", ".join(filter(None, ["" if line is None else f"line {line}", field]))
        where = f"{file}, {self.place}" if self.place else file
        sentence = f"{where}: expected {expected}" + (f", found {found}" if found else "")
        super().__init__(_UNPRINTABLE.sub(_escaped, sentence))

    def as_data(self) -> dict[str, str | int]:
        """For the report in JSON: `sentence` has it all; `element` is a path in the file, or a column."""
        data: dict[str, str | int | None] = {"sentence": str(self), "file": self.file, "line": self.line, "element": self.field}
        data |= {"found": self.found, "expected": self.expected}
        return {name: value for name, value in data.items() if value}

    @classmethod
    def refusal(cls, file: str, place: str, sentence: str) -> "ImportProblem":
        """A rule's own sentence, which says what was expected."""
        problem = cls(file, sentence, field=place)
        problem.args = (_UNPRINTABLE.sub(_escaped, f"{file}, {place}: {sentence}" if place else f"{file}: {sentence}"),)
        return problem


def quoted(text: str, length: int = 60) -> str:
    """A piece of foreign text, short enough for a sentence."""
    return f"“{text[:length]}…”" if len(text) > length else f"“{text}”"


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
