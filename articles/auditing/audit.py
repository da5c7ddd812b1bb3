"""The audit itself: every finding about one paper between two days, what was ticked apart. Pure."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from articles.auditing.days import Days, edition_findings
from articles.auditing.neighbours import Neighbourhood, usual
from articles.auditing.numbers import number_findings
from articles.auditing.pages import page_findings
from articles.auditing.records import Archive, Audit, AuditedIssue, Finding, tick_key
from issues.sentences import Sentence

# So many issues of a weekday, and one in so many of them: a number of pages that the paper often has.
_OFTEN, _ONE_IN = 3, 20


def audit(archive: Archive, first: dt.date | None = None, last: dt.date | None = None) -> Audit | None:
    """None where there is neither an issue nor a first and a last day. Neighbours outside the days asked for count as such."""
    dates = [issue.date for issue in archive.issues]
    first, last = first or min(dates, default=None), last or max(dates, default=None)
    if first is None or last is None:
        return None
    days = Days(archive, min([first, *dates[:1]]), max([last, *dates[-1:]]))
    result = Audit(archive, first, last, archive.issues[bisect_left(dates, first) : bisect_right(dates, last)])
    holes, ticked = _parted(archive, (finding for finding in days.findings() if _touches(finding, first, last)))
    result.holes.extend(days.in_rows(holes))
    result.ticked.extend(ticked)
    missing = sorted(set(days.missing))
    others = _of_issues(archive, missing)
    kept, ticked = _parted(archive, (finding for finding in others if _touches(finding, first, last)))
    result.holes.extend(finding for finding in kept if finding.is_hole)
    result.ticked.extend(ticked)
    notes = [*days.notes, *days.unplanned(), *_idle_ticks(archive, result), *(one for one in kept if not one.is_hole)]
    result.notes.extend(finding for finding in notes if _touches(finding, first, last))
    for findings in (result.holes, result.notes, result.ticked):
        findings.sort(key=lambda finding: (finding.date, finding.edition))
    return result


def _touches(finding: Finding, first: dt.date, last: dt.date) -> bool:
    return finding.date <= last and (finding.last or finding.date) >= first


def _parted(archive: Archive, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """What nobody ticked, and what somebody did."""
    left: list[Finding] = []
    ticked: list[Finding] = []
    for finding in findings:
        (ticked if tick_key(finding.date, finding.place) in archive.ticks else left).append(finding)
    return left, ticked


def _of_issues(archive: Archive, missing: list[dt.date]) -> Iterator[Finding]:
    """About the issues that are there."""
    neighbourhood = Neighbourhood(archive.issues)
    common = _common_counts(archive.issues)
    editions = {date: list(day) for date, day in groupby(archive.issues, key=lambda issue: issue.date)}
    has_editions = any(issue.is_regular and issue.edition > 1 for issue in archive.issues)
    for day in editions.values():
        if has_editions and any(issue.is_regular for issue in day):
            yield from edition_findings(day, _usual_editions(day, neighbourhood, editions))
    ticked = sorted(date for date, place in archive.ticks if not place)
    explained = sorted({*missing, *ticked})
    yield from number_findings([issue for issue in archive.issues if issue.is_regular], explained)
    for issue in archive.issues:
        shapes = tuple(neighbour.shape for neighbour in neighbourhood.of(issue))
        yield from page_findings(issue, usual(shapes), common[issue.date.isoweekday()])


def _common_counts(issues: Iterable[AuditedIssue]) -> dict[int, frozenset[int]]:
    """By weekday."""
    counts: dict[int, Counter[int]] = {weekday: Counter() for weekday in range(1, 8)}
    for issue in issues:
        if issue.is_regular and issue.pages:
            counts[issue.date.isoweekday()][issue.shape.count] += 1
    return {
        weekday: frozenset(count for count, often in own.items() if often >= _OFTEN and often * _ONE_IN >= own.total())
        for weekday, own in counts.items()
    }


def _usual_editions(
    day: list[AuditedIssue], neighbourhood: Neighbourhood, editions: dict[dt.date, list[AuditedIssue]]
) -> frozenset[int]:
    """Later editions that three in four of the neighbour days have."""
    around = {neighbour.date for issue in day[:1] for neighbour in neighbourhood.of(issue)}
    counts = Counter(issue.edition for date in around for issue in editions[date] if issue.is_regular)
    return frozenset(edition for edition, count in counts.items() if count * 4 >= 3 * len(around))


def _idle_ticks(archive: Archive, result: Audit) -> Iterator[Finding]:
    """Ticked as never printed, and there all the same: the tick or the page is a mistake."""
    used = {tick_key(finding.date, finding.place) for finding in result.ticked}
    found, expected = Sentence("it is there"), Sentence("nothing: it is ticked as never printed")
    days = {date for date, _place in archive.ticks}
    for issue in (issue for issue in result.issues if issue.date in days):
        for place in ("", *(page.place for page in issue.pages)):
            key = tick_key(issue.date, place)
            if issue.is_regular and key in archive.ticks and key not in used:
                yield Finding("idle_tick", issue.date, found, expected, is_hole=False, edition=issue.edition, place=place)
