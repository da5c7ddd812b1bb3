"""History of rows that are written many at a time, where Django sends no signal for each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from issues.writing.rows import column_of


def record_created(model: type[models.Model], pks: Sequence[int], reason: str | None, *, by: str = "id") -> None:
    """One entry "created" a row, for the rows whose field `by` is among `pks`. The database copies them itself: the texts do not
    travel a second time, one query."""
    if not pks:
        return
    history = _history_of(model)
    quote = connection.ops.quote_name
    copied = ", ".join(quote(field.column) for field in history.tracked_fields)
    noted = ", ".join(map(quote, ("history_date", "history_type", "history_change_reason", "history_user_id")))
    column = quote(column_of(model, by))
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({copied}, {noted}) "  # noqa: S608 (names of our own)
        f"SELECT {copied}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} "
        f"WHERE {column} IN ({', '.join(['%s'] * len(pks))})"
    )
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, "+", reason, acting_user_pk(), *pks])


@cache
def _history_of(model: type[models.Model]) -> Any:
    """Asked of the model, simple_history makes a manager's class each time."""
    return model.history.model  # type: ignore[attr-defined]


def give_reason(row: models.Model, reason: str | None) -> None:
    """For the entries that the row's saves write from now on; None: for none of them any more."""
    row._change_reason = reason  # type: ignore[attr-defined]


def acting_user_pk() -> int | None:
    """The person whose request this is; nobody on the command line."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None
