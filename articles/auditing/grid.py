"""Days × pages × articles: one row an issue, or a day that has none. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from articles.auditing.records import Audit, AuditedIssue, Finding

# Findings that stand for an issue that is not there.
_ABSENT = {"no_issue", "no_edition"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A page with the number of its articles; None for one that is not there. `mark` is "hole", "ticked" or empty."""

    place: str
    articles: int | None
    mark: str


@dataclass(slots=True)
class Row:
    """`status` is a key of wording.STATUSES; `last` ends a row of days that have nothing."""

    date: dt.date
    edition: int
    issue: AuditedIssue | None = None
    last: dt.date | None = None
    pause: str = ""
    is_pause: bool = False
    holes: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    ticked: list[Finding] = field(default_factory=list)

    @property
    def status(self) -> str:
        if self.is_pause:
            return "suspended"
        if self.issue is None:
            return "missing" if self.holes else "never_printed"
        return "incomplete" if self.holes else "complete"

    @property
    def cells(self) -> list[Cell]:
        marks = {finding.place: "ticked" for finding in self.ticked if finding.place}
        marks |= {finding.place: "hole" for finding in self.holes if finding.place}
        pages = self.issue.pages if self.issue else ()
        there = [Cell(page.place, page.articles, marks.pop(page.place, "")) for page in pages]
        return there + [Cell(place, None, mark) for place, mark in sorted(marks.items())]


@dataclass(slots=True)
class Period:
    """A month or a year of rows, added up."""

    first: dt.date
    rows: list[Row]

    @property
    def issues(self) -> int:
        return sum(row.issue is not None for row in self.rows)

    @property
    def pages(self) -> int:
        return sum(len(row.issue.pages) for row in self.rows if row.issue)

    @property
    def articles(self) -> int:
        return sum(row.issue.articles for row in self.rows if row.issue)

    @property
    def missing(self) -> int:
        """Issues."""
        return sum(finding.amount for row in self.rows for finding in row.holes if finding.kind in _ABSENT)

    @property
    def holes(self) -> int:
        return sum(len(row.holes) for row in self.rows)


def rows(audit: Audit) -> list[Row]:
    """In the order of days and editions, suspensions among them. Notes about rows of days stand for themselves."""
    found = {(issue.date, issue.edition): Row(issue.date, issue.edition, issue) for issue in audit.issues}
    for name in ("holes", "notes", "ticked"):
        for finding in getattr(audit, name):
            if finding.kind == "weekdays":
                continue
            key = (finding.date, finding.edition)
            row = found.get(key) or found.setdefault(key, Row(*key, last=finding.last))
            getattr(row, name).append(finding)
    pauses = [
        Row(pause.first, 0, last=pause.last, pause=pause.note, is_pause=True)
        for pause in audit.archive.pauses
        if pause.first <= audit.last and pause.last >= audit.first
    ]
    return sorted([*found.values(), *pauses], key=lambda row: (row.date, row.edition))


def by_month(all_rows: Iterable[Row]) -> Iterator[Period]:
    for first, group in groupby(all_rows, key=lambda row: row.date.replace(day=1)):
        yield Period(first, list(group))


def by_year(all_rows: Iterable[Row]) -> Iterator[Period]:
    for first, group in groupby(all_rows, key=lambda row: row.date.replace(month=1, day=1)):
        yield Period(first, list(group))
