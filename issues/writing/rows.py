"""Many plain rows at once: straight into the table, where making a model of each would cost more than storing it.

For rows that were checked before; the database's own constraints hold as ever.
"""

import json
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

MOST_PARAMETERS = 20_000  # of one statement


def column_of(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return str(field.column)


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """`names`: all fields but the key; foreign keys are given as numbers. No signals, no keys given back; one statement for some
    thousand rows."""
    _insert(model, names, rows, returning=False)


def _insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, returning: bool) -> list[int]:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column_of(model, name)) for name in names)
    places = f"({', '.join(['%s'] * len(names))})"
    step = max(1, min(connection.features.max_query_params or MOST_PARAMETERS, MOST_PARAMETERS) // len(names))
    end = f" RETURNING {quote(column_of(model, model._meta.pk.name))}" if returning else ""
    pks: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([places] * len(part))}{end}"  # noqa: S608
            cursor.execute(sql, [value for row in part for value in row])
            pks += [pk for (pk,) in cursor.fetchall()] if returning else []
    return pks


def _json_of(name: str) -> Callable[[models.Model], str]:
    return lambda row: json.dumps(getattr(row, name), separators=(",", ":"))


def insert_models(rows: Sequence[models.Model]) -> None:
    """New rows of one model whose columns are texts, numbers, moments or JSON: they get their keys. For what comes by the hundred
    thousand: Django's own `bulk_create` spends more time on preparing an article than the database on storing it."""
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    readers = [_json_of(field.attname) if isinstance(field, models.JSONField) else attrgetter(field.attname) for field in fields]
    values = [tuple(read(row) for read in readers) for row in rows]
    pks = _insert(model, [field.name for field in fields], values, returning=True)
    for row, pk in zip(rows, pks, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
