"""A row's history as a page of its own: who changed what, when, field by field. Read only; nothing is restored from here."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.admin.differences import marked
from issues.admin.saving import QuietAdmin
from issues.signing import Void

ON_A_PAGE = 20
# Names of files and their digests follow from the version, which is shown.
SILENT = {"id", "picture", "picture_digest", "pdf", "pdf_digest"}
ACTS = {"+": _("made"), "~": _("changed"), "-": _("deleted")}
REASONS: dict[str, Any] = {"import": _("import"), **dict(Void.choices)}


@dataclass(frozen=True)
class Change:
    field: str
    difference: SafeString


@dataclass(frozen=True)
class Entry:
    """`is_first`: nothing earlier is known, so there is nothing to compare with."""

    when: dt.datetime
    who: str
    act: Any
    reason: Any
    changes: list[Change]
    is_first: bool


class HistoryAdmin(QuietAdmin):
    """Of a noun whose model keeps a `history`."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
        page = Paginator(records, ON_A_PAGE).get_page(request.GET.get("p"))
        start = page.start_index() - 1 if page.paginator.count else 0
        shown = list(records[start : start + ON_A_PAGE + 1])  # and the one before them, to compare with
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History: %(row)s") % {"row": row},
            "subtitle": None,
            "entries": entries(shown)[:ON_A_PAGE],
            "page": page,
            "row": row,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)


def entries(records: list[Any]) -> list[Entry]:
    """Newest first, each compared with the one after it in the list."""
    pairs: Iterable[tuple[Any, Any]] = [*pairwise(records), *([(records[-1], None)] if records else [])]
    return [
        Entry(
            record.history_date,
            str(record.history_user or ""),
            ACTS[record.history_type],
            REASONS.get(record.history_change_reason, record.history_change_reason or ""),
            changes(older, record) if older else [],
            older is None,
        )
        for record, older in pairs
    ]


def changes(older: Any, newer: Any) -> list[Change]:
    found = []
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if field.name not in SILENT and before != after:
            found.append(Change(field_name(field), marked(shown(field, before), shown(field, after))))
    return found


def field_name(field: Any) -> str:
    names = {"picture_version": gettext("version of the picture"), "pdf_version": gettext("version of the PDF")}
    return str(names.get(field.name, field.verbose_name))


def shown(field: Any, value: Any) -> str:
    """A value in the words of the lists."""
    if value is None:
        return ""
    if isinstance(field, models.ForeignKey):
        other = field.remote_field.model._base_manager.filter(pk=value).first()
        return str(other) if other else f"#{value}"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else str(value)
