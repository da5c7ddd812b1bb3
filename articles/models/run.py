"""What staff look back at: runs of the import, files handed in for one, files that the watched folder took, static copies."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, Text, length_check
from issues.models import Issue, Publication
from issues.moments import said, zone_of

# A run says that it is alive at least once in this time; silent for longer, it was broken off.
SILENCE = dt.timedelta(minutes=5)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def in_state(self, state: str, at: dt.datetime | None = None) -> Self:
        """As people see it: what says that it is running and has been silent was broken off."""
        silent = Q(state="running", seen_at__lt=(at or timezone.now()) - SILENCE)
        if state == "broken":
            return self.filter(silent | Q(state=state))
        return self.filter(~silent, state=state)


class ImportRun(models.Model):
    """One run, also when it failed. The numbers are those of issues; `report` holds the problems and what wants to be known."""

    class Way(models.TextChoices):
        COMMAND = "command", _("command line")
        UPLOAD = "upload", _("upload")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        COMPLETE = "complete", _("all in")
        PARTLY = "partly", _("something was refused")
        FAILED = "failed", _("failed")
        BROKEN = "broken", _("broken off")

    way = models.CharField(_("way"), max_length=10, choices=Way.choices, default=Way.COMMAND)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    what = Text(_("what was imported"), max_length=5000)
    options = models.JSONField(_("options"), default=dict, blank=True)
    is_dry = models.BooleanField(_("dry run"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    kept = models.PositiveIntegerField(_("articles kept as edited"), default=0)
    report = models.JSONField(_("report"), default=dict, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["command", "upload"]), name="run_way_known"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "complete", "partly", "failed", "broken"]), name="run_state_known"
            ),
            length_check("run_lengths", what=5000),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="run_newest_first")]

    def __str__(self) -> str:
        return said(self.started_at, zone_of(None))

    def is_broken_off(self, at: dt.datetime | None = None) -> bool:
        """Neither finished nor alive: its process was killed. Another run of the same import finishes the job."""
        is_silent = (at or timezone.now()) - self.seen_at > SILENCE
        return self.finished_at is None and (self.state == self.State.BROKEN or is_silent)


class Upload(models.Model):
    """A file that arrives in pieces in the admin, to be looked at and then imported. Until then it is private."""

    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(_("received bytes"), default=0, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    options = models.JSONField(_("options"), default=dict, blank=True)
    preview = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("preview"), editable=False
    )
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("import run"), editable=False
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="upload_received_at_most_its_size"),
            length_check("upload_lengths", name=200),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        return self.received == self.size


class WatchedFile(models.Model):
    """A file in a watched folder, as it was when it was last looked at. `refused` are pages of a taken one that came in without
    their files."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken")
        UNMATCHED = "unmatched", _("not matched")
        REFUSED = "refused", _("refused")
        SUPERSEDED = "superseded", _("superseded")

    folder = models.CharField(_("folder"), max_length=500)
    name = models.CharField(_("name"), max_length=500)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    modified = models.DateTimeField(_("modified"))
    digest = Line(_("digest"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    note = Text(_("note"), max_length=2000)
    refused = models.PositiveIntegerField(_("pages refused"), default=0)
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("publication")
    )
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("issue"))
    seen_at = models.DateTimeField(_("looked at"), auto_now=True)

    class Meta:
        verbose_name = _("watched file")
        verbose_name_plural = _("watched files")
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["folder", "name"], name="one_row_a_watched_file"),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "unmatched", "refused", "superseded"]), name="watched_file_state_known"
            ),
            length_check("watched_file_lengths", folder=500, name=500, digest=64, note=2000),
        ]
        indexes = [models.Index(fields=["-seen_at", "-id"], name="watched_file_newest_first")]

    def __str__(self) -> str:
        return self.name


class SiteCopy(models.Model):
    """A folder with a static copy of the public site, and when it was last true."""

    folder = models.CharField(_("folder"), max_length=500, unique=True)
    base_url = Line(_("address of the copy"))
    started_at = models.DateTimeField(_("began"), null=True, blank=True)
    true_at = models.DateTimeField(_("last true"), null=True, blank=True)
    issues = models.PositiveIntegerField(_("issues"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)
    note = Text(_("note"), max_length=2000)

    class Meta:
        verbose_name = _("static copy")
        verbose_name_plural = _("static copies")
        ordering = ["folder"]
        constraints = [length_check("site_copy_lengths", folder=500, base_url=500, note=2000)]

    def __str__(self) -> str:
        return self.folder
