"""Rows that the database makes itself: `INSERT … SELECT` over a series, each column that is not named at its field's default."""

from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


def series(count: int) -> str:
    return f"generate_series(1, {count}) AS n"


def fill(model: type[models.Model], source: str, /, **columns: str) -> None:
    """`source` is what stands after FROM; `columns` are expressions over it, by the field's name. PostgreSQL alone."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.name in columns]
    expressions = [columns.get(field.name) or literal(field) for field in fields]
    insert(model, [str(field.column) for field in fields], expressions, source)


def literal(field: Any) -> str:
    """The field's default, as SQL."""
    with connection.cursor() as cursor:
        text: bytes = cursor.mogrify("%s", [field.get_db_prep_save(field.get_default(), connection)])
    return text.decode()


def insert(model: type[models.Model], columns: list[str], expressions: list[str], source: str) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {', '.join(expressions)} FROM {source}")  # noqa: S608 (words of our own)


def fill_history(model: type[models.Model], act: str, where: str = "TRUE") -> None:
    """One entry a row of `model`, as it stands."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    copied = [field.column for field in history.tracked_fields]
    noted = {"history_date": "now()", "history_type": f"'{act}'", "history_change_reason": "NULL", "history_user_id": "NULL"}
    table = connection.ops.quote_name(model._meta.db_table)
    quoted = list(map(connection.ops.quote_name, copied))
    insert(history, [*copied, *noted], [*quoted, *noted.values()], f"{table} WHERE {where}")


def go_on_counting(*nouns: type[models.Model]) -> None:
    """After keys were given by number: the next row gets the next one."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(nouns)):
            cursor.execute(statement)


def look_at_tables() -> None:
    """What autovacuum does in time: the planner knows how much there is."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
