"""Every change to print goes through here; each raises the issue's version by `issues.writing.changing`.

Bodies pass the sanitiser, rows pass `full_clean`, keys and positions come from the issue, withdrawn print stays covered.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from articles.chains import runs_in_a_circle
from articles.covering import (
    covering,
    covers_elsewhere,
    is_same_cover,
    refuse_if_withdrawn,
    refuse_uncovering,
    update_masks,
)
from articles.models import Article, ArticleAuthor, ArticleKeyword, Author, Correction, Figure, HotZone, Keyword
from articles.richtext import BodyRefused, checked_body
from issues import files, pictures
from issues.models import Issue, PageSection
from issues.writing import changing, delete_section, keep_ahead, refusals_as_validation, renumber, take_key

KEPT = ("issue_id", "page_section_id", "position", "key", "withdrawn_at", "withdrawal_reason", "import_hash")
KEPT_OF_FIGURE = ("issue_id", "position", "key", "picture", "picture_version", "picture_digest", "width", "height")


def save_article(
    article: Article,
    *,
    authors: Sequence[str] | None = None,
    keywords: Sequence[str] | None = None,
    position: int | None = None,
) -> Article:
    """Creates an article at its page's end (or at `position`), or changes one. To move one use `move_article`."""
    with changing(article.page_section.issue) as issue:
        if article.pk is None:
            _begin(article, issue)
        else:
            _take_over_kept_fields(article)
        _check(article)
        article.save()
        if authors is not None:
            _save_words(article, Author, ArticleAuthor, "name", "author", authors)
        if keywords is not None:
            _save_words(article, Keyword, ArticleKeyword, "word", "keyword", keywords)
        if position is not None:
            move_article(article, article.page_section, position)
    return article


def _begin(article: Article, issue: Issue) -> None:
    article.issue = issue
    article.key = article.key or take_key(issue, "article", Article.objects.all())
    keep_ahead(issue, "article", [article.key])
    article.position = _after_last(article.page_section.articles.all())


def _take_over_kept_fields(article: Article) -> None:
    """What forms do not carry may have changed since the form was loaded."""
    now = Article.objects.get(pk=article.pk)
    for name in KEPT:
        setattr(article, name, getattr(now, name))


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


def set_withdrawal(article: Article, moment: dt.datetime | None, reason: str) -> None:
    """For articles.publishing alone, which calls `update_masks` afterwards."""
    with changing(article.issue):
        article.withdrawn_at, article.withdrawal_reason = moment, reason
        article.clean_fields(exclude=["body"])
        article.save(update_fields=["withdrawn_at", "withdrawal_reason"])


def set_import_facts(article: Article, content_hash: str) -> None:
    """What the next import compares with; no reader sees it, so the issue's version stays."""
    article.import_hash = content_hash
    article.save(update_fields=["import_hash"])


def _after_last(rows: QuerySet[Any]) -> int:
    return 1 + (rows.aggregate(last=Max("position"))["last"] or 0)


def _save_words(article: Article, noun: type[Model], entry: type[Model], field: str, role: str, words: Sequence[str]) -> None:
    """Authors and keywords: rows shared by all articles, in the given order on this one."""
    wanted = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    entry._default_manager.filter(article=article).delete()
    for place, word in enumerate(wanted, start=1):
        _refuse_impossible_word(noun(**{field: word}), word)
        row, _created = noun._default_manager.get_or_create(defaults=None, **{field: word})
        entry._default_manager.create(article=article, position=place, **{role: row})


def _refuse_impossible_word(row: Model, word: str) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        raise ValidationError([f"{word[:20]}…: {message}" for message in error.messages]) from error


def move_article(article: Article, section: PageSection, position: int) -> None:
    """To a place (from 1) on a page of the same issue; key and address stay."""
    with changing(section.issue) as issue:
        if section.issue_id != article.issue_id:
            raise ValidationError(_("An article stays in its issue; the page section belongs to another."))
        article.refresh_from_db(fields=["page_section", "position"])
        left = article.page_section
        if left.pk != section.pk:
            refuse_if_withdrawn(article)
            article.page_section, article.position = section, _after_last(section.articles.all())
            article.save(update_fields=["page_section", "position"])
            renumber(left.articles.all(), list(left.articles.order_by("position").values_list("pk", flat=True)))
        order = list(section.articles.exclude(pk=article.pk).order_by("position").values_list("pk", flat=True))
        order.insert(max(position, 1) - 1, article.pk)
        order_articles(section, order)
        article.refresh_from_db(fields=["position"])
        update_masks(issue)


def order_articles(section: PageSection, order: Sequence[int]) -> None:
    """`order` holds the primary keys of all the page's articles."""
    with changing(section.issue):
        renumber(Article.objects.filter(page_section=section), order)


