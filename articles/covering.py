"""What keeps the print of withdrawn articles covered: masks over their zones, and refusals of what would uncover them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, HotZone
from issues.geometry import WHOLE_SHEET, Polygon
from issues.models import Issue, PageSection
from issues.writing import set_masks


def update_masks(issue: Issue) -> None:
    """Paints over the zones of withdrawn articles, on whatever page they are; a withdrawn article that has no zone on its own
    page covers the whole sheet, since nobody can tell where its text stands."""
    masks: dict[int, list[Polygon]] = {}
    withdrawn = issue.articles.withdrawn().prefetch_related("zones")
    for article in withdrawn:
        for zone in article.zones.all():
            masks.setdefault(zone.page_section_id, []).append([(x, y) for x, y in zone.polygon])
        if not any(zone.page_section_id == article.page_section_id for zone in article.zones.all()):
            masks[article.page_section_id] = [WHOLE_SHEET]
    for section in issue.sections.all():
        if section.masks or section.pk in masks:
            section.issue = issue
            set_masks(section, masks.get(section.pk, []))


def refuse_if_withdrawn(article: Article) -> None:
    """Before a withdrawn article is deleted or leaves its page."""
    if Article.objects.withdrawn().filter(pk=article.pk).exists():
        raise ValidationError(_("%(title)s is withdrawn; its print is covered only as long as it is here.") % {"title": article})


def refuse_uncovering(zones: Iterable[HotZone]) -> None:
    """`zones` as they are stored; publishing the article again sets them free."""
    for zone in zones:
        if zone.article and zone.article.withdrawn_at:
            sentence = _("%(title)s is withdrawn; its zones stay as they are, because they cover its print.")
            raise ValidationError(sentence % {"title": zone.article})


def covers_elsewhere(section: PageSection) -> list[Article]:
    """Withdrawn articles of this page whose zones cover print on other pages."""
    zones = HotZone.objects.exclude(page_section=section)
    return list(section.articles.withdrawn().filter(zones__in=zones).distinct())


def covering(zones: Iterable[HotZone]) -> list[HotZone]:
    return [zone for zone in zones if zone.article and zone.article.withdrawn_at]


def is_same_cover(zone: HotZone, other: HotZone) -> bool:
    same_corners = [list(map(float, corner)) for corner in zone.polygon] == [list(map(float, corner)) for corner in other.polygon]
    return zone.article_id == other.article_id and same_corners
