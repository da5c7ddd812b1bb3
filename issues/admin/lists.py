"""Lists that stay quick over a hundred thousand rows: no full count, the dates that issues have, words looked for cheaply."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Literal

from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext

from issues.models import Issue

MOST_ROWS = 5_000
DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?|(\d{4})(\d{2})(\d{2})")
NOTHING = Q(pk__in=())
KINDS: tuple[Literal["year", "month", "day"], ...] = ("year", "month", "day")


class BoundedPaginator(Paginator):
    """Leads to a list's first rows in its order, and counts no further: their keys come in one query, a page's rows in another.
    Whoever wants what lies beyond asks for a date, a filter or a word."""

    @cached_property
    def keys(self) -> list[Any]:
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[: MOST_ROWS + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self.keys), MOST_ROWS)

    @property
    def has_more(self) -> bool:
        return len(self.keys) > MOST_ROWS

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.rows(start, start + self.per_page), number, self)

    def rows(self, start: int, end: int) -> "models.QuerySet[Any]":
        rows: Any = self.object_list
        found: models.QuerySet[Any] = rows.filter(pk__in=self.keys[start : min(end, self.count)])
        return found


@dataclass(frozen=True)
class OfferedDates:
    """What Django's `date_hierarchy.html` shows: where the list goes on, and where back."""

    choices: list[dict[str, str]]
    back: dict[str, str] | None


class LongList(ChangeList):
    """Does not load long texts, and does not ask its own rows which years there are: issues know that."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "models.QuerySet[Any]":
        self.user = request.user
        rows = super().get_queryset(request, exclude_parameters)
        long_fields: tuple[str, ...] = getattr(self.model_admin, "long_fields", ())
        return rows.defer(*long_fields)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if isinstance(self.paginator, BoundedPaginator) and (not self.multi_page or (self.show_all and self.can_show_all)):
            self.result_list = self.paginator.rows(0, self.list_max_show_all)

    @property
    def issue_dates(self) -> OfferedDates | None:
        """None where the list goes by other days than those of issues. One query, three where there is but one year and month."""
        name = self.date_hierarchy or ""
        if not (name.endswith("issue__date") or (name == "date" and self.model is Issue)):
            return None
        parts = [(f"{name}__{part}", self.params.get(f"{name}__{part}", "")) for part in KINDS]
        chosen = [(key, int(value)) for key, value in parts if value.isascii() and value.isdigit()]
        wanted = {f"date__{part}": value for part, (_key, value) in zip(("year", "month"), chosen, strict=False)}
        days = Issue.objects.editable_by(self.user).order_by().filter(**wanted)
        back = {"link": self._link(name, chosen[:-1]), "title": _title(chosen[:-1]) or gettext("All dates")} if chosen else None
        if len(chosen) == len(parts):
            return OfferedDates([{"title": _title(chosen)}], back)
        dates = [chosen]
        for (key, _value), kind in list(zip(parts, KINDS, strict=True))[len(chosen) :]:
            found = days.dates("date", kind)
            dates = [[*dates[0], (key, getattr(date, kind))] for date in found]
            if len(dates) != 1:  # the only year or month there is needs no click
                break
        return OfferedDates([{"link": self._link(name, date), "title": _title(date)} for date in dates], back)

    def _link(self, name: str, chosen: list[tuple[str, int]]) -> str:
        return self.get_query_string(dict(chosen), [f"{name}__"])


def _title(chosen: list[tuple[str, int]]) -> str:
    """As Django's own links say it; empty for “all dates”."""
    numbers = [number for _key, number in chosen]
    if len(numbers) < 2:
        return "".join(map(str, numbers))
    date = dt.date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1)
    return str(capfirst(formats.date_format(date, "MONTH_DAY_FORMAT" if len(numbers) > 2 else "YEAR_MONTH_FORMAT")))


def with_words(rows: "models.QuerySet[Any]", fields: Iterable[str], term: str) -> tuple["models.QuerySet[Any]", bool]:
    """Rows in which each word of `term` stands somewhere, and whether one may come twice.

    `fields` as Django's `search_fields`. A whole day or month is looked for among dates alone, by their index. Chinese has no
    case: such a word is compared as it is written, which costs a fraction of Django's `icontains` (both sides in capitals).
    """
    fields = list(fields)
    words = [unescape_string_literal(bit) if bit[0] in "\"'" and bit[0] == bit[-1] else bit for bit in smart_split(term)]
    if not words or not fields:
        return rows, False
    wanted = reduce(and_, (_word_somewhere(rows.model, fields, word) for word in words))
    return rows.filter(wanted), any(lookup_spawns_duplicates(rows.model._meta, field.lstrip("=^")) for field in fields)


def _word_somewhere(noun: type[models.Model], fields: list[str], word: str) -> Q:
    spellings = list(dict.fromkeys([word, unicodedata.normalize("NFKC", word)]))
    span = span_of(spellings[-1])
    dates = [name for name in fields if _is_date(noun, name)]
    in_dates = reduce(or_, (Q(**{f"{name}__range": span}) for name in dates), NOTHING) if span else NOTHING
    if span and dates and len(spellings[-1]) > len("2024"):
        return in_dates
    texts = [name for name in fields if name not in dates]
    return reduce(or_, (Q(lookup) for name in texts for lookup in _lookups(name, spellings)), in_dates)


def _is_date(noun: type[models.Model], name: str) -> bool:
    try:
        return isinstance(get_fields_from_path(noun, name.lstrip("=^"))[-1], models.DateField)
    except FieldDoesNotExist:
        return False


def _lookups(name: str, spellings: list[str]) -> Iterator[tuple[str, str]]:
    kind = {"=": "exact", "^": "startswith"}.get(name[0], "contains")
    for word in spellings:
        has_case = word.upper() != word.lower()
        yield f"{name.lstrip('=^')}__{'i' if has_case else ''}{kind}", word


def span_of(word: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of the year, month or day that the word names; None where it is no date."""
    found = DATE.fullmatch(word)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    after = dt.date(year + 1, 1, 1) if not month or month == 12 else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(days=1)
