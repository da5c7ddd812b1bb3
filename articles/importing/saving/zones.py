"""Hot zones: records -> rows. Those that cover the print of a withdrawn article stay in any case."""

from collections.abc import Mapping, Sequence
from typing import Any

from articles.covering import covering, is_same_cover, update_masks
from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.records import SectionRecord, ZoneRecord
from articles.importing.saving.pages import PageSaver, page_name
from articles.importing.saving.refusals import refusals, row_refusals
from articles.models import Article, HotZone
from articles.writing import NewZone, create_zones, replace_zones
from issues.models import PageSection
from issues.sentences import Sentence


def save_zones(imported: ImportedIssue, pages: PageSaver, articles: Mapping[str, Article], outcome: IssueOutcome) -> None:
    """`articles`: by key. Those of new pages in one go."""
    new: list[NewZone] = []
    covers = False
    places: list[str] = []
    for at, (record, section) in enumerate(zip(imported.issue.sections, pages.sections, strict=True)):
        if section.pk not in pages.new:
            with refusals(imported.origin, f"issue.sections[{at}].zones"):
                _replace(record, section, articles, outcome, is_whole=imported.is_whole)
        elif record.zones:
            new += [_new(zone, section, articles) for zone in record.zones]
            places += [f"issue.sections[{at}].zones[{number}]" for number in range(len(record.zones))]
            covers |= any(articles[zone.article].withdrawn_at for zone in record.zones if zone.article)
            outcome.created["page with hot zones"] += 1
    with row_refusals(imported.origin, places):
        create_zones(new, "import")
    if covers:
        update_masks(pages.issue)


def _replace(
    record: SectionRecord, section: PageSection, articles: Mapping[str, Article], outcome: IssueOutcome, *, is_whole: bool
) -> None:
    """A page's zones are as the package says; where it says none, those that are there stay."""
    wanted = [_zone(zone, articles) for zone in record.zones]
    there = list(section.zones.select_related("article").order_by("pk"))
    if not wanted:
        if there and is_whole:
            outcome.left.append(Sentence("hot zones of %(page)s", page=page_name(section)))
        return
    for cover in covering(there):
        if not any(is_same_cover(zone, cover) for zone in wanted):
            wanted.append(cover)
            outcome.warnings.append(
                Sentence(
                    "%(article)s is withdrawn here; its hot zone on %(page)s stays",
                    article=cover.article,
                    page=page_name(section),
                )
            )
    if _contents(wanted) != _contents(there):
        replace_zones(section, wanted, "import")
        (outcome.updated if there else outcome.created)["page with hot zones"] += 1


def _new(record: ZoneRecord, section: PageSection, articles: Mapping[str, Article]) -> NewZone:
    article = articles[record.article].pk if record.article else None
    return NewZone(section.pk, record.polygon, article, record.url, record.kind, record.confidence)


def _zone(record: ZoneRecord, articles: Mapping[str, Article]) -> HotZone:
    return HotZone(
        polygon=[list(point) for point in record.polygon],
        article=articles[record.article] if record.article else None,
        url=record.url,
        kind=record.kind,
        confidence=record.confidence,
    )


def _contents(zones: Sequence[HotZone]) -> list[tuple[Any, ...]]:
    return [
        ([[float(x), float(y)] for x, y in zone.polygon], zone.article_id, zone.url, zone.kind, zone.confidence) for zone in zones
    ]
