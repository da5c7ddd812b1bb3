"""What was found on a page: zones, proposals, draft articles; they replace those found before. What people set stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.covering import covering, refuse_if_withdrawn, refuse_uncovering, update_masks
from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.richtext import plain_text
from articles.writing.articles import cleaned_body, save_article
from articles.writing.creating import NewZone, create_zones
from articles.writing.zones import save_zone
from issues.models import Issue, PageSection
from issues.writing import NotCreated, changing

_BLOCK = re.compile(r"<([a-z][a-z0-9]*)(?: [^>]*)?>.*?</\1>\s*", re.DOTALL)


@dataclass(frozen=True)
class FoundOnPage:
    """All of one page. `zones` are sure, `proposals` not; each leads to an article of the issue. `drafts` are in reading order;
    neither has its page yet."""

    zones: Sequence[NewZone]
    proposals: Sequence[ProposedZone]
    drafts: Sequence[DraftArticle]


def replace_found(section: PageSection, found: FoundOnPage) -> bool:
    """Articles that have a zone on the page from a person or an import keep that one; a withdrawn article gets none: what covers
    its print is for those to change who may publish. Drafts that an editor mended stay. False where the page's zones are as they
    were, so that its readers see nothing new."""
    with transaction.atomic():
        Issue.objects.select_for_update(of=("self",)).get(pk=section.issue_id)
        there = list(section.zones.select_related("article").order_by("pk"))
        earlier = [zone for zone in there if zone.confidence is not None]
        covers = covering(earlier)
        settled = {zone.article_id for zone in there if zone.confidence is None or zone in covers}
        articles = section.issue.articles
        closed = set(articles.withdrawn().values_list("pk", flat=True)) | settled
        open_articles = set(articles.values_list("pk", flat=True)) - closed
        zones = [zone for zone in found.zones if zone.article_id in open_articles]
        gone = [zone for zone in earlier if zone not in covers]
        is_new = _contents(zones) != _contents(gone)
        if is_new:
            _replace_zones(section, gone, zones)
        _replace_waiting(section, [zone for zone in found.proposals if zone.article_id in open_articles], found.drafts)
    return is_new


def _replace_zones(section: PageSection, gone: Sequence[HotZone], zones: Sequence[NewZone]) -> None:
    with changing(section.issue, is_derived=True) as issue:
        rows = HotZone.objects.filter(pk__in=[zone.pk for zone in gone], confidence__isnull=False)
        refuse_uncovering(rows.select_related("article"))
        rows.delete()
        try:
            create_zones(zones, "found")
        except NotCreated as refused:
            raise refused.error from refused
        update_masks(issue)


def _contents(zones: Sequence[HotZone | NewZone]) -> list[tuple[Any, ...]]:
    return [(zone.article_id, zone.kind, [[float(x), float(y)] for x, y in zone.polygon], zone.confidence) for zone in zones]


def _replace_waiting(section: PageSection, proposals: Sequence[ProposedZone], drafts: Sequence[DraftArticle]) -> None:
    """Readers see nothing of it, so the issue's version stays."""
    for proposal in proposals:
        proposal.page_section = section
        proposal.clean_fields(exclude=["page_section", "article"])
        proposal.clean()
    kept = list(section.draft_articles.filter(is_mended=True))
    drafts = [draft for draft in drafts if not any(_is_of(draft, other) for other in kept)]
    for position, draft in enumerate(drafts, start=1 + max((other.position for other in kept), default=0)):
        draft.page_section, draft.position = section, position
        draft.clean_fields(exclude=["page_section"])
    section.proposed_zones.all().delete()
    section.draft_articles.filter(is_mended=False).delete()
    ProposedZone.objects.bulk_create(proposals)
    DraftArticle.objects.bulk_create(drafts)


def _is_of(draft: DraftArticle, mended: DraftArticle) -> bool:
    """Found again what an editor has under his hands: by its title, or as one of the places that it was made of."""
    return draft.title == mended.title or any(polygon in mended.polygons for polygon in draft.polygons)


def save_draft(draft: DraftArticle) -> DraftArticle:
    """As an editor mended it."""
    draft.is_mended = True
    draft.body = cleaned_body(draft.body)
    draft.full_clean()
    draft.save()
    return draft


