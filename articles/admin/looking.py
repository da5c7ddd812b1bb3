"""Kept texts as their user sees them again: beside what is saved, also where the row may not be changed any more or is gone."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin.texts import Differing, beside, differing, texts, typed_texts
from articles.models import UnsentForm
from articles.writing.unsent import OpenForm, settle_form
from issues.admin.saving import WritingAdmin
from issues.moments import said, zone_of


class KeptTextAdmin(WritingAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("unsent/<uuid:ticket>/", view(require_safe(self.look_view)), name=self.unsent_name("look")),
            path("unsent/<uuid:ticket>/drop/", view(require_POST(self.drop_view)), name=self.unsent_name("drop")),
        ]
        return [*own, *super().get_urls()]

    def unsent_name(self, act: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_unsent_{act}"

    def is_there(self, pk: int) -> bool:
        """For anybody: what is out of this user's reach is not gone."""
        return self.model._base_manager.filter(pk=pk).exists()

    def look_address(self, ticket: UUID) -> str:
        return reverse(f"admin:{self.unsent_name('look')}", args=[ticket])

    def may_type(self, request: HttpRequest, row: Any) -> bool:
        return self.has_add_permission(request) if row is None else self.has_change_permission(request, row)

    def typed_row(self, request: HttpRequest, object_id: str | None) -> Any:
        """The row whose form it is: outside of the user's papers 404, not his to change 403. None for a new one."""
        row = self.get_object(request, unquote(object_id)) if object_id is not None else None
        if object_id is not None and row is None:
            raise Http404(f"No form of {object_id}")
        if not self.may_type(request, row):
            raise PermissionDenied
        return row

    def kept_form(self, request: HttpRequest, ticket: UUID) -> UnsentForm:
        """A text of the user's that waits."""
        waiting = UnsentForm.objects.waiting_for(request.user).filter(noun=self.opts.label_lower)
        return get_object_or_404(waiting, ticket=ticket)

    def own_form(self, request: HttpRequest, ticket: UUID) -> tuple[UnsentForm, Any]:
        """With its row as it is now, which the user may change."""
        kept = self.kept_form(request, ticket)
        return kept, self.typed_row(request, None if kept.row is None else str(kept.row))

    def seen_row(self, request: HttpRequest, kept: UnsentForm) -> Any:
        """The row of a text as its user may see it; None for a new one, and where it is gone."""
        row = None if kept.row is None else self.get_object(request, str(kept.row))
        if kept.row is None and not self.has_add_permission(request):
            raise PermissionDenied
        if row is None and kept.row is not None and self.is_there(kept.row):
            raise Http404(f"No form of {kept.row}")
        if row is not None and not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def look_view(self, request: HttpRequest, ticket: UUID) -> HttpResponseBase:
        kept = self.kept_form(request, ticket)
        row = self.seen_row(request, kept)
        is_gone = row is None and kept.row is not None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("An unsaved text of %(time)s") % {"time": said(kept.kept_at, zone_of(row))},
            "opts": self.opts,
            "row": row,
            "is_gone": is_gone,
            "may_take": not is_gone and self.may_type(request, row),
            "fields": [*self.differing(request, row, kept), *self.rows(request, kept)],
        }
        return TemplateResponse(request, "admin/unsent_look.html", context)

    def differing(self, request: HttpRequest, row: Any, kept: UnsentForm) -> list[Differing]:
        """What was typed beside what is there now. Django's form of a row that may only be looked at has no fields: then it is
        that of a new one."""
        asked = row if row is not None and self.may_type(request, row) else None
        form_class = self.get_form(request, asked, change=asked is not None)
        now = form_class(instance=row)
        there = {name: text for name, text in texts(now).items() if name in kept.fields or is_box(now, name)}
        return differing(now, there, typed_texts(form_class, row, kept.fields), kept.labels)

    def rows(self, request: HttpRequest, kept: UnsentForm) -> list[Differing]:
        """Texts of figures, corrections and credits, beside what they were when the form was shown."""
        found = []
        for inline in self.get_inline_instances(request):
            prefix = inline.get_formset(request).get_default_prefix()
            lines = {
                field.name: field for field in inline.model._meta.fields if isinstance(field, models.CharField | models.TextField)
            }
            for name, typed in kept.fields.items():
                row = re.fullmatch(rf"{prefix}-([0-9]+)-(\w+)", name)
                before = " ".join(kept.fields.get(f"initial-{name}", []))
                if row and row[2] in lines and " ".join(typed) != before:
                    label = f"{capfirst(inline.opts.verbose_name)} {int(row[1]) + 1}: {lines[row[2]].verbose_name}"
                    found.append(beside(name, label, before, " ".join(typed)))
        return found

    def drop_view(self, request: HttpRequest, ticket: UUID) -> HttpResponse:
        kept = self.kept_form(request, ticket)
        self.seen_row(request, kept)
        settle_form(OpenForm(kept.ticket, kept.user, kept.noun, kept.row))
        return JsonResponse({})


def is_box(form: forms.BaseForm, name: str) -> bool:
    """Of a box that is not ticked a browser sends nothing."""
    return isinstance(form.fields[name], forms.BooleanField)
