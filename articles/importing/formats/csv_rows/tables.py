"""A CSV's bytes -> its rows with offsets and line numbers: encoding, delimiter, quoting, and how to go on after damage. Pure.

The bytes are the only copy; text is made of them a line at a time, so that a sheet of a whole archive needs no second one.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.importing.formats.csv_rows.columns import EXPECTED, Header, expected_columns, header_of
from articles.importing.formats.csv_rows.values import looks_like_date
from articles.importing.problems import ImportProblem, quoted

CELL_LIMIT = 2_000_000
MOST_TORN, MOST_PASSED = 100, 50
_CHUNK = 1_000_000
_CLEARLY_UTF8 = 8  # so many characters of several bytes in a row of bytes are no accident

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
    """The lines from an offset on, decoded one at a time; `damaged` is the first line whose bytes are no text."""

    def __init__(self, table: "Table", offset: int, line: int) -> None:
        self.table, self.offset, self.line = table, offset, line
        self.damaged: int | None = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        data = self.table.data
        if self.offset >= len(data):
            raise StopIteration
        end = data.find(b"\n", self.offset) + 1 or len(data)
        raw = data[self.offset : end]
        self.offset, self.line = end, self.line + 1
        try:
            return raw.decode(self.table.encoding)
        except UnicodeDecodeError:
            self.damaged = self.damaged or self.line - 1
            return raw.decode(self.table.encoding, "replace")


class Table:
    """One CSV with its header understood. Raises `ImportProblem` for what is none."""

    def __init__(self, data: bytes, origin: str, *, is_page_told: bool) -> None:
        self.origin = origin
        self.data, self.encoding, offset = _legible(data, origin)
        lines = _Lines(self, offset, 1)
        self.header = _find_header(lines)
        if not self.header.is_one:
            found = ", ".join(map(quoted, self.header.words[:5])) or "an empty file"
            expected = f"a header of columns such as {expected_columns()}"
            raise ImportProblem(origin, expected, found, line=max(1, lines.line - 1))
        self._check_header(lines.line - 1, is_page_told)
        self._first = (lines.offset, lines.line)
        field = self.header.fields.index("date")
        date = r"\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?"
        self._row_inside = re.compile(rf'\n"?{date}"?{self.header.delimiter}') if field == 0 else None

    def _check_header(self, line: int, is_page_told: bool) -> None:
        header, known = self.header, self.header.known
        if header.twice:
            raise ImportProblem(self.origin, "every column once", ", ".join(map(quoted, header.twice)), line=line)
        missing = [field for field in EXPECTED if field not in known]
        if ("page_name" in known or is_page_told) and "label" in missing:
            missing.remove("label")
        if missing == ["body"] and not header.unknown:
            return  # a list of headlines
        if missing:
            words = ", ".join(quoted(header.word(field)) for field in missing)
            unknown = f"; not understood: {', '.join(map(quoted, header.unknown[:10]))}" if header.unknown else ""
            found = f"no such column among {', '.join(map(quoted, header.words[:40]))}{unknown}"
            raise ImportProblem(self.origin, f"the columns {words} (known are {expected_columns()})", found, line=line)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. After a torn one it goes on with the next line that begins like a row."""
        lines = _Lines(self, *self._first)
        reader, torn = self._reader(lines), 0
        while lines.offset < len(self.data):
            row = self._next(reader, lines)
            if any(cell.strip() for cell in row.cells) or row.damage:
                yield row
            if row.is_torn:
                torn += 1
                if torn > MOST_TORN:
                    raise ImportProblem(self.origin, "rows that can be told apart", f"more than {MOST_TORN} that cannot")
                lines = _Lines(self, row.offset, row.line)
                next(lines)
                if (passed := self._go_on(lines)) > MOST_PASSED:
                    found = f"{passed} lines that belong to no row"
                    yield Row(row.offset, row.line, [], ImportProblem(self.origin, "rows", found, line=row.line + 1))
                reader = self._reader(lines)

    def row(self, offset: int, line: int) -> Row:
        """The one that begins at an offset which `rows` gave."""
        lines = _Lines(self, offset, line)
        return self._next(self._reader(lines), lines)

    def _reader(self, lines: _Lines) -> "Iterator[list[str]]":
        return csv.reader(lines, delimiter=self.header.delimiter, strict=True)

    def _next(self, reader: "Iterator[list[str]]", lines: _Lines) -> Row:
        offset, line = lines.offset, lines.line
        lines.damaged = None
        try:
            cells = next(reader, [])
        except csv.Error:
            expected = "a quotation mark that closes before the next column (one inside a text is written twice)"
            return self._damage(offset, line, expected, "none")
        while cells and not cells[-1].strip() and len(cells) > len(self.header.fields):
            cells.pop()
        if len(cells) > len(self.header.fields):
            return self._damage(offset, line, f"at most {len(self.header.fields)} columns", f"{len(cells)}")
        if self._row_inside and any("\n" in cell and self._row_inside.search(cell) for cell in cells):
            return self._damage(offset, line, "a quotation mark that closes in its own row", "other rows inside a cell")
        damage = None
        if lines.damaged is not None:
            damage = ImportProblem(self.origin, f"text in {self.encoding.upper()}", "other bytes", line=lines.damaged)
        return Row(offset, line, cells, damage)

    def _damage(self, offset: int, line: int, expected: str, found: str) -> Row:
        """What can be told of the row, its date perhaps, is in its first line."""
        cells = self._cells(next(_Lines(self, offset, line)))
        return Row(offset, line, cells, ImportProblem(self.origin, expected, found, line=line), is_torn=True)

    def _go_on(self, lines: _Lines) -> int:
        """Go to the next line that begins like a row; how many were passed."""
        start, date = lines.line, self.header.fields.index("date")
        while lines.offset < len(self.data):
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


