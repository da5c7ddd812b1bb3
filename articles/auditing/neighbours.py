"""The issues that an issue is measured by. Pure."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from statistics import median_low
from typing import TypeVar

from articles.auditing.records import AuditedIssue, Shape, Slot

Thing = TypeVar("Thing")
_EACH_SIDE = 4
_FAR = dt.timedelta(days=183)


@dataclass(frozen=True)
class Usual:
    """What three in four of the neighbours have in common; each of them may be damaged itself.

    `count` is the median of their printed pages, which one thick or damaged issue does not move, and 0 where fewer than
    three in four have as many.
    """

    neighbours: int
    slots: frozenset[Slot]
    count: int
    places: frozenset[str]
    written: frozenset[str]
    pictured: frozenset[str]


@lru_cache(maxsize=1000)
def usual(shapes: tuple[Shape, ...]) -> Usual:
    """`places` are those of at least two neighbours, `written` and `pictured` of three in four of those that have the place."""
    total = len(shapes)
    places = Counter(place for shape in shapes for place in shape.places)
    most = median_low(shape.count for shape in shapes) if shapes else 0
    return Usual(
        neighbours=total,
        slots=_shared((shape.slots for shape in shapes), total),
        count=most if sum(shape.count >= most for shape in shapes) * 4 >= 3 * total else 0,
        places=frozenset(place for place, count in places.items() if count >= 2),
        written=_shared((shape.written for shape in shapes), places),
        pictured=_shared((shape.pictured for shape in shapes), places),
    )


def _shared(sets: Iterable[frozenset[Thing]], among: int | Counter[Thing]) -> frozenset[Thing]:
    counts = Counter(thing for one in sets for thing in one)
    return frozenset(
        thing for thing, count in counts.items() if count * 4 >= 3 * (among if isinstance(among, int) else among[thing])
    )


class Neighbourhood:
    """Finds an issue's neighbours: up to four on each side of the same weekday and edition, within half a year.

    The same weekday, because papers are thick on one day of the week and thin on another. Where it has fewer than two such, as in
    an archive of two weeks, three or more of any weekday serve. 号外 are nobody's neighbours and have none.
    """

    def __init__(self, issues: Iterable[AuditedIssue]) -> None:
        self._rows: dict[tuple[int, int], list[AuditedIssue]] = {}
        for issue in issues:
            if issue.is_regular and issue.pages:
                for weekday in (issue.date.isoweekday(), 0):
                    self._rows.setdefault((issue.edition, weekday), []).append(issue)

    def of(self, issue: AuditedIssue) -> list[AuditedIssue]:
        if not issue.is_regular:
            return []
        same = self._near(issue, issue.date.isoweekday())
        if len(same) >= 2:
            return same
        near = self._near(issue, 0)
        return near if len(near) >= 3 else []

    def _near(self, issue: AuditedIssue, weekday: int) -> list[AuditedIssue]:
        row = self._rows.get((issue.edition, weekday), [])
        place = bisect_left(row, issue.date, key=lambda one: one.date)
        around = row[max(0, place - _EACH_SIDE) : place + _EACH_SIDE + 1]
        near = [one for one in around if one.date != issue.date and abs(one.date - issue.date) <= _FAR]
        before = sum(one.date < issue.date for one in near)
        return near[: before + _EACH_SIDE]
