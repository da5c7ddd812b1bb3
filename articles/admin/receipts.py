"""Receipts of withdrawals in the admin: shown after the act, and reached later from the article and the issue."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.acts import Act
from articles.admin.runs import LookingAdmin
from articles.exporting.receipts import A_REQUEST, ask_places, expires_at
from articles.models import Article, Receipt, ReceiptPlace, SiteCopy
from issues.admin.choosing import IssuePaperFilter, change_link, full_name, moment_column
from issues.admin.rights import PUBLISH
from issues.models import Issue

WITHDRAWN_AT, CAME_BACK_AT = moment_column(Receipt, "withdrawn_at"), moment_column(Receipt, "came_back_at")


@dataclass(frozen=True)
class PlacesOfKind:
    word: str
    places: list[ReceiptPlace]
    waiting: int


class ReceiptDesk(admin.ModelAdmin):
    """What the admins of issues and articles get of it: after a withdrawal its receipt, and later a link to the newest."""

    def after_act(self, row: Any, act: Act) -> str:
        receipt = newest_receipt(row) if act.name == "withdraw" else None
        if receipt is None:
            return str(super().after_act(row, act))  # type: ignore[misc]
        ask_places(receipt, A_REQUEST)
        return receipt_address(receipt)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        row = kwargs.get("obj")
        if row is not None and (receipt := newest_receipt(row)) and request.user.has_perm("articles.view_receipt"):
            link = (receipt_address(receipt), _("Receipt of the withdrawal"))
            response.context_data["acts"] = [*response.context_data.get("acts", ()), link]
        return response


def newest_receipt(row: Issue | Article) -> Receipt | None:
    """Of an issue its own; of an article that of the story that it belonged to when that was withdrawn."""
    receipts = row.receipts.all() if isinstance(row, Article) else row.receipts.filter(article__isnull=True)
    return receipts.order_by("-pk").first()


def receipt_address(receipt: Receipt) -> str:
    return reverse("admin:articles_receipt_change", args=[receipt.pk])


@admin.register(Receipt)
class ReceiptAdmin(LookingAdmin):
    """Read only; the places that wait can be asked again."""

    list_display = [WITHDRAWN_AT, "title", "issue_link", "name", "state_word", CAME_BACK_AT]
    list_display_links = ["title"]
    list_filter = [IssuePaperFilter]
    list_select_related = ["issue__publication", "article"]
    date_hierarchy = "withdrawn_at"
    search_fields = ["title", "name"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Receipt]":
        rows: Any = super().get_queryset(request)
        found: models.QuerySet[Receipt] = rows.editable_by(request.user).select_related("issue__publication", "article")
        waiting = models.Count("places", filter=models.Q(places__clean_at__isnull=True))
        return found.annotate(waiting_count=waiting)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        receipt = self.get_object(request, unquote(object_id))
        if receipt is None:
            raise Http404(f"No receipt {object_id}")
        if not self.has_view_permission(request, receipt):
            raise PermissionDenied
        if request.method == "POST":
            if not request.user.has_perm(PUBLISH):
                raise PermissionDenied
            if receipt.came_back_at is None:
                ask_places(receipt, A_REQUEST)
            return redirect(receipt_address(receipt))
        context = {
            **self.admin_site.each_context(request),
            **receipt_context(receipt),
            "title": gettext("Receipt: %(title)s") % {"title": receipt.title},
            "paper_name": receipt.issue.publication.name_on(receipt.issue.date),
            "opts": self.opts,
            "may_ask": request.user.has_perm(PUBLISH) and receipt.came_back_at is None,
        }
        return TemplateResponse(request, "admin/articles/receipt.html", context)

    @admin.display(description=_("issue"), ordering="issue__date")
    def issue_link(self, receipt: Receipt) -> SafeString:
        return change_link(receipt.issue, full_name(receipt.issue))

    @admin.display(description=_("places"))
    def state_word(self, receipt: Any) -> SafeString | str:
        if receipt.came_back_at:
            return "–"
        if not receipt.waiting_count:
            return gettext("all clean")
        return format_html('<span class="board-warning">{}</span>', gettext("%(count)s wait") % {"count": receipt.waiting_count})


def receipt_context(receipt: Receipt) -> dict[str, Any]:
    """Two queries."""
    places = sorted(receipt.places.all(), key=lambda place: (ReceiptPlace.Kind.values.index(place.kind), place.pk))
    groups = [(kind, list(found)) for kind, found in groupby(places, key=lambda place: place.kind)]
    kinds = [
        PlacesOfKind(str(ReceiptPlace.Kind(kind).label), found, sum(place.clean_at is None for place in found))
        for kind, found in groups
    ]
    return {
        "receipt": receipt,
        "kinds": kinds,
        "waiting": sum(kind.waiting for kind in kinds),
        "copies": dict(SiteCopy.objects.values_list("folder", "true_at")),
        "expires_at": expires_at(receipt),
        "zone": receipt.issue.publication.zone,
    }
