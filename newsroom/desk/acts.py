"""Acts on a whole issue, on its board: published, scheduled, taken out of the schedule, withdrawn; for the publisher alone."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.preflight import publish_tonight
from articles.admin.receipts import newest_receipt, receipt_address
from articles.exporting.receipts import A_REQUEST, ask_places
from issues.admin.rights import PUBLISH
from issues.models import Issue
from issues.moments import said, zone_of
from issues.usual_time import usual_time
from newsroom.desk.board import issue_in_reach

User = AbstractUser | AnonymousUser
State = Issue.State


class MomentField(forms.DateTimeField):
    """Typed with full-width figures too."""

    def to_python(self, value: Any) -> dt.datetime | None:
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


class SchedulingForm(forms.Form):
    """A time on the paper's own clock; clean it while that zone is active."""

    at = MomentField(
        label=_("Publish at"),
        error_messages={
            "required": _("Say when readers shall see it."),
            "invalid": _("That is no time; expected a date and an hour, such as 2024-10-20 06:00."),
        },
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_at(self) -> Any:
        if self.cleaned_data["at"] <= timezone.now():
            raise ValidationError(gettext("Choose a time to come; “Publish now” publishes at once."))
        return self.cleaned_data["at"]


@dataclass(frozen=True)
class BoardActs:
    """The acts that this person is offered on this board; `form` proposes the paper's usual hour."""

    offered: frozenset[str]
    form: SchedulingForm | None = None
    may_correct: bool = False


def board_acts(user: User, issue: Issue, now: dt.datetime) -> BoardActs:
    if not user.has_perm(PUBLISH):
        return BoardActs(frozenset())
    offered = frozenset(name for name, act in ACTS.items() if act.is_offered(issue, now))
    if "schedule" not in offered:
        return BoardActs(offered, may_correct=issue.state(now) == State.PUBLISHED)
    moment = issue.publish_at.astimezone(issue.publication.zone) if issue.publish_at else usual_time(issue, now)
    initial = {"at": moment.replace(tzinfo=None)} if moment else {}
    return BoardActs(offered, SchedulingForm(initial=initial, auto_id="schedule_%s"))


def _publish(issue: Issue, _data: Any) -> str:
    publish_tonight(issue)
    return gettext("Readers see %(issue)s now.") % {"issue": issue}


def _schedule(issue: Issue, data: Any) -> str:
    form = SchedulingForm(data)
    if not form.is_valid():
        raise ValidationError(form.errors["at"].as_data())
    publish_tonight(issue, form.cleaned_data["at"])
    return gettext("%(issue)s goes out at %(at)s.") % {"issue": issue, "at": said(form.cleaned_data["at"], zone_of(issue))}


def _unschedule(issue: Issue, _data: Any) -> str:
    publishing.unschedule_issue(issue)
    return gettext("%(issue)s is a draft again.") % {"issue": issue}


def _withdraw(issue: Issue, _data: Any) -> str:
    publishing.withdraw_issue(issue)
    return gettext("%(issue)s is withdrawn: its addresses answer “gone”.") % {"issue": issue}


@dataclass(frozen=True)
class IssueAct:
    """`perform` takes the issue and what was sent; gives a sentence. Raises ValidationError."""

    label: Any
    perform: Callable[[Issue, Any], str]
    is_offered: Callable[[Issue, dt.datetime], bool]


ACTS = {
    "publish": IssueAct(_("Publish now"), _publish, lambda issue, now: issue.state(now) in (State.DRAFT, State.SCHEDULED)),
    "again": IssueAct(_("Publish again"), _publish, lambda issue, now: issue.state(now) == State.WITHDRAWN),
    "schedule": IssueAct(_("Schedule"), _schedule, lambda issue, now: issue.state(now) in (State.DRAFT, State.SCHEDULED)),
    "unschedule": IssueAct(_("Back to draft"), _unschedule, lambda issue, now: issue.state(now) == State.SCHEDULED),
    "withdraw": IssueAct(_("Withdraw"), _withdraw, lambda issue, now: issue.state(now) == State.PUBLISHED),
}


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes `act` and, to schedule, `at` on the paper's clock. What `articles.publishing` refuses is told in its sentence."""
    issue = issue_in_reach(request.user, pk)
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise BadRequest("expected an act")
    try:
        with timezone.override(issue.publication.zone):
            sentence = chosen.perform(issue, request.POST)
    except ValidationError as refusal:
        reasons = format_html_join(" ", "{}", [(text,) for text in refusal.messages])  # one may hold a link
        messages.error(request, format_html("{}", reasons))
    else:
        admin.site.get_model_admin(Issue).log_change(request, issue, str(chosen.label))
        messages.success(request, sentence)
        if request.POST["act"] == "withdraw" and (receipt := newest_receipt(issue)):
            ask_places(receipt, A_REQUEST)
            return redirect(receipt_address(receipt))
    return redirect("desk:board", issue.pk)