def delete_page(section: PageSection) -> None:
    """A page section with everything printed on it, files included; not while it covers print on other pages."""
    with changing(section.issue):
        for article in covers_elsewhere(section):
            sentence = _("%(title)s of this page is withdrawn; its print on other pages is covered only as long as it is here.")
            raise ValidationError(sentence % {"title": article})
        for article in section.articles.all():
            _delete_with_figures(article)
        delete_section(section)


def delete_article(article: Article) -> None:
    """A withdrawn one stays: it is what keeps its print covered."""
    with changing(article.issue) as issue:
        section = PageSection.objects.get(articles=article)
        refuse_if_withdrawn(article)
        _delete_with_figures(article)
        renumber(section.articles.all(), list(section.articles.order_by("position").values_list("pk", flat=True)))
        update_masks(issue)


def _delete_with_figures(article: Article) -> None:
    for figure in article.figures.all():
        delete_figure(figure)
    article.delete()


def save_figure(figure: Figure, *, picture: bytes | None = None) -> Figure:
    """A new figure needs its picture. `None` leaves the picture as it is. Under another article it moves to that one's end."""
    left: Article | None = None
    with changing(figure.article.issue) as issue:
        if figure.pk is None:
            if picture is None:
                raise ValidationError({"picture": _("A figure needs a picture.")})
            figure.issue = issue
            figure.key = figure.key or take_key(issue, "figure", Figure.objects.all())
            keep_ahead(issue, "figure", [figure.key])
            figure.position = _after_last(figure.article.figures.all())
        else:
            left = _take_over_kept_picture(figure)
        if picture is not None:
            _receive_picture(figure, picture)
        figure.full_clean()
        figure.save()
        if left is not None:
            renumber(left.figures.all(), list(left.figures.order_by("position").values_list("pk", flat=True)))
    return figure


def _take_over_kept_picture(figure: Figure) -> Article | None:
    """What forms do not carry may have changed since the form was loaded. Gives the article that the figure leaves."""
    now = Figure.objects.select_related("article").get(pk=figure.pk)
    if now.issue_id != figure.article.issue_id:
        raise ValidationError({"article": _("A figure stays in its issue.")})
    for name in KEPT_OF_FIGURE:
        setattr(figure, name, getattr(now, name))
    if now.article_id == figure.article_id:
        return None
    figure.position = _after_last(figure.article.figures.all())
    return now.article


def _receive_picture(figure: Figure, data: bytes) -> None:
    with refusals_as_validation("picture"):
        picture, ending = pictures.open_picture(data, settings.MAX_PICTURE_PIXELS)
    if figure.pk is not None:
        _retire_served_picture(figure)
        figure.picture_version += 1
    figure.width, figure.height = picture.size
    figure.picture_digest = files.digest(data)
    figure.picture = f"{files.folder(figure.issue)}/fig_{figure.key}-{figure.picture_version}.{ending}"
    files.write("masters", figure.picture, data)
    for width, rendered in pictures.render(picture, figure.picture_widths).items():
        files.write("served", files.served_picture(figure.issue, "fig", figure.key, figure.picture_version, width), rendered)


def delete_figure(figure: Figure) -> None:
    with changing(figure.issue):
        files.delete_folder_after_commit(files.folder(figure.issue), prefix=f"fig_{figure.key}-")
        figure.delete()


def _retire_served_picture(figure: Figure) -> None:
    for width in figure.picture_widths:
        name = files.served_picture(figure.issue, "fig", figure.key, figure.picture_version, width)
        files.delete_after_commit("served", name)


def save_zone(zone: HotZone) -> HotZone:
    """What is drawn over withdrawn print can be added to, and not changed."""
    with changing(zone.page_section.issue) as issue:
        if zone.pk is not None:
            now = _stored_zones(pk=zone.pk).get()
            if now.page_section.issue_id != issue.pk:
                raise ValidationError({"page_section": _("A hot zone stays in its issue.")})
            refuse_uncovering([now])
        zone.full_clean()
        zone.save()
        update_masks(issue)
    return zone


def delete_zone(zone: HotZone) -> None:
    with changing(zone.page_section.issue) as issue:
        refuse_uncovering(_stored_zones(pk=zone.pk))
        zone.delete()
        update_masks(issue)


def _stored_zones(**which: object) -> QuerySet[HotZone]:
    return HotZone.objects.filter(**which).select_related("page_section", "article")


def replace_zones(section: PageSection, zones: Sequence[HotZone]) -> None:
    """The page's zones become these, among which must be those that cover withdrawn print."""
    with changing(section.issue) as issue:
        covers = covering(_stored_zones(page_section=section))
        refuse_uncovering([cover for cover in covers if not any(is_same_cover(zone, cover) for zone in zones)])
        section.zones.all().delete()
        for zone in zones:
            zone.page_section = section
            zone.full_clean()
        HotZone.objects.bulk_create(zones)
        update_masks(issue)


def save_correction(correction: Correction) -> Correction:
    with changing(correction.article.issue):
        correction.full_clean()
        correction.save()
    return correction


def delete_correction(correction: Correction) -> None:
    with changing(correction.article.issue):
        correction.delete()
