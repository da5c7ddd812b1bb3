"""Articles with their authors, keywords and corrections, and their places on the pages."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.chains import runs_in_a_circle
from articles.covering import refuse_if_withdrawn, update_masks
from articles.models import Article, Correction
from articles.richtext import BodyRefused, checked_body
from articles.writing.figures import delete_figure
from articles.writing.history import WITH_ARTICLE, tell_words
from articles.writing.words import set_authors, set_keywords
from issues.models import Issue, PageSection
from issues.sentences import Sentence
from issues.signing import Void
from issues.writing import (
    after_last,
    changing,
    give_reason,
    keep_ahead,
    record_act,
    renumber,
    search_again,
    take_key,
    void_signatures,
)

KEPT = ("issue_id", "page_section_id", "position", "key", "withdrawn_at", "withdrawal_reason", "import_hash")
# What is printed, as far as an article's own row tells it.
PRINTED = ("kind", "column", "kicker", "title", "subtitle", "byline", "source", "lead", "body", "continues_id")


def save_article(
    article: Article,
    *,
    authors: Sequence[str] | None = None,
    keywords: Sequence[str] | None = None,
    position: int | None = None,
) -> Article:
    """Creates an article at its page's end (or at `position`), or changes one. To move one use `move_article`."""
    with changing(article.page_section.issue) as issue:
        before = None
        has_words = authors is not None or keywords is not None
        if article._state.adding:
            _begin(article, issue)
        else:
            before = _take_over_kept_fields(article)
            if has_words:
                tell_words(article)
        _check(article)
        article.save()
        search_again(issue.pk)
        if before is None or any(getattr(before, name) != getattr(article, name) for name in PRINTED):
            void_signatures([article.page_section_id], Void.ARTICLE)
        if authors is not None:
            set_authors([(article, authors)])
        if keywords is not None:
            set_keywords([(article, keywords)])
        if has_words:
            tell_words(article)
        if position is not None:
            _move(issue, article, article.page_section, position)
    return article


def _begin(article: Article, issue: Issue) -> None:
    article.issue = issue
    article.key = article.key or take_key(issue, "article", Article.objects.all())
    keep_ahead(issue, "article", [article.key])
    article.position = after_last(article.page_section.articles.all())


def _take_over_kept_fields(article: Article) -> Article:
    """What forms do not carry may have changed since the form was loaded. Gives the row as it is now."""
    now = Article.objects.get(pk=article.pk)
    for name in KEPT:
        setattr(article, name, getattr(now, name))
    return now


def _check(article: Article) -> None:
    article.body = cleaned_body(article.body)
    article.full_clean()
    _refuse_wrong_chain(article)


def cleaned_body(body: str) -> str:
    """As it is stored; what cannot be stored is refused."""
    try:
        return checked_body(body, settings.MAX_BODY_CHARACTERS)
    except BodyRefused as refusal:
        raise ValidationError({"body": refusal.sentence.said(_)}) from refusal


def _refuse_wrong_chain(article: Article) -> None:
    """A continued article follows parts of its own issue, and never itself: asked of the rows, which the issue's lock holds."""
    if article.continues_id is None:
        return
    before = dict(Article.objects.filter(issue=article.issue_id).values_list("pk", "continues_id"))
    if article.continues_id not in before:
        raise ValidationError({"continues": _("An article continues one of its own issue.")})
    if runs_in_a_circle(article.continues_id, before | {article.pk: article.continues_id}):
        raise ValidationError({"continues": _("The chain of continued articles comes back to this one.")})


def break_chains(articles: Sequence[Article]) -> None:
    """Before many articles are linked anew, one by one: old links would close a circle with new ones. Inside `changing`."""
    Article.objects.filter(pk__in=[article.pk for article in articles], continues__isnull=False).update(continues=None)


def set_withdrawal(article: Article, moment: dt.datetime | None, reason: str) -> None:
    """For articles.publishing alone, which calls `update_masks` afterwards."""
    with changing(article.issue):
        article.withdrawn_at, article.withdrawal_reason = moment, reason
        article.clean_fields(exclude=["body"])
        article.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        search_again(article.issue_id)


def set_import_facts(article: Article, content_hash: str) -> None:
    """What the next import compares with; no reader sees it, so neither the issue's version nor the history knows of it."""
    article.import_hash = content_hash
    Article.objects.filter(pk=article.pk).update(import_hash=content_hash)


def move_article(article: Article, section: PageSection, position: int) -> None:
    """To a place (from 1) on a page of the same issue; key and address stay."""
    with changing(section.issue) as issue:
        if section.issue_id != article.issue_id:
            raise ValidationError(_("An article stays in its issue; the page section belongs to another."))
        article.refresh_from_db(fields=["page_section", "position"])
        was = article.page_section_id, article.position
        _move(issue, article, section, position)
        if was[0] == section.pk and was[1] != article.position:  # its own history tells of another page
            _tell_order(issue, section)


def _move(issue: Issue, article: Article, section: PageSection, position: int) -> None:
    left = article.page_section
    if left.pk != section.pk:
        refuse_if_withdrawn(article)
        article.page_section, article.position = section, after_last(section.articles.all())
        article.save(update_fields=["page_section", "position"])
        search_again(issue.pk)
        void_signatures([left.pk, section.pk], Void.ORDER)
        renumber(left.articles.all(), list(left.articles.order_by("position").values_list("pk", flat=True)))
    order = list(section.articles.exclude(pk=article.pk).order_by("position").values_list("pk", flat=True))
    order.insert(max(position, 1) - 1, article.pk)
    renumber(section.articles.all(), order)
    article.refresh_from_db(fields=["position"])
    update_masks(issue)


def order_articles(section: PageSection, order: Sequence[int]) -> None:
    """`order` holds the primary keys of all the page's articles."""
    with changing(section.issue) as issue:
        rows = Article.objects.filter(page_section=section)
        if list(rows.order_by("position").values_list("pk", flat=True)) == list(order):
            return
        renumber(rows, order)
        _tell_order(issue, section)


def _tell_order(issue: Issue, section: PageSection) -> None:
    void_signatures([section.pk], Void.ORDER)
    record_act(issue, Sentence("The articles of %(section)s were put in another order.", section=section))


def delete_article(article: Article) -> None:
    """A withdrawn one stays: it is what keeps its print covered."""
    with changing(article.issue) as issue:
        section = PageSection.objects.get(articles=article)
        refuse_if_withdrawn(article)
        delete_with_figures(article)
        void_signatures([section.pk], Void.ARTICLE)
        renumber(section.articles.all(), list(section.articles.order_by("position").values_list("pk", flat=True)))
        update_masks(issue)


def delete_with_figures(article: Article) -> None:
    for figure in article.figures.all():
        delete_figure(figure)
    for zone in article.zones.all():
        give_reason(zone, WITH_ARTICLE)
        zone.delete()
    tell_words(article)
    article.delete()
    search_again(article.issue_id)


def save_correction(correction: Correction) -> Correction:
    with changing(correction.article.issue):
        correction.full_clean()
        correction.save()
    return correction


def delete_correction(correction: Correction) -> None:
    with changing(correction.article.issue):
        correction.delete()
