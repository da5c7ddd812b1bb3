"""Acts of the publisher: each asked once more on a page of its own, performed by `articles.publishing`, refused with 403."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.admin.saving import WritingAdmin

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """`name` stands in the address and names the list's action; `perform` takes the row and a reason (empty unless asked for)."""

    name: str
    label: Text
    question: Text
    perform: Callable[[Any, str], None]
    is_offered: Callable[[Any], bool]
    asks_reason: bool = False


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("For the newsroom alone; readers do not see it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ActingAdmin(WritingAdmin):
    """Acts as actions of the list and as links on each row's page, for those who may publish."""

    acts: tuple[Act, ...] = ()
    change_form_template = "admin/change_form_with_acts.html"

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("issues.publish_issue")

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        own = [
            path(f"<path:object_id>/{act.name}/", site.admin_view(partial(self.act_view, act=act)), name=self.act_address(act))
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def act_address(self, act: Act) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{act.name}"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if self.may_publish(request):
            actions |= {act.name: (partial(act_on_rows, act=act), act.name, act.label) for act in self.acts}
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django ignores an action that was not offered; here it is an act that is not allowed."""
        if request.POST.get("action") in {act.name for act in self.acts} and not self.may_publish(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None and self.may_publish(request):
            offered = [act for act in self.acts if act.is_offered(row)]
            context["acts"] = [(reverse(f"admin:{self.act_address(act)}", args=[row.pk]), act.label) for act in offered]
        return super().render_change_form(request, context, *args, **kwargs)

    def act_view(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponseBase:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"Nothing to {act.name}: {object_id}")
        if not self.may_publish(request):
            raise PermissionDenied
        answer = self.ask_and_act(request, act, [row], {})
        return answer or redirect(self.after_act(row, act))

    def after_act(self, row: Any, act: Act) -> str:
        """Where an act on one row leads to."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def ask_and_act(
        self, request: HttpRequest, act: Act, rows: list[Any], hidden: dict[str, list[str]]
    ) -> HttpResponseBase | None:
        """The page that asks, until it was answered; then None. `hidden` brings a list's action back to the list."""
        is_answer = request.method == "POST" and "confirmed" in request.POST
        form = ReasonForm(request.POST if is_answer else None) if act.asks_reason else None
        if is_answer and (form is None or form.is_valid()):
            self.perform(request, act, rows, form.cleaned_data["reason"] if form else "")
            return None
        site, opts = self.admin_site, self.opts
        context = {
            **site.each_context(request),
            "title": act.label,
            "act": act,
            "rows": rows,
            "form": form,
            "hidden": hidden,
            "opts": opts,
            "is_single": not hidden,
        }
        return TemplateResponse(request, "admin/confirm_act.html", context)

    def perform(self, request: HttpRequest, act: Act, rows: Iterable[Any], reason: str) -> None:
        """Each row by itself: what one refuses does not hold the others back."""
        for row in rows:
            try:
                act.perform(row, reason)
            except ValidationError as refusal:
                reasons = format_html_join(" ", "{}", [(text,) for text in refusal.messages])  # one may hold a link
                messages.error(request, format_html("{}: {}", row, reasons))
            else:
                self.log_change(request, row, str(act.label))
                messages.success(request, gettext("%(row)s: done (%(act)s).") % {"row": row, "act": act.label})


def act_on_rows(modeladmin: Any, request: HttpRequest, queryset: Any, act: Act) -> HttpResponseBase | None:
    """A list's action; Django calls it with the chosen rows."""
    rows = list(queryset)
    hidden = {"action": [act.name], helpers.ACTION_CHECKBOX_NAME: [str(row.pk) for row in rows]}
    answer: HttpResponseBase | None = modeladmin.ask_and_act(request, act, rows, hidden)
    return answer
