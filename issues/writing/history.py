"""History of what is written many rows at a time, where Django sends no signal for each; and why an entry was made."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from issues.models import Issue
from issues.sentences import Sentence, kept
from issues.writing.rows import column_of


def record_created(model: type[models.Model], pks: Sequence[int], reason: str | None, *, by: str = "id") -> None:
    """One entry "created" a row, for the rows whose field `by` is among `pks`. The database copies them itself: the texts do not
    travel a second time, one query."""
    _record(model, pks, "+", {"history_change_reason": reason}, by=by)


def record_changed(model: type[models.Model], pks: Sequence[int], reason: str) -> None:
    """As `record_created`, for rows that one statement changed."""
    _record(model, pks, "~", {"history_change_reason": reason})


def record_act(issue: Issue, told: Sentence) -> None:
    """One entry in the issue's history for an act that changed many rows: who, when, and in a sentence what. One query."""
    place = "CAST(%s AS jsonb)" if connection.vendor == "postgresql" else "%s"
    _record(Issue, [issue.pk], "~", {"told": json.dumps(kept(told), ensure_ascii=False)}, place=place)


def _record(
    model: type[models.Model], pks: Sequence[int], act: str, more: dict[str, Any], *, by: str = "id", place: str = "%s"
) -> None:
    """`place` stands for the one value of `more` in the statement."""
    if not pks:
        return
    history = _history_of(model)
    quote = connection.ops.quote_name
    copied = ", ".join(quote(field.column) for field in history.tracked_fields)
    noted = ", ".join(map(quote, ("history_date", "history_type", "history_user_id", *more)))
    column = quote(column_of(model, by))
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({copied}, {noted}) "  # noqa: S608 (names of our own)
        f"SELECT {copied}, %s, %s, %s, {place} FROM {quote(model._meta.db_table)} "
        f"WHERE {column} IN ({', '.join(['%s'] * len(pks))})"
    )
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, act, acting_user_pk(), *more.values(), *pks])


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
