"""How the admin writes: through the writing modules, whose refusals come back as the form's own errors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext

from issues.admin.lists import MOST_ROWS, BoundedPaginator, LongList, with_words
from issues.admin.rights import GuardedAdmin, demand_touch, touching
from issues.events import ToldRefusal
from issues.files import files_with_rows


class WritingForm(forms.ModelForm):
    """A form that is shown again with what writing refused after the form itself had found nothing wrong."""

    refusal: ValidationError | None = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal is not None:
            for name, errors in errors_by_field(self.refusal):
                found = next((field for field in (name, f"{name}_upload") if field in self.fields), None)
                self.add_error(found, ValidationError(errors))


def errors_by_field(refusal: ValidationError) -> list[tuple[str, list[ValidationError]]]:
    return list(refusal.error_dict.items()) if hasattr(refusal, "error_dict") else [("", refusal.error_list)]


class QuietAdmin(admin.ModelAdmin):
    """Lists that stay quick in a large archive: no full count, no long texts, words looked for cheaply."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count each choice of each filter
    list_per_page = 50
    long_fields: tuple[str, ...] = ()
    fixed_fields: tuple[str, ...] = ()  # chosen when a row is made, read-only afterwards

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongList

    def get_search_results(
        self, request: HttpRequest, queryset: "models.QuerySet[Any]", search_term: str
    ) -> tuple["models.QuerySet[Any]", bool]:
        return with_words(queryset, self.get_search_fields(request), search_term)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """All rows of a list are acted on only where the list leads to all of them."""
        everything = request.POST.get("select_across", "0") not in ("", "0")
        if everything and queryset[: MOST_ROWS + 1].count() > MOST_ROWS:
            sentence = gettext("The list holds more than %(limit)s rows; narrow it by a date, a filter or a word first.")
            messages.error(request, sentence % {"limit": MOST_ROWS})
            return redirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ())]


class WritingAdmin(QuietAdmin, GuardedAdmin):
    """Saves in one transaction with its inlines. `write`, `erase` and `write_rows` are what a noun fills in."""

    form = WritingForm

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        """Calls the writing module with what the form holds."""
        raise NotImplementedError

    def erase(self, thing: Any) -> None:
        raise NotImplementedError

    def write_rows(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        """The rows of one inline; `formset.save(commit=False)` has sorted them already."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        demand_touch(request.user, obj)
        self.write(request, obj, form)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with touching(request.user, self.model):
            self.erase(obj)

    def delete_queryset(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> None:
        with touching(request.user, self.model), files_with_rows():
            for thing in queryset:
                self.erase(thing)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        if formset.has_changed():
            self.write_rows(request, form.instance, formset)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look is shown no fields that exist in the form alone."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": without(options["fields"], set(self.form.declared_fields))})
            for title, options in fieldsets
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Rows and files are saved together or not at all; after a refusal the same form comes back, bearing it."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with touching(request.user, self.model), files_with_rows():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            if isinstance(refusal, ToldRefusal):
                refusal.tell()
            request.refusal = refusal  # type: ignore[attr-defined]
            return self.changeform_again(request, object_id, form_url, extra_context)

    def changeform_again(self, request: HttpRequest, *arguments: Any) -> HttpResponseBase:
        return super().changeform_view(request, *arguments)


def without(fields: Sequence[Any], hidden: set[str]) -> list[Any]:
    """A fieldset's fields, in which a tuple is one line, without some names."""
    lines = [tuple(without(field, hidden)) if isinstance(field, tuple) else field for field in fields if field not in hidden]
    return [line for line in lines if line]
