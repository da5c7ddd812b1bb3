"""A whole issue's order at once, as the board sends it: page sections in theirs, articles on their pages in theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from articles.covering import refuse_if_withdrawn
from articles.models import Article
from issues.models import Issue, PageSection
from issues.signing import Void
from issues.writing import void_signatures

OUT_OF_THE_WAY = 1_000_000  # no issue has as many rows: a position that no other row holds


@dataclass(frozen=True)
class PageOrder:
    """A page section and its articles, by primary key, in order."""

    section: int
    articles: Sequence[int]


def order_issue(issue: Issue, version: int, order: Sequence[PageOrder]) -> None:
    """Every page section and every article of the issue, once each; positions become 1..n. Six statements, whatever the size;
    pages that were signed, and whose articles are others or in another order now, are signed no more.

    Raises ValidationError where `version` is not the issue's (somebody changed it meanwhile), the order names other rows than the
    issue has, or carries a withdrawn article off the page whose print it covers; then nothing is changed.
    """
    articles = [(pk, page.section, place) for page in order for place, pk in enumerate(page.articles, start=1)]
    with transaction.atomic():
        if not Issue.objects.filter(pk=issue.pk, version=version).update(version=F("version") + 1):
            raise ValidationError(_("The issue was changed meanwhile; look at it as it is now, then order it again."))
        signed = _articles_of_signed(issue)
        _put_sections(issue, [page.section for page in order])
        _put_articles(issue, articles)
        moved = [page.section for page in order if signed.get(page.section, list(page.articles)) != list(page.articles)]
        if moved:
            void_signatures(moved, Void.ORDER)
    issue.version = version + 1


def _articles_of_signed(issue: Issue) -> dict[int, list[int]]:
    """In their order; a signed page without an article is there too."""
    found: dict[int, list[int]] = {}
    signed = PageSection.objects.filter(issue=issue, state=PageSection.State.SIGNED)
    for section, article in signed.order_by("pk", "articles__position").values_list("pk", "articles__pk"):
        found.setdefault(section, []).extend([article] if article else [])
    return found


def _put_sections(issue: Issue, order: Sequence[int]) -> None:
    """A page may have got or lost an article: what is found on it is looked for again."""
    rows = PageSection.objects.filter(issue=issue)
    moved = rows.update(position=F("position") + OUT_OF_THE_WAY)
    places = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(order, start=1)))
    put = rows.filter(pk__in=order).update(position=places, awaits_search=~Q(layer="")) if order else 0
    _refuse_unless_all(moved, put, order)


def _put_articles(issue: Issue, order: Sequence[tuple[int, int, int]]) -> None:
    rows = Article.objects.filter(issue=issue)
    moved = rows.update(position=F("position") + OUT_OF_THE_WAY)
    pages = Case(*(When(pk=pk, then=Value(section)) for pk, section, _place in order))
    places = Case(*(When(pk=pk, then=Value(place)) for pk, _section, place in order))
    pks = [pk for pk, _section, _place in order]
    carried_off = rows.withdrawn().exclude(page_section=pages)
    put = rows.filter(pk__in=pks).exclude(pk__in=carried_off).update(page_section=pages, position=places) if order else 0
    if put < len(order):
        for article in carried_off:
            refuse_if_withdrawn(article)
    _refuse_unless_all(moved, put, pks)


def _refuse_unless_all(there: int, put: int, order: Sequence[int]) -> None:
    if not there == put == len(order) or len(set(order)) != len(order):
        raise ValidationError(_("The order must name every row once."))
