"""What staff look back at, read only: runs of the import, what the watched folder took, when static copies were last true."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.reports import Report
from articles.admin.uploads import UploadDesk
from articles.models import ImportRun, SiteCopy, Upload, WatchedFile
from issues.admin.choosing import PaperFilter, change_link, full_name, moment_column, state_mark
from issues.admin.saving import QuietAdmin
from issues.models import Publication, reaches_every_paper
from issues.moments import said, zone_of

MODIFIED, SEEN_AT = moment_column(WatchedFile, "modified"), moment_column(WatchedFile, "seen_at")
COPY_STARTED_AT = moment_column(SiteCopy, "started_at")


class LookingAdmin(QuietAdmin):
    """Rows that programs write and people read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def run_state(run: ImportRun) -> SafeString:
    if run.is_broken_off():
        return state_mark("broken", ImportRun.State.BROKEN.label)
    return state_mark(run.state, run.get_state_display())


def duration(run: ImportRun, now: dt.datetime | None = None) -> str:
    """Up to its last sign of life, where it was broken off."""
    now = now or timezone.now()
    end = run.finished_at or (run.seen_at if run.is_broken_off(now) else now)
    seconds = max(0, int((end - run.started_at).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    parts = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % parts
    return gettext("%(minutes)s min %(seconds)s s") % parts if rest >= 60 else gettext("%(seconds)s s") % parts


class RunStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in ImportRun.State.choices]

    def queryset(self, request: HttpRequest, runs: "models.QuerySet[ImportRun]") -> "models.QuerySet[ImportRun]":
        """As the list's own column has it, whatever the row says."""
        state = self.value()
        return runs.filter(pk__in=ImportRun.objects.in_state(state)) if state in ImportRun.State.values else runs


@admin.register(ImportRun)
class ImportRunAdmin(LookingAdmin):
    change_list_template = "admin/articles/run_list.html"
    change_form_template = "admin/articles/run.html"
    list_display = [
        "started",
        "state_word",
        "what_short",
        *("created", "updated", "unchanged", "refused", "kept_count"),
        "by",
        "took",
    ]
    list_filter = [RunStateFilter, "is_dry", "way"]
    list_select_related = ["user"]
    date_hierarchy = "started_at"
    search_fields = ["what", "user__username"]
    fieldsets = [(None, {"fields": ["what", "state_word", "started", "took", "by", "way", "is_preview"]})]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[ImportRun]":
        runs: models.QuerySet[ImportRun] = super().get_queryset(request)
        if not reaches_every_paper(request.user):
            runs = runs.filter(user=request.user.pk)  # a report may tell of any paper
        match = getattr(request, "resolver_match", None)
        return runs.defer("report") if match and str(match.url_name).endswith("_changelist") else runs

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_importrun")

    def get_urls(self) -> list[URLPattern]:
        """“Add” is the upload."""
        return [*UploadDesk(self).urls(), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        run = self.get_object(request, object_id) if object_id else None
        if run is not None:
            waiting = Upload.objects.filter(models.Q(run=run) | models.Q(preview=run), user_id=request.user.pk or 0).first()
            context = {
                "report": Report(run),
                "waiting": waiting,
                "title": gettext("Import of %(when)s") % {"when": run},
                "subtitle": None,
            }
            extra_context = {**(extra_context or {}), **context}
        return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, run: ImportRun) -> str:
        return str(run)

    @admin.display(description=_("state"), ordering="state")
    def state_word(self, run: ImportRun) -> SafeString:
        return run_state(run)

    @admin.display(description=_("what was imported"))
    def what_short(self, run: ImportRun) -> SafeString:
        what = Truncator(run.what.replace("\n", ", ")).chars(80)
        mark = format_html(' <span class="quiet">{}</span>', gettext("preview")) if run.is_dry else ""
        return format_html("{}{}", what, mark)

    @admin.display(description=_("kept"), ordering="kept")
    def kept_count(self, run: ImportRun) -> int:
        return run.kept

    @admin.display(description=_("started by"), ordering="user__username")
    def by(self, run: ImportRun) -> str:
        return str(run.user or run.get_way_display())

    @admin.display(description=_("dry run"))
    def is_preview(self, run: ImportRun) -> str:
        return gettext("yes, nothing was written") if run.is_dry else "–"

    @admin.display(description=_("took"))
    def took(self, run: ImportRun) -> str:
        return duration(run)


class WatchedPaperFilter(PaperFilter):
    path = "publication"


@admin.register(WatchedFile)
class WatchedFileAdmin(LookingAdmin):
    list_display = ["name", "state_word", "note", "issue_link", "size", MODIFIED, SEEN_AT, "folder"]
    list_filter = ["state", WatchedPaperFilter]
    list_select_related = ["issue__publication", "publication"]
    date_hierarchy = "seen_at"
    search_fields = ["name", "note"]
    fields = ["folder", "name", "state_word", "note", "issue_link", "publication", "size", MODIFIED, SEEN_AT]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[WatchedFile]":
        files: models.QuerySet[WatchedFile] = super().get_queryset(request)
        if reaches_every_paper(request.user):
            return files
        own = models.Q(publication__in=Publication.objects.editable_by(request.user))
        return files.filter(own | models.Q(publication=None))  # what was not matched is nobody's yet

    @admin.display(description=_("state"), ordering="state")
    def state_word(self, file: WatchedFile) -> SafeString:
        return state_mark(file.state, file.get_state_display())

    @admin.display(description=_("issue"), ordering="issue__date")
    def issue_link(self, file: WatchedFile) -> SafeString | str:
        return change_link(file.issue, full_name(file.issue)) if file.issue else "–"


@admin.register(SiteCopy)
class SiteCopyAdmin(LookingAdmin):
    list_display = ["folder", "last_true", "issues", "files", "base_url", "note"]
    search_fields = ["folder", "base_url"]
    fields = ["folder", "base_url", "last_true", COPY_STARTED_AT, "issues", "files", "note"]

    @admin.display(description=_("last true"), ordering="true_at")
    def last_true(self, copy: SiteCopy) -> SafeString:
        if copy.true_at is None:
            return state_mark("broken", gettext("never yet"))
        return format_html("<time>{}</time>", said(copy.true_at, zone_of(None), is_exact=True))
