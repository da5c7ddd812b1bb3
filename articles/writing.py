"""Every change to print goes through here; each raises the issue's version by `issues.writing.changing`.

Bodies pass the sanitiser, rows pass `full_clean`, keys and positions come from the issue, masks follow withdrawn articles.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, ArticleAuthor, ArticleKeyword, Author, Correction, Figure, HotZone, Keyword
from articles.richtext import clean_body
from issues import files, pictures
from issues.geometry import WHOLE_SHEET, Polygon
from issues.models import Issue, PageSection
from issues.writing import changing, delete_section, keep_ahead, refusals_as_validation, renumber, set_masks, take_key

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
    if len(article.body) > settings.MAX_BODY_CHARACTERS:
        raise ValidationError(
            {
                "body": _("The body has %(found)s characters; expected at most %(limit)s.")
                % {"found": len(article.body), "limit": settings.MAX_BODY_CHARACTERS}
            }
        )
    article.body = clean_body(article.body)
    article.full_clean()
    _refuse_wrong_chain(article)


def _refuse_wrong_chain(article: Article) -> None:
    """A continued article follows parts of its own issue, and never itself."""
    part, seen = article.continues, {article.pk}
    while part is not None:
        if part.issue_id != article.issue_id:
            raise ValidationError({"continues": _("An article continues one of its own issue.")})
        if part.pk in seen:
            raise ValidationError({"continues": _("The chain of continued articles comes back to this one.")})
        seen.add(part.pk)
        part = part.continues


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
    """A page section with everything printed on it, files included."""
    with changing(section.issue):
        for article in section.articles.all():
            _delete_with_figures(article)
        delete_section(section)


def delete_article(article: Article) -> None:
    """A withdrawn one stays: it is what keeps its print covered."""
    with changing(article.issue) as issue:
        section = PageSection.objects.get(articles=article)
        if Article.objects.withdrawn().filter(pk=article.pk).exists():
            raise ValidationError(
                _("%(title)s is withdrawn; its print is covered only as long as it is here.") % {"title": article}
            )
        _delete_with_figures(article)
        renumber(section.articles.all(), list(section.articles.order_by("position").values_list("pk", flat=True)))
        update_masks(issue)


def _delete_with_figures(article: Article) -> None:
    for figure in article.figures.all():
        delete_figure(figure)
    article.delete()


def save_figure(figure: Figure, *, picture: bytes | None = None) -> Figure:
    """A new figure needs its picture. `None` leaves the picture as it is."""
    with changing(figure.article.issue) as issue:
        if figure.pk is None:
            if picture is None:
                raise ValidationError({"picture": _("A figure needs a picture.")})
            figure.issue = issue
            figure.key = figure.key or take_key(issue, "figure", Figure.objects.all())
            keep_ahead(issue, "figure", [figure.key])
            figure.position = _after_last(figure.article.figures.all())
        else:
            _take_over_kept_picture(figure)
        if picture is not None:
            _receive_picture(figure, picture)
        figure.full_clean()
        figure.save()
    return figure


def _take_over_kept_picture(figure: Figure) -> None:
    """What forms do not carry may have changed since the form was loaded."""
    now = Figure.objects.get(pk=figure.pk)
    if now.issue_id != figure.article.issue_id:
        raise ValidationError({"article": _("A figure stays in its issue.")})
    for name in KEPT_OF_FIGURE:
        setattr(figure, name, getattr(now, name))


def _receive_picture(figure: Figure, data: bytes) -> None:
    with refusals_as_validation("picture"):
        picture, ending = pictures.open_picture(data, settings.MAX_PICTURE_PIXELS)
    if figure.pk is not None:
        _retire_served_picture(figure)
        figure.picture_version += 1
    figure.width, figure.height = pictures.upright_rgb(picture).size
    figure.picture_digest = files.digest(data)
    figure.picture = f"{files.folder(figure.issue)}/fig_{figure.key}-{figure.picture_version}.{ending}"
    files.write("masters", figure.picture, data)
    for width, rendered in pictures.render(picture, figure.picture_widths).items():
        files.write("served", files.served_picture(figure.issue, "fig", figure.key, figure.picture_version, width), rendered)


def delete_figure(figure: Figure) -> None:
    with changing(figure.issue):
        _retire_served_picture(figure)
        files.delete_after_commit("masters", figure.picture)
        figure.delete()


def _retire_served_picture(figure: Figure) -> None:
    for width in figure.picture_widths:
        name = files.served_picture(figure.issue, "fig", figure.key, figure.picture_version, width)
        files.delete_after_commit("served", name)


def save_zone(zone: HotZone) -> HotZone:
    with changing(zone.page_section.issue) as issue:
        zone.full_clean()
        zone.save()
        update_masks(issue)
    return zone


def delete_zone(zone: HotZone) -> None:
    with changing(zone.page_section.issue) as issue:
        zone.delete()
        update_masks(issue)


def replace_zones(section: PageSection, zones: Sequence[HotZone]) -> None:
    with changing(section.issue) as issue:
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
