"""A link under which somebody reads one issue as readers will see it: handed out by the desk, or an editor's own."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, length_check
from issues.models.issue import Issue, IssueQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: dt.datetime | None = None) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(digest=token_digest(token))

    def handed_out(self) -> Self:
        """Those that work for whoever has them."""
        return self.filter(is_own=False)

    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(issue__in=Issue.objects.editable_by(user))


class PreviewLink(models.Model):
    """`digest` is all that is kept of the token: who reads this table opens nothing. An own link (`is_own`) is good for its
    maker's session alone. Written by `issues.writing.previews`."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="preview_links", verbose_name=_("issue"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_own = models.BooleanField(default=False, editable=False)
    note = Line(_("for whom"), max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"), editable=False
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
        editable=False,
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True, editable=False)
    openings = models.PositiveIntegerField(_("opened"), default=0, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="preview_link_ends_after_it_began"),
            models.CheckConstraint(condition=Q(digest__length=64), name="preview_link_has_digest"),
            length_check("preview_link_lengths", note=100),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.note}".strip()

    def is_open(self, at: dt.datetime | None = None) -> bool:
        return self.revoked_at is None and self.expires_at > (at or timezone.now())

    def issues(self) -> IssueQuerySet:
        """The one issue, while its maker reaches it. A withdrawal closes it to the links that were there before."""
        if self.made_by is None:
            return Issue.objects.none()
        not_withdrawn_since = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__lt=self.made_at)
        return Issue.objects.editable_by(self.made_by).filter(not_withdrawn_since, pk=self.issue_id)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
