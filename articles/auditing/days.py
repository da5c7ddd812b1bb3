"""Days: which should have an issue, and which issues and editions are missing. Pure."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from articles.auditing.records import Archive, AuditedIssue, Finding, Pause
from issues.sentences import Sentence

_DAY = dt.timedelta(days=1)
# So many days of one weekday in a row without an issue, while the paper came out on other days, are a change of plan.
_CHANGED, _NEVER = 8, 4
# A longer row of days is told as one.
_LONGEST_ROW = 10


class Pauses:
    """Answers for one day after another without asking each suspension."""

    def __init__(self, pauses: Sequence[Pause]) -> None:
        self._pauses = sorted(pauses, key=lambda pause: pause.first)
        self._reach: list[Pause] = []
        for pause in self._pauses:
            self._reach.append(max([*self._reach[-1:], pause], key=lambda one: one.last))

    def on(self, date: dt.date) -> Pause | None:
        begun = bisect_right(self._pauses, date, key=lambda pause: pause.first)
        return self._reach[begun - 1] if begun and self._reach[begun - 1].last >= date else None


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for offset in range((last - first).days + 1):
        yield first + offset * _DAY


class Days:
    """What is missing between two days. `missing` are days without a regular issue that should have one, ticked ones too.

    A 号外 does not stand for the day's issue.
    """

    def __init__(self, archive: Archive, first: dt.date, last: dt.date) -> None:
        self._archive = archive
        self._dates = sorted({issue.date for issue in archive.issues if issue.is_regular})
        pauses, there = Pauses(archive.pauses), set(self._dates)
        planned = [date for date in days(first, last) if date.isoweekday() in archive.weekdays and not pauses.on(date)]
        self._pauses = pauses
        self.notes: list[Finding] = []
        unused = {
            date
            for weekday in sorted(archive.weekdays)
            for date in self._unused([date for date in planned if date.isoweekday() == weekday], there)
        }
        self.due = [date for date in planned if date not in unused]
        self.missing = [date for date in self.due if date not in there]

    def _unused(self, planned: Sequence[dt.date], there: set[dt.date]) -> Iterator[dt.date]:
        """Days of one weekday on which the paper, by the look of it, did not appear at that time."""
        row: list[dt.date] = []
        for date in [*planned, None]:
            if date and date not in there:
                row.append(date)
                continue
            if len(row) >= (_NEVER if len(row) == len(planned) else _CHANGED) and self._appears_around(row):
                self.notes.append(_unused_weekday(row))
                yield from row
            row = []

    def _appears_around(self, row: list[dt.date]) -> bool:
        """On other weekdays, in at least half of these weeks: else whole weeks are missing."""
        around = self._dates[bisect_left(self._dates, row[0] - 6 * _DAY) : bisect_right(self._dates, row[-1] + 6 * _DAY)]
        weeks = {(date - row[0]).days // 7 for date in around}
        return len(weeks) * 2 >= len(row)

    def findings(self) -> Iterator[Finding]:
        """One a missing day."""
        for date in self.missing:
            yield Finding("no_issue", date, Sentence("no issue"), Sentence("an issue: the paper appears on this weekday"))

    def in_rows(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Long rows of days without issues, one finding each."""
        places = {date: place for place, date in enumerate(self.due)}
        row: list[Finding] = []
        for finding in [*findings, None]:
            if finding and row and places[finding.date] == places[row[-1].date] + 1:
                row.append(finding)
                continue
            yield from [_as_one(row)] if len(row) > _LONGEST_ROW else row
            row = [finding] if finding else []

    def unplanned(self) -> Iterator[Finding]:
        """Issues on other weekdays, one note a weekday; and issues in suspensions."""
        by_weekday: dict[int, list[AuditedIssue]] = {}
        for issue in self._archive.issues:
            if pause := self._pauses.on(issue.date):
                yield _in_suspension(issue, pause)
            elif issue.is_regular and issue.date.isoweekday() not in self._archive.weekdays:
                by_weekday.setdefault(issue.date.isoweekday(), []).append(issue)
        yield from (_unplanned_weekday(issues, self._archive.weekdays) for issues in by_weekday.values())


def _as_one(row: Sequence[Finding]) -> Finding:
    found = Sentence("no issue on %(count)s days", count=len(row))
    expected = Sentence("an issue on each; a suspension, if the paper paused")
    return Finding("no_issue", row[0].date, found, expected, last=row[-1].date, amount=len(row))


def _unused_weekday(row: Sequence[dt.date]) -> Finding:
    found = Sentence("none of %(count)s issues of this weekday, while other days have theirs", count=len(row))
    expected = Sentence("an issue, if the paper appeared on this weekday then")
    return Finding("weekdays", row[0], found, expected, is_hole=False, last=row[-1])


def _unplanned_weekday(issues: Sequence[AuditedIssue], weekdays: frozenset[int]) -> Finding:
    first, last = issues[0].date, issues[-1].date
    found = Sentence("%(count)s issues on this weekday", count=len(issues))
    expected = Sentence("none: the paper's weekdays are %(weekdays)s", weekdays="".join(map(str, sorted(weekdays))) or "–")
    return Finding("weekdays", first, found, expected, is_hole=False, last=last if last != first else None)


def _in_suspension(issue: AuditedIssue, pause: Pause) -> Finding:
    found = Sentence("an issue")
    expected = Sentence("none: suspended from %(first)s to %(last)s", first=pause.first, last=pause.last)
    return Finding("in_suspension", issue.date, found, expected, is_hole=False, edition=issue.edition)


def edition_findings(issues: Sequence[AuditedIssue], usual: frozenset[int]) -> Iterator[Finding]:
    """Of one day that has a regular issue: editions before its last one, and `usual` ones, which the neighbour days have."""
    there = {issue.edition for issue in issues}
    for edition in sorted(({*range(1, max(there))} | usual) - there):
        found = Sentence("edition %(editions)s only", editions=", ".join(map(str, sorted(there))))
        expected = Sentence("edition %(edition)s as well", edition=edition)
        yield Finding("no_edition", issues[0].date, found, expected, edition=edition)
