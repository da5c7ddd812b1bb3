"""What the public site consists of at a moment, in units that are copied together; each with a stamp of all that its pages show.

Only what is public is asked for: the plan starts from `public()`, and the site itself has the last word on each address.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Figure, OldAddress
from issues.converters import IssueDay
from issues.models import Issue, PageSection, Publication
from issues.navigation import pdf_name, pdf_names

SITE, STATIC, NOWHERE = "_site", "_static", ""  # no paper's slug begins so
# No part of the public site, whatever links to it.
CLOSED = ("/admin/", "/preview/", "/language/", "/healthz")
CODE = ("issues", "articles", "newsroom", "templates", "static", "locale")
# What other pages show of an issue.
ISSUE: tuple[str, ...] = ("pk", "date", "edition", "version", "first_section_key", "kind", "edition_name")
_ISSUE = re.compile(r"/([a-z][a-z0-9-]*)/html/([0-9]{4}-[0-9]{2}/[0-9]{2}(?:-[0-9]{1,2})?)/")
_PAPER = re.compile(r"/([a-z][a-z0-9-]*)/(?:\Z|paperindex\.htm\Z|archive/|masthead-|html/[0-9]{4}-[0-9]{2}/period\.xml\Z)")

Around = tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """A unit of the copy. `issue`: the primary key, of an issue's. The same stamp: nothing of it has changed. `around`: the other
    issues that its pages show, with their versions."""

    name: str
    stamp: str
    slug: str = ""
    issue: int = 0
    version: int = 0
    day: IssueDay | None = None
    around: Around = ()

    def around_now(self) -> Around:
        """One that was withdrawn and is back makes the old stamp again; here it does not, as its version has gone on. Two
        queries."""
        public = Issue.objects.public().of(self.slug)
        if self.day is None:
            return tuple(public.aggregate(Count("pk"), Sum("version")).values())
        return tuple(beside.values_list("pk", "version").first() for beside in (public.before(self.day), public.after(self.day)))


@dataclass(frozen=True)
class Plan:
    """`issues` newest first; `days`: of each paper's issues, oldest first."""

    at: dt.datetime
    issues: list[Part]
    papers: list[Part]
    days: dict[str, list[IssueDay]]

    @property
    def names(self) -> set[str]:
        return {SITE, STATIC, *(unit.name for unit in (*self.issues, *self.papers))}


def unit_of(address: str) -> str:
    """Which unit an address of the site belongs to."""
    if address.startswith(CLOSED):
        return NOWHERE
    if address.startswith(static_prefix()):
        return STATIC
    if issue := _ISSUE.match(address):
        return f"{issue[1]}/html/{issue[2]}"
    paper = _PAPER.match(address)
    return f"{paper[1]}/paper" if paper else SITE


def static_prefix() -> str:
    return str(settings.STATIC_URL) if settings.STATIC_URL.startswith("/") else f"/{settings.STATIC_URL}"


def signature(at: dt.datetime) -> tuple[Any, ...]:
    """Four small queries: as long as it is the same, so is the public site."""
    issues = Issue.objects.public(at).aggregate(Count("pk"), Sum("pk"), Sum("version"))
    papers = Publication.objects.aggregate(Count("pk"), Sum("version"))
    moved = OldAddress.objects.aggregate(Max("pk"))
    mourning = Publication.objects.exclude(grey_spans=[]).order_by("pk")
    grey = tuple(paper.pk for paper in mourning if paper.is_grey_at(at))
    return (*issues.values(), *papers.values(), *moved.values(), timezone.localdate(at), grey)


def make_plan(at: dt.datetime, only: str = "") -> Plan:
    """A query for each paper and one more. An issue's pages show its own rows, its paper's foot, and the ways to its
    neighbours. `only`: the slug of the one paper that is meant."""
    today = timezone.localdate(at)
    papers = Issue.objects.public(at).papers().with_name_on(today).order_by("slug")
    if only:
        papers = papers.filter(slug=only)
    issues: list[tuple[IssueDay, Part]] = []
    units: list[Part] = []
    days: dict[str, list[IssueDay]] = {}
    for paper in papers:
        rows = Issue.objects.public(at).filter(publication=paper).order_by("date", "edition").with_first_section()
        shown = list(rows.values_list(*ISSUE))
        issues += _issue_units(paper, shown, at)
        calendar = _digest((row[1:3], *row[4:]) for row in shown)
        stamp = f"{_dress(paper, at)} {paper.name_on(today)} {calendar}"
        versions = sum(row[3] for row in shown)
        units.append(Part(f"{paper.slug}/paper", stamp, paper.slug, around=(len(shown), versions)))
        days[paper.slug] = [IssueDay(row[1], row[2]) for row in shown]
    newest_first = [unit for _day, unit in sorted(issues, key=lambda pair: pair[0], reverse=True)]
    return Plan(at, newest_first, units, days)


