"""Frames of issues: page lists without content, under a name."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from issues import writing
from issues.admin.choosing import ChoosingAdmin, PaperFilter
from issues.admin.saving import WritingAdmin
from issues.models import IssueFrame, PageSection


class FramePaperFilter(PaperFilter):
    path = "publication"


@admin.register(IssueFrame)
class IssueFrameAdmin(ChoosingAdmin, WritingAdmin):
    """Its pages are those of the issue that is chosen when it is made; afterwards it can be renamed."""

    fixed_fields = ("made_from",)
    list_display = ["name", "paper", "page_count"]
    list_filter = [FramePaperFilter]
    list_select_related = ["publication"]
    search_fields = ["name", "publication__slug"]
    autocomplete_fields = ["made_from"]
    readonly_fields = ["pages_now"]
    fieldsets = [(None, {"fields": ["name", "made_from", "pages_now"]})]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[IssueFrame]":
        frames: Any = super().get_queryset(request)
        found: models.QuerySet[IssueFrame] = frames.editable_by(request.user).select_related("publication")
        return found

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_frame(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_frame(thing)

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, frame: IssueFrame) -> str:
        return frame.publication.slug

    @admin.display(description=_("page sections"))
    def page_count(self, frame: IssueFrame) -> int:
        return len(frame.pages)

    @admin.display(description=_("page sections"))
    def pages_now(self, frame: IssueFrame) -> SafeString | str:
        if not frame.pk:
            return "–"
        titles = [(str(PageSection(fold=page["fold"], label=page["label"], name=page["name"])),) for page in frame.pages]
        return format_html('<ol class="linked">{}</ol>', format_html_join("", "<li>{}</li>", titles))
