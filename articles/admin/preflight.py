"""Tonight's list in the admin: a page of each issue, where items are signed off; the watch list; the record of sign-offs."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.origins import board_address, preflight_address
from articles.admin.runs import LookingAdmin
from articles.errands import is_at_work, start_errand
from articles.models import Article, SignOff, WatchedWord
from articles.preflight import Item, Night, integrity_problems, tonight
from articles.publishing import NotReady, publish_issue, story_from
from articles.writing.preflight import delete_watched_word, save_watched_word, sign_off, take_back_sign_off
from issues.admin.choosing import ChoosingAdmin, IssuePaperFilter, PaperFilter, change_link, full_name, moment_column
from issues.admin.saving import WritingAdmin
from issues.events import Happening, ToldRefusal
from issues.models import Issue, PageSection, reaches_every_paper
from issues.sentences import Sentence

TO_BE_COMPARED = "not_compared"
COMPARING = "comparing"
SIGNED_AT, TAKEN_BACK_AT = moment_column(SignOff, "signed_at"), moment_column(SignOff, "taken_back_at")


class SigningForm(forms.Form):
    """Which items, by their fingerprints, and why."""

    items = forms.MultipleChoiceField(label=_("Items"), error_messages={"required": _("Choose the items that may stay.")})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept with your name; readers do not see it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, data: Any, night: Night) -> None:
        super().__init__(data)
        self.fields["items"].choices = [(item.fingerprint, str(item.sentence)) for item in night.open]  # type: ignore[attr-defined]
        self.fields["items"].error_messages["invalid_choice"] = _("The list has changed meanwhile; look at it again.")
        self.chosen = set(data.getlist("items"))


class PreflightDesk(admin.ModelAdmin):
    """What the admin of issues gets of it: the page, and a link to it beside the acts."""

    preflight_template = "admin/articles/preflight.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preflight_view)
        return [path("<path:object_id>/preflight/", view, name="issues_issue_preflight"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        if (issue := kwargs.get("obj")) is not None:
            response.context_data["acts"] = [(preflight_address(issue), _("Preflight")), *response.context_data.get("acts", ())]
        return response

    def preflight_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        issue = self.get_object(request, unquote(object_id))
        if issue is None:
            raise Http404(f"No issue {object_id}")
        form = None
        if request.method == "POST":
            form = ACTS.get(request.POST.get("act", ""), _refused)(request, issue)
            if form is None:
                return redirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            **preflight_context(issue, form, _back(request, issue)),
            "title": gettext("Preflight: %(issue)s") % {"issue": f"{issue.paper_name} {issue}"},
            "opts": self.opts,
            "may_sign": _may_sign(request),
        }
        return TemplateResponse(request, self.preflight_template, context)


def _back(request: HttpRequest, issue: Issue) -> list[Article]:
    """The parts of the withdrawn story that `?back=` names: no list but this one shows what is open for them."""
    number = request.GET.get("back", "")
    article = issue.articles.withdrawn().filter(pk=int(number)).first() if re.fullmatch("[0-9]{1,18}", number) else None
    return [part for part in story_from(article) if part.withdrawn_at == article.withdrawn_at] if article else []


def preflight_context(issue: Issue, form: SigningForm | None, back: Sequence[Article] = ()) -> dict[str, Any]:
    night = tonight(issue, [part.pk for part in back])
    return {
        "issue": issue,
        "back": back[0] if back else None,
        "integrity": integrity_problems(issue),
        "pages": _by_page(issue, night),
        "count": len(night.open),
        "signed": [(item, place_address(issue, item), row) for item, row in night.signed],
        "record": night.record,
        "form": form,
        "chosen": form.chosen if form else set(),
        "uncompared": sum(item.code == TO_BE_COMPARED for item in night.open),
        "is_comparing": is_at_work(COMPARING, issue),
    }


def _by_page(issue: Issue, night: Night) -> list[tuple[PageSection | None, list[tuple[Item, str]]]]:
    sections = {section.pk: section for section in night.sections}
    groups = groupby(night.open, key=lambda item: item.subject.section)
    return [(sections.get(section or 0), [(item, place_address(issue, item)) for item in items]) for section, items in groups]


def place_address(issue: Issue, item: Item) -> str:
    """Where it is mended: a page on the board, where it is dropped and signed; what stands on it in its form."""
    subject = item.subject
    if subject.noun == "issues.pagesection":
        return board_address(issue, subject.pk)
    form = reverse(f"admin:{subject.noun.replace('.', '_')}_change", args=[subject.pk])
    return f"{form}?from=preflight"


def publish_tonight(issue: Issue, at: dt.datetime | None = None) -> None:
    """As the desk publishes: refused with a link to tonight's list while that has open items."""
    try:
        publish_issue(issue, at, is_tonight=True)
    except NotReady as refusal:
        link = (preflight_address(refusal.issue), gettext("See tonight's list."))
        message = format_html('{} <a href="{}">{}</a>', refusal.message, *link)
        open_items = Sentence("Tonight's list has %(count)s open items.", count=refusal.count)
        refused = ToldRefusal(message, Happening.PREFLIGHT_RED, open_items, refusal.issue)
        refused.tell()
        raise refused from refusal


