"""The building's own tables: what the roles were given, and word that is on its way out."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, Text, length_check
from issues.models import Issue
from issues.moments import said, zone_of


class RoleGrant(models.Model):
    """A permission that a role was given once, and is not given again."""

    role = models.CharField(max_length=150)
    permission = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="one_grant_a_permission")]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"


class WordQuerySet(models.QuerySet["Word"]):
    def due(self, at: dt.datetime | None = None) -> Self:
        """What waits and may be sent now, oldest first: its time has come, and nobody else is sending it."""
        return self.filter(state="waiting", next_at__lte=at or timezone.now()).order_by("next_at", "pk")


class Word(models.Model):
    """One message to one robot. It is written in the transaction of the act that it tells of, and sent after it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")

    what = models.CharField(_("event"), max_length=20)
    text = Text(_("text"), max_length=2000)
    robot = models.CharField(_("robot"), max_length=100)
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("issue"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_at = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    note = Line(_("note"))

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word out")
        verbose_name_plural = _("word out")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "dropped"]), name="word_state_known"),
            length_check("word_lengths", text=2000, note=500),
        ]
        indexes = [models.Index(fields=["next_at"], name="word_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{said(self.created_at, zone_of(self))} {self.text[:40]}"
