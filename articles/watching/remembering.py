"""What became of each file: rows of WatchedFile, written in the transaction of what they tell of."""

import datetime as dt
from collections.abc import Sequence

from articles.importing.options import ReadingOptions
from articles.models import WatchedFile
from articles.watching.arrivals import Arrival
from articles.watching.matching import are_rivals
from issues.models import Issue, Publication

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
EARLIEST, LATEST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)
NAME_LENGTH, NOTE_LENGTH = 500, 2000
FIELDS = ("size", "modified", "digest", "state", "note", "refused", "publication_id", "issue_id")
CHUNK = 500


def moment(arrival: Arrival) -> dt.datetime:
    """The file's time; disks hold years that calendars do not."""
    try:
        return min(max(EPOCH + dt.timedelta(microseconds=arrival.modified), EARLIEST), LATEST)
    except OverflowError:
        return LATEST if arrival.modified > 0 else EARLIEST


def remembered(folder: str, arrivals: Sequence[Arrival]) -> dict[str, WatchedFile]:
    """The rows of these files by name, where size and time are those of the row; a query for each 500."""
    found: dict[str, WatchedFile] = {}
    for start in range(0, len(arrivals), CHUNK):
        part = {arrival.name: arrival for arrival in arrivals[start : start + CHUNK]}
        for row in WatchedFile.objects.filter(folder=folder, name__in=part):
            arrival = part[row.name]
            if (row.size, row.modified) == (arrival.size, moment(arrival)):
                found[row.name] = row
    return found


def row_of(folder: str, name: str) -> WatchedFile | None:
    """Locked, so that of two watchers the second sees what the first did."""
    return WatchedFile.objects.select_for_update(of=("self",)).filter(folder=folder, name=name).first()


def remember(
    folder: str,
    arrival: Arrival,
    state: WatchedFile.State,
    note: str,
    *,
    digest: str = "",
    refused: int = 0,
    paper: Publication | None = None,
    issue: Issue | None = None,
) -> None:
    """Writes nothing where all of it is known already."""
    row = row_of(folder, arrival.name) or WatchedFile(folder=folder, name=arrival.name)
    before = [getattr(row, name) for name in FIELDS]
    row.size, row.modified, row.digest = arrival.size, moment(arrival), digest
    row.state, row.note, row.refused = state, note[:NOTE_LENGTH], refused
    row.publication, row.issue = paper, issue
    if before != [getattr(row, name) for name in FIELDS]:
        row.save()


def supersede_rivals(folder: str, name: str, issue: Issue, options: ReadingOptions) -> list[str]:
    """Files that were this page's until now; gives their names."""
    rivals = []
    for row in WatchedFile.objects.filter(folder=folder, issue=issue, state=WatchedFile.State.TAKEN).exclude(name=name):
        if are_rivals(name, row.name, options):
            row.state, row.note = WatchedFile.State.SUPERSEDED, f"{name} took its place"[:NOTE_LENGTH]
            row.save()
            rivals.append(row.name)
    return rivals
