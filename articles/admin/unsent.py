"""Forms that never lose a word: what is typed is kept while it is typed and offered again, and editors see who else is at it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.looking import KeptTextAdmin
from articles.models import UnsentForm
from articles.writing.unsent import OpenForm, Typed, keep_form, leave_form, newest_version, settle_form
from issues.moments import said, zone_of

TICKET, VERSION = "unsent-ticket", "unsent-version"
OFFERED = 3
LONGEST_VERSION = 18  # digits
APART = re.compile(r"^(csrfmiddlewaretoken$|_|unsent-)|__prefix__")  # as in static/js/unsent-fields.js


@dataclass(frozen=True)
class Unsent:
    """What the form's page is told."""

    address: str
    ticket: str
    version: int
    is_fresh: bool
    row: Any
    offers: list[tuple[UnsentForm, str]]
    others: str


class UnsentAdmin(KeptTextAdmin):
    """`merges`: whether somebody else's save in between is brought together with this one, or only told of."""

    change_form_template = "admin/change_form_with_acts.html"
    merges = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("unsent/", view(require_POST(self.keep_view)), name=self.unsent_name("keep_new")),
            path("<path:object_id>/unsent/", view(require_POST(self.keep_view)), name=self.unsent_name("keep")),
        ]
        return [*own, *super().get_urls()]

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The version is read before the row: who saves in between is noticed once too often, never once too seldom. What may not
        be saved any more, since the row was published or signed meanwhile, is kept."""
        key = unquote(object_id) if object_id else ""
        request.seen_version = newest_version(self.model, int(key)) if key.isdecimal() else 0  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            ticket = self.keep_refused(request, object_id)
            if ticket is None:
                raise
            return render(request, "403.html", {"kept": self.look_address(ticket)}, status=403)

    def keep_refused(self, request: HttpRequest, object_id: str | None) -> UUID | None:
        """None where there is nothing typed, or the user could not have been shown a form to type into."""
        if not self.may_have_typed(request) or (object_id is None and not self.has_add_permission(request)):
            return None
        row = self.get_object(request, unquote(object_id)) if object_id is not None else None
        if object_id is not None and (row is None or not self.has_view_permission(request, row)):
            return None
        return self.keep_sent(self.open_form(request, row), typed_form(request))

    def may_have_typed(self, request: HttpRequest) -> bool:
        may = self.has_change_permission(request) or self.has_add_permission(request)
        return request.method == "POST" and posted_ticket(request) is not None and may

    def keep_sent(self, form: OpenForm, given: Typed) -> UUID:
        """What came with a save that is not made."""
        if not keep_form(form, given, is_open=False):  # it was saved once, and the browser went back to it
            form = replace(form, ticket=uuid4())
            keep_form(form, given, is_open=False)
        return form.ticket

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Django says that the row is gone, and leads to the first page; who typed into its form is led to his text."""
        answer = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        key = unquote(object_id)
        is_number = key.isdecimal() and len(key) <= LONGEST_VERSION
        if not is_number or not isinstance(request.user, User) or self.is_there(int(key)):
            return answer
        if self.may_have_typed(request):
            form = OpenForm(posted_ticket(request) or uuid4(), request.user, self.opts.label_lower, int(key))
            return redirect(self.look_address(self.keep_sent(form, typed_form(request))))
        kept = UnsentForm.objects.of(self.opts.label_lower, int(key)).waiting_for(request.user).first()
        return redirect(self.look_address(kept.ticket)) if kept else answer

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if self.may_type(request, row):
            context["unsent"] = self.unsent(request, row)
        elif row is not None:
            waiting = UnsentForm.objects.of(self.opts.label_lower, row.pk).waiting_for(request.user)[:OFFERED]
            context["kept"] = [(kept, self.look_address(kept.ticket)) for kept in waiting]
        return super().render_change_form(request, context, *args, **kwargs)

    def unsent(self, request: HttpRequest, row: Any) -> Unsent:
        """A form that comes back with errors goes on under the ticket and the version that it had."""
        form = self.open_form(request, row)
        of_row = UnsentForm.objects.of(form.noun, form.row)
        told = of_row.waiting_for(request.user)[: OFFERED + 1] if row is None else of_row.told_to(request.user)
        rows = [kept for kept in told if kept.ticket != form.ticket]
        waiting = [kept for kept in rows if kept.user_id == form.user.pk][:OFFERED]
        arguments = [row.pk] if row else []
        return Unsent(
            reverse(f"admin:{self.unsent_name('keep' if row else 'keep_new')}", args=arguments),
            str(form.ticket),
            posted_version(request) if request.POST else request.seen_version,  # type: ignore[attr-defined]
            request.method == "GET",
            row,
            [(kept, self.look_address(kept.ticket)) for kept in waiting],
            at_it_too(kept for kept in rows if kept.user_id != form.user.pk),
        )

    def open_form(self, request: HttpRequest, row: Any, ticket: UUID | None = None) -> OpenForm:
        if not isinstance(request.user, User):
            raise PermissionDenied
        return OpenForm(ticket or posted_ticket(request) or uuid4(), request.user, self.opts.label_lower, row.pk if row else None)

    def others(self, form: OpenForm) -> str:
        """Who else has it open, in a sentence. One query."""
        if form.row is None:
            return ""
        rows = UnsentForm.objects.of(form.noun, form.row).open_now().exclude(user=form.user.pk).select_related("user")
        return at_it_too(rows.only("user__username", "user__first_name", "user__last_name"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        row = obj if change else None
        super().save_model(request, obj, form, change)
        if posted_ticket(request):
            settle_form(self.open_form(request, row))

    def keep_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Takes what a form holds, where that changed, and says who else is at it and whether somebody saved meanwhile. A form
        that was saved goes on under a new ticket."""
        row = self.typed_row(request, object_id)
        if posted_ticket(request) is None:
            raise BadRequest("expected the ticket of an open form")
        form, typed, is_left = self.open_form(request, row), sent(request), "left" in request.POST
        if is_left and typed is None:
            leave_form(form)
        elif not keep_form(form, typed, is_open=not is_left):
            return JsonResponse({"ticket": str(uuid4())}, status=409)
        return JsonResponse({"others": self.others(form), "overtaken": self.overtaken(request, row)})

    def overtaken(self, request: HttpRequest, row: Any) -> str:
        """Who saved since the form was begun, in a sentence. One query."""
        newest = row.history.order_by("-history_id").select_related("history_user").first() if row else None
        if newest is None or newest.history_id <= posted_version(request):
            return ""
        sentence = (
            _("%(name)s saved at %(time)s. When you save, you will see both texts beside each other.")
            if self.merges
            else _("%(name)s saved at %(time)s. What you do not change here stays as it was saved.")
        )
        name = newest.history_user or gettext("a program")
        return sentence % {"name": name, "time": said(newest.history_date, zone_of(row))}


def typed_form(request: HttpRequest) -> Typed:
    return Typed(posted_version(request), {name: request.POST.getlist(name) for name in request.POST if not APART.search(name)})


def at_it_too(rows: Iterable[UnsentForm]) -> str:
    """Those whose open forms these are, each once, in a sentence; empty where there are none."""
    users = {row.user_id: row.user for row in rows}
    names = [user.get_full_name() or user.get_username() for user in users.values()]
    sentence = ngettext("%(names)s has this form open too.", "%(names)s have this form open too.", len(names))
    return sentence % {"names": gettext(", ").join(names)} if names else ""


def posted_ticket(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST[TICKET]) if TICKET in request.POST else None
    except ValueError as problem:
        raise BadRequest(f"expected the ticket of an open form, found {request.POST[TICKET]!r}") from problem


def posted_version(request: HttpRequest) -> int:
    version = request.POST.get(VERSION, "0")
    if not version.isdecimal() or len(version) > LONGEST_VERSION:
        raise BadRequest(f"expected a version, found {version!r}")
    return int(version)


def sent(request: HttpRequest) -> Typed | None:
    """The fields with their values as a form's JSON; None where nothing changed."""
    version = posted_version(request)
    if "fields" not in request.POST:
        return None
    try:
        fields, labels = (json.loads(request.POST.get(name, "{}")) for name in ("fields", "labels"))
    except ValueError as problem:
        raise BadRequest("expected the fields of a form") from problem
    for given in (fields, labels):
        is_form = isinstance(given, dict) and all(isinstance(values, list) for values in given.values())
        if not is_form or not all(isinstance(value, str) for values in given.values() for value in values):
            raise BadRequest("expected the fields of a form, each with its values")
    return Typed(version, fields, labels)
