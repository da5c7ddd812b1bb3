"""A CSV file -> its rows with offsets and line numbers: delimiter, quoting, and how to go on after damage. Pure.

The bytes stay on the disk; text is made of them a line at a time, so that a sheet of a whole archive fits into little memory.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from articles.importing.formats.csv_rows.columns import EXPECTED, Header, expected_columns, header_of
from articles.importing.formats.csv_rows.legible import legible, prepared
from articles.importing.formats.csv_rows.values import looks_like_date
from articles.importing.problems import ImportProblem, megabytes, quoted
from issues.sentences import Sentence

CELL_LIMIT = 2_000_000
LINE_LIMIT = 16_000_000  # bytes
MOST_TORN, MOST_PASSED = 100, 50

# The module's limit is the process's; its own of 131,072 is too small for an article.
csv.field_size_limit(CELL_LIMIT)


@dataclass(frozen=True, slots=True)
class Row:
    """`offset` and `line` are those of its beginning. `damage`: why it cannot be read; its cells are then what could be saved.
    `is_torn`: nobody knows where it ends."""

    offset: int
    line: int
    cells: list[str]
    damage: ImportProblem | None = None
    is_torn: bool = False


class _Lines:
    """The lines from an offset on, decoded one at a time; `damaged` is the first line whose bytes are no text, `endless` one of
    more than LINE_LIMIT, which comes in pieces."""

    def __init__(self, table: "Table", offset: int, line: int) -> None:
        self.table, self.offset, self.line = table, offset, line
        self.damaged: int | None = None
        self.endless: int | None = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self.table.line(self.offset)
        if not raw:
            self.offset = self.table.size  # also where the file was cut while it is read
            raise StopIteration
        if len(raw) == LINE_LIMIT:
            self.endless = self.endless or self.line
        self.offset, self.line = self.offset + len(raw), self.line + raw.endswith(b"\n")
        try:
            return raw.decode(self.table.encoding)
        except UnicodeDecodeError:
            self.damaged = self.damaged or self.line - raw.endswith(b"\n")
            return raw.decode(self.table.encoding, "replace")


class Table:
    """One CSV with its header understood. Raises `ImportProblem` for what is none."""

    def __init__(self, open_file: Callable[[], IO[bytes]], origin: str, *, is_page_told: bool) -> None:
        self.origin = origin
        self._open_file = open_file
        self._file: IO[bytes] | None = None
        self._at = 0
        try:
            self._understand(is_page_told)
        except BaseException:
            self.close()
            raise

    def _understand(self, is_page_told: bool) -> None:
        self._file = self._open_file()
        self._file, self.encoding, offset = legible(self._file, self.origin)
        self.size = self._file.seek(0, 2)
        self._at = self.size
        lines = _Lines(self, offset, 1)
        self.header = _find_header(lines)
        if not self.header.is_one:
            found = ", ".join(map(quoted, self.header.words[:5])) or Sentence("an empty file")
            expected = Sentence("a header of columns such as %(known)s", known=expected_columns())
            raise ImportProblem(self.origin, expected, found, line=max(1, lines.line - 1))
        self._check_header(lines.line - 1, is_page_told)
        self._first = (lines.offset, lines.line)
        field = self.header.fields.index("date")
        date = r"\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?"
        self._row_inside = re.compile(rf'\n"?{date}"?{self.header.delimiter}') if field == 0 else None

    def close(self) -> None:
        """Let go of the file; reading on opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def line(self, offset: int) -> bytes:
        """From an offset to the end of the line; of one beyond LINE_LIMIT the first piece."""
        if self._file is None:
            self._file, self._at = prepared(self._open_file(), self.origin), 0
        if self._at != offset:
            self._file.seek(offset)
        raw = self._file.readline(LINE_LIMIT)
        self._at = offset + len(raw)
        return raw

    def _check_header(self, line: int, is_page_told: bool) -> None:
        header, known = self.header, self.header.known
        if header.twice:
            raise ImportProblem(self.origin, Sentence("every column once"), ", ".join(map(quoted, header.twice)), line=line)
        missing = [field for field in EXPECTED if field not in known]
        if ("page_name" in known or is_page_told) and "label" in missing:
            missing.remove("label")
        if missing == ["body"] and not header.unknown:
            return  # a list of headlines
        if missing:
            words = ", ".join(quoted(header.word(field)) for field in missing)
            expected = Sentence("the columns %(words)s (known are %(known)s)", words=words, known=expected_columns())
            raise ImportProblem(self.origin, expected, _lacking(header), line=line)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. After a torn one it goes on with the next line that begins like a row."""
        lines = _Lines(self, *self._first)
        reader, torn = self._reader(lines), 0
        while lines.offset < self.size:
            row = self._next(reader, lines)
            if any(cell.strip() for cell in row.cells) or row.damage:
                yield row
            if row.is_torn:
                torn += 1
                if torn > MOST_TORN:
                    raise ImportProblem(
                        self.origin,
                        Sentence("rows that can be told apart"),
                        Sentence("more than %(limit)s that cannot", limit=MOST_TORN),
                    )
                lines = _Lines(self, row.offset, row.line)
                next(lines)
                if (passed := self._go_on(lines)) > MOST_PASSED:
                    found = Sentence("%(count)s lines that belong to no row", count=passed)
                    yield Row(row.offset, row.line, [], ImportProblem(self.origin, Sentence("rows"), found, line=row.line + 1))
                reader = self._reader(lines)

    def row(self, offset: int, line: int) -> Row:
        """The one that begins at an offset which `rows` gave."""
        lines = _Lines(self, offset, line)
        return self._next(self._reader(lines), lines)

    def _reader(self, lines: _Lines) -> "Iterator[list[str]]":
        return csv.reader(lines, delimiter=self.header.delimiter, strict=True)

    def _next(self, reader: "Iterator[list[str]]", lines: _Lines) -> Row:
        offset, line = lines.offset, lines.line
        lines.damaged = lines.endless = None
        try:
            cells = next(reader, [])
        except csv.Error:
            if lines.endless is not None:
                return self._endless(offset, line, lines.endless)
            expected = Sentence("a quotation mark that closes before the next column (one inside a text is written twice)")
            return self._damage(offset, line, expected, Sentence("none"))
        if lines.endless is not None:
            return self._endless(offset, line, lines.endless)
        while cells and not cells[-1].strip() and len(cells) > len(self.header.fields):
            cells.pop()
        if len(cells) > len(self.header.fields):
            return self._damage(
                offset, line, Sentence("at most %(limit)s columns", limit=len(self.header.fields)), f"{len(cells)}"
            )
        if self._row_inside and any("\n" in cell and self._row_inside.search(cell) for cell in cells):
            expected = Sentence("a quotation mark that closes in its own row")
            return self._damage(offset, line, expected, Sentence("other rows inside a cell"))
        damage = None
        if lines.damaged is not None:
            damage = ImportProblem(
                self.origin,
                Sentence("text in %(encoding)s", encoding=self.encoding.upper()),
                Sentence("other bytes"),
                line=lines.damaged,
            )
        return Row(offset, line, cells, damage)

    def _endless(self, offset: int, line: int, endless: int) -> Row:
        expected = Sentence("lines of at most %(limit)s", limit=megabytes(LINE_LIMIT))
        return self._damage(offset, line, expected, Sentence("a longer one, line %(line)s", line=endless))

    def _damage(self, offset: int, line: int, expected: Sentence, found: str) -> Row:
        """What can be told of the row, its date perhaps, is in its first line."""
        cells = self._cells(next(_Lines(self, offset, line)))
        return Row(offset, line, cells, ImportProblem(self.origin, expected, found, line=line), is_torn=True)

    def _go_on(self, lines: _Lines) -> int:
        """Go to the next line that begins like a row; how many were passed."""
        start, date = lines.line, self.header.fields.index("date")
        while lines.offset < self.size:
            offset, line = lines.offset, lines.line
            cells = self._cells(next(lines))
            if len(cells) > max(1, date) and looks_like_date(cells[date]):
                lines.offset, lines.line = offset, line
                break
        return lines.line - start

    def _cells(self, line: str) -> list[str]:
        """Of one line of text, whatever its quotation marks."""
        try:
            return next(csv.reader([line[:CELL_LIMIT]], delimiter=self.header.delimiter), [])
        except csv.Error:
            return []


def _find_header(lines: _Lines) -> Header:
    """In the first line that holds anything; Excel's own `sep=;` stands before it."""
    for line in lines:
        if len(line) > CELL_LIMIT:
            break
        if line.strip() and not re.fullmatch('\ufeff?"?sep=."?', line.strip(), re.IGNORECASE):
            return header_of(line.removeprefix("\ufeff").rstrip("\r\n"))
    return Header(",", (), ())


def _lacking(header: Header) -> Sentence:
    words = ", ".join(map(quoted, header.words[:40]))
    if not header.unknown:
        return Sentence("no such column among %(words)s", words=words)
    unknown = ", ".join(map(quoted, header.unknown[:10]))
    return Sentence("no such column among %(words)s; not understood: %(unknown)s", words=words, unknown=unknown)
