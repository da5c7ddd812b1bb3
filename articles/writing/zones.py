"""Hot zones: drawn, changed, replaced; what covers withdrawn print stays."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.covering import covering, is_same_cover, refuse_uncovering, update_masks
from articles.models import Article, HotZone, ProposedZone
from articles.models.zone import check_zone
from articles.writing.creating import NewZone, create_zones
from issues.models import Issue, PageSection
from issues.signing import Void
from issues.writing import NotCreated, changing, insert_models, record_created, void_signatures


def save_zone(zone: HotZone) -> HotZone:
    """What is drawn over withdrawn print can be added to, and not changed. A zone that a person changes is that person's: what
    is found later leaves it alone."""
    now = None
    with changing(zone.page_section.issue) as issue:
        if not zone._state.adding:
            now = _stored_zones(pk=zone.pk).get()
            if now.page_section.issue_id != issue.pk:
                raise ValidationError({"page_section": _("A hot zone stays in its issue.")})
            refuse_uncovering([now])
            if now.article_id != zone.article_id:
                _remember_dropped(now)
        zone.confidence = None
        zone.full_clean()
        zone.save()
        if now is None or _contents([now]) != _contents([zone]):
            void_signatures({zone.page_section_id, (now or zone).page_section_id}, Void.ZONE)
        update_masks(issue)
    return zone


def delete_zone(zone: HotZone) -> None:
    """A found one is not found there again."""
    with changing(zone.page_section.issue) as issue:
        stored = list(_stored_zones(pk=zone.pk))
        refuse_uncovering(stored)
        zone.delete()
        for now in stored:
            _remember_dropped(now)
        void_signatures([now.page_section_id for now in stored], Void.ZONE)
        update_masks(issue)


def _remember_dropped(zone: HotZone) -> None:
    """Where a search had found an article, an editor says that it is not there."""
    if zone.confidence is None or zone.article_id is None:
        return
    ProposedZone.objects.create(
        page_section_id=zone.page_section_id,
        article_id=zone.article_id,
        polygon=zone.polygon,
        kind=zone.kind,
        confidence=zone.confidence,
        state=ProposedZone.State.DROPPED,
    )


def _stored_zones(**which: object) -> QuerySet[HotZone]:
    return HotZone.objects.filter(**which).select_related("page_section", "article")


def replace_zones(section: PageSection, zones: Sequence[HotZone], reason: str | None = None) -> None:
    """The page's zones become these, among which must be those that cover withdrawn print."""
    with changing(section.issue) as issue:
        there = list(_stored_zones(page_section=section).order_by("pk"))
        covers = covering(there)
        refuse_uncovering([cover for cover in covers if not any(is_same_cover(zone, cover) for zone in zones)])
        section.zones.all().delete()
        try:
            create_zones([_new_zone(section, zone) for zone in zones], reason)
        except NotCreated as refused:
            raise refused.error from refused
        if sorted(_contents(there)) != sorted(_contents([*zones], section)):
            void_signatures([section.pk], Void.ZONE)
        update_masks(issue)


def _new_zone(section: PageSection, zone: HotZone) -> NewZone:
    return NewZone(section.pk, zone.polygon, zone.article_id, zone.url, zone.kind, zone.confidence)


class PageChanged(ValidationError):
    """The page's zones, or what waits on it, are not as the sender saw them."""


@dataclass(frozen=True)
class WantedZone:
    """As an editor wants it: `pk` of a zone that is there, or none; `proposal`: what it was before, that he accepted."""

    pk: int | None
    polygon: Sequence[Sequence[float]]
    article: int | None = None
    url: str = ""
    kind: str = HotZone.Kind.ARTICLE
    proposal: int | None = None

    def says_the_same(self, zone: HotZone) -> bool:
        same = (self.article, self.url, self.kind) == (zone.article_id, zone.url, zone.kind)
        return same and _corners(self.polygon) == _corners(zone.polygon)


@dataclass(frozen=True)
class PageZones:
    """All zones of a page as an editor wants them. `mark`: of the page as he saw it; `dropped`: proposals not wanted."""

    mark: str
    zones: Sequence[WantedZone]
    dropped: Sequence[int] = ()


def zones_mark(section: PageSection, zones: Iterable[HotZone]) -> str:
    """Another one as soon as one of the page's zones or its picture is another. Not the issue's version: who writes a story
    elsewhere does not disturb who draws here."""
    rows = sorted([zone.pk, zone.polygon, zone.article_id, zone.url, zone.kind, zone.confidence] for zone in zones)
    return hashlib.sha256(json.dumps([section.picture_version, rows]).encode()).hexdigest()[:32]


