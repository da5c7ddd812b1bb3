"""When a paper usually comes out: what the desk proposes for the next issue."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from issues.models import Issue

LAST_ISSUES = 7
MOST_DAYS = 1  # before or after the date on it; an archive that was brought in says nothing of the hour


def usual_time(issue: Issue, now: dt.datetime) -> dt.datetime | None:
    """In the paper's zone, for the date of this issue; None where there is nothing to go by, or it has passed. One query."""
    zone = issue.publication.zone
    earlier = Issue.objects.ever_public(now).filter(publication=issue.publication_id).before(issue.day)
    times = [(row.date, row.publish_at.astimezone(zone)) for row in earlier[:LAST_ISSUES] if row.publish_at]
    usual = most_usual(times)
    if usual is None:
        return None
    days, hour = usual
    moment = dt.datetime.combine(issue.date + dt.timedelta(days=days), hour, zone)
    return moment if moment > now else None


def most_usual(times: Sequence[tuple[dt.date, dt.datetime]]) -> tuple[int, dt.time] | None:
    """Of dates and local times of publication, newest first: days after the date, and the hour. Of two that are as frequent, that
    of the newer issue."""
    near = [((moment.date() - date).days, moment.time().replace(second=0, microsecond=0)) for date, moment in times]
    counted = Counter(pair for pair in near if abs(pair[0]) <= MOST_DAYS)
    return max(counted, key=lambda pair: counted[pair], default=None)
