"""A page's text layer and its issue's articles -> hot zones, proposals and draft articles, written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from articles.finding.drafts import FoundStory, find_drafts
from articles.finding.furniture import is_furniture
from articles.finding.zones import FoundZone, find_zones
from articles.intake.bounding import bounded
from articles.intake.captions import picture_of
from articles.intake.stories import stories_of
from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.writing import FoundOnPage, NewZone, replace_found
from issues.files import files_with_rows
from issues.layer import TextLayer
from issues.models import Issue, PageSection
from issues.pictures import FileRefused
from issues.writing import settle_search

SURE = 0.6  # of a zone's confidence; below it an editor decides
SHAPE = 0.02  # by which the proportions of picture and PDF may differ
RECOGNISED = 0.85  # what recognised text takes of it
SECONDS = 30.0  # of computing, for the search of one page


@dataclass(frozen=True)
class Finding:
    """Counts of what was written of one page, not of what was found and had been decided already; `missing`: the titles of its
    articles of which nothing was found."""

    zones: int
    proposals: int
    drafts: int
    missing: tuple[str, ...]
    is_new: bool


def find_on(section: PageSection, layer: TextLayer) -> Finding | None:
    """Some tenths of a second a page, and a handful of queries; the issue is locked only while what was found is written. None,
    and nothing written, where the page has another layer by then. Raises FileRefused, of which the page keeps a note, where the
    search takes more than SECONDS: what was found before stays. `section` with its issue and publication."""
    texts_version = Issue.objects.values_list("version", flat=True).get(pk=section.issue_id)
    stories, articles = stories_of(section)
    try:
        with bounded(SECONDS):
            found = find_zones(layer, stories)
            unknown = find_drafts(layer, found.unknown)
    except FileRefused as refused:
        with files_with_rows():
            settle_search(section, texts_version, [refused.sentence])
        raise
    part = RECOGNISED if layer.source == "ocr" else 1.0
    if not _is_of_one_shape(section, layer):
        part = 0.0  # the picture shows another cut of the page: an editor looks whether the places fit
    sure = [replace(zone, confidence=round(part * zone.confidence, 2)) for zone in found.zones]
    zones = [_zone(zone, articles[zone.key], section) for zone in sure if zone.confidence >= SURE]
    proposals = [_proposal(zone, articles[zone.key], section) for zone in sure if zone.confidence < SURE]
    names = (section.name, section.issue.publication.name_on(section.issue.date))
    drafts = [_draft(story) for story in unknown if not _is_furniture(story, names)]
    with files_with_rows():
        if not settle_search(section, texts_version):
            return None
        written = replace_found(section, FoundOnPage(zones, proposals, drafts))
    missing = _missing(found.zones, articles, section)
    return Finding(written.zones, written.proposals, written.drafts, missing, written.is_new)


def _is_of_one_shape(section: PageSection, layer: TextLayer) -> bool:
    """A sheet without a picture takes any."""
    return not section.picture or abs(section.width * layer.height / (section.height * layer.width) - 1) <= SHAPE


def _kind(zone: FoundZone, article: Article, section: PageSection) -> str:
    if article.continues_id and article.page_section_id == section.pk:
        return HotZone.Kind.CONTINUATION
    return zone.kind


def _zone(zone: FoundZone, article: Article, section: PageSection) -> NewZone:
    return NewZone(section.pk, zone.polygon, article.pk, "", _kind(zone, article, section), zone.confidence)


def _proposal(zone: FoundZone, article: Article, section: PageSection) -> ProposedZone:
    polygon = [list(corner) for corner in zone.polygon]
    return ProposedZone(article=article, polygon=polygon, kind=_kind(zone, article, section), confidence=zone.confidence)


def _is_furniture(story: FoundStory, names: Sequence[str]) -> bool:
    texts = (story.column, story.kicker, story.subtitle, story.byline, *story.paragraphs, *story.captions)
    return is_furniture(story.title, texts, names, has_picture=bool(story.pictures))


def _draft(story: FoundStory) -> DraftArticle:
    """Captions of no known picture are kept as last paragraphs."""
    lines = {name: getattr(story, name)[:500] for name in ("kicker", "title", "subtitle", "byline")}
    beside = {caption for _box, captions in story.pictures for caption in captions}
    lone = [caption for caption in story.captions if caption not in beside]
    return DraftArticle(
        kind=story.kind,
        column=story.column[:100],
        authors=list(story.authors),
        body="".join(f"<p>{escape(paragraph)}</p>" for paragraph in (*story.paragraphs, *lone)),
        polygons=[[list(corner) for corner in polygon] for polygon in story.polygons],
        pictures=[picture_of(box, captions) for box, captions in story.pictures],
        continues_from=story.continued_from[:20],
        continued_on=story.continued_to[:20],
        confidence=round(story.confidence, 2),
        **lines,
    )


def _missing(zones: Sequence[FoundZone], articles: dict[str, Article], section: PageSection) -> tuple[str, ...]:
    found = {zone.key for zone in zones}
    return tuple(article.title for key, article in articles.items() if article.page_section_id == section.pk and key not in found)
