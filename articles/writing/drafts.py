"""Draft articles: mended, merged, split, dropped, taken back; accepted they become articles with their zones and figures."""

import re
from collections.abc import Sequence
from html import escape

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from articles.finding.authorship import authors_of, byline_of, naming
from articles.models import Article, DraftArticle, HotZone
from articles.richtext import plain_text
from articles.writing.articles import cleaned_body, save_article
from articles.writing.creating import NewZone
from articles.writing.cuttings import add_figures, cuttings
from articles.writing.found import add_found_zones, holding, refuse_unless_waiting
from articles.writing.parts import continue_parts
from issues.models import PageSection
from issues.writing import after_last, changing, renumber

_BLOCK = re.compile(r"<([a-z][a-z0-9]*)(?: [^>]*)?>.*?</\1>\s*", re.DOTALL)
State = DraftArticle.State
ZONE_KINDS = {Article.Kind.ADVERTISEMENT.value: HotZone.Kind.ADVERTISEMENT}
LINES = ("kind", "column", "kicker", "title", "subtitle", "byline")
MENDED = (*LINES, "authors", "body", "pictures", "is_mended")


def save_draft(draft: DraftArticle) -> DraftArticle:
    """As an editor mended it. Where another byline names the authors, they follow from it."""
    with holding(draft.page_section):
        refuse_unless_waiting(draft)
        now = DraftArticle.objects.only("position", "byline", "body").get(pk=draft.pk)
        draft.position = now.position
        draft.is_mended = True
        draft.body = cleaned_body(draft.body)
        if naming(draft.byline, plain_text(draft.body)) != naming(now.byline, plain_text(now.body)):
            draft.authors = authors_of(draft.byline, plain_text(draft.body))
        draft.full_clean()
        draft.save(update_fields=MENDED)
    return draft


def accept_draft(draft: DraftArticle) -> Article:
    """It becomes the last article of its page, with its zones and its pictures cut from the page's; a picture that cannot be cut,
    because the page has none or it is too small, leaves its caption as a last paragraph. Linked to the part before or after it
    where that was accepted too. Its zones are found ones: they follow a new version of the page. Raises ValidationError where it
    has no title."""
    with changing(draft.page_section.issue):
        refuse_unless_waiting(draft)
        draft.refresh_from_db()
        if not draft.title:
            raise ValidationError({"title": _("A draft article without a title cannot be accepted; give it one.")})
        section = PageSection.objects.select_related("issue").without_text().get(pk=draft.page_section_id)
        draft.page_section = section
        cut, left = cuttings(section, draft.pictures)
        lines = {name: getattr(draft, name) for name in LINES}
        body = draft.body + "".join(f"<p>{escape(caption)}</p>" for caption in left)
        article = save_article(Article(page_section=section, issue=section.issue, body=body, **lines), authors=draft.authors)
        add_figures(article, section, cut)
        kind = ZONE_KINDS.get(draft.kind, HotZone.Kind.ARTICLE)
        zones = [NewZone(section.pk, polygon, article.pk, kind=kind, confidence=draft.confidence) for polygon in draft.polygons]
        add_found_zones(zones)
        _decide(draft, State.ACCEPTED, article)
    article.refresh_from_db(fields=["continues"])
    return article


def drop_draft(draft: DraftArticle) -> None:
    """An editor does not want it: no search finds its text again. The parts of other stories may now have but one fellow."""
    with holding(draft.page_section):
        refuse_unless_waiting(draft)
        _decide(draft, State.DROPPED)


def take_back_draft(draft: DraftArticle) -> None:
    """It waits again, at its page's end. Raises ValidationError where it is an article."""
    with holding(draft.page_section):
        draft.refresh_from_db(fields=["state", "article"])
        if draft.article:
            raise ValidationError(_("%(title)s is an article now; delete that first.") % {"title": draft.article})
        if draft.state != State.WAITING:
            draft.state, draft.position = State.WAITING, after_last(draft.page_section.draft_articles.waiting())
            draft.save(update_fields=["state", "position"])


