"""A row's history as a page of its own: who changed what, when; any two versions compared; one of them made the newest."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.admin.changes import Change, Rows, changes
from issues.admin.saving import QuietAdmin
from issues.moments import said, zone_of
from issues.sentences import spoken
from issues.signing import Void
from issues.writing.restoring import RESTORED

ON_A_PAGE = 20
NUMBER = re.compile("[0-9]{1,18}")
ACTS = {"+": _("made"), "~": _("changed"), "-": _("deleted")}
REASONS: dict[str, Any] = {
    "import": _("import"),
    "found": _("found on the page"),
    "moved": _("moved on the board"),
    "overtaken": _("set aside: somebody else had saved before"),
    "with its article": _("with its article"),
    "brought back": _("brought back"),
    **dict(Void.choices),
}


@dataclass(frozen=True)
class Entry:
    """`told`: what an act did to many rows. `is_first`: nothing earlier is known, so there is nothing to compare with."""

    pk: int
    when: dt.datetime
    who: str
    act: Any
    reason: Any
    told: str
    changes: list[Change]
    is_first: bool


class HistoryAdmin(QuietAdmin):
    """Of a noun whose model keeps a `history`. `restored_fields` are those that `restore` puts back."""

    restored_fields: tuple[str, ...] = ()

    def restore(self, row: Any, version: Any) -> Any:
        """Calls the writing module."""
        raise NotImplementedError

    def versions(self, row: Any) -> "models.QuerySet[Any]":
        """Newest first."""
        versions: models.QuerySet[Any] = row.history.select_related("history_user").order_by("-history_date", "-history_id")
        return versions

    def get_urls(self) -> list[URLPattern]:
        site, name = self.admin_site, f"{self.opts.app_label}_{self.opts.model_name}"
        compare, restore = site.admin_view(self.compare_view), site.admin_view(self.restore_view)
        return [
            path("<path:object_id>/history/compare/", compare, name=f"{name}_compare"),
            path("<path:object_id>/history/<int:version>/restore/", restore, name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def may_restore(self, request: HttpRequest, row: Any) -> bool:
        return bool(self.restored_fields) and self.has_change_permission(request, row)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = self.versions(row)
        page = Paginator(versions, ON_A_PAGE).get_page(request.GET.get("p"))
        start = page.start_index() - 1 if page.paginator.count else 0
        shown = list(versions[start : start + ON_A_PAGE + 1])  # and the one before them, to compare with
        with timezone.override(zone_of(row)):
            told = entries(shown, Rows())[:ON_A_PAGE]
        context = {
            **self._context(request, row, gettext("History: %(row)s") % {"row": row}),
            "entries": told,
            "page": page,
            "newest": shown[0].pk if shown and page.number == 1 else None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """`old` and `new` name two versions, in whatever order; without `new` it is the one that is valid now."""
        row = self._row(request, object_id)
        chosen = [word for word in (request.GET.get("old", ""), request.GET.get("new", "")) if word]
        found = list(self.versions(row).filter(pk__in=[int(word) for word in chosen if NUMBER.fullmatch(word)]))
        if len(chosen) == 1 and found:
            found.insert(0, self.versions(row)[0])
        if len({version.pk for version in found}) != 2:
            messages.error(request, gettext("Choose two versions of %(row)s to compare.") % {"row": row})
            return redirect(self._address("history"), row.pk)
        with timezone.override(zone_of(row)):
            return self._side_by_side(request, row, *found)

    def _side_by_side(self, request: HttpRequest, row: Any, newer: Any, older: Any) -> HttpResponseBase:
        rows = Rows()
        context = {
            **self._context(request, row, gettext("Compare: %(row)s") % {"row": row}),
            "older": entries([older], rows)[0],
            "newer": entries([newer], rows)[0],
            "changes": changes(older, newer, rows, is_whole=True),
        }
        return TemplateResponse(request, "admin/history_compare.html", context)

    def restore_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponseBase:
        """Asks first, and shows what would change."""
        row = self._row(request, object_id)
        if not self.may_restore(request, row):
            raise PermissionDenied
        then = self.versions(row).filter(pk=version).first()
        if then is None:
            raise Http404(f"No version {version} of {row}")
        with timezone.override(zone_of(row)):
            return self._restored(request, row, then) if request.method == "POST" else self._asked(request, row, then)

    def _asked(self, request: HttpRequest, row: Any, then: Any) -> HttpResponseBase:
        rows = Rows()
        now = self.versions(row)[0]
        context = {
            **self._context(request, row, gettext("Restore: %(row)s") % {"row": row}),
            "older": entries([then], rows)[0],
            "changes": changes(now, then, rows, is_whole=True, only=self.restored_fields),
            "is_restoring": True,
        }
        return TemplateResponse(request, "admin/history_compare.html", context)

    def _restored(self, request: HttpRequest, row: Any, then: Any) -> HttpResponseBase:
        moment = said_moment(then.history_date)
        try:
            self.restore(row, then)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            self.log_change(request, row, gettext("restored from %(time)s") % {"time": moment})
            messages.success(request, gettext("%(row)s is as it was on %(time)s.") % {"row": row, "time": moment})
        return redirect(self._address("history"), row.pk)

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"No {self.opts.model_name} {object_id}")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _address(self, act: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{act}"

    def _context(self, request: HttpRequest, row: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "row": row,
            "zone": zone_of(row),
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "compare": self._address("compare"),
            "restore": self._address("restore") if self.may_restore(request, row) else "",
        }


def entries(versions: list[Any], rows: Rows) -> list[Entry]:
    """Newest first, each compared with the one after it in the list."""
    pairs: Iterable[tuple[Any, Any]] = [*pairwise(versions), *([(versions[-1], None)] if versions else [])]
    return [entry(version, older, rows) for version, older in pairs]


def entry(version: Any, older: Any, rows: Rows) -> Entry:
    told = getattr(version, "told", None)
    return Entry(
        version.pk,
        version.history_date,
        str(version.history_user or ""),
        ACTS[version.history_type],
        said_reason(version.history_change_reason),
        spoken(told, gettext) if told else "",
        changes(older, version, rows) if older else [],
        older is None,
    )


def said_reason(reason: str | None) -> Any:
    """In the words of who reads."""
    if reason and reason.startswith(RESTORED):
        moment = dt.datetime.fromisoformat(reason.removeprefix(RESTORED))
        return gettext("restored from %(time)s") % {"time": said_moment(moment)}
    return REASONS.get(reason or "", reason or "")


def said_moment(moment: dt.datetime) -> str:
    """On the clock that is active, which is the paper's."""
    return said(moment, timezone.get_current_timezone(), is_exact=True)
