"""Forms that somebody has open, and what was typed into them. No content: neither history nor version knows of it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import length_check

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

# A form says that it is open at least once in this time; browsers let what is in the background speak once a minute.
SILENCE = dt.timedelta(seconds=75)
LASTING = dt.timedelta(days=30)


class UnsentFormQuerySet(models.QuerySet["UnsentForm"]):
    def of(self, noun: str, row: int | None) -> Self:
        """Forms of one row; of None, forms for new rows."""
        return self.filter(noun=noun, row=row)

    def waiting_for(self, user: "AbstractUser | AnonymousUser") -> Self:
        """The user's own texts that were neither saved nor dropped, newest first."""
        return self.filter(user=user.pk, settled_at=None, kept_at__isnull=False).order_by("-kept_at")

    def open_now(self, at: dt.datetime | None = None) -> Self:
        return self.filter(is_open=True, settled_at=None, seen_at__gt=(at or timezone.now()) - SILENCE)

    def told_to(self, user: "AbstractUser | AnonymousUser") -> Self:
        """Both at once, for the page of a form: the user's own that wait, newest first, and those that others have open."""
        waits = Q(user=user.pk, kept_at__isnull=False)
        is_open = Q(is_open=True, seen_at__gt=timezone.now() - SILENCE) & ~Q(user=user.pk)
        return self.filter(waits | is_open, settled_at=None).select_related("user").order_by("-kept_at")

    def outlived(self, at: dt.datetime | None = None) -> Self:
        return self.filter(seen_at__lt=(at or timezone.now()) - LASTING)


class UnsentForm(models.Model):
    """`ticket` is given with each form that is opened. `version` is the newest entry of the row's history that the form had seen.
    `fields` are the names and values that a browser would send, `labels` the words of what is chosen in lists. A settled one was
    saved or dropped and stays empty, so that what was on its way to it brings nothing back."""

    ticket = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    noun = models.CharField(max_length=100)
    row = models.PositiveBigIntegerField(null=True)
    version = models.PositiveBigIntegerField(default=0)
    fields = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    kept_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    settled_at = models.DateTimeField(null=True)

    objects = UnsentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-seen_at"]
        default_permissions = ()  # a form is its user's alone
        constraints = [length_check("unsent_form_lengths", noun=100)]
        indexes = [
            models.Index(fields=["noun", "row"], name="unsent_form_of_row"),
            models.Index(fields=["seen_at"], name="unsent_form_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.row or ''}".strip()

    @property
    def element(self) -> str:
        """Its id on a page that offers it."""
        return f"unsent-{self.ticket}"

    @property
    def taken(self) -> dict[str, Any]:
        """What a browser needs to fill the form again."""
        return {"ticket": str(self.ticket), "version": self.version, "fields": self.fields, "labels": self.labels}
