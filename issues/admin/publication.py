"""Publications with their names through time and their days without paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues import writing
from issues.admin.choosing import ChoosingAdmin
from issues.admin.deleting import papers_to_delete
from issues.admin.membership import MembersInline, save_memberships
from issues.admin.saving import WritingAdmin, WritingForm
from issues.admin.uploads import PictureField
from issues.models import GreyDays, Membership, Publication, PublicationName, Suspension
from issues.models.publication import LEGAL_FIELDS

WRITERS: dict[type, tuple[Callable[[Any], object], Callable[[Any], None]]] = {
    PublicationName: (writing.save_name, writing.delete_name),
    Suspension: (writing.save_suspension, writing.delete_suspension),
    GreyDays: (writing.save_grey_days, writing.delete_grey_days),
}


class NamesInline(admin.TabularInline):
    model = PublicationName
    extra = 0


class SuspensionsInline(admin.TabularInline):
    model = Suspension
    extra = 0


class GreyDaysInline(admin.TabularInline):
    model = GreyDays
    extra = 0


class PublicationForm(WritingForm):
    masthead_upload = PictureField(
        label=_("New masthead picture"), help_text=_("At most 1200 pixels wide are shown; PNG keeps its transparency.")
    )


@admin.register(Publication)
class PublicationAdmin(WritingAdmin):
    form = PublicationForm
    list_display = ["paper_name", "slug", "language", "weekdays", "time_zone", "offers_other_script"]
    search_fields = ["slug", "names__name"]
    readonly_fields = ["masthead_size"]
    inlines = [NamesInline, SuspensionsInline, GreyDaysInline, MembersInline]
    fieldsets = [
        (None, {"fields": ["slug", "language", "time_zone", "weekdays", "motto", "offers_other_script"]}),
        (_("Masthead"), {"fields": ["masthead_size", "masthead_upload"]}),
        (
            _("Legal foot"),
            {
                "fields": list(LEGAL_FIELDS),
                "description": _("Stands at the foot of every public page; empty lines are left out."),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Publication]":
        papers: Any = super().get_queryset(request)
        named: models.QuerySet[Publication] = papers.editable_by(request.user).with_name_on(timezone.localdate())
        return named

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj and obj.was_public() else fields

    def view_on_site(self, paper: Publication) -> str | None:
        return paper.get_absolute_url() if paper.issues.public().exists() else None

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        is_new = thing.pk is None
        writing.save_publication(thing, masthead=form.cleaned_data["masthead_upload"])
        if is_new:
            writing.join_own_paper(thing, request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return papers_to_delete(list(objs), request, self.admin_site)

    def erase(self, thing: Any) -> None:
        writing.delete_publication(thing)

    def write_rows(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        if formset.model is Membership:
            save_memberships(request, formset)
            return
        save, delete = WRITERS[formset.model]
        for row in formset.deleted_objects:
            delete(row)
        for form in formset.forms:
            if form not in formset.deleted_forms and form.has_changed():
                form.instance.publication = parent
                save(form.instance)

    @admin.display(description=_("name"))
    def paper_name(self, paper: Publication) -> str:
        return str(paper)

    @admin.display(description=_("masthead picture"))
    def masthead_size(self, paper: Publication) -> str:
        return f"{paper.masthead_width} × {paper.masthead_height}" if paper.masthead else "–"


class PaperRowAdmin(ChoosingAdmin, WritingAdmin):
    """What belongs to a paper as a whole."""

    fixed_fields = ("publication",)
    list_select_related = ["publication"]
    autocomplete_fields = ["publication"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return super().get_queryset(request).filter(publication__in=Publication.objects.editable_by(request.user))

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, row: Any) -> str:
        return str(row.publication.slug)


@admin.register(PublicationName)
class PublicationNameAdmin(PaperRowAdmin):
    list_display = ["name", "paper", "from_date", "cn_number"]
    search_fields = ["name", "cn_number", "publication__slug"]
    date_hierarchy = "from_date"

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_name(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_name(thing)


@admin.register(Suspension)
class SuspensionAdmin(PaperRowAdmin):
    list_display = ["first", "last", "paper", "note"]
    search_fields = ["note", "publication__slug", "first"]

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_suspension(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_suspension(thing)


@admin.register(GreyDays)
class GreyDaysAdmin(PaperRowAdmin):
    list_display = ["first", "last", "paper", "note"]
    search_fields = ["note", "publication__slug", "first"]

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_grey_days(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_grey_days(thing)
