"""Issues and page sections as the newsroom meets them: with the acts of publishing, and with what stands on a page."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.acts import Act, ActingAdmin
from articles.admin.preflight import PreflightDesk, publish_tonight
from articles.admin.receipts import ReceiptDesk
from articles.admin.unsent import UnsentAdmin
from articles.admin.zone import zone_lines
from articles.covering import covers_elsewhere
from articles.writing import delete_page
from issues.admin.fieldwise import FieldwiseForm
from issues.admin.issue import IssueAdmin
from issues.admin.saving import WritingForm
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


class ShownMoment(forms.HiddenInput):
    """In one field, which Django sends back as it came where the form comes back with errors."""

    def format_value(self, value: Any) -> str | None:
        return value.replace(microsecond=0).isoformat() if isinstance(value, dt.datetime) else value


class MomentField(forms.SplitDateTimeField):
    """Changed only by whoever changes what was shown. To the second, as it is shown."""

    hidden_widget = ShownMoment

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(to_second(initial), data)


def to_second(moment: Any) -> dt.datetime | None:
    """Of a row's moment, or of one that a form was shown with."""
    try:
        known = moment if isinstance(moment, dt.datetime) else parse_datetime(moment or "")
    except ValueError:  # a month 13, by hand
        return None
    return known.replace(microsecond=0) if known else None


class SchedulingForm(FieldwiseForm, WritingForm):
    scheduled_for = MomentField(label=_("Publish at"), required=False, widget=AdminSplitDateTime, show_hidden_initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scheduled_for" in self.fields:
            self.fields["scheduled_for"].initial = self.instance.publish_at
            self.fields["scheduled_for"].help_text = gettext(
                "Readers see the issue from then on; empty: a draft. Times are those of %(zone)s."
            ) % {"zone": timezone.get_current_timezone_name()}

    def clean_scheduled_for(self) -> Any:
        """The time that is wanted, where it is changed here; else the one that the issue has."""
        moment, now = self.cleaned_data["scheduled_for"], to_second(self.instance.publish_at)
        if "scheduled_for" not in self.changed_data or moment == now:
            return self.instance.publish_at
        if to_second(self.data.get(self.add_initial_prefix("scheduled_for"))) != now:
            self.refuse_once(now)
        if moment and moment <= timezone.now():
            raise ValidationError(gettext("Choose a time to come; “Publish now” publishes at once."))
        return moment

    def refuse_once(self, now: dt.datetime | None) -> None:
        """The form that comes back shows the issue as it is, so that saving it again is meant."""
        sent: Any = self.data
        shown_now = sent.copy()
        shown_now[self.add_initial_prefix("scheduled_for")] = now.isoformat() if now else ""
        self.data = shown_now
        if now is None:
            raise ValidationError(gettext("Somebody took the issue back to draft meanwhile. Saved again, it gets your time."))
        sentence = gettext("Somebody set the time to %(time)s meanwhile. Saved again, yours takes its place.")
        raise ValidationError(sentence % {"time": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"})


@admin.register(Issue)
class PublishingIssueAdmin(PreflightDesk, ReceiptDesk, ActingAdmin, IssueAdmin):
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
