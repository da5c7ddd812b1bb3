"""Pages of one issue: which are missing by their labels or by the neighbours, which have no articles, texts or picture. Pure."""

from collections.abc import Iterator

from articles.auditing.neighbours import Usual
from articles.auditing.records import AuditedIssue, Finding, Page, Slot
from issues.sentences import Sentence

# More missing numbers in a row are told as one: a label was mistyped rather than so many pages lost.
_LONGEST_ROW = 20


def page_findings(issue: AuditedIssue, usual: Usual, common_counts: frozenset[int]) -> Iterator[Finding]:
    """`common_counts` are numbers of pages that the paper often has on this weekday."""
    if not issue.pages:
        yield _finding("no_pages", issue, "", Sentence("no page"), Sentence("at least one page"))
        return
    yield from _missing_pages(issue, usual, common_counts)
    yield from _without_articles(issue, usual)
    yield from _without_text(issue)
    yield from _without_picture(issue, usual)


def _finding(
    kind: str, issue: AuditedIssue, place: str, found: Sentence, expected: Sentence, is_hole: bool = True, amount: int = 1
) -> Finding:
    return Finding(kind, issue.date, found, expected, is_hole, issue.edition, place, amount=amount)


def _missing_pages(issue: AuditedIssue, usual: Usual, common_counts: frozenset[int]) -> Iterator[Finding]:
    gaps = list(_gaps(issue, usual))
    for row in gaps:
        found = Sentence("labels %(labels)s", labels=_labels(issue))
        expected = Sentence("page %(page)s in this row of labels", page=row)
        yield _finding("no_page", issue, row, found, expected)
    lost = _lost(issue, usual, gaps)
    count = issue.shape.count + len(gaps)
    if lost and not gaps and len(lost) % 2 == 0 and count in common_counts:
        yield _fewer(issue, count, usual, is_hole=False)
        return
    for slot in lost:
        found = Sentence("labels %(labels)s", labels=_labels(issue))
        expected = Sentence("page %(page)s, which the neighbour issues have", page=slot.place)
        yield _finding("no_page", issue, slot.place, found, expected)
    lacking = usual.count - count - len(lost)
    if lacking > 0 and usual.neighbours >= 2:
        yield _fewer(issue, count, usual, is_hole=lacking % 2 == 1 or count not in common_counts)


def _lost(issue: AuditedIssue, usual: Usual, gaps: list[str]) -> list[Slot]:
    """What neighbours have. Where labels have nothing in common with theirs, nothing: only the number of pages counts then."""
    if not issue.shape.slots & usual.slots:
        return []
    return sorted(slot for slot in usual.slots - issue.shape.slots if slot.place not in gaps)


def _fewer(issue: AuditedIssue, count: int, usual: Usual, is_hole: bool) -> Finding:
    expected = Sentence("%(count)s, as the neighbour issues have", count=usual.count or len(usual.slots))
    amount = max(1, usual.count - count)
    return _finding("fewer_pages", issue, "", Sentence("%(count)s pages", count=count), expected, is_hole, amount)


def _gaps(issue: AuditedIssue, usual: Usual) -> Iterator[str]:
    """Places between the first and the last label of a series, and before the first one where it should begin with 1.

    The issue's first series always begins with 1. A later one may count on (A04, B05), or begin where the neighbours' do: what
    they say is heard elsewhere.
    """
    highest = 0
    for place, (series, numbers) in enumerate(_series(issue).items()):
        first, last = min(numbers), max(numbers)
        counts_on = place > 0 and (first == highest + 1 or usual.neighbours >= 2)
        begin = first if counts_on else min(first, 1)
        lacking = sorted(set(range(begin, min(last, begin + 10_000))) - numbers)
        yield from _rows(series, lacking)
        highest = last


def _series(issue: AuditedIssue) -> dict[str, set[int]]:
    """In the order of the pages."""
    found: dict[str, set[int]] = {}
    for page in issue.pages:
        for slot in page.slots:
            found.setdefault(slot.series, set()).add(slot.number)
    return found


def _rows(series: str, numbers: list[int]) -> Iterator[str]:
    if len(numbers) > _LONGEST_ROW:
        yield f"{Slot(series, numbers[0]).place}–{Slot(series, numbers[-1]).place}"
    else:
        yield from (Slot(series, number).place for number in numbers)


def _labels(issue: AuditedIssue) -> str:
    return " ".join(page.place for page in issue.pages)


def _without_articles(issue: AuditedIssue, usual: Usual) -> Iterator[Finding]:
    empty = [page for page in issue.pages if not page.articles and not page.is_advertisement]
    expected = Sentence("articles, as the neighbour issues have on this page")
    if empty and not issue.shape.written:
        if issue.shape.places & usual.written:
            found = Sentence("no article on any of %(count)s pages", count=len(issue.pages))
            yield _finding("no_articles", issue, "", found, Sentence("articles, as the neighbour issues have"), amount=len(empty))
        return
    for page in empty:
        if page.place in usual.written & usual.places:
            yield _finding("no_articles", issue, page.place, Sentence("no article"), expected)
        elif page.place not in usual.places:
            other = Sentence("articles, as other pages of the issue have; no neighbour has this page")
            yield _finding("no_articles", issue, page.place, Sentence("no article"), other, is_hole=False)


def _without_text(issue: AuditedIssue) -> Iterator[Finding]:
    for page in issue.pages:
        if page.bare:
            found = Sentence("%(bare)s of %(count)s articles without text", bare=page.bare, count=page.articles)
            yield _finding("no_text", issue, page.place, found, Sentence("a text in each"), amount=page.bare)


def _without_picture(issue: AuditedIssue, usual: Usual) -> Iterator[Finding]:
    bare = [page for page in issue.pages if not page.has_picture]
    if bare and not issue.shape.pictured:
        if issue.shape.places & usual.pictured:
            found = Sentence("no picture of any of %(count)s pages", count=len(bare))
            yield _finding("no_picture", issue, "", found, Sentence("pictures, as the neighbour issues have"), amount=len(bare))
        return
    for page in bare:
        yield from _page_without_picture(issue, page, usual)


def _page_without_picture(issue: AuditedIssue, page: Page, usual: Usual) -> Iterator[Finding]:
    if page.place in usual.pictured & usual.places:
        expected = Sentence("a picture, as the neighbour issues have of this page")
        yield _finding("no_picture", issue, page.place, Sentence("no picture"), expected)
    elif page.place not in usual.places:
        expected = Sentence("a picture, as other pages of the issue have")
        yield _finding("no_picture", issue, page.place, Sentence("no picture"), expected, is_hole=False)
