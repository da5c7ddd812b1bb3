"""Where an editor came from, told by `?from=` in the address: there a save or an act leads back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from articles.models import Article
from issues.admin.rights import issue_of
from issues.models import Issue


def board_address(issue: Issue, section_pk: int) -> str:
    """The board, at one of its pages."""
    return f"{reverse('desk:board', args=[issue.pk])}#page-{section_pk}"


def preflight_address(issue: Issue, back: Article | None = None) -> str:
    """`back`: a withdrawn article, whose story the list shows as if it were published again."""
    address = reverse("admin:issues_issue_preflight", args=[issue.pk])
    return f"{address}?back={back.pk}" if back else address


def origin(request: HttpRequest, thing: Any) -> str | None:
    """`thing` stands in an issue; from the board come articles alone."""
    issue = issue_of(thing)
    match request.GET.get("from"):
        case "board" if issue and isinstance(thing, Article):
            return board_address(issue, thing.page_section_id)
        case "preflight" if issue:
            return preflight_address(issue)
    return None


class ReturningAdmin(admin.ModelAdmin):
    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Any:
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def _back(self, request: HttpRequest, thing: Any) -> HttpResponseBase | None:
        address = origin(request, thing)
        return redirect(address) if address else None
