"""The queue is the rows: pictures that lack renditions, newest issues first, pages in their order, then the articles' figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from articles.models import Figure
from articles.models.figure import FigureQuerySet
from issues.models import Issue, IssueQuerySet, PageSection, PageSectionQuerySet

PictureRow = PageSection | Figure
# So many are looked up at a time: an issue that comes in while a long run is at work waits for no more than these.
ISSUES_AT_A_TIME = 20


@dataclass(frozen=True)
class Place:
    """Where a picture is; the row is loaded when its turn comes, since it may have changed or been rendered by then."""

    is_page: bool
    pk: int

    def row(self, *, avif: bool) -> PictureRow | None:
        """None where nothing is lacking any more. One query."""
        if self.is_page:
            pages = PageSection.objects.lacking_renditions(avif=avif).without_text()
            return pages.select_related("issue__publication").filter(pk=self.pk).first()
        figures = Figure.objects.lacking_renditions(avif=avif).select_related("issue__publication")
        return figures.filter(pk=self.pk).first()


@dataclass(frozen=True)
class WaitingIssue:
    pk: int
    name: str
    places: list[Place]


class Queue:
    """What of `issues` lacks renditions. What cannot be rendered stays in it: `pass_over` leaves it alone for this run."""

    def __init__(self, issues: IssueQuerySet, *, avif: bool = False) -> None:
        self.issues = issues
        self.avif = avif
        self._passed_over: set[int] = set()

    def count(self) -> int:
        """Pictures. Two queries."""
        chosen = self.issues.order_by()
        return self._pages().filter(issue__in=chosen).count() + self._figures().filter(issue__in=chosen).count()

    def pass_over(self, issue: WaitingIssue) -> None:
        self._passed_over.add(issue.pk)

    def newest(self) -> list[WaitingIssue]:
        """The next issues; two queries each."""
        pages, figures = (Exists(rows.filter(issue=OuterRef("pk"))) for rows in (self._pages(), self._figures()))
        waiting = self.issues.filter(Q(pages) | Q(figures)).exclude(pk__in=self._passed_over)
        rows = waiting.newest_first().select_related("publication")[:ISSUES_AT_A_TIME]
        return [WaitingIssue(issue.pk, f"{issue.publication.slug} {issue}", list(self._places(issue))) for issue in rows]

    def _places(self, issue: Issue) -> Iterator[Place]:
        for pk in self._pages().filter(issue=issue).in_order().values_list("pk", flat=True):
            yield Place(is_page=True, pk=pk)
        order = ("article__page_section__position", "article__position", "position")
        for pk in self._figures().filter(issue=issue).order_by(*order).values_list("pk", flat=True):
            yield Place(is_page=False, pk=pk)

    def _pages(self) -> PageSectionQuerySet:
        return PageSection.objects.lacking_renditions(avif=self.avif)

    def _figures(self) -> FigureQuerySet:
        return Figure.objects.lacking_renditions(avif=self.avif)
