"""A saved 数字报 as Founder's systems wrote it, in the wild's variety, our own static copies too: a tree of HTML -> issues."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from articles.importing.formats.founder.digests import digest
from articles.importing.formats.founder.issues import read_issue
from articles.importing.formats.founder.recognition import FRAME, ILLEGIBLE, is_furniture, kind_of
from articles.importing.formats.founder.trees import Group, grouped
from articles.importing.imported import ImportedIssue, PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

__all__ = ["NAME", "kind_of", "read_each"]

NAME = "founder"
Seen = dict[tuple[object, int], list[tuple[str, str]]]


def read_each(
    files: Sequence[FoundFile], options: ReadingOptions
) -> Iterator[ImportedIssue | PendingIssue | ImportProblem | Unread]:
    """The tree's issues in the order of their dates, one in memory at a time. Of two folders with the same issue of one paper
    the second is refused; where names show such twins, or no date, issues are read at once, to tell."""
    groups, left = grouped(files)
    days = Counter((group.date, group.edition) for group in groups)
    is_clear = all(group.date for group in groups)
    seen: Seen = {}
    for group in groups:
        if is_clear and days[group.date, group.edition] == 1 and options.fetch is None:
            yield PendingIssue(group.folder, partial(digest, group), partial(_pending, group, options))
        else:
            yield _told_apart(group, options, seen)
    frames = [file for file in left if file.kind == FRAME]
    if frames and all(file.kind in (FRAME, ILLEGIBLE) for file in files):
        reason = Sentence("no page (node_1.htm) and no article (content_1.htm) of an old e-paper")
        yield Unread(tuple(file.origin for file in frames), reason)
    if alone := tuple(file.origin for file in left if file.kind == ILLEGIBLE):
        yield Unread(alone, Sentence("called like an article of an old e-paper, but no HTML"))
    _mark_furniture(files, frames)


def _pending(group: Group, options: ReadingOptions) -> Iterator[ImportedIssue]:
    yield read_issue(group, options)


def _told_apart(group: Group, options: ReadingOptions, seen: Seen) -> ImportedIssue | ImportProblem:
    try:
        issue = read_issue(group, options)
    except ImportProblem as problem:
        return problem
    day = (issue.issue.date, issue.issue.edition)
    for paper, folder in seen.get(day, []):
        if not paper or not issue.paper_name or paper == issue.paper_name:
            date, edition = issue.issue.date, issue.issue.edition
            expected = Sentence("one folder with the issue of %(date)s", date=date)
            if edition > 1:
                expected = Sentence("one folder with the issue of %(date)s, edition %(edition)s", date=date, edition=edition)
            return ImportProblem(group.folder, expected, Sentence("another one: %(folder)s was read already", folder=folder))
    seen.setdefault(day, []).append((issue.paper_name, group.folder))
    return issue


def _mark_furniture(files: Sequence[FoundFile], left: list[FoundFile]) -> None:
    """Style sheets, icons, calendars and overviews are known; nobody need look at them."""
    for file in left:
        file.source.used.add(file.name)
    if files:
        source = files[0].source
        source.used.update(name for name in source.names() if is_furniture(name))
