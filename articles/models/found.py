"""What was found on a page and waits for an editor: zones not sure enough, texts of no article yet. Readers see nothing of it.

What an editor decided is kept: the next search of the page asks for it.
"""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.zone import HotZone
from articles.zones import polygon_problem
from issues.fields import Line, Text, length_check
from issues.models import PageSection

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class FoundQuerySet(models.QuerySet["ProposedZone | DraftArticle"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(page_section__in=PageSection.objects.editable_by(user))

    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def decided(self) -> Self:
        return self.exclude(state="waiting")


class ProposedZone(models.Model):
    """A polygon that may be an article's: accepted it becomes a hot zone. A dropped one says that there is none."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DROPPED = "dropped", _("dropped")

    page_section = models.ForeignKey(PageSection, models.CASCADE, related_name="proposed_zones", verbose_name=_("page section"))
    polygon = models.JSONField(_("polygon"), help_text=_("Corners as [[x, y], …] in fractions 0–1 of the page picture."))
    article = models.ForeignKey(Article, models.CASCADE, related_name="proposed_zones", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=20, choices=HotZone.Kind.choices, default=HotZone.Kind.ARTICLE)
    confidence = models.FloatField(_("confidence"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)

    objects = FoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed zone")
        verbose_name_plural = _("proposed zones")
        ordering = ["page_section", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="proposed_zone_confidence_is_a_part"),
            models.CheckConstraint(condition=Q(kind__in=HotZone.Kind.values), name="proposed_zone_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "dropped"]), name="proposed_zone_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.article}"

    def clean(self) -> None:
        problem = polygon_problem(self.polygon)
        if problem:
            raise ValidationError({"polygon": problem.said(gettext)})


class DraftArticle(models.Model):
    """A text of a page that no article has: accepted it becomes an article with its zones and figures.

    `pictures`: of each {"box": [left, top, right, bottom] in fractions of the page picture, "caption", "credit"}. `found_in`: the
    digest of the PDF, or of the picture, that prints it. An accepted one whose article was deleted stays accepted: the same text
    is not found again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DROPPED = "dropped", _("dropped")

    page_section = models.ForeignKey(PageSection, models.CASCADE, related_name="draft_articles", verbose_name=_("page section"))
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=Article.Kind.choices, default=Article.Kind.NEWS)
    column = Line(_("column"), max_length=100)
    kicker = Line(_("kicker"))
    title = Line(_("title"))
    subtitle = Line(_("subtitle"))
    byline = Line(_("byline"))
    authors = models.JSONField(_("authors"), default=list, blank=True)
    body = Text(_("body"), max_length=1_000_000)
    polygons = models.JSONField(_("polygons"), default=list, blank=True)
    pictures = models.JSONField(_("pictures"), default=list, blank=True)
    continues_from = Line(_("continued from page"), max_length=20)
    continued_on = Line(_("continued on page"), max_length=20)
    confidence = models.FloatField(_("confidence"))
    is_mended = models.BooleanField(_("mended by an editor"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, editable=False, related_name="drafts", verbose_name=_("article")
    )
    found_in = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = FoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft article")
        verbose_name_plural = _("draft articles")
        ordering = ["page_section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_section", "position"], condition=Q(state="waiting"), name="one_draft_article_a_position"
            ),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="draft_confidence_is_a_part"),
            models.CheckConstraint(condition=Q(kind__in=Article.Kind.values), name="draft_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "accepted", "dropped"]), name="draft_state_known"),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(state="accepted"), name="only_an_accepted_draft_has_its_article"
            ),
            length_check("draft_lengths", column=100, kicker=500, title=500, subtitle=500, byline=500, body=1_000_000),
            length_check("draft_label_lengths", continues_from=20, continued_on=20, found_in=64),
        ]

    def __str__(self) -> str:
        return self.title or gettext("(no title)")
