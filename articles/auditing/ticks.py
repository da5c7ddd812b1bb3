"""Gaps that a person ticks as never printed, or unticks, in the words of a command line."""

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction

from articles.auditing.records import Tick, tick_key
from issues.models import NeverPrinted, Publication
from issues.writing.gaps import tick_gap, untick_gap


def parse_day(text: str) -> dt.date:
    """2023-02-14. Raises ValueError with a sentence."""
    with suppress(ValueError):
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    raise ValueError(f"{text!r} is no day; expected one such as 2023-02-14")


def parse_gap(text: str) -> Tick:
    """2023-02-14 or 2023-02-14/A03. Raises ValueError with a sentence."""
    day, slash, label = text.partition("/")
    if slash and not label.strip():
        raise ValueError(f"{text!r} has no label after its slash; expected 2023-02-14 or 2023-02-14/03")
    return parse_day(day), label.strip()


def change_ticks(publication: Publication, ticked: Sequence[Tick], unticked: Sequence[Tick], note: str = "") -> list[str]:
    """All of them or none; a line for each. Raises ValidationError. A label is unticked in any spelling."""
    lines = []
    with transaction.atomic():
        for date, label in unticked:
            untick_gap(publication, date, _as_ticked(publication, date, label))
            lines.append(f"{_named(date, label)}: counts as missing again")
        for date, label in ticked:
            is_new = tick_gap(publication, date, _as_ticked(publication, date, label), note)
            lines.append(f"{_named(date, label)}: {'ticked as never printed' if is_new else 'was ticked already'}")
    return lines


def _named(date: dt.date, label: str) -> str:
    return f"{date:%Y-%m-%d}" + (f"/{label}" if label else "")


def _as_ticked(publication: Publication, date: dt.date, label: str) -> str:
    """The spelling under which the gap is ticked already, if it is."""
    labels = NeverPrinted.objects.filter(publication=publication, date=date).values_list("label", flat=True)
    return next((known for known in labels if tick_key(date, known) == tick_key(date, label)), label)
