"""Many plain rows at once: straight into the table, where making a model of each would cost more than storing it.

For rows that were checked before; the database's own constraints hold as ever.
"""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

MOST_PARAMETERS = 20_000  # of one statement
NEW_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def column_of(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return str(field.column)


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """`names`: all fields but the key; foreign keys are given as numbers. No signals, no keys given back; one statement for some
    thousand rows."""
    columns = [column_of(model, name) for name in names]
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
    else:
        _insert(model, columns, rows)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], end: str = "") -> list[int]:
    quote = connection.ops.quote_name
    listed = ", ".join(map(quote, columns))
    places = f"({', '.join(['%s'] * len(columns))})"
    step = max(1, (connection.features.max_query_params or MOST_PARAMETERS) // len(columns))
    pks: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            sql = f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES {', '.join([places] * len(part))}{end}"  # noqa: S608
            cursor.execute(sql, [value for row in part for value in row])
            pks += [pk for (pk,) in cursor.fetchall()] if end else []
    return pks


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY FROM: long texts as values of an INSERT are quoted by the client and parsed by the server at three times the cost."""
    quote = connection.ops.quote_name
    lines = io.StringIO("\n".join("\t".join(map(_copied, row)) for row in rows))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) FROM STDIN", lines)


def _copied(value: Any) -> str:
    """In COPY's text format."""
    if value is None:
        return r"\N"
    text = value if isinstance(value, str) else str(value)
    return text.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")


def _store(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Gives the new keys, in the order of `rows`."""
    key = column_of(model, model._meta.pk.name)
    if connection.vendor != "postgresql":
        return _insert(model, columns, rows, f" RETURNING {connection.ops.quote_name(key)}")
    with connection.cursor() as cursor:
        cursor.execute(NEW_KEYS, [model._meta.db_table, key, len(rows)])
        pks = [pk for (pk,) in cursor.fetchall()]
    _copy(model, [key, *columns], ((pk, *row) for pk, row in zip(pks, rows, strict=True)))
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
    pks = _store(model, [column_of(model, field.name) for field in fields], values)
    for row, pk in zip(rows, pks, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
