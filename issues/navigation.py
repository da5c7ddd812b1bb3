"""What takes several queries to lead a reader through a paper: the frame of an issue, the folds, the calendar, the newsstand."""

import calendar
import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NoReturn

from django.db.models import Q, Subquery
from django.http import Http404
from django.utils import timezone

from issues.converters import IssueDay, relative_folder
from issues.models import Issue, PageSection, PreviewLink, Publication, Suspension
from issues.showing import Showing


class Withdrawn(Http404):
    """It was public once and is withdrawn: 410."""


@dataclass(frozen=True)
class IssueFrame:
    """What every page of an issue shows: the issue, and relative addresses of its neighbours' first pages; empty at an end."""

    showing: Showing
    issue: Issue
    previous_issue: str
    next_issue: str

    @property
    def preview(self) -> PreviewLink | None:
        return self.showing.preview


def issue_frame(showing: Showing, slug: str, day: IssueDay) -> IssueFrame:
    """One query. Raises Http404, or Withdrawn when readers had seen the issue."""
    shown = showing.issues.of(slug)
    wanted: list[Any] = [Subquery(found.values("pk")[:1]) for found in (shown.on(day), shown.before(day), shown.after(day))]
    issues = Issue.objects.filter(pk__in=wanted).select_related("publication").with_names().with_first_section()
    found = {(issue.day > day) - (issue.day < day): issue for issue in issues}
    if 0 not in found:
        _refuse(slug, day)
    return IssueFrame(showing, found[0], *(_first_page(day, found.get(side)) for side in (-1, 1)))


def shown_issue(showing: Showing, slug: str, day: IssueDay) -> Issue:
    """One query. Raises Http404, or Withdrawn when readers had seen the issue."""
    issue = showing.issues.of(slug).on(day).select_related("publication").first()
    return issue or _refuse(slug, day)


def _refuse(slug: str, day: IssueDay) -> NoReturn:
    if Issue.objects.of(slug).on(day).withdrawn_after_public().exists():
        raise Withdrawn
    raise Http404(f"No public issue of {slug} on {day}")


def _first_page(day: IssueDay, neighbour: Issue | None) -> str:
    if neighbour is None:
        return ""
    page = f"node_{neighbour.first_section_key}.htm" if neighbour.first_section_key else ""
    return relative_folder(day, neighbour.day) + page


@dataclass(frozen=True)
class Fold:
    name: str
    sections: list[PageSection]


def folds(sections: list[PageSection]) -> list[Fold]:
    """Sections in order, grouped by 叠; one fold without a name where the paper has none."""
    return [Fold(name, list(group)) for name, group in groupby(sections, key=lambda section: section.fold)]


def pdf_names(issue: Issue, sections: list[PageSection]) -> dict[str, str]:
    """Section key -> file name of its PDF; `sections` are all of the issue's, in order."""
    first: dict[str, str] = {}
    for section in sections:
        first.setdefault(section.label, section.key)
    return {
        section.key: pdf_name(issue, section, is_first=first[section.label] == section.key)
        for section in sections
        if section.serves_pdf
    }


def pdf_name(issue: Issue, section: PageSection, *, is_first: bool) -> str:
    """…_01.pdf for the first page that bears the label; …_01_9.pdf, with the key, for a later one or without a label."""
    name = section.label if section.label and is_first else f"{section.label}_{section.key}"
    return f"{_pdf_stem(issue)}{name}.pdf"


def section_of_pdf(showing: Showing, issue: Issue, name: str) -> PageSection | None:
    """The page that a name means: by the key at its end, whatever its label, else the first that bears the label. One query."""
    stem = _pdf_stem(issue)
    label, _mark, key = name.removeprefix(stem).removesuffix(".pdf").partition("_")
    if not name.startswith(stem) or not (label or key):
        return None
    meant = Q(key=key) if key else Q(label=label)
    return issue.sections.shown_in(showing.issues).filter(meant).in_order().without_text().first()


def _pdf_stem(issue: Issue) -> str:
    return f"{issue.publication.slug}{issue.date:%Y%m%d}_"


@dataclass(frozen=True)
class Day:
    date: dt.date
    issues: list[Issue] = field(default_factory=list)
    suspension: Suspension | None = None


@dataclass(frozen=True)
class Month:
    first: dt.date
    weeks: list[list[Day | None]]
    issue_count: int


@dataclass(frozen=True)
class Calendar:
    """One year of a paper, or one month of it; `years` and `months_with_issues` hold only what has a public issue."""

    paper: Publication
    years: list[int]
    year: int
    months: list[Month]
    months_with_issues: set[int]


def shown_paper(showing: Showing, slug: str) -> Publication:
    """One query, the name included. Raises Http404 for a paper of which nothing is shown."""
    paper = showing.issues.papers().with_name_on(timezone.localdate()).filter(slug=slug).first()
    if paper is None:
        raise Http404(f"No public paper {slug}")
    return paper


def paper_calendar(slug: str, year: int | None = None, month: int | None = None) -> Calendar:
    """Four queries, however long the archive is. Raises Http404 for a year or month without a public issue."""
    public = Issue.objects.public()
    paper = shown_paper(Showing(public), slug)
    public = public.filter(publication=paper)
    years = [day.year for day in public.dates("date", "year")]
    year = year or years[-1]
    issues = list(public.filter(date__year=year).order_by("date", "edition"))
    months_with_issues = {issue.date.month for issue in issues}
    if year not in years or (month and month not in months_with_issues):
        raise Http404(f"No public issue of {slug} in {year}-{month or ''}")
    suspensions = list(paper.suspensions.filter(first__year__lte=year, last__year__gte=year))
    shown = [month] if month else sorted(months_with_issues)
    months = [_month_grid(dt.date(year, number, 1), issues, suspensions) for number in shown]
    return Calendar(paper, years, year, months, months_with_issues)


def _month_grid(first: dt.date, issues: list[Issue], suspensions: list[Suspension]) -> Month:
    """Weeks begin on Monday; None stands for days of the neighbour months."""
    by_date: dict[dt.date, list[Issue]] = {}
    for issue in issues:
        by_date.setdefault(issue.date, []).append(issue)

    def day(date: dt.date) -> Day | None:
        if date.month != first.month:
            return None
        pause = next((pause for pause in suspensions if pause.first <= date <= pause.last), None)
        return Day(date, by_date.get(date, []), pause)

    weeks = [[day(date) for date in week] for week in calendar.Calendar().monthdatescalendar(first.year, first.month)]
    return Month(first, weeks, sum(1 for issue in issues if issue.date.month == first.month))


@dataclass(frozen=True)
class NewsstandEntry:
    paper: Publication
    issue: Issue
    front: PageSection | None


def newsstand() -> list[NewsstandEntry]:
    """Each public paper with its newest issue and front page; three queries."""
    at = timezone.now()
    papers = list(Issue.objects.public(at).papers().with_name_on(timezone.localdate()))
    newest = [Issue.objects.public(at).filter(publication=paper).newest_first().values("pk")[:1] for paper in papers]
    issues = {
        issue.publication_id: issue for issue in Issue.objects.filter(pk__in=map(Subquery, newest)).select_related("publication")
    }
    fronts = {
        front.issue_id: front
        for front in PageSection.objects.public(at).filter(issue__in=issues.values(), position=1).without_text()
    }
    there = ((paper, issues[paper.pk]) for paper in papers if paper.pk in issues)  # withdrawn between two queries: not there
    return [NewsstandEntry(paper, issue, fronts.get(issue.pk)) for paper, issue in there]
