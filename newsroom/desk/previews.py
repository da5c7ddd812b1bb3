"""An issue as readers will see it, before they do: an editor's own look, and links for those who have no account."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from issues.admin.rights import may_touch
from issues.models import Issue, PreviewLink
from issues.writing import make_preview_link, own_preview, revoke_preview_link

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

SEE, HAND_OUT, REVOKE = (f"issues.{act}_previewlink" for act in ("view", "add", "change"))
HOURS = [(4, _("4 hours")), (24, _("24 hours")), (72, _("3 days")), (168, _("7 days"))]


def may_see_links(user: "AbstractUser | AnonymousUser") -> bool:
    return user.has_perm(SEE)


def may_hand_out(user: "AbstractUser | AnonymousUser", issue: Issue) -> bool:
    """What was withdrawn from readers is shown to somebody by the publisher alone."""
    return user.has_perm(HAND_OUT) and may_touch(user, issue)


class PreviewLinkForm(forms.Form):
    note = forms.CharField(label=_("for whom"), max_length=100, error_messages={"required": _("Say whom the link is for.")})
    hours = forms.TypedChoiceField(label=_("holds for"), choices=HOURS, coerce=int, initial=24)

    def made(self, issue: Issue, user: Any) -> str | None:
        """The link's address, which is told this once; None where it was refused, which the form then says."""
        try:
            lasts = dt.timedelta(hours=self.cleaned_data["hours"])
            token = make_preview_link(issue, user, self.cleaned_data["note"], lasts).token
        except ValidationError as refusal:
            self.add_error(None, ValidationError(refusal.messages))
            return None
        return settings.BASE_URL + reverse("preview:front", args=[token])


def _issue(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(request.user).select_related("publication").with_names(), pk=pk)


@require_POST
def own(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whoever reaches the issue may look at it."""
    user: Any = request.user
    return redirect("preview:front", own_preview(_issue(request, pk), user))


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new link is shown in the answer to its POST and nowhere else, so there is no redirect."""
    issue = _issue(request, pk)
    is_allowed = may_hand_out(request.user, issue)
    if not (is_allowed if request.method == "POST" else may_see_links(request.user)):
        raise PermissionDenied
    form = PreviewLinkForm(request.POST if request.method == "POST" else None)
    address = form.made(issue, request.user) if form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": gettext("Preview links"),
        "opts": Issue._meta,
        "issue": issue,
        "form": PreviewLinkForm() if address else form,
        "address": address,
        "links": issue.preview_links.handed_out().select_related("made_by", "revoked_by"),
        "may_hand_out": is_allowed,
        "may_revoke": request.user.has_perm(REVOKE),
    }
    return TemplateResponse(request, "desk/preview_links.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    link = get_object_or_404(PreviewLink.objects.editable_by(request.user).handed_out(), pk=pk)
    if not request.user.has_perm(REVOKE):
        raise PermissionDenied
    user: Any = request.user
    revoke_preview_link(link, user)
    messages.success(request, gettext("The link for %(whom)s opens nothing any more.") % {"whom": link.note})
    return redirect("desk:preview_links", link.issue_id)
