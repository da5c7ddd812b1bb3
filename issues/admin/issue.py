"""Issues in the admin: their list, their fields, their page sections in order. Acts come from `articles.admin.paper`."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues import writing
from issues.admin.choosing import ChoosingAdmin, FullNameView, IssuePaperFilter, change_link, moment_column, state_mark
from issues.admin.history import HistoryAdmin
from issues.admin.next_issue import NextIssueDesk
from issues.admin.placing import placed
from issues.admin.rights import demand_state
from issues.admin.saving import WritingAdmin
from issues.admin.section import PageForm, record_state
from issues.models import Issue, PageSection
from issues.writing.restoring import FIELDS_OF_ISSUE


class PublicFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("published", _("published")), ("waiting", _("draft or scheduled")), ("withdrawn", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "published":
            return queryset.public()
        if self.value() == "withdrawn":
            return queryset.withdrawn_after_public()
        if self.value() == "waiting":
            return queryset.exclude(pk__in=Issue.objects.ever_public().order_by().values("pk"))
        return queryset


class SectionsInline(admin.TabularInline):
    model = PageSection
    form = PageForm
    fields = ["place", "fold", "label", "name", "kind", "state", "to_section"]
    readonly_fields = ["to_section"]
    extra = 0
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[PageSection]":
        sections: Any = super().get_queryset(request)
        ordered: models.QuerySet[PageSection] = sections.editable_by(request.user).in_order().without_text()
        return ordered

    @admin.display(description=_("position"))
    def place(self, section: PageSection) -> int:
        """For those who may only look."""
        return section.position

    @admin.display(description=_("page section"))
    def to_section(self, section: PageSection) -> SafeString | str:
        return change_link(section, gettext("Open")) if section.pk else ""


PUBLISH_AT, WITHDRAWN_AT = moment_column(Issue, "publish_at"), moment_column(Issue, "withdrawn_at")


class IssueAdmin(ChoosingAdmin, HistoryAdmin, WritingAdmin):
    change_list_template = "admin/issues/issue_list.html"
    list_display = [
        "date_and_edition",
        "state_word",
        "paper",
        "number_text",
        PUBLISH_AT,
        "pages",
        "on_site",
        "kind",
    ]
    list_filter = [PublicFilter, "kind", IssuePaperFilter]
    list_select_related = ["publication"]
    date_hierarchy = "date"
    ordering = ["-date", "-edition"]
    search_fields = ["date", "number_text", "edition_name", "publication__slug"]
    autocomplete_fields = ["publication"]
    readonly_fields = ["state_word", PUBLISH_AT, WITHDRAWN_AT, "change_count"]
    inlines = [SectionsInline]
    restored_fields = FIELDS_OF_ISSUE
    fieldsets = [
        (None, {"fields": ["publication", "date", ("edition", "edition_name"), ("number_text", "number"), "kind"]}),
        (_("State"), {"fields": ["state_word", PUBLISH_AT, WITHDRAWN_AT, "change_count"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Issue]":
        issues: Any = super().get_queryset(request)
        sections = PageSection.objects.filter(issue=models.OuterRef("pk")).order_by().values("issue")
        count = models.Subquery(sections.annotate(count=models.Count("pk")).values("count"))
        found: models.QuerySet[Issue] = (
            issues.editable_by(request.user).select_related("publication").with_names().annotate(section_count=Coalesce(count, 0))
        )
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An address that readers know is frozen."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "publication", "date", "edition"] if obj and obj.was_public() else fields

    def get_urls(self) -> list[URLPattern]:
        choose = self.admin_site.admin_view(FullNameView.as_view(admin_site=self.admin_site))
        return [path("choose/", choose, name="choose"), *NextIssueDesk(self).urls(), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        papers = NextIssueDesk(self).papers(request)
        return super().changelist_view(request, {"next_issues": papers, **(extra_context or {})})

    def view_on_site(self, issue: Issue) -> str | None:
        return issue.get_absolute_url() if issue.state() == Issue.State.PUBLISHED else None

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_issue(thing)

    def restore(self, row: Any, version: Any) -> Any:
        return writing.restore_issue(row, version)

    def erase(self, thing: Any) -> None:
        writing.delete_issue(thing)

    def erase_section(self, section: PageSection) -> None:
        """What is printed on it has its own writing: `articles.admin.paper` sees to that."""
        writing.delete_section(section)

    def write_rows(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        moves = []
        for section in formset.deleted_objects:
            self.erase_section(section)
        for form in formset.forms:
            section = form.instance
            if form in formset.deleted_forms or not form.has_changed():
                continue
            section.issue = parent
            demand_state(request.user, form.initial["state"], form.cleaned_data["state"])
            writing.save_section(section)
            record_state(section, form, request)
            if form.cleaned_data.get("place") and "place" in form.changed_data:
                moves.append((form.cleaned_data["place"], section.pk))
        if moves:
            writing.order_sections(parent, placed(list(parent.sections.in_order().values_list("pk", flat=True)), moves))

    @admin.display(description=_("date"), ordering="date")
    def date_and_edition(self, issue: Issue) -> str:
        return str(issue)

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, issue: Any) -> str:
        return str(issue.paper_name)

    @admin.display(description=_("state"))
    def state_word(self, issue: Issue) -> SafeString:
        state = issue.state()
        return state_mark(state.value, state.label)

    @admin.display(description=_("version"))
    def change_count(self, issue: Issue) -> int:
        """Raised by every write under the issue."""
        return issue.version

    @admin.display(description=_("page sections"))
    def pages(self, issue: Any) -> SafeString:
        address = reverse("admin:issues_pagesection_changelist")
        return format_html('<a href="{}?issue__id__exact={}">{}</a>', address, issue.pk, issue.section_count)

    @admin.display(description=_("public page"))
    def on_site(self, issue: Issue) -> SafeString | str:
        address = self.view_on_site(issue)
        return format_html('<a href="{}">{}</a>', address, gettext("Open")) if address else "–"
