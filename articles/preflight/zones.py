"""Tonight's rules about hot zones: every story has one, and none lies on another's."""

from collections.abc import Iterator

from articles.models import Article, HotZone
from articles.preflight.gathering import Gathered, Printed, called
from articles.preflight.items import Subject
from articles.proofreading.finding import Finding
from articles.proofreading.overlaps import Ground, Overlap, overlaps
from articles.zones import polygon_problem
from issues.models import PageSection
from issues.sentences import Sentence

Found = tuple[Subject, Finding]
Kind = Article.Kind
# A weather box need not lead anywhere.
NEEDS_A_ZONE = frozenset([Kind.NEWS, Kind.PICTURE, Kind.NOTICE, Kind.POINTER, Kind.ADVERTISEMENT])


def zone_findings(gathered: Gathered) -> Iterator[Found]:
    yield from _without_zone(gathered)
    articles = {one.article.pk: one for one in gathered.articles}
    for section in gathered.sections:
        yield from _overlapping(gathered, section, articles)


def _without_zone(gathered: Gathered) -> Iterator[Found]:
    """A row of a 导读 leads to an article, but shows nothing of it. A page without files says so itself."""
    placed = {zone.article_id for zones in gathered.zones.values() for zone in zones if zone.kind != HotZone.Kind.POINTER}
    for one in gathered.articles:
        has_sheet = one.section.picture or one.section.pdf
        if one.article.kind in NEEDS_A_ZONE and has_sheet and one.article.pk not in placed:
            yield one.subject, Finding("no_zone", Sentence("The article has no hot zone."))


def _overlapping(gathered: Gathered, section: PageSection, articles: dict[int, Printed]) -> Iterator[Found]:
    zones = {zone.pk: zone for zone in gathered.zones[section.pk] if zone.article_id is None or zone.article_id in articles}
    grounds = [
        Ground(zone.pk, zone.polygon, gathered.first_parts.get(zone.article_id or 0), zone.kind == HotZone.Kind.POINTER)
        for zone in zones.values()
        if polygon_problem(zone.polygon) is None
    ]
    for found in overlaps(grounds):
        smaller, larger = zones[found.smaller], zones[found.larger]
        place = (section.position, articles[smaller.article_id].article.position if smaller.article_id else 0)
        subject = Subject("articles.hotzone", smaller.pk, _leads_to(smaller, articles), section.pk, called(section), place)
        yield subject, Finding("overlap", _said(found, _leads_to(larger, articles)), f"{larger.pk}")


def _leads_to(zone: HotZone, articles: dict[int, Printed]) -> str:
    return articles[zone.article_id].article.title if zone.article_id else zone.url


def _said(found: Overlap, other: str) -> Sentence:
    return Sentence("%(share)s of the zone lie on that of “%(other)s”.", share=f"{found.share:.0%}", other=other or "–")