def _may_sign(request: HttpRequest) -> bool:
    return request.user.has_perm("issues.publish_issue")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not _may_sign(request):
        raise PermissionDenied
    return request.user


def _refused(request: HttpRequest, issue: Issue) -> None:
    raise PermissionDenied


def _sign(request: HttpRequest, issue: Issue) -> SigningForm | None:
    """None where it is done, else the form with what is wrong."""
    user, night = _user(request), tonight(issue, [part.pk for part in _back(request, issue)])
    form = SigningForm(request.POST, night)
    if not form.is_valid():
        return form
    chosen = set(form.cleaned_data["items"])
    rows = sign_off(issue, [item for item in night.open if item.fingerprint in chosen], user, form.cleaned_data["reason"])
    sentence = ngettext("%(count)s item signed off.", "%(count)s items signed off.", len(rows))
    messages.success(request, sentence % {"count": len(rows)})
    return None


def _take_back(request: HttpRequest, issue: Issue) -> None:
    user = _user(request)
    number = request.POST.get("sign_off", "")
    row = get_object_or_404(SignOff, issue=issue, pk=int(number) if number.isdecimal() else 0)
    try:
        take_back_sign_off(row, user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, gettext("The sign-off is taken back."))


def _compare(request: HttpRequest, issue: Issue) -> None:
    """In a process of its own: it takes tenths of a second a page."""
    if not request.user.has_perm("articles.change_article"):
        raise PermissionDenied
    named = f"{issue.publication.slug}/{issue.date.isoformat()}{f'-{issue.edition}' if issue.edition > 1 else ''}"
    try:
        start_errand(COMPARING, issue, "preflight", named)
    except OSError as error:
        reason = error.strerror or str(error)
        messages.error(request, gettext("The server cannot start the comparison: %(reason)s.") % {"reason": reason})


ACTS = {"sign": _sign, "take_back": _take_back, "compare": _compare}


class WatchedPaperFilter(PaperFilter):
    path = "publication"


@admin.register(WatchedWord)
class WatchedWordAdmin(ChoosingAdmin, WritingAdmin):
    list_display = ["word", "suggestion", "note", "paper"]
    list_filter = [WatchedPaperFilter]
    list_select_related = ["publication"]
    search_fields = ["word", "suggestion", "note"]
    ordering = ["word"]
    autocomplete_fields = ["publication"]
    fieldsets = [(None, {"fields": ["word", "suggestion", "note", "publication"]})]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[WatchedWord]":
        rows: Any = super().get_queryset(request)
        found: models.QuerySet[WatchedWord] = rows.editable_by(request.user)
        return found

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A word of all papers is changed by who is a member of all."""
        is_common = obj is not None and obj.pk is not None and obj.publication_id is None
        return super().has_change_permission(request, obj) and not (is_common and not reaches_every_paper(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or self.has_change_permission(request, obj))

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        if thing.publication_id is None and not reaches_every_paper(request.user):
            raise ValidationError({"publication": gettext("Choose your paper; words of all papers are kept by members of all.")})
        save_watched_word(thing)

    def erase(self, thing: Any) -> None:
        delete_watched_word(thing)

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, word: WatchedWord) -> str:
        return word.publication.slug if word.publication else gettext("all papers")


class SignOffPaperFilter(IssuePaperFilter):
    path = "issue__publication"


@admin.register(SignOff)
class SignOffAdmin(LookingAdmin):
    """The record: read only. Signing off, and taking back, happen on the issue's own page."""

    list_display = ["issue_link", "subject", "said", "reason", "name", SIGNED_AT, TAKEN_BACK_AT]
    list_display_links = ["said"]
    list_filter = [SignOffPaperFilter]
    list_select_related = ["issue__publication"]
    date_hierarchy = "signed_at"
    search_fields = ["subject", "reason", "name"]
    fields = ["issue_link", "subject", "said", "reason", "name", SIGNED_AT, "taken_back_by", TAKEN_BACK_AT]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[SignOff]":
        rows: Any = super().get_queryset(request)
        found: models.QuerySet[SignOff] = rows.editable_by(request.user)
        return found

    @admin.display(description=_("issue"), ordering="issue__date")
    def issue_link(self, row: SignOff) -> SafeString:
        return change_link(row.issue, full_name(row.issue))

    @admin.display(description=_("what it said"))
    def said(self, row: SignOff) -> str:
        return row.said