def set_zones(section: PageSection, wanted: PageZones, *, may_draw_covers: bool = False) -> list[int]:
    """Gives the primary keys, in the order of `wanted.zones`. What is as it was stays whose it was; what is new or changed is a
    person's. Some ten statements, and one more for each zone that goes. `may_draw_covers`: also for withdrawn articles, whose
    print readers must not see.

    Raises PageChanged, and ValidationError for a zone that cannot be; then nothing is changed.
    """
    with changing(section.issue) as issue:
        now = PageSection.objects.without_text().get(pk=section.pk)
        stored = {zone.pk: zone for zone in _stored_zones(page_section=now).defer("page_section__text", "article__body")}
        named = [zone.pk for zone in wanted.zones if zone.pk is not None]
        is_known = stored.keys() >= set(named) and len(set(named)) == len(named)
        if not is_known or zones_mark(now, stored.values()) != wanted.mark:
            raise PageChanged(
                _("The page's zones were changed meanwhile; look at the page as it is now, with your changes on it.")
            )
        _settle_proposals(now, wanted)
        rows = [_row_for(one, now, stored) for one in wanted.zones]
        drawn = [row for row, one in zip(rows, wanted.zones, strict=True) if row is not stored.get(one.pk or 0)]
        _lead_to_articles(drawn, issue, may_draw_covers=may_draw_covers)
        gone = [zone for pk, zone in stored.items() if pk not in named]
        _write_zones(drawn, gone, stored)
        accepted = {zone.article for zone in wanted.zones if zone.proposal is not None}
        _remember_all_dropped(drawn, [zone for zone in gone if zone.article_id not in accepted], stored)
        if drawn or gone:
            void_signatures([now.pk], Void.ZONE)
        update_masks(issue)
    return [row.pk for row in rows]


def _corners(polygon: Any) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in polygon]


def _settle_proposals(section: PageSection, wanted: PageZones) -> None:
    accepted = {zone.proposal for zone in wanted.zones if zone.proposal is not None}
    dropped = set(wanted.dropped) - accepted
    waiting = section.proposed_zones.waiting()
    if len(accepted | dropped) != waiting.filter(pk__in=accepted | dropped).count():
        raise PageChanged(_("A proposal does not wait any more; look at the page as it is now, then change it again."))
    if dropped:
        waiting.filter(pk__in=dropped).update(state=ProposedZone.State.DROPPED)
    if accepted:
        waiting.filter(pk__in=accepted).delete()


def _row_for(wanted: WantedZone, section: PageSection, stored: dict[int, HotZone]) -> HotZone:
    """Without a query; as it is stored where it says the same."""
    if wanted.pk is not None and wanted.says_the_same(stored[wanted.pk]):
        return stored[wanted.pk]
    row = HotZone(pk=wanted.pk, page_section=section, polygon=_checked(wanted), url=wanted.url, kind=wanted.kind)
    row.article_id = wanted.article
    return row


def _checked(wanted: WantedZone) -> Any:
    check_zone(wanted.polygon, wanted.url, wanted.kind)
    if wanted.article is not None and wanted.url:
        raise ValidationError(_("A zone leads to an article or to an address outside, not to both."))
    return _corners(wanted.polygon)


def _lead_to_articles(zones: Sequence[HotZone], issue: Issue, *, may_draw_covers: bool) -> None:
    """To those of the issue alone."""
    wanted = {zone.article_id for zone in zones if zone.article_id is not None}
    rows = Article.objects.filter(issue=issue, pk__in=wanted).only("title", "issue", "withdrawn_at")
    articles = rows.in_bulk() if wanted else {}
    for zone in zones:
        if zone.article_id is not None:
            if zone.article_id not in articles:
                raise PageChanged(_("An article of these zones is not in the issue any more; look at the page as it is now."))
            zone.article = articles[zone.article_id]
            if zone.article.withdrawn_at and not may_draw_covers:
                sentence = _("%(title)s is withdrawn; only those who may publish draw zones for it.")
                raise ValidationError(sentence % {"title": zone.article})
        zone.clean_fields(exclude=["page_section", "article"])


def _write_zones(drawn: Sequence[HotZone], gone: Sequence[HotZone], stored: dict[int, HotZone]) -> None:
    changed, new = [zone for zone in drawn if zone.pk in stored], [zone for zone in drawn if zone.pk not in stored]
    refuse_uncovering([*gone, *(stored[zone.pk] for zone in changed)])
    for zone in changed:
        zone._state.adding = False
        zone.save()
    if gone:
        HotZone.objects.filter(pk__in=[zone.pk for zone in gone]).delete()
    insert_models(new)
    record_created(HotZone, [zone.pk for zone in new], None)


def _remember_all_dropped(drawn: Sequence[HotZone], gone: Sequence[HotZone], stored: dict[int, HotZone]) -> None:
    """Where a search had found an article that an editor leads nowhere, or to another."""
    for zone in gone:
        _remember_dropped(zone)
    for row in drawn:
        if row.pk in stored and stored[row.pk].article_id != row.article_id:
            _remember_dropped(stored[row.pk])


def _contents(zones: Sequence[HotZone], section: PageSection | None = None) -> list[str]:
    """What makes them different to a reader; `section`: where they stand, which new ones do not know yet."""
    return [
        repr(
            (
                section.pk if section else zone.page_section_id,
                [[float(x), float(y)] for x, y in zone.polygon],
                zone.article_id,
                zone.url,
                str(zone.kind),
            )
        )
        for zone in zones
    ]
