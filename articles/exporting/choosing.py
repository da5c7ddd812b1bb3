"""Which issues are meant: a paper's, those of a time, or those that are named."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from articles.exporting.folders import ExportProblem
from issues.converters import IssueDay
from issues.models import Issue, Publication


@dataclass(frozen=True)
class Named:
    """An issue by its natural name: whsb/2024-03-05 or whsb/2024-03-05-2."""

    slug: str
    day: IssueDay

    def __str__(self) -> str:
        return f"{self.slug}/{self.day.month}-{self.day.folder}"

    @classmethod
    def parse(cls, text: str) -> "Named":
        """Raises ValueError."""
        slug, _slash, day = text.partition("/")
        date, edition = day[:10], day[10:]
        if not slug or (edition and not (edition.startswith("-") and edition[1:].isdigit())):
            raise ValueError(text)
        return cls(slug, IssueDay(dt.date.fromisoformat(date), int(edition[1:]) if edition else 1))


@dataclass(frozen=True)
class Choice:
    """Everything that the words say together; nothing said: all issues, drafts too."""

    paper: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    issues: tuple[Named, ...] = ()

    def pks(self) -> list[int]:
        """By paper, date and edition. Raises ExportProblem for a paper or an issue that is not there."""
        if self.paper and not Publication.objects.filter(slug=self.paper).exists():
            raise ExportProblem(f"There is no paper “{self.paper}”; expected one of {_papers()}.")
        meant = Issue.objects.filter(self._condition()).order_by("publication__slug", "date", "edition")
        rows = [(pk, Named(slug, IssueDay(date, edition))) for pk, slug, date, edition in meant.values_list(*_NAME)]
        missing = set(self.issues).difference(named for _pk, named in rows)
        if missing:
            raise ExportProblem(f"There is no issue {', '.join(sorted(map(str, missing)))}.")
        # Databases sort texts each in its own way.
        return [pk for pk, _named in sorted(rows, key=lambda row: (row[1].slug, row[1].day))]

    def _condition(self) -> Q:
        condition = Q()
        if self.paper:
            condition &= Q(publication__slug=self.paper)
        if self.first:
            condition &= Q(date__gte=self.first)
        if self.last:
            condition &= Q(date__lte=self.last)
        if self.issues:
            named = [Q(publication__slug=one.slug, date=one.day.date, edition=one.day.edition) for one in self.issues]
            condition &= reduce(or_, named)
        return condition


_NAME = ("pk", "publication__slug", "date", "edition")


def _papers() -> str:
    return ", ".join(sorted(Publication.objects.values_list("slug", flat=True))) or "none, since there is no paper at all"
