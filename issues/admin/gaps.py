"""Days and pages that were never printed, so that an audit does not miss them: ticked and unticked, never changed."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from issues.admin.choosing import ChoosingAdmin, PaperFilter, moment_column
from issues.admin.saving import WritingAdmin
from issues.models import NeverPrinted, Publication
from issues.writing.gaps import tick_gap, untick_gap


class GapPaperFilter(PaperFilter):
    path = "publication"


@admin.register(NeverPrinted)
class NeverPrintedAdmin(ChoosingAdmin, WritingAdmin):
    list_display = ["date", "what", "paper", "note", "noted_by", moment_column(NeverPrinted, "noted_at")]
    list_filter = [GapPaperFilter]
    list_select_related = ["publication", "noted_by"]
    date_hierarchy = "date"
    ordering = ["-date", "label"]
    search_fields = ["date", "=label", "note"]
    autocomplete_fields = ["publication"]
    fieldsets = [
        (
            None,
            {
                "fields": ["publication", "date", "label", "note"],
                "description": _("Without a label: no issue appeared on that day. With one: that issue had no such page."),
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[NeverPrinted]":
        return super().get_queryset(request).filter(publication__in=Publication.objects.editable_by(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        tick_gap(thing.publication, thing.date, thing.label, thing.note, request.user)  # type: ignore[arg-type]
        thing.pk = thing.publication.never_printed.filter(date=thing.date).latest("pk").pk

    def erase(self, thing: Any) -> None:
        untick_gap(thing.publication, thing.date, thing.label)

    @admin.display(description=_("what was not printed"), ordering="label")
    def what(self, gap: NeverPrinted) -> str:
        return gap.label or str(_("the whole issue"))

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, gap: NeverPrinted) -> str:
        return gap.publication.slug
