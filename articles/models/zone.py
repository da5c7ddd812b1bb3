"""A hot zone: a polygon on a page section and where it leads."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.article import Article
from articles.zones import polygon_problem
from issues.fields import Line, length_check, reason
from issues.models import Issue, IssueQuerySet, PageSection


class HotZoneQuerySet(models.QuerySet["HotZone"]):
    def leading_to_public(self) -> Self:
        """Zones of a public page that may be shown: a withdrawn article's are not even in the markup."""
        return self.leading_into(Issue.objects.public())

    def leading_into(self, issues: IssueQuerySet) -> Self:
        """Zones of pages of these issues, as their readers see them."""
        return self.filter(Q(article__isnull=True) | Q(article__in=Article.objects.shown_in(issues)))


class HotZone(models.Model):
    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        CONTINUATION = "continuation", _("continuation")
        POINTER = "pointer", _("pointer")
        FIGURE = "figure", _("figure")
        ADVERTISEMENT = "advertisement", _("advertisement")

    page_section = models.ForeignKey(PageSection, models.CASCADE, related_name="zones", verbose_name=_("page section"))
    polygon = models.JSONField(_("polygon"), help_text=_("Corners as [[x, y], …] in fractions 0–1 of the page picture."))
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="zones", verbose_name=_("article"))
    url = Line(_("address outside"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.ARTICLE)
    confidence = models.FloatField(
        _("confidence"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From 0 to 1, where it was found on the page; empty where a person or an import set it."),
    )

    objects = HotZoneQuerySet.as_manager()
    history = HistoricalRecords(no_db_index=["article"], history_change_reason_field=reason())

    class Meta:
        verbose_name = _("hot zone")
        verbose_name_plural = _("hot zones")
        ordering = ["page_section", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(url=""),
                name="zone_has_one_target",
                violation_error_message=_("A zone leads to an article or to an address outside, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["article", "continuation", "pointer", "figure", "advertisement"]),
                name="zone_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1), name="zone_confidence_is_a_part"
            ),
            length_check("zone_lengths", url=500),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.article or self.url}".strip()

    def clean(self) -> None:
        check_zone(self.polygon, self.url, self.kind)
        if self.article and self.page_section_id and self.article.issue_id != self.page_section.issue_id:
            raise ValidationError({"article": _("The article belongs to another issue than the page section.")})


_KINDS = frozenset(HotZone.Kind.values)


def check_zone(polygon: object, url: str, kind: str) -> None:
    """What a zone must keep to by itself, whether it is a row already or is to become one."""
    problem = polygon_problem(polygon)
    if problem:
        raise ValidationError({"polygon": problem.said(gettext)})
    if url and not url.startswith(("https://", "http://")):
        raise ValidationError({"url": _("Expected an address that begins with https:// or http://.")})
    if kind not in _KINDS:
        raise ValidationError({"kind": _("“%(kind)s” is no kind of zone.") % {"kind": kind}})
