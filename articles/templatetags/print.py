"""How templates show print: advertisements apart from what is read, zones that lead to one place as one link."""

from collections.abc import Iterable

from django import template

from articles.models import Article
from articles.navigation import Outline, ZoneLink

register = template.Library()


@register.filter
def reading(articles: Iterable[Article]) -> list[Article]:
    """Everything but advertisements, which stay out of 标题导航."""
    return [article for article in articles if article.kind != Article.Kind.ADVERTISEMENT]


@register.filter
def advertisements(articles: Iterable[Article]) -> list[Article]:
    return [article for article in articles if article.kind == Article.Kind.ADVERTISEMENT]


@register.filter
def all_advertisements(outline: Outline) -> list[Article]:
    return [article for section in outline.sections for article in advertisements(outline.headlines[section.pk])]


@register.filter
def by_target(zones: Iterable[ZoneLink]) -> list[list[ZoneLink]]:
    """Zones that lead to the same place are one link with several polygons: one stop for the keyboard."""
    targets: dict[str, list[ZoneLink]] = {}
    for zone in zones:
        targets.setdefault(zone.href, []).append(zone)
    return list(targets.values())
