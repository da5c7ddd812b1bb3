"""What was found on a page: zones, proposals, draft articles; they replace those found before. What people decided stays."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from articles.covering import covering, refuse_if_withdrawn, refuse_uncovering, update_masks
from articles.finding.folding import folded
from articles.models import DraftArticle, HotZone, ProposedZone
from articles.models.zone import check_zone
from articles.overlap import overlap
from articles.richtext import plain_text
from articles.writing.creating import NewZone
from articles.writing.zones import save_zone
from issues.models import Issue, PageSection
from issues.writing import changing, insert_models, record_created

SAME_PLACE = 0.5  # of what two polygons cover together
SAME_TEXT = 0.7  # of a draft's shingles
SHINGLE = 3  # characters
OUT_OF_THE_WAY = 1_000_000  # a position that no other row holds
TELLING_TITLE = 6  # characters at least; 公告 or 图片新闻 says nothing


@dataclass(frozen=True)
class FoundOnPage:
    """All of one page. `zones` are sure, `proposals` not; each leads to an article of the issue. `drafts` are in reading order;
    neither has its page yet."""

    zones: Sequence[NewZone]
    proposals: Sequence[ProposedZone]
    drafts: Sequence[DraftArticle]


@dataclass(frozen=True)
class WrittenOnPage:
    """Counts of what was found and stands on the page now, also where it stood there before. `is_new`: False where the page's
    zones are as they were, so that its readers see nothing new."""

    zones: int
    proposals: int
    drafts: int
    is_new: bool


def replace_found(section: PageSection, found: FoundOnPage) -> WrittenOnPage:
    """Articles that have a zone on the page from a person or an import keep that one; a withdrawn article gets none: what covers
    its print is for those to change who may publish. What was dropped does not come back, and drafts that an editor mended stay.
    An article that was a draft of the page keeps its zones until it is found anew: an editor saw that it stands there."""
    with holding(section):
        there = list(section.zones.select_related("article").order_by("pk"))
        earlier = [zone for zone in there if zone.confidence is not None]
        covers = covering(earlier)
        settled = {zone.article_id for zone in there if zone.confidence is None or zone in covers}
        articles = section.issue.articles
        closed = set(articles.withdrawn().values_list("pk", flat=True)) | settled
        open_articles = set(articles.values_list("pk", flat=True)) - closed
        decided = section.proposed_zones.decided().values_list("article", "polygon")
        dropped = _places(decided)
        zones = [zone for zone in found.zones if zone.article_id in open_articles and not _is_at(zone, dropped)]
        kept = [zone for zone in _of_drafts(section, earlier, zones) if zone.article_id in open_articles]
        gone = [zone for zone in earlier if zone not in covers and zone not in kept]
        is_new = _contents(zones) != _contents(gone)
        if is_new:
            _replace_zones(section, gone, zones)
        closed_places = _places([*decided, *((zone.article_id, zone.polygon) for zone in kept)])
        proposals = [one for one in found.proposals if one.article_id in open_articles and not _is_at(one, closed_places)]
        drafts = _replace_waiting(section, proposals, found.drafts)
    return WrittenOnPage(len(zones), len(proposals), drafts, is_new)


@contextmanager
def holding(section: PageSection) -> Iterator[None]:
    """The issue's row lock, for what readers see nothing of: its version stays."""
    with transaction.atomic():
        Issue.objects.select_for_update(of=("self",)).get(pk=section.issue_id)
        yield


def _places(polygons: Iterable[tuple[int | None, Any]]) -> dict[int | None, list[Any]]:
    """Those of each article."""
    places: dict[int | None, list[Any]] = {}
    for article, polygon in polygons:
        places.setdefault(article, []).append(polygon)
    return places


def _is_at(found: NewZone | ProposedZone, places: Mapping[int | None, Sequence[Any]]) -> bool:
    """At one of its article's places."""
    return any(overlap(found.polygon, place) >= SAME_PLACE for place in places.get(found.article_id, ()))


def _of_drafts(section: PageSection, earlier: Sequence[HotZone], zones: Sequence[NewZone]) -> list[HotZone]:
    """The zones of articles that were drafts of the page and are not found on it this time; a pointer to one is no finding."""
    accepted = set(section.draft_articles.filter(article__isnull=False).values_list("article", flat=True))
    accepted -= {zone.article_id for zone in zones if zone.kind != HotZone.Kind.POINTER}
    return [zone for zone in earlier if zone.article_id in accepted and zone.kind != HotZone.Kind.POINTER]


def _replace_zones(section: PageSection, gone: Sequence[HotZone], zones: Sequence[NewZone]) -> None:
    with changing(section.issue, is_derived=True) as issue:
        rows = HotZone.objects.filter(pk__in=[zone.pk for zone in gone], confidence__isnull=False)
        refuse_uncovering(rows.select_related("article"))
        rows.delete()
        add_found_zones(zones)
        update_masks(issue)


def add_found_zones(zones: Sequence[NewZone]) -> None:
    """Beside those that the page has, inside `changing`: the history tells of these alone. They are the machine's until an editor
    changes one."""
    rows = [
        HotZone(
            page_section_id=zone.page_section_id,
            polygon=zone.polygon,
            article_id=zone.article_id,
            url=zone.url,
            kind=zone.kind,
            confidence=zone.confidence,
        )
        for zone in zones
    ]
    for row in rows:
        check_zone(row.polygon, row.url, row.kind)
    insert_models(rows)
    record_created(HotZone, [row.pk for row in rows], "found")


