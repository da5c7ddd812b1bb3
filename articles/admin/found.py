"""What was found on pages and waits for an editor: proposed zones and draft articles, to accept, mend, merge, split or drop."""

from collections.abc import Callable, Iterator
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
from articles.admin.cutting import CuttingAdmin
from articles.models import DraftArticle, ProposedZone
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link, full_name
from issues.admin.saving import WritingAdmin, WritingForm, without


class FoundPaperFilter(PaperFilter):
    path = "page_section__issue__publication"


class WaitingFilter(admin.SimpleListFilter):
    """What an editor decided is shown to who asks for it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        states = [(state.value, state.label) for state in model_admin.model.State if state.value != "waiting"]
        return [*states, ("all", _("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, title in [(None, _("waiting")), *self.lookup_choices]:
            address = changelist.get_query_string({self.parameter_name: value} if value else None, [self.parameter_name])
            yield {"selected": self.value() == value, "query_string": address, "display": title}

    def queryset(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        value = self.value() or "waiting"
        return queryset if value == "all" else queryset.filter(state=value)


class FoundAdmin(CuttingAdmin, ChoosingAdmin, WritingAdmin):
    """Rows that the search of a page writes: nobody adds one by hand, and deleting one drops it. What was decided is only shown;
    it can be taken back. `drop_one` and `take_back_one` are the noun's."""

    list_filter = [WaitingFilter, "kind", FoundPaperFilter]
    date_hierarchy = "page_section__issue__date"
    actions = ["accept", "drop", "take_back"]
    long_fields: tuple[str, ...] = ("article__lead", "article__body")

    class Media:
        css = {"all": ["css/admin-found.css"]}

    def drop_one(self, row: Any) -> None:
        raise NotImplementedError

    def take_back_one(self, row: Any) -> None:
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.state == "waiting")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        """With the article that names a row: Django passes over `list_select_related` where rows come joined already."""
        rows: Any = super().get_queryset(request)
        joined = rows.editable_by(request.user).select_related("page_section__issue__publication", "article")
        found: models.QuerySet[Any] = joined.defer("page_section__text")
        return found

    def get_actions(self, request: HttpRequest) -> Any:
        """“Drop” is what deleting means here."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        decided = [gettext("%(row)s (decided already)") % {"row": row} for row in objs if row.state != "waiting"]
        return deleted, counts, lacking, [*protected, *decided]

    def erase(self, thing: Any) -> None:
        self.drop_one(thing)

    def each(
        self, request: HttpRequest, rows: "models.QuerySet[Any]", act: Callable[[Any], object], said: Callable[[int], str]
    ) -> None:
        """What one row refuses does not hold the others back. `said` gives the sentence for so many rows."""
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
            messages.success(request, said(done) % {"count": done})

    @admin.action(description=_("Drop the chosen ones"), permissions=["delete"])
    def drop(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> None:
        self.each(request, queryset, self.drop_one, lambda count: ngettext("%(count)s dropped.", "%(count)s dropped.", count))

    @admin.action(description=_("Take the chosen ones back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> None:
        self.each(request, queryset, self.take_back_one, _waits_again)

    @admin.display(description=_("page section"), ordering="page_section__position")
    def section_link(self, row: Any) -> SafeString:
        return change_link(row.page_section, full_name(row.page_section))

    @admin.display(description=_("confidence"), ordering="confidence")
    def percent(self, row: Any) -> str:
        return f"{row.confidence:.0%}"


def _accepted(count: int) -> str:
    return ngettext("%(count)s accepted.", "%(count)s accepted.", count)


def _waits_again(count: int) -> str:
    return ngettext("%(count)s waits again.", "%(count)s wait again.", count)


@admin.register(ProposedZone)
class ProposedZoneAdmin(FoundAdmin):
    list_display = ["article", "section_link", "kind", "percent", "state"]
    ordering = ["-page_section__issue__date", "page_section__position", "pk"]
    search_fields = ["article__title", "page_section__issue__date"]
    readonly_fields = ["page_section", "article", "kind", "polygon", "percent", "state", "cutting"]
    fieldsets = [(None, {"fields": ["page_section", "article", "kind", "percent", "state", "cutting", "polygon"]})]

    def drop_one(self, row: Any) -> None:
        writing.drop_proposal(row)

    def take_back_one(self, row: Any) -> None:
        writing.take_back_proposal(row)

    @admin.action(description=_("Accept the chosen zones"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: "models.QuerySet[ProposedZone]") -> None:
        if not request.user.has_perm("articles.add_hotzone"):
            raise PermissionDenied
        self.each(request, queryset, writing.accept_proposal, _accepted)

    @admin.display(description=_("on the page"))
    def cutting(self, proposal: ProposedZone) -> SafeString | str:
        return self.cutting_of(proposal, [proposal.polygon])


class DraftForm(WritingForm):
    kept_pictures = forms.MultipleChoiceField(
        label=_("Pictures"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that become figures, cut from the page's picture. What is not ticked is left out with its caption."),
    )
    split_before = forms.IntegerField(
        label=_("Split before paragraph"),
        required=False,
        min_value=1,
        help_text=_("The paragraph becomes the title of a second draft article."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kept_pictures" in self.fields:
            field: Any = self.fields["kept_pictures"]
            field.choices = [(str(at), _picture_name(at, told)) for at, told in enumerate(self.instance.pictures)]
            field.initial = [value for value, _name in field.choices]


def _picture_name(at: int, told: dict[str, Any]) -> str:
    return f"{told['caption']} {told['credit']}".strip() or gettext("Picture %(number)s") % {"number": at + 1}


@admin.register(DraftArticle)
class DraftArticleAdmin(FoundAdmin):
    form = DraftForm
    long_fields = ("body", *FoundAdmin.long_fields)
    list_display = ["__str__", "section_link", "position", "kind", "percent", "continued", "outcome"]
    ordering = ["-page_section__issue__date", "page_section__position", "position"]
    search_fields = ["title", "subtitle", "byline", "page_section__issue__date"]
    readonly_fields = ["page_section", "position", "percent", "continued", "outcome", "cutting"]
    fieldsets = [
        (None, {"fields": ["page_section", "position", "kind", "percent", "continued", "outcome"]}),
        (
            _("Text"),
            {
                "fields": [
                    *("cutting", "column", "kicker", "title", "subtitle", "byline", "body"),
                    *("kept_pictures", "split_before"),
                ]
            },
        ),
    ]
    actions = [*FoundAdmin.actions, "merge"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.pictures:
            return fieldsets
        return [(title, {**options, "fields": without(options["fields"], {"kept_pictures"})}) for title, options in fieldsets]

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        kept = form.cleaned_data["kept_pictures"]
        thing.pictures = [told for at, told in enumerate(thing.pictures) if str(at) in kept]
        writing.save_draft(thing)
        if form.cleaned_data["split_before"]:
            writing.split_draft(thing, form.cleaned_data["split_before"])

    def drop_one(self, row: Any) -> None:
        writing.drop_draft(row)

    def take_back_one(self, row: Any) -> None:
        writing.take_back_draft(row)

    @admin.action(description=_("Accept the chosen draft articles"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: "models.QuerySet[DraftArticle]") -> None:
        if not request.user.has_perms(["articles.add_article", "articles.add_hotzone", "articles.add_figure"]):
            raise PermissionDenied
        self.each(request, queryset.order_by("page_section", "position"), writing.accept_draft, _accepted)

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

    @admin.display(description=_("state"), ordering="state")
    def outcome(self, draft: DraftArticle) -> SafeString | str:
        if draft.article:
            return change_link(draft.article, draft.article.title)
        if draft.state == DraftArticle.State.ACCEPTED:
            return gettext("accepted; its article was deleted")
        return draft.get_state_display()

    @admin.display(description=_("on the page"))
    def cutting(self, draft: DraftArticle) -> SafeString | str:
        return self.cutting_of(draft, draft.polygons, [told["box"] for told in draft.pictures])
