"""What the zone editor shows of one page, in a fixed number of queries, and what the page's text layer gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.admin.preflight import place_address
from articles.finding.giving import fractions_of, grounds_of, polygons_of
from articles.intake.pages import layer_of
from articles.models import DraftArticle, HotZone, ProposedZone
from articles.preflight import Gathered, Item, gather, night_of
from articles.writing import zones_mark
from issues.admin.rights import may_touch
from issues.models import Issue, PageSection

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

SAVING = ("articles.change_hotzone", "articles.add_hotzone", "articles.delete_hotzone")
DECIDING = ("articles.change_proposedzone", "articles.delete_proposedzone")
ACCEPTING = ("articles.change_draftarticle", "articles.add_article", "articles.add_hotzone", "articles.add_figure")
NOT_COMPARED = {"not_compared", "unread"}
EXCERPT = 20  # characters of a block that a screen reader says


@dataclass(frozen=True)
class Told:
    """An item of 大样核对: where it is mended, and which zone or whose zones show its place."""

    item: Item
    address: str
    zone: int | None
    article: int | None


@dataclass(frozen=True)
class ZonePage:
    """`data` is what the scripts get; `told`: open items of tonight's list about this page's print and zones."""

    section: PageSection
    data: dict[str, Any]
    told: list[Told]


def may_save(user: "AbstractUser | AnonymousUser", section: PageSection) -> bool:
    return user.has_perms(SAVING) and may_touch(user, section)


def may_decide(user: "AbstractUser | AnonymousUser", section: PageSection) -> bool:
    return user.has_perms(DECIDING) and may_save(user, section)


def may_accept(user: "AbstractUser | AnonymousUser", section: PageSection) -> bool:
    return user.has_perms(ACCEPTING) and may_touch(user, section)


def load_zone_page(section: PageSection, user: "AbstractUser | AnonymousUser") -> ZonePage:
    """Nine queries; the issue's texts come along, for tonight's list."""
    gathered = gather(section.issue)
    zones = gathered.zones.get(section.pk, [])
    open_items = [item for item in night_of(gathered).open if item.subject.section == section.pk]
    data = {
        "mark": zones_mark(section, zones),
        "layer": layer_mark(section),
        "width": section.width,
        "height": section.height,
        "zones": [_zone(zone) for zone in zones],
        "proposals": [_proposal(row) for row in _waiting(section, ProposedZone).order_by("pk")],
        "drafts": [_draft(row) for row in _waiting(section, DraftArticle).defer("body").order_by("position")],
        "articles": _articles(gathered, section),
        "may": {
            "save": may_save(user, section),
            "decide": may_decide(user, section),
            "accept": may_accept(user, section),
        },
    }
    told = [_told(section.issue, item) for item in open_items if item.is_seen_on_page or item.code in NOT_COMPARED]
    return ZonePage(section, data, told)


def layer_mark(section: PageSection) -> str:
    """Empty where the page has no text layer."""
    return f"{section.layer}-{section.layer_digest}" if section.layer else ""


def page_grounds(section: PageSection) -> dict[str, Any]:
    """Blocks and pictures, each [left, top, right, bottom], the words that blocks begin with, and the page's thin lines; all in
    fractions. Nothing of a page without a text layer."""
    layer = layer_of(section)
    if layer is None:
        return {"layer": "", "blocks": [], "words": [], "rules": []}
    grounds = grounds_of(layer)
    return {
        "layer": layer_mark(section),
        "blocks": [fractions_of(ground.box, layer) for ground in grounds],
        "words": [ground.text[:EXCERPT] for ground in grounds],
        "rules": [fractions_of(rule, layer) for rule in layer.rules],
    }


def given_polygons(section: PageSection, given: Sequence[Sequence[int]]) -> list[Any] | None:
    """None where the page has no such blocks."""
    layer = layer_of(section)
    if layer is None:
        return None
    grounds = grounds_of(layer)
    if any(not 0 <= place < len(grounds) for places in given for place in places):
        return None
    return polygons_of(layer, grounds, given)


def _waiting(section: PageSection, model: type[Any]) -> Any:
    return model.objects.waiting().filter(page_section=section)


def _zone(zone: HotZone) -> dict[str, Any]:
    names = ("pk", "polygon", "url", "kind", "confidence")
    return {**{name: getattr(zone, name) for name in names}, "article": zone.article_id}


def _proposal(row: ProposedZone) -> dict[str, Any]:
    return {"pk": row.pk, "polygon": row.polygon, "article": row.article_id, "kind": row.kind, "confidence": row.confidence}


def _draft(row: DraftArticle) -> dict[str, Any]:
    return {"pk": row.pk, "title": str(row), "has_title": bool(row.title), "polygons": row.polygons}


def _articles(gathered: Gathered, section: PageSection) -> list[dict[str, Any]]:
    """The page's own first, then the other pages'."""
    printed = [*gathered.articles, *gathered.withdrawn]
    printed.sort(key=lambda one: (one.section.pk != section.pk, one.subject.place))
    return [
        {
            "pk": one.article.pk,
            "title": one.article.title,
            "kind": one.article.kind,
            "page": one.subject.label,
            "is_here": one.section.pk == section.pk,
            "is_withdrawn": one.article.withdrawn_at is not None,
            "continues": one.article.continues_id is not None,
            "story": gathered.first_parts[one.article.pk],
        }
        for one in printed
    ]


def _told(issue: Issue, item: Item) -> Told:
    noun, pk = item.subject.noun, item.subject.pk
    zone, article = (pk if noun == wanted else None for wanted in ("articles.hotzone", "articles.article"))
    return Told(item, place_address(issue, item), zone, article)
