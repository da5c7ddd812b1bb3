"""Hot zones of one page: records -> rows. Those that cover the print of a withdrawn article stay in any case."""

from collections.abc import Mapping
from typing import Any

from articles.covering import covering, is_same_cover
from articles.importing.outcome import IssueOutcome
from articles.importing.records import SectionRecord, ZoneRecord
from articles.importing.saving_pages import page_name
from articles.models import Article, HotZone
from articles.writing import replace_zones
from issues.models import PageSection


def save_zones(
    record: SectionRecord, section: PageSection, articles: Mapping[str, Article], outcome: IssueOutcome, *, is_whole: bool
) -> None:
    """A page's zones are as the package says; where it says none, those that are there stay. `articles`: by key."""
    wanted = [_zone(zone, articles) for zone in record.zones]
    there = list(section.zones.select_related("article").order_by("pk"))
    if not wanted:
        if there and is_whole:
            outcome.left.append(f"hot zones of {page_name(section)}")
        return
    for cover in covering(there):
        if not any(is_same_cover(zone, cover) for zone in wanted):
            wanted.append(cover)
            outcome.warnings.append(f"{cover.article} is withdrawn here; its hot zone on {page_name(section)} stays")
    if [_content(zone) for zone in wanted] != [_content(zone) for zone in there]:
        replace_zones(section, [_anew(zone) for zone in wanted])
        (outcome.updated if there else outcome.created)["page with hot zones"] += 1


def _zone(record: ZoneRecord, articles: Mapping[str, Article]) -> HotZone:
    polygon = [list(point) for point in record.polygon]
    return HotZone(
        polygon=polygon, article=articles[record.article] if record.article else None, url=record.url, kind=record.kind
    )


def _anew(zone: HotZone) -> HotZone:
    return HotZone(polygon=zone.polygon, article=zone.article, url=zone.url, kind=zone.kind)


def _content(zone: HotZone) -> tuple[Any, ...]:
    return ([[float(x), float(y)] for x, y in zone.polygon], zone.article_id, zone.url, zone.kind)
