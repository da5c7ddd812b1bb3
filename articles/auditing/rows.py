"""A paper's rows -> what is audited. A fixed number of queries; articles are counted by the database."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from articles.auditing.records import Archive, AuditedIssue, Page, Pause, Tick, tick_key
from articles.auditing.shapes import Seen, place, printed_numbers, shape_of, slots
from articles.models import Article, Figure
from issues.converters import IssueDay
from issues.models import Issue, NeverPrinted, PageSection, Publication

# What the sanitiser may leave of a text that never was.
_EMPTY = ("", "<p></p>", "<p><br></p>", "<p>\xa0</p>", "<p>&nbsp;</p>")
_WITH_TEXT = (Article.Kind.NEWS, Article.Kind.NOTICE, Article.Kind.OTHER)


def read_archive(publication: Publication) -> Archive:
    """Seven queries, however many issues there are."""
    suspensions = publication.suspensions.order_by("first").values_list("first", "last", "note")
    return Archive(
        slug=publication.slug,
        name=publication.name_on(publication.today(timezone.now())),
        language=publication.language,
        weekdays=frozenset(map(int, publication.weekdays)),
        pauses=tuple(Pause(*row) for row in suspensions),
        ticks=_ticks(publication),
        issues=list(_issues(publication)),
    )


def _ticks(publication: Publication) -> dict[Tick, str]:
    rows = NeverPrinted.objects.filter(publication=publication).values_list("date", "label", "note")
    return {tick_key(date, label): note for date, label, note in rows}


def _issues(publication: Publication) -> Iterator[AuditedIssue]:
    """In the order of date and edition. Equal pages and shapes are kept once: an archive of decades stays small."""
    now, seen = timezone.now(), Seen()
    pages = _pages(publication, seen)
    fields = ("publication", "date", "edition", "kind", "number", "number_text", "publish_at", "withdrawn_at")
    waiting = next(pages, None)
    for issue in publication.issues.only(*fields).order_by("date", "edition").iterator():
        while waiting and waiting[0] < issue.day:  # its issue was deleted a moment ago
            waiting = next(pages, None)
        own = waiting[1] if waiting and waiting[0] == issue.day else ()
        yield audited(issue, issue.state(now), own, seen)


def audited(issue: Issue, state: str, pages: tuple[Page, ...], seen: Seen) -> AuditedIssue:
    is_regular = issue.kind == Issue.Kind.REGULAR
    numbers = printed_numbers(issue.number, issue.number_text)
    return AuditedIssue(issue.date, issue.edition, is_regular, str(state), numbers, pages, shape_of(pages, seen))


def _pages(publication: Publication, seen: Seen) -> Iterator[tuple[IssueDay, tuple[Page, ...]]]:
    """Issue by issue, in their order, those that have pages."""
    bare = _bare_articles(publication)
    fields = ("issue__date", "issue__edition", "pk", "fold", "label", "name", "kind", "picture")
    rows = PageSection.objects.filter(issue__publication=publication).values_list(*fields)
    counted = rows.annotate(count=Count("articles")).order_by("issue__date", "issue__edition", "position")
    for day, group in groupby(counted.iterator(), key=lambda row: IssueDay(*row[:2])):
        yield day, tuple(_page(row[2:], bare, seen) for row in group)


def _page(row: tuple[Any, ...], bare: dict[int, int], seen: Seen) -> Page:
    pk, fold, label, name, kind, picture, count = row
    page = Page(
        place=seen.one(place(fold, label, name)),
        slots=seen.one(slots(fold, label)),
        articles=count,
        bare=bare.get(pk, 0),
        has_picture=bool(picture),
        is_advertisement=kind == PageSection.Kind.ADVERTISEMENT,
    )
    return seen.one(page)


def _bare_articles(publication: Publication) -> dict[int, int]:
    """Page -> its articles of running text that have none: neither body nor lead nor figure."""
    rows = Article.objects.filter(issue__publication=publication, body__in=_EMPTY, lead="", kind__in=_WITH_TEXT)
    rows = rows.exclude(Exists(Figure.objects.filter(article=OuterRef("pk"))))
    return dict(rows.order_by().values_list("page_section").annotate(Count("pk")))
