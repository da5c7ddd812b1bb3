"""Everything that happened to an issue and to what stands in it, newest first; an act on many rows at once is one entry."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from articles.models import Article, HotZone
from articles.models.history import with_words
from issues.admin.changes import Rows
from issues.admin.history import ACTS, Entry, entry, said_reason
from issues.models import Issue, PageSection

NOUNS: dict[str, type[models.Model]] = {"issue": Issue, "page": PageSection, "article": Article, "zone": HotZone}
AT_ONCE = dt.timedelta(seconds=2)  # between rows of one act that are written one by one
ON_A_PAGE = 30


class _Version(NamedTuple):
    """One entry of a history, without its texts. `page`: the page section of an article or a zone."""

    noun: str
    pk: int
    row: int
    when: dt.datetime
    kind: str
    user: int | None
    reason: str | None
    user_name: str | None
    page: int | None


@dataclass(frozen=True)
class Row:
    """`is_there`: it has a history of its own; else `gone` is the version from which it comes back, where it can."""

    pk: int
    name: str
    is_there: bool
    gone: int | None


@dataclass(frozen=True)
class Happened:
    """`entry` tells the one row's changes; None where the act was on many."""

    noun: str
    noun_name: str
    when: dt.datetime
    who: str
    act: Any
    reason: Any
    rows: list[Row]
    entry: Entry | None


@dataclass(frozen=True)
class Chronicle:
    happened: list[Happened]
    page: int
    pages: int
    people: list[tuple[int, str]]


@dataclass(frozen=True)
class _There:
    """The issue's rows by noun, those that are there and those that were deleted, with the names that they have or had."""

    rows: list[models.Model]
    names: dict[tuple[type[models.Model], int], str]  # of those that are gone

    def pks(self, noun: type[models.Model]) -> list[int]:
        return [*(row.pk for row in self.rows if type(row) is noun), *(pk for model, pk in self.names if model is noun)]


