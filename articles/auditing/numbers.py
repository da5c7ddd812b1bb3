"""Printed numbers: where they jump although no day is missing, where they run backwards. Pure."""

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.auditing.records import AuditedIssue, Finding
from issues.sentences import Sentence

# A year that begins with a number above this was numbered on, and anew only by mistake.
_FIRST_OF_A_YEAR = 31
# No paper prints more issues a day: a greater jump is another way of counting.
_ISSUES_A_DAY = 3


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The numbers of one day: those of later editions too where they count on."""

    date: dt.date
    first: int
    last: int


def number_findings(issues: Sequence[AuditedIssue], missing: Sequence[dt.date]) -> Iterator[Finding]:
    """`issues` are regular ones in order. A day in between that is missing, unnumbered or misnumbered explains one number."""
    explaining = sorted({*missing, *(issue.date for issue in issues)} - {issue.date for issue in issues if issue.numbers})
    numbered = list(_by_day(issues))
    before: _Numbered | None = None
    for place, now in enumerate(numbered):
        after = numbered[place + 1] if place + 1 < len(numbered) else None
        if before and after and _is_misprint(before, now, after):
            yield _out_of_order(now, before)
            insort(explaining, now.date)
            continue
        if before:
            yield from _step(before, now, _between(explaining, before.date, now.date))
        before = now


def _is_misprint(before: _Numbered, now: _Numbered, after: _Numbered) -> bool:
    """The next issue counts on from the one before as if this one had its number."""
    if after.first <= before.last or _begins_anew(before, now):
        return False
    return now.first <= before.last or (now.first > before.last + 1 and after.first <= now.last)


def _begins_anew(before: _Numbered, now: _Numbered) -> bool:
    return now.date.year > before.date.year and now.first <= min(before.last, _FIRST_OF_A_YEAR)


def _by_day(issues: Sequence[AuditedIssue]) -> Iterator[_Numbered]:
    day: _Numbered | None = None
    for issue in issues:
        if not issue.numbers:
            continue
        first, last = issue.numbers
        if day and day.date == issue.date:
            day = _Numbered(day.date, day.first, last if first == day.last + 1 else day.last)
            continue
        if day:
            yield day
        day = _Numbered(issue.date, first, last)
    if day:
        yield day


def _between(dates: Sequence[dt.date], first: dt.date, last: dt.date) -> int:
    return bisect_left(dates, last) - bisect_right(dates, first)


def _step(before: _Numbered, now: _Numbered, explained: int) -> Iterator[Finding]:
    due = 1 if _begins_anew(before, now) else before.last + 1
    lacking = now.first - due - explained
    if now.first < due or lacking > _ISSUES_A_DAY * (now.date - before.date).days:
        yield _out_of_order(now, before)
    elif lacking > 0:
        last = now.first - 1
        expected = (
            Sentence("number %(first)s", first=due)
            if last == due
            else Sentence("%(count)s of the numbers %(first)s to %(last)s", count=lacking, first=due, last=last)
        )
        yield Finding("numbers", now.date, _after(now, before), expected, amount=lacking)


def _out_of_order(now: _Numbered, before: _Numbered) -> Finding:
    expected = Sentence("number %(number)s or a little more", number=before.last + 1)
    return Finding("number_order", now.date, _after(now, before), expected, is_hole=False)


def _after(now: _Numbered, before: _Numbered) -> Sentence:
    return Sentence("number %(number)s after %(before)s of %(date)s", number=now.first, before=before.last, date=before.date)
