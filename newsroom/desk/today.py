"""What the desk shows first: tonight's issue, tomorrow's and the last seven of each paper, and what they still want."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from articles.models import Article, DraftArticle, Figure, ProposedZone
from issues.models import Issue, PageSection, Publication

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

LAST_ISSUES = 7
NOON = 12  # from this hour on, the desk works for the next day's paper


State = PageSection.State
IN_HAND = (State.IN_WORK, State.PROOFREAD)
BODILESS = (Article.Kind.PICTURE, Article.Kind.ADVERTISEMENT, Article.Kind.POINTER)


@dataclass(frozen=True)
class DeskIssue:
    """One issue and what it wants, in numbers; `states`: word and count of each state that a page of it has, in their order."""

    issue: Issue
    states: Sequence[tuple[str, str, int]]
    pages: int
    without_picture: int
    without_pdf: int
    articles: int
    without_body: int
    waiting: int  # proposed zones and draft articles
    hands: Sequence[tuple[str, Sequence[str]]]  # who took a page in hand last, and those pages' labels

    @property
    def is_public(self) -> bool:
        return self.issue.state() == Issue.State.PUBLISHED


@dataclass(frozen=True)
class DeskDay:
    """`issues` may be none: nobody has begun one yet, or the paper does not appear on that date."""

    date: dt.date
    issues: list[DeskIssue]
    appears: bool


@dataclass(frozen=True)
class DeskPaper:
    paper: Publication
    tonight: DeskDay
    tomorrow: DeskDay
    last: list[DeskIssue]


def desk_date(now: dt.datetime, time_zone: str) -> dt.date:
    """The date of the paper that is made at that moment: it turns at noon of the paper's zone."""
    there = now.astimezone(zoneinfo.ZoneInfo(time_zone))
    return there.date() + dt.timedelta(days=there.hour >= NOON)


def load_desk(user: "AbstractUser | AnonymousUser", now: dt.datetime) -> list[DeskPaper]:
    """Of the papers that the user reaches; eight queries, however many papers and issues there are."""
    issues = Issue.objects.editable_by(user)
    papers = Publication.objects.editable_by(user).with_name_on(now.date()).prefetch_related("suspensions")
    dates = {paper.pk: desk_date(now, paper.time_zone) for paper in papers}
    shown = _newest(issues, max(dates.values(), default=now.date()) + dt.timedelta(days=1))
    wants = {found.issue.pk: found for found in _looked_at(shown)}
    return [_paper(paper, dates[paper.pk], [wants[i.pk] for i in shown if i.publication_id == paper.pk]) for paper in papers]


def _newest(issues: QuerySet[Issue, Issue], last_day: dt.date) -> list[Issue]:
    """Of each paper, newest first: more than are shown, since several editions may bear one date."""
    place = Window(RowNumber(), partition_by=F("publication"), order_by=[F("date").desc(), F("edition").desc()])
    ranked = issues.filter(date__lte=last_day).annotate(place=place).filter(place__lte=2 * LAST_ISSUES)
    return list(ranked.select_related("publication").order_by("-date", "-edition"))


def _paper(paper: Publication, tonight: dt.date, issues: list[DeskIssue]) -> DeskPaper:
    tomorrow = tonight + dt.timedelta(days=1)
    last = [found for found in issues if found.issue.date < tonight]
    return DeskPaper(paper, _day(paper, tonight, issues), _day(paper, tomorrow, issues), last[:LAST_ISSUES])


def _day(paper: Publication, day: dt.date, issues: list[DeskIssue]) -> DeskDay:
    return DeskDay(day, [found for found in issues if found.issue.date == day], paper.appears_on(day))


def _looked_at(issues: Iterable[Issue]) -> list[DeskIssue]:
    pks = [issue.pk for issue in issues]
    pages, lacks, hands = _pages(pks)
    figures = Exists(Figure.objects.filter(article=OuterRef("pk")))
    bodiless = Q(~figures, ~Q(kind__in=BODILESS), body="", lead="")
    counted = Article.objects.filter(issue__in=pks).order_by().values_list("issue")
    articles = {pk: (count, bare) for pk, count, bare in counted.annotate(all=Count("pk"), bare=Count("pk", filter=bodiless))}
    waiting: dict[int, int] = defaultdict(int)
    for rows in (DraftArticle, ProposedZone):
        found = rows.objects.waiting().filter(page_section__issue__in=pks).order_by().values_list("page_section__issue")
        for pk, count in found.annotate(count=Count("pk")):
            waiting[pk] += count
    return [
        DeskIssue(
            issue,
            [(state.value, str(state.label), pages[issue.pk][state]) for state in State if pages[issue.pk][state]],
            sum(pages[issue.pk].values()),
            lacks[issue.pk][0],
            lacks[issue.pk][1],
            articles.get(issue.pk, (0, 0))[0],
            articles.get(issue.pk, (0, 0))[1],
            waiting[issue.pk],
            sorted(hands[issue.pk].items()),
        )
        for issue in issues
    ]


def _pages(pks: Sequence[int]) -> tuple[dict[int, Any], dict[int, Any], dict[int, Any]]:
    """By issue: pages by state; (without picture, without PDF); names -> labels of pages in hand. One query."""
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lacks: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    hands: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sections = PageSection.objects.filter(issue__in=pks).in_order().select_related("state_by")
    for section in sections.only("issue", "label", "name", "state", "state_by__username", "picture", "pdf"):
        states[section.issue_id][section.state] += 1
        lacks[section.issue_id][0] += not section.picture
        lacks[section.issue_id][1] += not section.pdf
        if section.state in IN_HAND and section.state_by:
            hands[section.issue_id][section.state_by.get_username()].append(section.label or section.name)
    return states, lacks, hands
