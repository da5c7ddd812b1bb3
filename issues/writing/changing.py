"""What every change to paper stands on: the issue's lock and version, keys, positions, refusals in an editor's words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Max, When
from django.utils.translation import gettext as _

from issues import files, pictures
from issues.models import Issue

KeyKind = Literal["section", "article", "figure"]
_demand: ContextVar[Callable[[Issue], object] | None] = ContextVar("what is asked of an issue under its lock", default=None)


class NotCreated(Exception):
    """Of many new rows the one at `place` (from 0) was refused, for `error`; none was written."""

    def __init__(self, place: int, error: ValidationError) -> None:
        super().__init__(place, error)
        self.place, self.error = place, error


@contextmanager
def demanding(demand: Callable[[Issue], object]) -> Iterator[None]:
    """What a view asked of an issue is asked again, before whatever is written meanwhile, of the row as it is under its lock:
    somebody may have published it in between. `demand` raises where the answer is no."""
    token = _demand.set(demand)
    try:
        yield
    finally:
        _demand.reset(token)


def ask_again(locked: Issue) -> None:
    """For who takes the lock by other ways than `changing`, before the first write."""
    if (demand := _demand.get()) is not None:
        demand(locked)


@contextmanager
def changing(issue: Issue, *, is_derived: bool = False) -> Iterator[Issue]:
    """Holds the issue's row lock, gives the row as it is now, and raises its version. Nested uses are one transaction.
    `is_derived`: what is written was made from what is there, so an import of the same files still finds the issue unchanged."""
    with files.files_with_rows():
        locked = Issue.objects.select_for_update(of=("self",)).select_related("publication").get(pk=issue.pk)
        ask_again(locked)
        if is_derived:
            raise_derived_version(issue.pk)
        else:
            raise_version(issue)
        yield locked


def raise_derived_version(issue_pk: int) -> None:
    """Its pages look different, so it has a new version, which the import that made it follows."""
    next_version = F("version") + 1
    is_import = When(import_version=F("version"), then=next_version)
    follows = Case(is_import, default=F("import_version"), output_field=models.PositiveBigIntegerField())
    Issue.objects.filter(pk=issue_pk).update(version=next_version, import_version=follows)


def raise_version(issue: Issue) -> None:
    """For who holds the lock and wrote by `create_…`, which leave it to their caller, once for all of them."""
    Issue.objects.filter(pk=issue.pk).update(version=F("version") + 1)


def take_key(issue: Issue, kind: KeyKind, taken: "models.QuerySet[models.Model]") -> str:
    """The issue's next key, never given twice. Call it inside `changing`; `taken` are the rows that hold keys of this kind."""
    field = f"next_{kind}_key"
    number: int = Issue.objects.values_list(field, flat=True).get(pk=issue.pk)
    while taken.filter(issue=issue, key=str(number)).exists():
        number += 1
    Issue.objects.filter(pk=issue.pk).update(**{field: number + 1})
    return str(number)


def keep_ahead(issue: Issue, kind: KeyKind, keys: Iterable[str], at_least: int = 1) -> None:
    """Moves the counter past keys that came from elsewhere, so that they are not given again after their row is gone."""
    field = f"next_{kind}_key"
    beyond = next_key(keys, at_least)
    if getattr(issue, field) >= beyond:  # counters only grow: an old row can only say too little
        return
    Issue.objects.filter(pk=issue.pk, **{f"{field}__lt": beyond}).update(**{field: beyond})


def renumber(rows: "models.QuerySet[models.Model]", order: Sequence[int]) -> None:
    """Positions 1..n in two updates, inside `changing`: out of the way, then into place; SQLite checks uniqueness at once."""
    if set(order) != set(rows.values_list("pk", flat=True)) or len(set(order)) != len(order):
        raise ValidationError(_("The order must name every row once."))
    highest = rows.aggregate(last=Max("position"))["last"] or 0
    rows.update(position=F("position") + highest + len(order))
    places = [models.When(pk=pk, then=models.Value(place)) for place, pk in enumerate(order, start=1)]
    if places:
        rows.update(position=models.Case(*places, output_field=models.PositiveIntegerField()))


def take_keys(issue: Issue, kind: KeyKind, rows: Sequence[Any], taken: "models.QuerySet[Any]") -> None:
    """As `take_key`, for many new rows in three queries: those that have a key keep it, the others get the issue's next. `taken`
    are the rows of this kind; the caller has the lock."""
    keys = {row.key for row in rows if row.key}
    waiting = [row for row in rows if not row.key]
    if waiting:
        keys |= set(taken.filter(issue=issue).values_list("key", flat=True))
        number: int = Issue.objects.values_list(f"next_{kind}_key", flat=True).get(pk=issue.pk)
        for row in waiting:
            while str(number) in keys:
                number += 1
            row.key = str(number)
            number += 1
    keep_ahead(issue, kind, [row.key for row in rows])


def next_key(keys: Iterable[str], at_least: int = 1) -> int:
    """The first number past all keys that are numbers."""
    return max([at_least, *(int(key) + 1 for key in keys if key.isascii() and key.isdigit() and len(key) < 10)])


def after_last(rows: "models.QuerySet[Any]") -> int:
    return 1 + (rows.aggregate(last=Max("position"))["last"] or 0)


def take_over(row: models.Model, now: models.Model, names: Iterable[str]) -> None:
    """What forms do not carry may have changed since the form was loaded."""
    for name in names:
        setattr(row, name, getattr(now, name))


@contextmanager
def refusals_as_validation(field: str) -> Iterator[None]:
    try:
        yield
    except pictures.FileRefused as error:
        raise ValidationError({field: _("The file cannot be taken: %(reason)s.") % {"reason": error.sentence.said(_)}}) from error
