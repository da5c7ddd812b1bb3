"""Hot zones: drawn, changed, replaced; what covers withdrawn print stays."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.covering import covering, is_same_cover, refuse_uncovering, update_masks
from articles.models import HotZone, ProposedZone
from articles.writing.creating import NewZone, create_zones
from issues.models import PageSection
from issues.writing import NotCreated, changing


def save_zone(zone: HotZone) -> HotZone:
    """What is drawn over withdrawn print can be added to, and not changed. A zone that a person changes is that person's: what
    is found later leaves it alone."""
    with changing(zone.page_section.issue) as issue:
        if zone.pk is not None:
            now = _stored_zones(pk=zone.pk).get()
            if now.page_section.issue_id != issue.pk:
                raise ValidationError({"page_section": _("A hot zone stays in its issue.")})
            refuse_uncovering([now])
            if now.article_id != zone.article_id:
                _remember_dropped(now)
        zone.confidence = None
        zone.full_clean()
        zone.save()
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
        covers = covering(_stored_zones(page_section=section))
        refuse_uncovering([cover for cover in covers if not any(is_same_cover(zone, cover) for zone in zones)])
        section.zones.all().delete()
        try:
            create_zones([_new_zone(section, zone) for zone in zones], reason)
        except NotCreated as refused:
            raise refused.error from refused
        update_masks(issue)


def _new_zone(section: PageSection, zone: HotZone) -> NewZone:
    return NewZone(section.pk, zone.polygon, zone.article_id, zone.url, zone.kind, zone.confidence)
