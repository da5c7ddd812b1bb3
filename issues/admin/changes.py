"""What one version of a row has otherwise than another, field by field, in the words of the lists."""

import datetime as dt
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from issues.admin.differences import marked, marked_whole
from issues.moments import said

# Names of files and their digests follow from the version, which is shown; the order of rows is told in the issue's history.
SILENT = {"id", "picture", "picture_digest", "pdf", "pdf_digest", "position"}


@dataclass(frozen=True)
class Change:
    field: str
    difference: SafeString


class Rows:
    """Finds what a version points to, each row once. A page that shows many versions tells beforehand what it has loaded."""

    def __init__(self, known: Collection[models.Model] = (), names: dict[tuple[type[models.Model], int], str] | None = None):
        self._rows: dict[tuple[type[models.Model], int], Any] = {(type(row), row.pk): row for row in known}
        self._names = names or {}  # of rows that are gone

    def get(self, model: type[models.Model], pk: int) -> Any:
        if (model, pk) not in self._rows:
            self._rows[model, pk] = None if (model, pk) in self._names else model._base_manager.filter(pk=pk).first()
        return self._rows[model, pk]

    def name(self, model: type[models.Model], pk: int) -> str:
        row = self.get(model, pk)
        return str(row) if row is not None else self._names.get((model, pk), f"#{pk}")


Telling = Callable[[Any, Any, Rows, bool], SafeString]
_OWN: dict[tuple[type[models.Model], str], Telling] = {}


def tells(noun: type[models.Model], field: str) -> Callable[[Telling], Telling]:
    """Of a field whose values are no line of text: takes both versions, the rows, and whether the whole is to be shown."""

    def register(telling: Telling) -> Telling:
        _OWN[noun, field] = telling
        return telling

    return register


def changes(older: Any, newer: Any, rows: Rows, *, is_whole: bool = False, only: Collection[str] | None = None) -> list[Change]:
    """`is_whole`: with all that stayed; else no more of it than is needed to find the place."""
    found = []
    for field in [*newer.tracked_fields, *_extra_fields(newer)]:
        if field.name in SILENT or (only is not None and field.attname not in only and field.name not in only):
            continue
        before, after = value(older, field), value(newer, field)
        is_unknown = field.name in getattr(newer, "extra_fields", ()) and None in (before, after)
        if before != after and not is_unknown:
            found.append(Change(field_name(field), _difference(field, older, newer, rows, is_whole=is_whole)))
    return found


def _extra_fields(version: Any) -> list[Any]:
    return [version._meta.get_field(name) for name in getattr(version, "extra_fields", ())]


def value(version: Any, field: Any) -> Any:
    """Of extra fields what is known at that version, where the query told it."""
    return getattr(version, f"known_{field.name}", getattr(version, field.attname))


def _difference(field: Any, older: Any, newer: Any, rows: Rows, *, is_whole: bool) -> SafeString:
    own = _OWN.get((newer.instance_type, field.name))
    if own:
        return own(older, newer, rows, is_whole)
    mark = marked_whole if is_whole else marked
    return mark(shown(field, value(older, field), rows), shown(field, value(newer, field), rows))


def field_name(field: Any) -> str:
    names = {"picture_version": gettext("version of the picture"), "pdf_version": gettext("version of the PDF")}
    return str(names.get(field.name, field.verbose_name))


def shown(field: Any, value: Any, rows: Rows) -> str:
    """A value in the words of the lists; a moment on the clock that is active, which is the paper's."""
    if value is None:
        return ""
    if isinstance(field, models.ForeignKey):
        return rows.name(field.remote_field.model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        return said(value, timezone.get_current_timezone(), is_exact=value.second > 0)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else str(value)
