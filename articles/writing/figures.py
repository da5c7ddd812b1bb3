"""Figures with their pictures."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, Figure
from issues import files, pictures
from issues.signing import Void
from issues.writing import (
    after_last,
    changing,
    keep_ahead,
    refusals_as_validation,
    renumber,
    search_again,
    take_key,
    void_signatures,
)
from issues.writing.pictures import render_after_commit, retire_picture, serve_picture

KEPT_OF_FIGURE = (
    *("issue_id", "position", "key", "width", "height"),
    *("picture", "picture_version", "picture_digest", "rendered_version", "has_avif"),
)
PRINTED = ("article_id", "picture_digest", "caption", "credit")


def save_figure(figure: Figure, *, picture: bytes | None = None, renditions: bool = True) -> Figure:
    """A new figure needs its picture. `None` leaves the picture as it is. Under another article it moves to that one's end.
    A new picture's renditions are made after the commit, or left to the queue."""
    left: Article | None = None
    before: Figure | None = None
    is_new = figure.pk is None
    with changing(figure.article.issue) as issue:
        if is_new:
            if picture is None:
                raise ValidationError({"picture": _("A figure needs a picture.")})
            figure.issue = issue
            figure.key = figure.key or take_key(issue, "figure", Figure.objects.all())
            keep_ahead(issue, "figure", [figure.key])
            figure.position = after_last(figure.article.figures.all())
        else:
            before = _take_over_kept_picture(figure)
            left = before.article if before.article_id != figure.article_id else None
        if picture is not None:
            _receive_picture(figure, picture)
        figure.full_clean()
        figure.save()
        search_again(issue.pk)  # captions are printed, too
        if before is None or any(getattr(before, name) != getattr(figure, name) for name in PRINTED):
            _void(figure.article, left)
        if picture is not None and renditions:
            render_after_commit(figure)
        if left is not None:
            renumber(left.figures.all(), list(left.figures.order_by("position").values_list("pk", flat=True)))
    return figure


def _void(*articles: Article | None) -> None:
    void_signatures([article.page_section_id for article in articles if article is not None], Void.FIGURE)


def _take_over_kept_picture(figure: Figure) -> Figure:
    """What forms do not carry may have changed since the form was loaded. Gives the row as it is now; under another article the
    figure has a new place."""
    now = Figure.objects.select_related("article").get(pk=figure.pk)
    if now.issue_id != figure.article.issue_id:
        raise ValidationError({"article": _("A figure stays in its issue.")})
    for name in KEPT_OF_FIGURE:
        setattr(figure, name, getattr(now, name))
    if now.article_id != figure.article_id:
        figure.position = after_last(figure.article.figures.all())
    return now


def _receive_picture(figure: Figure, data: bytes) -> None:
    with refusals_as_validation("picture"):
        picture, ending = pictures.open_picture(data, settings.MAX_PICTURE_PIXELS)
    if figure.pk is not None:
        retire_picture(figure)
    figure.width, figure.height = picture.size
    figure.picture_digest = files.digest(data)
    figure.picture = f"{files.folder(figure.issue)}/fig_{figure.key}-{figure.picture_version}.{ending}"
    files.write("masters", figure.picture, data)
    serve_picture(figure, picture)


def order_figures(article: Article, order: Sequence[int]) -> None:
    """`order` holds the primary keys of all the article's figures."""
    with changing(article.issue):
        renumber(article.figures.all(), order)


def delete_figure(figure: Figure) -> None:
    with changing(figure.issue):
        files.delete_folder_after_commit(files.folder(figure.issue), prefix=f"fig_{figure.key}-")
        figure.delete()
        _void(figure.article)
        search_again(figure.issue_id)
