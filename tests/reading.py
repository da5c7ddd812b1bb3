"""Reading as a test wants it: issues, or the first problem raised."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.importing.formats.dumped_issues import merge_each
from articles.importing.formats.text_dump import Dump
from articles.importing.imported import ImportedIssue, PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.reading import Reading, read_each, survey


def read(paths: Iterable[Path], options: ReadingOptions | None = None) -> list[ImportedIssue]:
    options = options or ReadingOptions()
    return list(_issues(read_each(survey(paths, options), options)))


def merge(dumps: Iterable[Dump], page: str | None = None) -> list[ImportedIssue]:
    return list(_issues(merge_each(dumps, page)))


def _issues(found: Iterable[Reading]) -> Iterator[ImportedIssue]:
    for thing in found:
        if isinstance(thing, ImportProblem):
            raise thing
        if isinstance(thing, PendingIssue):
            yield from _issues(thing.read())
        elif not isinstance(thing, Unread):
            yield thing
