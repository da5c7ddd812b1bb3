"""The next issue from the last, in one click: a small form whose date and numbers are proposed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.admin.choosing import change_link
from issues.admin.saving import errors_by_field
from issues.fields import possible_date
from issues.models import Issue, IssueFrame, Publication
from issues.writing import make_next_issue
from issues.writing.next_issue import LAST, SAME_WEEKDAY, DateTaken, Proposal, number_for, propose

NAME = "admin:issues_issue_next"


class NextIssueForm(forms.Form):
    date = forms.DateField(label=_("date"), widget=AdminDateWidget, validators=[possible_date])
    source = forms.ChoiceField(label=_("Pages of"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, paper: Publication, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frames = {str(frame.pk): frame for frame in paper.frames.order_by("name")}
        self.fields["date"].initial = proposal.date
        source: Any = self.fields["source"]
        source.choices = [*_earlier_issues(proposal), *((key, frame.name) for key, frame in self.frames.items())]
        source.initial = LAST if proposal.last else next(iter(self.frames), None)
        self.paper = paper

    def clean(self) -> dict[str, Any]:
        """A day on which the paper does not appear is asked for twice: an extra is nobody's mistake, a slip of the mouse is."""
        date = self.cleaned_data.get("date")
        if date and not self.paper.appears_on(date):
            self.fields["despite"] = forms.BooleanField(required=False, label=_("Make it all the same"))
            if not self.data.get("despite"):
                self.add_error("date", gettext("The paper does not appear on %(date)s.") % {"date": f"{date:%Y-%m-%d}"})
        return self.cleaned_data

    @property
    def chosen_source(self) -> str | IssueFrame:
        source: str = self.cleaned_data["source"]
        return self.frames.get(source, source)

    def add_refusal(self, refusal: ValidationError) -> None:
        """With a link to the issue that is there, where the date is taken."""
        if isinstance(refusal, DateTaken):
            there = gettext("The paper has an issue of this date already:")
            self.add_error("date", format_html("{} {}", there, change_link(refusal.issue, str(refusal.issue))))
            return
        for name, errors in errors_by_field(refusal):
            self.add_error(name if name in self.fields else None, ValidationError(errors))


def _earlier_issues(proposal: Proposal) -> list[tuple[str, str]]:
    if proposal.last is None:
        return []
    last = gettext("the last issue (%(issue)s)") % {"issue": proposal.last}
    return [(LAST, last), (SAME_WEEKDAY, gettext("the last issue of the same weekday"))]


@dataclass(frozen=True)
class NextIssueDesk:
    """The view, for the admin of issues, whose permission to add is the permission to do this."""

    admin: ModelAdmin

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.view)
        return [path("next/<slug:slug>/", view, name="issues_issue_next")]

    def papers(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Address and name of each paper that the user may add issues to; one query."""
        if not self.admin.has_add_permission(request):
            return []
        papers = Publication.objects.editable_by(request.user).with_name_on(timezone.localdate())
        return [(reverse(NAME, args=[paper.slug]), str(paper)) for paper in papers]

    def view(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        paper = Publication.objects.editable_by(request.user).filter(slug=slug).first()
        if paper is None:
            raise Http404(f"No paper {slug}")
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        proposal = propose(paper)
        form = NextIssueForm(request.POST if request.method == "POST" else None, paper=paper, proposal=proposal)
        if request.method == "POST" and form.is_valid():
            issue = self.made(request, paper, form)
            if issue:
                return redirect("desk:board", issue.pk)
        return TemplateResponse(request, "admin/issues/next_issue.html", self.context(request, paper, proposal, form))

    def made(self, request: HttpRequest, paper: Publication, form: NextIssueForm) -> Issue | None:
        """None where it was refused, which the form then says."""
        try:
            issue = make_next_issue(paper, form.cleaned_data["date"], form.chosen_source)
        except ValidationError as refusal:
            form.add_refusal(refusal)
            return None
        self.admin.log_addition(request, issue, gettext("made from an earlier one"))
        done = gettext("%(issue)s is there, with %(count)s pages and no content.")
        messages.success(request, done % {"issue": issue, "count": issue.sections.count()})
        return issue

    def context(self, request: HttpRequest, paper: Publication, proposal: Proposal, form: NextIssueForm) -> dict[str, Any]:
        return {
            **self.admin.admin_site.each_context(request),
            "title": gettext("The next issue of %(paper)s") % {"paper": paper},
            "opts": self.admin.opts,
            "form": form,
            "media": self.admin.media + form.media,
            "last": proposal.last,
            "number_text": _number_shown(paper, proposal, form),
        }


def _number_shown(paper: Publication, proposal: Proposal, form: NextIssueForm) -> str:
    """Of the date that stands in the form."""
    date: dt.date | None = form.cleaned_data.get("date") if form.is_bound else proposal.date
    return number_for(paper, date) if date else ""
