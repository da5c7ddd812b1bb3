"""Archives for tests of the audit, without a database: issues from a word or two."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from articles.auditing.records import Archive, AuditedIssue, Page, Pause, tick_key
from articles.auditing.shapes import Seen, place, shape_of, slots

MONDAY = dt.date(2023, 2, 6)


def make_page(label: str = "01", articles: int = 3, *, fold: str = "", name: str = "", **changes: Any) -> Page:
    fields: dict[str, Any] = {"bare": 0, "has_picture": True, "is_advertisement": False, **changes}
    return Page(place(fold, label, name), slots(fold, label), articles, **fields)


def make_issue(
    date: dt.date = MONDAY,
    labels: str = "01 02 03 04",
    *,
    pages: Sequence[Page] | None = None,
    edition: int = 1,
    number: int | tuple[int, int] | None = None,
    is_extra: bool = False,
    state: str = "published",
) -> AuditedIssue:
    own = tuple(make_page(label) for label in labels.split()) if pages is None else tuple(pages)
    numbers = (number, number) if isinstance(number, int) else number
    return AuditedIssue(date, edition, not is_extra, state, numbers, own, shape_of(own, Seen()))


def make_archive(
    issues: Iterable[AuditedIssue],
    weekdays: str = "1234567",
    pauses: Iterable[tuple[dt.date, dt.date]] = (),
    ticks: Iterable[tuple[dt.date, str]] = (),
) -> Archive:
    return Archive(
        slug="whsb",
        name="望湖时报",
        language="zh-Hans",
        weekdays=frozenset(map(int, weekdays)),
        pauses=tuple(Pause(first, last, "") for first, last in pauses),
        ticks={tick_key(date, label): "" for date, label in ticks},
        issues=sorted(issues, key=lambda issue: (issue.date, issue.edition)),
    )


def day(offset: int) -> dt.date:
    """Days after Monday, 6 February 2023."""
    return MONDAY + dt.timedelta(days=offset)


def make_days(count: int, weekdays: str = "1234567", **changes: Any) -> dict[dt.date, AuditedIssue]:
    """An issue on each day of these weekdays, for `count` days from that Monday."""
    dates = [day(offset) for offset in range(count) if str(day(offset).isoweekday()) in weekdays]
    return {date: make_issue(date, **changes) for date in dates}
