"""The receipt of a withdrawal: every place that had shown what was withdrawn, and when it was found clean."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from issues.fields import Line, length_check
from issues.models import Issue
from issues.moments import said, zone_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(issue__in=Issue.objects.editable_by(user))

    def standing(self) -> Self:
        """What it tells of is withdrawn still."""
        return self.filter(came_back_at__isnull=True)

    def waiting(self) -> Self:
        """With a place that was not found clean yet."""
        return self.standing().filter(places__clean_at__isnull=True).distinct()


class Receipt(models.Model):
    """`asked_at`: when the places were asked first, after the withdrawal was done; what was copied or cached before that moment
    may still be the old."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="receipts", verbose_name=_("issue"))
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="receipts", verbose_name=_("article")
    )
    title = Line(_("what was withdrawn"))
    name = Line(_("withdrawn by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn"))
    asked_at = models.DateTimeField(_("first looked at"), null=True, blank=True)
    came_back_at = models.DateTimeField(_("published again"), null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of a withdrawal")
        verbose_name_plural = _("receipts of withdrawals")
        ordering = ["-withdrawn_at", "-pk"]
        constraints = [length_check("receipt_lengths", title=500, name=150)]

    def __str__(self) -> str:
        return f"{said(self.withdrawn_at, zone_of(self))} {self.title}"


class ReceiptPlace(models.Model):
    """`rule` is what must hold there, `mark` what must not be found there any more; `answer` what was found last."""

    class Kind(models.TextChoices):
        PAGE = "page", _("pages of the site")
        FIGURE = "figure", _("pictures of articles")
        PICTURE = "picture", _("pictures of pages")
        PDF = "pdf", _("PDFs")
        COPY = "copy", _("static copies")
        CACHE = "cache", _("caches")

    class Rule(models.TextChoices):
        GONE = "gone", _("answers “gone”")
        SILENT = "silent", _("does not name it")
        NEWER = "newer", _("shows a newer version")
        COPIED = "copied", _("was copied afterwards")
        EXPIRED = "expired", _("has expired")

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="places", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices)
    address = Line(_("address"))
    mark = Line(_("mark"), max_length=2000)
    answer = Line(_("answer"), max_length=100)
    clean_at = models.DateTimeField(_("clean since"), null=True, blank=True)

    class Meta:
        verbose_name = _("place of a receipt")
        verbose_name_plural = _("places of a receipt")
        ordering = ["receipt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "kind", "address"], name="one_place_a_receipt"),
            models.CheckConstraint(
                condition=Q(kind__in=["page", "figure", "picture", "pdf", "copy", "cache"]), name="receipt_place_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["gone", "silent", "newer", "copied", "expired"]), name="receipt_place_rule_known"
            ),
            length_check("receipt_place_lengths", address=500, mark=2000, answer=100),
        ]
        indexes = [models.Index(fields=["receipt"], name="receipt_place_waiting", condition=Q(clean_at__isnull=True))]

    def __str__(self) -> str:
        return self.address