def _legible(data: bytes, origin: str) -> tuple[bytes, str, int]:
    """The bytes with line ends that can be looked for, their encoding, and where the text begins."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _from_utf16(data, origin)
    if b"\x00" in data:
        raise ImportProblem(origin, "text", "a binary file", line=data.count(b"\n", 0, data.index(b"\x00")) + 1)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if data.startswith(b"\xef\xbb\xbf"):
        return data, "utf-8", 3
    good, characters = _valid(data, "utf-8")
    if good is None or characters >= _CLEARLY_UTF8:
        return data, "utf-8", 0
    wrong, _ = _valid(data, "gb18030")
    if wrong is not None and wrong <= good:
        line = data.count(b"\n", 0, good) + 1
        raise ImportProblem(origin, "text in UTF-8, GB18030 or UTF-16", f"the byte 0x{data[good]:02X}", line=line)
    return data, "gb18030", 0


def _valid(data: bytes, encoding: str) -> tuple[int | None, int]:
    """Where the first wrong byte is, about, and how many characters of several bytes stand before it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    characters = 0
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        try:
            text = decoder.decode(chunk, start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            # Positions count from what the decoder had kept of the piece before.
            kept = len(error.object) - len(chunk)
            good = error.object[: error.start].decode(encoding, "ignore")
            return max(0, start - kept + error.start), characters + len(re.findall(r"[^\x00-\x7f]", good))
        characters += 0 if text.isascii() else len(chunk) - len(text)
    return None, characters


def _from_utf16(data: bytes, origin: str) -> bytes:
    decoder = codecs.getincrementaldecoder("utf-16")()
    converted = bytearray()
    try:
        for start in range(0, len(data), _CHUNK):
            converted += decoder.decode(data[start : start + _CHUNK], start + _CHUNK >= len(data)).encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        line = converted.count(b"\n") + 1
        raise ImportProblem(origin, "text in UTF-16, as its first bytes say", "other bytes", line=line) from error
    return bytes(converted)
