"""A picture of an article, with its caption and its place in the text."""

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from issues.fields import Line, Text, length_check, section_key_shape
from issues.models import Issue, IssueQuerySet
from issues.models.pictured import Pictured, lacks_renditions
from issues.renditions import FIGURE_WIDTHS


class FigureQuerySet(models.QuerySet["Figure"]):
    def public(self, at: dt.datetime | None = None) -> Self:
        return self.shown_in(Issue.objects.public(at))

    def shown_in(self, issues: IssueQuerySet) -> Self:
        return self.filter(article__in=Article.objects.shown_in(issues))

    def withdrawn_after_public(self) -> Self:
        return self.filter(article__in=Article.objects.withdrawn_after_public())

    def lacking_renditions(self, *, avif: bool = False) -> Self:
        """The queue of the `renditions` command."""
        return self.filter(lacks_renditions(avif=avif))


class Figure(Pictured):
    """`issue` repeats the article's, so that the database holds unique (issue, key): addresses of the issue hold the key."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="figures", editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="figures", verbose_name=_("article"))
    position = models.PositiveIntegerField(_("position"), editable=False)
    key = models.CharField(_("key"), max_length=40, validators=[section_key_shape], editable=False)
    picture = models.CharField(_("picture"), max_length=200, editable=False)
    picture_version = models.PositiveIntegerField(default=1, editable=False)
    picture_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    caption = Text(_("caption"), max_length=5000)
    credit = Line(_("credit"))
    alt = Line(_("alternative text"), help_text=_("For readers who do not see the picture; empty: the caption."))
    is_decorative = models.BooleanField(_("decorative"), default=False)
    focal_x = models.FloatField(_("focal point, across"), default=0.5)
    focal_y = models.FloatField(_("focal point, down"), default=0.5)

    stem = "fig"
    ladder: Sequence[int] = FIGURE_WIDTHS

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "key"], name="one_figure_a_key"),
            models.UniqueConstraint(fields=["article", "position"], name="one_figure_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="figure_position_from_one"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(picture=""), name="figure_has_key_and_picture"),
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="figure_has_size"),
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="figure_focal_point_inside",
                violation_error_message=_("The focal point lies outside the picture; expected fractions from 0 to 1."),
            ),
            length_check("figure_lengths", key=40, picture=200, credit=500, alt=500, caption=5000),
        ]

    def __str__(self) -> str:
        return self.caption[:40] or self.key

    @property
    def alt_text(self) -> str:
        return "" if self.is_decorative else self.alt or self.caption
