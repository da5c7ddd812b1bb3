"""How rows are named and found where one is chosen: 第01版 alone would be any issue's. How lists show states and moments."""

from functools import singledispatch
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from issues.admin.saving import QuietAdmin
from issues.models import Issue, PageSection, Publication
from issues.moments import said, zone_of


@singledispatch
def full_name(thing: Any) -> str:
    """Text that tells this row from all others, without a query for rows that their admin's `get_queryset` gave."""
    return str(thing)


@full_name.register
def _full_issue(issue: Issue) -> str:
    return f"{issue.publication.slug} {issue}"


@full_name.register
def _full_section(section: PageSection) -> str:
    return f"{full_name(section.issue)} {section}"


class FullNameView(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": full_name(obj)}


class FullNameSelect(AutocompleteSelect):
    url_name = "%s:choose"


class FullNameField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return full_name(obj)


class ChoosingAdmin(QuietAdmin):
    """Autocompletes offer, and accept, only rows that the related noun's admin shows this user."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            related = self.admin_site.get_model_admin(db_field.remote_field.model)
            kwargs["queryset"] = related.get_queryset(request)
            kwargs["form_class"] = FullNameField
            kwargs["widget"] = FullNameSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice stand “add” and “view”; deleting belongs to the row's own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field


class PaperFilter(admin.SimpleListFilter):
    """By publication, named in one query; not offered where there is but one. `path` leads from the row to its paper."""

    title = _("publication")
    parameter_name = "paper"
    path = "issue__publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        papers = Publication.objects.editable_by(request.user).with_name_on(timezone.localdate())
        found = [(paper.slug, str(paper)) for paper in papers]
        return found if len(found) > 1 else []

    def queryset(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return queryset.filter(**{f"{self.path}__slug": self.value()}) if self.value() else queryset


class IssuePaperFilter(PaperFilter):
    path = "publication"


def change_link(thing: models.Model, text: str) -> SafeString:
    address = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    return format_html('<a href="{}">{}</a>', address, text)


def state_mark(state: str, text: Any) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', state, text)


def moment_column(noun: type[models.Model], name: str) -> Any:
    """A field of times for lists and read-only fields, a function of the row: Django's own would show them on the site's clock
    and not say so."""

    @admin.display(description=noun._meta.get_field(name).verbose_name, ordering=name)  # type: ignore[union-attr]
    def column(row: Any) -> str:
        return said(getattr(row, name), zone_of(row)) or "–"

    column.__name__ = name
    return column