def _dress(paper: Publication, at: dt.datetime) -> str:
    """What every page of the paper shows of it."""
    return f"{paper.version} grey" if paper.is_grey_at(at) else f"{paper.version}"


def _issue_units(paper: Publication, rows: list[Any], at: dt.datetime) -> Iterator[tuple[IssueDay, Part]]:
    around = [None, *rows, None]
    for place, (pk, date, edition, version, *_rest) in enumerate(rows, start=1):
        day = IssueDay(date, edition)
        both = around[place - 1], around[place + 1]
        stamp = f"{version} {_dress(paper, at)} {_digest(row and (*map(str, row[1:3]), row[4]) for row in both)}"
        beside = tuple(row and (row[0], row[3]) for row in both)
        yield day, Part(f"{paper.slug}/html/{day}", stamp, paper.slug, pk, version, day, beside)


def _digest(values: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(repr, values)).encode()).hexdigest()[:16]


# Addresses of each unit


def site_addresses(only: str = "") -> list[str]:
    """What tells of all papers is no part of a copy of one."""
    return [] if only else [*map(reverse, ("home", "robots", "sitemap", "news_sitemap"))]


def feed_addresses(plan: Plan) -> list[str]:
    """They show the newest of all that changes, so they come last."""
    return [reverse(name, args=[slug]) for slug in plan.days for name in ("feed", "rss")]


def paper_addresses(slug: str, days: list[IssueDay]) -> Iterator[str]:
    paper = Publication.objects.get(slug=slug)
    yield reverse("paper", args=[slug])
    yield reverse("paperindex", args=[slug])
    if paper.masthead:
        yield reverse("masthead", args=[slug, paper.masthead_version])
    yield reverse("archive", args=[slug])
    for year in sorted({day.date.replace(month=1, day=1) for day in days}, reverse=True):
        yield reverse("archive_year", args=[slug, year])
    for month in sorted({day.date.replace(day=1) for day in days}, reverse=True):
        yield reverse("archive_month", args=[slug, month, month.month])
        yield reverse("periods", args=[slug, month])


def pdf_aliases(pk: int) -> dict[str, str]:
    """The address with the key, under which the site also shows a page's PDF, and the one that its pages name; two queries."""
    issue = Issue.objects.public().select_related("publication").get(pk=pk)
    sections = list(PageSection.objects.public().filter(issue=issue).in_order().without_text())
    folder, names = issue.get_absolute_url(), pdf_names(issue, sections)
    by_key = {section.key: pdf_name(issue, section, is_first=False) for section in sections if section.key in names}
    return {folder + alias: folder + names[key] for key, alias in by_key.items()}


def old_paths(pk: int) -> list[str]:
    """Where an issue's things stood on the site that the paper came from; one query."""
    ways = ("issue", "page_section__issue", "article__issue", "figure__issue")
    parts = [OldAddress.objects.filter(**{way: pk}).order_by().values_list("path", flat=True) for way in ways]
    return sorted(parts[0].union(*parts[1:]))


def gone_addresses() -> Iterator[str]:
    """What answers 410 on the site, as keys of an nginx map: whole issues, articles and their pictures in public ones."""
    whole = Issue.objects.withdrawn_after_public().order_by("publication__slug", "date", "edition")
    for row in whole.values_list("publication__slug", "date", "edition").iterator():
        yield f"~^{_folder(*row)}"
    in_public = Issue.objects.public()
    names = ("issue__publication__slug", "issue__date", "issue__edition", "key")
    articles = Article.objects.withdrawn_after_public().filter(issue__in=in_public).order_by(*names).values_list(*names)
    for *row, key in articles.iterator():
        yield f"{_folder(*row)}content_{key}.htm"
    figures = Figure.objects.withdrawn_after_public().filter(issue__in=in_public).order_by(*names).values_list(*names)
    for *row, key in figures.iterator():
        yield f"~^{_folder(*row)}fig_{key}-"


def _folder(slug: str, date: dt.date, edition: int) -> str:
    return reverse("issue", args=[slug, IssueDay(date, edition)])


def fingerprint(*options: str) -> str:
    """Of everything besides rows that a page comes from: program, templates, styles, translations, what the user said."""
    total = hashlib.sha256(repr((django.__version__, settings.BASE_URL, options)).encode())
    for folder in CODE:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
