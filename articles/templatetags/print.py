"""How templates show print: advertisements apart from what is read, corrections of a story, zones by where they lead."""

import re
from collections.abc import Iterable

from django import template

from articles.models import Article, Correction
from articles.navigation import Outline, StoryPart, ZoneLink

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
def corrections(story: Iterable[StoryPart]) -> list[Correction]:
    """Of all its parts."""
    return [correction for part in story for correction in part.corrections]


@register.filter(is_safe=True)
def below_the_title(body: str) -> str:
    """Subheads of a body (h3, h4) as they follow on the page's h1: no level is left out."""
    return re.sub(r"(</?h)([34])(?=>)", lambda tag: f"{tag[1]}{int(tag[2]) - 1}", body)


@register.filter
def by_target(zones: Iterable[ZoneLink]) -> list[list[ZoneLink]]:
    """Zones that lead to the same place are one link with several polygons: one stop for the keyboard."""
    targets: dict[str, list[ZoneLink]] = {}
    for zone in zones:
        targets.setdefault(zone.href, []).append(zone)
    return list(targets.values())