def load_chronicle(issue: Issue, *, noun: str = "", person: int | None = None, page: int = 1) -> Chronicle:
    """At most eight queries. All entries of an issue are read without their texts, some thousand short rows; the texts of those
    that are shown and of those before them follow."""
    there = _there(issue)
    versions = _versions(issue, there)
    people = {one.user: one.user_name or "" for one in versions if one.user is not None}
    there.names.update({(get_user_model(), pk): name for pk, name in people.items()})
    wanted = [one for one in versions if noun in ("", one.noun) and person in (None, one.user)]
    acts = _acts(wanted)
    pages = max(1, -(-len(acts) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = acts[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    told = _told(shown, there)
    last = {(one.noun, one.row): one for one in reversed(versions)}
    happened = [_happened(act, told, there, last) for act in shown]
    return Chronicle(happened, page, pages, sorted(people.items(), key=lambda pair: pair[1]))


def _there(issue: Issue) -> _There:
    """Three queries."""
    rows: list[models.Model] = [issue, *issue.sections.without_text(), *issue.articles.headlines()]
    there = {(type(row), row.pk) for row in rows}
    sections = _gone(PageSection, issue, Concat("label", Value(" "), "name", output_field=models.CharField()))
    gone = sections.union(_gone(Article, issue, F("title")), all=True)
    names = {(NOUNS[noun], pk): name.strip() for noun, pk, name in gone}
    return _There(rows, {key: name for key, name in names.items() if key not in there})


def _gone(noun: Any, issue: Issue, name: Any) -> QuerySet[Any]:
    word = next(word for word, model in NOUNS.items() if model is noun)
    gone = noun.history.filter(issue_id=issue.pk, history_type="-").order_by()
    return gone.annotate(noun=Value(word), said=name).values_list("noun", "id", "said")


def _versions(issue: Issue, there: _There) -> list[_Version]:
    """One query. By primary keys, which the histories have an index for."""
    pages = there.pks(PageSection)
    nowhere = Value(None, output_field=models.BigIntegerField())
    parts = [
        _columns("issue", Issue.history.filter(id=issue.pk), nowhere),
        _columns("page", PageSection.history.filter(id__in=pages), F("id")),
        _columns("article", Article.history.filter(id__in=there.pks(Article)), F("page_section_id")),
        _columns("zone", HotZone.history.filter(page_section_id__in=pages), F("page_section_id")),
    ]
    first, *others = parts
    return [_Version(*row) for row in first.union(*others, all=True).order_by("-history_date", "-history_id")]


def _columns(noun: str, versions: QuerySet[Any], page: Any) -> QuerySet[Any]:
    name = F(f"history_user__{get_user_model().USERNAME_FIELD}")
    told = versions.order_by().annotate(noun=Value(noun), user_name=name, page=page)
    fields = ("history_id", "id", "history_date", "history_type", "history_user_id", "history_change_reason")
    return told.values_list("noun", *fields, "user_name", "page")


def _acts(versions: Sequence[_Version]) -> list[list[_Version]]:
    """What one person did for one reason to rows of one noun at once. What was done to the whole issue stands by itself."""
    acts: list[list[_Version]] = []
    last: dict[tuple[str, str, int | None, str | None], list[_Version]] = {}
    for one in versions:
        act = last.get(_doing(one))
        is_same = act is not None and one.noun != "issue" and act[-1].when - one.when <= AT_ONCE
        if act is None or not is_same or one.row in {other.row for other in act}:
            acts.append(act := [])
            last[_doing(one)] = act
        act.append(one)
    return acts


def _doing(one: _Version) -> tuple[str, str, int | None, str | None]:
    return one.noun, one.kind, one.user, one.reason


def _told(acts: Iterable[Sequence[_Version]], there: _There) -> dict[tuple[str, int], Entry]:
    """Of acts on one row, with what was before: a query a noun."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for act in acts:
        if len(act) == 1:
            wanted[act[0].noun].append(act[0].pk)
    rows = Rows(there.rows, there.names)
    told = {}
    for noun, pks in wanted.items():
        found = _with_earlier(NOUNS[noun], pks)
        for pk in pks:
            version = found[pk]
            told[noun, pk] = entry(version, found.get(version.earlier), rows)
    return told


def _with_earlier(noun: Any, pks: Sequence[int]) -> dict[int, Any]:
    """These versions and the ones before them, by primary key; each knows the `earlier` one's."""
    history = noun.history
    before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id").values("history_id")
    marked = history.annotate(earlier=Subquery(before[:1]))
    earlier = marked.filter(history_id__in=pks).order_by().values("earlier")
    versions = marked.filter(Q(history_id__in=pks) | Q(history_id__in=earlier)).select_related("history_user")
    return {version.pk: version for version in (with_words(versions) if noun is Article else versions)}


def _happened(
    act: Sequence[_Version],
    told: dict[tuple[str, int], Entry],
    there: _There,
    last: dict[tuple[str, int], _Version],
) -> Happened:
    first = act[0]
    meta: Any = NOUNS[first.noun]._meta
    return Happened(
        first.noun,
        str(meta.verbose_name if len(act) == 1 else meta.verbose_name_plural),
        first.when,
        first.user_name or "",
        ACTS[first.kind],
        said_reason(first.reason),
        [_row(one, there, last) for one in act],
        told.get((first.noun, first.pk)) if len(act) == 1 else None,
    )


def _row(one: _Version, there: _There, last: dict[tuple[str, int], _Version]) -> Row:
    newest = last[one.noun, one.row]
    is_there = newest.kind != "-"
    rows = Rows(there.rows, there.names)
    place = rows.name(PageSection, one.page) if one.noun == "zone" and one.page is not None else ""
    name = f"{place} #{one.row}" if one.noun == "zone" else rows.name(NOUNS[one.noun], one.row)
    can_return = not is_there and one.noun in ("article", "zone") and one.pk == newest.pk
    return Row(one.row, name, is_there, one.pk if can_return else None)
