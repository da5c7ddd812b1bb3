"""The next issue from the last: its date, its numbers and its pages without content."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from issues import files
from issues.converters import LAST_YEAR
from issues.models import Issue, IssueFrame, Publication
from issues.numbering import last_number, next_number_text
from issues.writing.frames import FramePage, lay_pages, pages_of_frame, pages_of_issue
from issues.writing.issues import save_issue

LAST, SAME_WEEKDAY = "last", "weekday"


class DateTaken(ValidationError):
    """`issue` is there already on that date."""

    def __init__(self, issue: Issue) -> None:
        super().__init__({"date": _("%(issue)s is there already.") % {"issue": issue}})
        self.issue = issue


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the next issue would be; `date` is None where the paper has no regular issue yet, or no day left to appear on."""

    last: Issue | None
    date: dt.date | None
    number_text: str


def last_regular(publication: Publication) -> Issue | None:
    """Of the newest day the last edition: its number is the one to go on from. A 号外 stands outside the sequence."""
    return publication.issues.filter(kind=Issue.Kind.REGULAR).newest_first().first()


def next_date(publication: Publication, after: dt.date) -> dt.date | None:
    """The first day after that one on which the paper appears: one of its weekdays, not in a 休刊."""
    pauses = list(publication.suspensions.filter(last__gt=after).order_by("first").values_list("first", "last"))
    day = after + dt.timedelta(days=1)
    while day.year <= LAST_YEAR:
        ends = [last for first, last in pauses if first <= day <= last]
        if ends:
            day = max(ends)
        elif str(day.isoweekday()) in publication.weekdays:
            return day
        day += dt.timedelta(days=1)
    return None


def propose(publication: Publication) -> Proposal:
    """Three queries."""
    last = last_regular(publication)
    date = next_date(publication, last.date) if last else None
    return Proposal(last, date, number_for(publication, date) if date else "")


def number_for(publication: Publication, date: dt.date) -> str:
    """Goes on from the newest regular issue before that date that bears a number; empty where none does."""
    numbered = publication.issues.filter(kind=Issue.Kind.REGULAR, date__lt=date).exclude(number_text="")
    before = numbered.newest_first().first()
    return next_number_text(before.number_text, before.date, date) if before else ""


def make_next_issue(publication: Publication, date: dt.date, source: str | IssueFrame = LAST) -> Issue:
    """A draft of that date with the pages of `source`: LAST, SAME_WEEKDAY or a frame of the paper. One transaction.

    Raises DateTaken where an issue of that date is there, and ValidationError where the source has nothing to begin with.
    """
    with files.files_with_rows():
        Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)  # two clicks make one issue
        there = publication.issues.filter(date=date, edition=1).first()
        if there:
            raise DateTaken(there)
        pages = _pages_of(publication, date, source)
        text = number_for(publication, date)
        issue = save_issue(Issue(publication=publication, date=date, number_text=text, number=last_number(text)))
        lay_pages(issue, pages)
    issue.refresh_from_db()
    return issue


def _pages_of(publication: Publication, date: dt.date, source: str | IssueFrame) -> list[FramePage]:
    if isinstance(source, IssueFrame):
        if source.publication_id != publication.pk:
            raise ValidationError({"source": _("The frame belongs to another paper.")})
        return pages_of_frame(source)
    before = publication.issues.filter(kind=Issue.Kind.REGULAR, date__lt=date)
    if source == SAME_WEEKDAY:
        before = before.filter(date__iso_week_day=date.isoweekday())
    newest = before.order_by("-date", "edition").first()  # the day's first edition is the whole paper
    if newest is None:
        raise ValidationError({"source": _missing(source)})
    return pages_of_issue(newest)


def _missing(source: str) -> str:
    if source == SAME_WEEKDAY:
        return _("The paper has no earlier issue of this weekday; begin with the last issue or a frame.")
    return _("The paper has no earlier issue; begin with a frame, or add the first issue by hand.")
