"""CSV: one row an article, the header in Chinese or English (docs/import-formats.md). Pure.

Two passes: the first remembers where each day's rows begin, the second reads one day after the other.
"""

import codecs
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.importing.formats.csv_rows.columns import Header, header_of, is_example, template
from articles.importing.formats.csv_rows.rows import RowReader
from articles.importing.formats.csv_rows.tables import Row, Table
from articles.importing.formats.stories import MOST_PROBLEMS, Day, Story, read_days
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

__all__ = ["NAME", "kind_of", "read_each", "template"]

NAME = "csv"
FILE_LIMIT = 1_000_000_000
MOST_OPEN = 16  # sheets whose files stay open from one day to the next
MOST_LOST = 100  # rows without a date that are named one by one

# The fields of an article that a sheet tells where it has a column of the name.
_TOLD = {
    **{name: name for name in "kind column kicker title subtitle byline source original_source original_title lead body".split()},
    "authors": "authors",
    "keywords": "keywords",
    "picture": "figures",
    "label": "page",
    "page_name": "page",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row begins."""

    sheet: int
    offset: int
    line: int


class _Places(Sequence[_Place | ImportProblem]):
    """The rows of one day, three numbers each; first the problems that are told of it. A sheet may have millions of rows."""

    def __init__(self) -> None:
        self.problems: list[ImportProblem] = []
        self.numbers = array("Q")

    def add(self, place: _Place) -> None:
        self.numbers.extend((place.sheet, place.offset, place.line))

    def refuse(self, problem: ImportProblem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def __len__(self) -> int:
        return len(self.problems) + len(self.numbers) // 3

    def __getitem__(self, at: int) -> _Place | ImportProblem:  # type: ignore[override]
        if at >= len(self):
            raise IndexError(at)
        if at < len(self.problems):
            return self.problems[at]
        start = 3 * (at - len(self.problems))
        return _Place(*self.numbers[start : start + 3])


def kind_of(start: bytes, name: str) -> str:
    """By a header that is understood; a file called .csv or .tsv is ours in any case, to be told what it lacks."""
    text = _beginning(start)
    if not text:
        return ""
    if name.lower().endswith((".csv", ".tsv")):
        return "csv"
    lines = [line for line in text.split("\n")[:3] if line.strip() and not line.lower().startswith("sep=")]
    header = header_of(lines[0].strip("\r")) if lines and len(lines[0]) < len(text) else Header(",", (), ())
    return "csv" if {"date", "title"} <= header.known and len(header.known) >= 3 else ""


def _beginning(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace")
    if b"\x00" in start or start.startswith(b"PK\x03\x04"):
        return ""
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return start.decode("gb18030", "replace")


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem | Unread]:
    yield from _Sheets(files, options).issues()


class _Sheets:
    """All the sheets of one source."""

    def __init__(self, files: Sequence[FoundFile], options: ReadingOptions) -> None:
        self.files, self.options = files, options
        self.notes: dict[int, tuple[Sentence, ...]] = {}
        self.tables: dict[int, Table] = {}
        self.open: list[int] = []
        self.day: Day | None = None
        self.seen: Counter[str] = Counter()

    def issues(self) -> Iterator[ImportedIssue | ImportProblem]:
        days: dict[Day, _Places] = {}
        for at in range(len(self.files)):
            yield from self._survey(at, days)
        try:
            yield from read_days(days, self._stories, self._told, self.options.script)
        finally:
            for table in self.tables.values():
                table.close()

    def _survey(self, at: int, days: dict[Day, _Places]) -> Iterator[ImportProblem]:
        """Add a sheet's rows to their days; what belongs to no day is yielded."""
        lost, is_empty = 0, True
        try:
            table = self._table(at)
            for row in table.rows():
                is_empty = False
                try:
                    self._add(at, table, row, days)
                except ImportProblem as problem:
                    lost += 1
                    if lost <= MOST_LOST:
                        yield problem
            if is_empty:
                yield ImportProblem(self.files[at].origin, Sentence("rows below the header"), Sentence("none"))
        except ImportProblem as problem:
            yield problem
        if lost > MOST_LOST:
            found = Sentence("%(count)s more without", count=lost - MOST_LOST)
            yield ImportProblem(self.files[at].origin, Sentence("a date in every row"), found)

    def _add(self, at: int, table: Table, row: Row, days: dict[Day, _Places]) -> None:
        if is_example(row.cells, table.header):
            self.notes[at] += (
                Sentence(
                    "%(origin)s, line %(line)s: the template's example row was left out",
                    origin=self.files[at].origin,
                    line=row.line,
                ),
            )
            return
        try:
            day = RowReader(self.files[at], table.header, row.line, row.cells).day()
        except ImportProblem:
            if row.damage:
                raise row.damage from None
            raise
        places = days.setdefault(day, _Places())
        if row.damage:
            places.refuse(row.damage)
        else:
            places.add(_Place(at, row.offset, row.line))

    def _table(self, at: int) -> Table:
        """Understood once; of the files a few stay open."""
        if at not in self.tables:
            file = self.files[at]
            self.tables[at] = Table(lambda: file.open(FILE_LIMIT), file.origin, is_page_told=bool(self.options.page))
            self.notes[at] = self._notes(at, self.tables[at])
        if at not in self.open:
            self.open.append(at)
            if len(self.open) > MOST_OPEN:
                self.tables[self.open.pop(0)].close()
        return self.tables[at]

    def _notes(self, at: int, table: Table) -> tuple[Sentence, ...]:
        origin, found = self.files[at].origin, []
        if table.encoding != "utf-8":
            found.append(Sentence("%(origin)s: read as %(encoding)s", origin=origin, encoding=table.encoding.upper()))
        if table.header.unknown:
            words = ", ".join(map(quoted, table.header.unknown[:20]))
            found.append(
                Sentence("%(origin)s: columns that are not understood and were left out: %(words)s", origin=origin, words=words)
            )
        if not table.header.known & {"external_id", "order"}:
            found.append(
                Sentence(
                    "%(origin)s: without 编号 or 序号 an article whose title is corrected will come in as another one",
                    origin=origin,
                )
            )
        if "body" not in table.header.known:
            found.append(Sentence("%(origin)s: no column 正文, so these are headlines", origin=origin))
        return tuple(found)

    def _stories(self, place: _Place) -> list[Story]:
        table = self._table(place.sheet)
        row = table.row(place.offset, place.line)
        reader = RowReader(self.files[place.sheet], table.header, place.line, row.cells)
        if (day := reader.day()) != self.day:
            self.day, self.seen = day, Counter()
        story = reader.story(self.options.page, self.seen)
        notes, self.notes[place.sheet] = self.notes[place.sheet], ()
        return [replace(story, warnings=notes + story.warnings) if notes else story]

    def _told(self, places: Sequence[_Place]) -> frozenset[str]:
        """What all the sheets of one day tell."""
        known = set.intersection(*(self.tables[place.sheet].header.known for place in places)) if places else set()
        told = {_TOLD[field] for field in known if field in _TOLD} | {"external_id"}
        return frozenset(told | {"authors"} if "byline" in known else told)