def accept_proposal(proposal: ProposedZone) -> HotZone:
    """It becomes a zone like one that the editor drew."""
    with changing(proposal.page_section.issue):
        _refuse_if_gone(proposal)
        refuse_if_withdrawn(proposal.article)
        zone = HotZone(page_section=proposal.page_section, polygon=proposal.polygon, article=proposal.article, kind=proposal.kind)
        save_zone(zone)
        proposal.delete()
    return zone


def accept_draft(draft: DraftArticle) -> Article:
    """It becomes the last article of its page, with its zones. Raises ValidationError where it has no title."""
    if not draft.title:
        raise ValidationError({"title": _("A draft article without a title cannot be accepted; give it one.")})
    with changing(draft.page_section.issue):
        _refuse_if_gone(draft)
        lines = {name: getattr(draft, name) for name in ("kind", "column", "kicker", "title", "subtitle", "byline", "body")}
        article = save_article(
            Article(page_section=draft.page_section, issue=draft.page_section.issue, **lines), authors=draft.authors
        )
        for polygon in draft.polygons:
            save_zone(HotZone(page_section=draft.page_section, polygon=polygon, article=article))
        _take_out(draft)
    return article


def merge_drafts(drafts: Sequence[DraftArticle]) -> DraftArticle:
    """Into the first of them, in their order: its head stays, the other heads become paragraphs."""
    if len(drafts) < 2:
        raise ValidationError(_("Choose at least two draft articles to merge."))
    first, *others = sorted(drafts, key=lambda draft: draft.position)
    if any(draft.page_section_id != first.page_section_id for draft in others):
        raise ValidationError(_("Only draft articles of one page can be merged."))
    with transaction.atomic():
        for draft in others:
            heads = (draft.kicker, draft.title, draft.subtitle, draft.byline)
            first.body += "".join(f"<p>{escape(head)}</p>" for head in heads if head) + draft.body
            first.polygons += draft.polygons
            first.continued_on = draft.continued_on or first.continued_on
            first.confidence = min(first.confidence, draft.confidence)
            _take_out(draft)
        first.is_mended = True
        first.clean_fields(exclude=["page_section"])
        first.save()
    return first


def split_draft(draft: DraftArticle, paragraph: int) -> DraftArticle:
    """A second one begins with the paragraph (from 1), which becomes its title; both have the polygons of the one until a new
    search of the page. Raises ValidationError where there is no such paragraph."""
    paragraphs = [match[0] for match in _BLOCK.finditer(draft.body)]
    if "".join(paragraphs).strip() != draft.body.strip():
        raise ValidationError(_("The draft article holds blocks within blocks; split it by hand."))
    if not 1 <= paragraph <= len(paragraphs):
        sentence = _("The draft article has %(count)s paragraphs; expected the number of one of them.")
        raise ValidationError(sentence % {"count": len(paragraphs)})
    title, *rest = paragraphs[paragraph - 1 :]
    with transaction.atomic():
        after = draft.page_section.draft_articles.filter(position__gt=draft.position).order_by("-position")
        for other in after:
            DraftArticle.objects.filter(pk=other.pk).update(position=other.position + 1)
        second = DraftArticle(
            page_section=draft.page_section,
            position=draft.position + 1,
            title=plain_text(title)[:500],
            body="".join(rest),
            polygons=draft.polygons,
            continued_on=draft.continued_on,
            confidence=draft.confidence,
            is_mended=True,
        )
        draft.is_mended = True
        draft.body, draft.continued_on = "".join(paragraphs[: paragraph - 1]), ""
        draft.save()
        second.clean_fields(exclude=["page_section"])
        second.save()
    return second


def delete_draft(draft: DraftArticle) -> None:
    """An editor does not want it."""
    with transaction.atomic():
        _take_out(draft)


def _refuse_if_gone(row: ProposedZone | DraftArticle) -> None:
    """Somebody else accepted it, or the page was searched anew."""
    if not type(row)._default_manager.filter(pk=row.pk).exists():
        raise ValidationError(_("%(row)s is not there any more; the page was changed meanwhile.") % {"row": row})


def _take_out(draft: DraftArticle) -> None:
    """Its place may have moved since it was loaded."""
    draft.refresh_from_db(fields=["position"])
    later = draft.page_section.draft_articles.filter(position__gt=draft.position).order_by("position")
    draft.delete()
    for other in later:
        DraftArticle.objects.filter(pk=other.pk).update(position=other.position - 1)
