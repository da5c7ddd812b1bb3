"""Issues and page sections as the newsroom meets them: with the acts of publishing, and with what stands on a page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.acts import Act, ActingAdmin
from articles.admin.exporting import ExportDesk
from articles.admin.preflight import PreflightDesk, publish_tonight
from articles.admin.receipts import ReceiptDesk
from articles.admin.scheduling import SchedulingForm
from articles.admin.unsent import UnsentAdmin
from articles.admin.zone import zone_lines
from articles.covering import covers_elsewhere
from articles.writing import delete_page
from issues.admin.issue import IssueAdmin
from issues.admin.section import PageSectionAdmin
from issues.models import Issue, PageSection

State = Issue.State
ISSUE_ACTS = (
    Act(
        "publish",
        _("Publish now"),
        _("Everybody will see this at once. What was withdrawn comes back at the addresses it had."),
        lambda issue, _reason: publish_tonight(issue),
        lambda issue: issue.state() != State.PUBLISHED,
    ),
    Act(
        "unschedule",
        _("Back to draft"),
        _("The time of publication is taken back; nobody has seen the issue yet."),
        lambda issue, _reason: publishing.unschedule_issue(issue),
        lambda issue: issue.state() == State.SCHEDULED,
    ),
    Act(
        "withdraw",
        _("Withdraw"),
        _("Every address of the issue will answer “gone”, its pictures and PDFs too. It can be published again later."),
        lambda issue, _reason: publishing.withdraw_issue(issue),
        lambda issue: issue.state() == State.PUBLISHED,
    ),
)


@admin.register(Issue)
class PublishingIssueAdmin(ExportDesk, PreflightDesk, ReceiptDesk, ActingAdmin, IssueAdmin):
    form = SchedulingForm
    acts = ISSUE_ACTS
    change_form_template = "admin/issues/issue_form.html"

    def erase_section(self, section: PageSection) -> None:
        delete_page(section)

    def may_schedule(self, request: HttpRequest, issue: Issue | None) -> bool:
        return self.may_publish(request) and not (issue and issue.was_public())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.may_schedule(request, obj) and (obj is None or self.has_change_permission(request, obj)):
            fieldsets.insert(1, (_("Publishing"), {"fields": ["scheduled_for"]}))
        return fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self.may_schedule(request, obj):
            if "scheduled_for_0" in request.POST and not self.may_publish(request):
                raise PermissionDenied
            form.base_fields.pop("scheduled_for", None)
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the pages are saved, which publishing looks at."""
        super().save_related(request, form, formsets, change)
        moment = form.cleaned_data.get("scheduled_for", form.instance.publish_at)
        if moment == form.instance.publish_at:
            return
        if moment:
            publish_tonight(form.instance, moment)
        else:
            publishing.unschedule_issue(form.instance)


@admin.register(PageSection)
class PrintedSectionAdmin(UnsentAdmin, PageSectionAdmin):
    change_form_template = "admin/issues/section_form.html"
    readonly_fields = [*PageSectionAdmin.readonly_fields, "articles_here", "zones_here"]
    fieldsets = [
        *PageSectionAdmin.fieldsets[:2],
        (_("On this page"), {"fields": ["articles_here", "zones_here"]}),
        *PageSectionAdmin.fieldsets[2:],
    ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Writing refuses to uncover what is printed on other pages; the page that asks for certainty says so beforehand."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        sentence = gettext("%(section)s (%(title)s is withdrawn: its print on other pages is covered)")
        covers = [sentence % {"section": section, "title": article} for section in objs for article in covers_elsewhere(section)]
        return deleted, counts, lacking, [*protected, *covers]

    def erase(self, thing: Any) -> None:
        delete_page(thing)

    @admin.display(description=_("articles"))
    def articles_here(self, section: PageSection) -> SafeString | str:
        if not section.pk:
            return "–"
        articles = section.articles.order_by("position").headlines()
        lines = [
            (reverse("admin:articles_article_change", args=[article.pk]), article.title, article.get_kind_display())
            for article in articles
        ]
        add = (f"{reverse('admin:articles_article_add')}?page_section={section.pk}", gettext("Add an article"))
        listed = format_html_join("", '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>', lines)
        return format_html('<ol class="linked">{}</ol><a class="addlink" href="{}">{}</a>', listed, *add)

    @admin.display(description=_("hot zones"))
    def zones_here(self, section: PageSection) -> SafeString | str:
        if not section.pk:
            return "–"
        add = (f"{reverse('admin:articles_hotzone_add')}?page_section={section.pk}", gettext("Add a hot zone"))
        return format_html('{}<a class="addlink" href="{}">{}</a>', zone_lines(section.zones.select_related("article")), *add)
