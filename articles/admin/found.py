"""What was found on pages and waits for an editor: proposed zones and draft articles, to accept, mend, merge, split or drop."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.models import DraftArticle, ProposedZone
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link, full_name
from issues.admin.saving import WritingAdmin, WritingForm


class FoundPaperFilter(PaperFilter):
    path = "page_section__issue__publication"


class FoundAdmin(ChoosingAdmin, WritingAdmin):
    """Rows that the search of a page writes: nobody adds one by hand."""

    list_filter = ["kind", FoundPaperFilter]
    date_hierarchy = "page_section__issue__date"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        rows: Any = super().get_queryset(request)
        found: models.QuerySet[Any] = rows.editable_by(request.user).select_related("page_section__issue__publication")
        return found.defer("page_section__text")

    def each(self, request: HttpRequest, rows: "models.QuerySet[Any]", act: Callable[[Any], object]) -> None:
        """What one row refuses does not hold the others back."""
        done = 0
        for row in rows:
            name = str(row)
            try:
                act(row)
            except ValidationError as refusal:
                messages.error(request, f"{name}: {' '.join(refusal.messages)}")
            else:
                done += 1
        if done:
            messages.success(request, ngettext("%(count)s accepted.", "%(count)s accepted.", done) % {"count": done})

    @admin.display(description=_("page section"), ordering="page_section__position")
    def section_link(self, row: Any) -> SafeString:
        return change_link(row.page_section, full_name(row.page_section))

    @admin.display(description=_("confidence"), ordering="confidence")
    def percent(self, row: Any) -> str:
        return f"{row.confidence:.0%}"


@admin.register(ProposedZone)
class ProposedZoneAdmin(FoundAdmin):
    list_display = ["article", "section_link", "kind", "percent"]
    list_select_related = ["article", "page_section__issue__publication"]
    ordering = ["-page_section__issue__date", "page_section__position", "pk"]
    search_fields = ["article__title", "page_section__issue__date"]
    readonly_fields = ["page_section", "article", "kind", "polygon", "percent"]
    fieldsets = [(None, {"fields": ["page_section", "article", "kind", "polygon", "percent"]})]
    actions = ["accept"]

    def erase(self, thing: Any) -> None:
        thing.delete()

    @admin.action(description=_("Accept the chosen zones"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: "models.QuerySet[ProposedZone]") -> None:
        if not request.user.has_perm("articles.add_hotzone"):
            raise PermissionDenied
        self.each(request, queryset.select_related("article"), writing.accept_proposal)


class DraftForm(WritingForm):
    split_before = forms.IntegerField(
        label=_("Split before paragraph"),
        required=False,
        min_value=1,
        help_text=_("The paragraph becomes the title of a second draft article."),
    )


@admin.register(DraftArticle)
class DraftArticleAdmin(FoundAdmin):
    form = DraftForm
    long_fields = ("body", "page_section__text")
    list_display = ["__str__", "section_link", "position", "kind", "percent", "continued"]
    list_select_related = ["page_section__issue__publication"]
    ordering = ["-page_section__issue__date", "page_section__position", "position"]
    search_fields = ["title", "subtitle", "byline", "page_section__issue__date"]
    readonly_fields = ["page_section", "position", "percent", "continued"]
    fieldsets = [
        (None, {"fields": ["page_section", "position", "kind", "percent", "continued"]}),
        (_("Headline"), {"fields": ["column", "kicker", "title", "subtitle", "byline"]}),
        (_("Text"), {"fields": ["body", "split_before"]}),
    ]
    actions = ["accept", "merge"]

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_draft(thing)
        if form.cleaned_data["split_before"]:
            writing.split_draft(thing, form.cleaned_data["split_before"])

    def erase(self, thing: Any) -> None:
        writing.delete_draft(thing)

    @admin.action(description=_("Accept the chosen draft articles"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: "models.QuerySet[DraftArticle]") -> None:
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        self.each(request, queryset.order_by("page_section", "position"), writing.accept_draft)

    @admin.action(description=_("Merge the chosen draft articles"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: "models.QuerySet[DraftArticle]") -> None:
        try:
            merged = writing.merge_drafts(list(queryset))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, gettext("Merged into %(draft)s.") % {"draft": merged})

    @admin.display(description=_("continued"))
    def continued(self, draft: DraftArticle) -> str:
        parts = [(_("from page %(label)s"), draft.continues_from), (_("on page %(label)s"), draft.continued_on)]
        return ", ".join(str(words) % {"label": label} for words, label in parts if label) or "–"
