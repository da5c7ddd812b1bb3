"""History of rows that are written many at a time, where Django sends no signal for each."""

from collections.abc import Sequence

from django.db import connection, models
from django.utils import timezone
from simple_history.models import HistoricalRecords


def record_created(rows: Sequence[models.Model], reason: str) -> None:
    """One entry "created" a row. The database copies the rows itself: the texts do not travel a second time, one query."""
    if not rows:
        return
    model = type(rows[0])
    history = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    copied = [quote(field.column) for field in history.tracked_fields]
    noted = ["history_date", "history_type", "history_change_reason", "history_user_id"]
    first, last = min(row.pk for row in rows), max(row.pk for row in rows)
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(copied + list(map(quote, noted)))}) "  # noqa: S608 (names of our own)
        f"SELECT {', '.join(copied)}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} "
        f"WHERE {quote(model._meta.pk.column)} BETWEEN %s AND %s AND {quote(model._meta.pk.column)} IN ({_places(rows)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_moment(), "+", reason, _user_pk(), first, last, *(row.pk for row in rows)])


def _places(rows: Sequence[models.Model]) -> str:
    return ", ".join(["%s"] * len(rows))


def _moment() -> object:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _user_pk() -> int | None:
    """The person whose request this is; nobody on the command line."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None