def merge_drafts(drafts: Sequence[DraftArticle]) -> DraftArticle:
    """Into the first of them, in their order: its head stays, the other heads become paragraphs."""
    if len(drafts) < 2:
        raise ValidationError(_("Choose at least two draft articles to merge."))
    section = drafts[0].page_section
    if any(draft.page_section_id != section.pk for draft in drafts):
        raise ValidationError(_("Only draft articles of one page can be merged."))
    with holding(section):
        for draft in drafts:
            refuse_unless_waiting(draft)
        chosen = section.draft_articles.filter(pk__in=[draft.pk for draft in drafts])
        first, *others = chosen.order_by("position")
        for draft in others:
            _take_in(first, draft)
        chosen.exclude(pk=first.pk).delete()
        first.is_mended = True
        first.clean_fields(exclude=["page_section"])
        first.save()
        _close_ranks(section)
    return first


def _take_in(first: DraftArticle, draft: DraftArticle) -> None:
    heads = (draft.kicker, draft.title, draft.subtitle, draft.byline)
    first.body += "".join(f"<p>{escape(head)}</p>" for head in heads if head) + draft.body
    first.authors = list(dict.fromkeys([*first.authors, *draft.authors]))
    first.polygons += draft.polygons
    first.pictures += draft.pictures
    first.continued_on = draft.continued_on or first.continued_on
    first.confidence = min(first.confidence, draft.confidence)


def split_draft(draft: DraftArticle, paragraph: int) -> DraftArticle:
    """A second one begins with the paragraph (from 1), which becomes its title; both have the polygons of the one until a new
    search of the page, the pictures stay with the first. Each has the authors that its own byline names. Raises ValidationError
    where there is no such paragraph."""
    with holding(draft.page_section):
        refuse_unless_waiting(draft)
        draft.refresh_from_db()
        before, title, after = _parted(draft.body, paragraph)
        byline, after = _headed(after)
        later = draft.page_section.draft_articles.waiting().filter(position__gt=draft.position)
        for pk in later.order_by("-position").values_list("pk", flat=True):
            DraftArticle.objects.filter(pk=pk).update(position=F("position") + 1)
        second = DraftArticle(
            page_section=draft.page_section,
            position=draft.position + 1,
            title=plain_text(title)[:500],
            byline=byline,
            body=after,
            polygons=draft.polygons,
            continued_on=draft.continued_on,
            confidence=draft.confidence,
            is_mended=True,
            found_in=draft.found_in,
        )
        draft.is_mended = True
        draft.body, draft.continued_on = before, ""
        for half in (draft, second):
            half.authors = authors_of(half.byline, plain_text(half.body))
        draft.save()
        second.clean_fields(exclude=["page_section"])
        second.save()
    return second


def _parted(body: str, paragraph: int) -> tuple[str, str, str]:
    """What stands before the paragraph (from 1), itself, what stands after it."""
    paragraphs = [match[0] for match in _BLOCK.finditer(body)]
    if "".join(paragraphs).strip() != body.strip():
        raise ValidationError(_("The draft article holds blocks within blocks; split it by hand."))
    if not 1 <= paragraph <= len(paragraphs):
        sentence = _("The draft article has %(count)s paragraphs; expected the number of one of them.")
        raise ValidationError(sentence % {"count": len(paragraphs)})
    return "".join(paragraphs[: paragraph - 1]), paragraphs[paragraph - 1], "".join(paragraphs[paragraph:])


def _headed(body: str) -> tuple[str, str]:
    """The byline that stands over the text as a paragraph of its own, as merging leaves it, and the text without it."""
    match = _BLOCK.match(body)
    byline = byline_of(plain_text(match[0])) if match else ""
    return (byline, body[match.end() :]) if match and byline else ("", body)


def _decide(draft: DraftArticle, state: str, article: Article | None = None) -> None:
    draft.state, draft.article = state, article
    draft.save(update_fields=["state", "article"])
    _close_ranks(draft.page_section)
    continue_parts(draft)


def _close_ranks(section: PageSection) -> None:
    """Only what waits has a place."""
    waiting = section.draft_articles.waiting()
    renumber(waiting, list(waiting.order_by("position").values_list("pk", flat=True)))