def _contents(zones: Sequence[HotZone | NewZone]) -> list[tuple[Any, ...]]:
    return [(zone.article_id, zone.kind, [[float(x), float(y)] for x, y in zone.polygon], zone.confidence) for zone in zones]


def _replace_waiting(section: PageSection, proposals: Sequence[ProposedZone], drafts: Sequence[DraftArticle]) -> int:
    """How many of the drafts wait now. Readers see nothing of it, so the issue's version stays."""
    for proposal in proposals:
        proposal.page_section = section
        proposal.clean_fields(exclude=["page_section", "article"])
        proposal.clean()
    _replace_rows(section.proposed_zones.waiting(), proposals)
    known = list(section.draft_articles.filter(~Q(state=DraftArticle.State.WAITING) | Q(is_mended=True)))
    drafts = _unknown(drafts, known, found_in=section.pdf_digest or section.picture_digest)
    last = max((draft.position for draft in known if draft.state == DraftArticle.State.WAITING), default=0)
    for position, draft in enumerate(drafts, start=1 + last):
        draft.page_section, draft.position = section, position
        draft.clean_fields(exclude=["page_section"])
    _replace_rows(section.draft_articles.waiting().filter(is_mended=False), drafts)
    return len(drafts)


def _replace_rows(rows: "QuerySet[Any]", found: Sequence[Any]) -> None:
    """What is found again as it was keeps its row, which an editor may have before him."""
    left = {_said(row): row for row in rows}
    kept = [(left.pop(_said(one)), one) for one in found if _said(one) in left]
    rows.filter(pk__in=[row.pk for row in left.values()]).delete()
    again = {id(one) for _row, one in kept}
    moved = [(row, one) for row, one in kept if hasattr(one, "position") and row.position != one.position]
    if moved:
        rows.filter(pk__in=[row.pk for row, _one in moved]).update(position=F("position") + OUT_OF_THE_WAY)
    for row, one in moved:
        rows.filter(pk=row.pk).update(position=one.position)
    rows.model._default_manager.bulk_create([one for one in found if id(one) not in again])


def _said(row: Any) -> str:
    """Everything but the row's key and place."""
    fields = [field.attname for field in row._meta.concrete_fields if field.name not in ("id", "position")]
    return json.dumps([getattr(row, name) for name in fields])


def _unknown(drafts: Iterable[DraftArticle], known: Sequence[DraftArticle], found_in: str) -> list[DraftArticle]:
    """Without what an editor has decided on or has under his hands: the same text, or in the same print the same place. What was
    split or merged covers its parts together."""
    shingles = set().union(*(_shingles(draft) for draft in known))
    titles = {draft.title for draft in known if len(draft.title) >= TELLING_TITLE}
    places = [polygon for draft in known if draft.found_in == found_in for polygon in draft.polygons]
    left = []
    for draft in drafts:
        draft.found_in = found_in
        own = _shingles(draft)
        is_same_text = draft.title in titles or len(own & shingles) >= SAME_TEXT * len(own) > 0
        if not is_same_text and not any(polygon in places for polygon in draft.polygons):
            left.append(draft)
    return left


def _shingles(draft: DraftArticle) -> set[str]:
    """Of its letters and figures in one script and one width."""
    captions = [picture["caption"] + picture["credit"] for picture in draft.pictures]
    head = (draft.kicker, draft.title, draft.subtitle, draft.byline)
    text, _places = folded("".join((*head, plain_text(draft.body), *captions)))
    return {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))} - {""}


def accept_proposal(proposal: ProposedZone) -> HotZone:
    """It becomes a zone like one that the editor drew. What a search had kept of the article elsewhere on the page, for want of a
    better place, goes."""
    with changing(proposal.page_section.issue):
        refuse_unless_waiting(proposal)
        refuse_if_withdrawn(proposal.article)
        zone = HotZone(page_section=proposal.page_section, polygon=proposal.polygon, article=proposal.article, kind=proposal.kind)
        if zone.kind != HotZone.Kind.POINTER:
            earlier = proposal.page_section.zones.filter(article=proposal.article, confidence__isnull=False)
            earlier.exclude(kind=HotZone.Kind.POINTER).delete()
        save_zone(zone)
        proposal.delete()
    return zone


def drop_proposal(proposal: ProposedZone) -> None:
    """The article does not stand there: no search of the page finds it there again."""
    with holding(proposal.page_section):
        refuse_unless_waiting(proposal)
        proposal.state = ProposedZone.State.DROPPED
        proposal.save(update_fields=["state"])


def take_back_proposal(proposal: ProposedZone) -> None:
    """It waits again, and the next search finds its article there as if nobody had dropped it."""
    with holding(proposal.page_section):
        proposal.state = ProposedZone.State.WAITING
        proposal.save(update_fields=["state"])


def refuse_unless_waiting(row: ProposedZone | DraftArticle) -> None:
    """Somebody else decided, or the page was searched anew. Asked under the issue's lock."""
    if not type(row).objects.waiting().filter(pk=row.pk).exists():
        raise ValidationError(_("%(row)s does not wait any more; the page was changed meanwhile.") % {"row": row})
