"""The publication that an import belongs to: found by its slug, or made of what the import and the user say."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation

from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.records import PublicationRecord
from articles.importing.saving.refusals import refusals
from issues.converters import FIRST_YEAR
from issues.models import GreyDays, Publication, PublicationName, Suspension
from issues.models.publication import LEGAL_FIELDS
from issues.sentences import Sentence, listed
from issues.writing import save_grey_days, save_name, save_publication, save_suspension

FIELDS = (
    *("language", "motto", "weekdays", "time_zone", "offers_other_script"),
    *LEGAL_FIELDS,
)
Row = PublicationName | Suspension | GreyDays
NOUNS: dict[type, str] = {PublicationName: "name of the paper", Suspension: "suspension", GreyDays: "days of mourning"}
SINCE_EVER = dt.date(FIRST_YEAR, 1, 1)


@dataclass
class PaperMemory:
    """Of one run: the paper's record that was compared last, and the paper's version then. Of thousands of issues each tells the
    same paper; only the first has something to say. `adds`: a paper that is there gets the names and suspensions it lacks."""

    record: PublicationRecord | None = None
    paper: tuple[int, int] = (0, 0)
    adds: bool = True

    def knows(self, record: PublicationRecord, paper: Publication) -> bool:
        return self.record == record and self.paper == (paper.pk, paper.version)

    def remember(self, record: PublicationRecord | None, paper: Publication) -> None:
        """After the commit alone."""
        self.record, self.paper = record, (paper.pk, paper.version)


class PaperSaver:
    """`slug` and `name` are the user's words; without them the import speaks for itself."""

    def __init__(self, imported: ImportedIssue, slug: str, name: str, outcome: IssueOutcome, memory: PaperMemory) -> None:
        self.imported = imported
        self.record = imported.publication
        self.slug = slug or (self.record.slug if self.record else "")
        self.name = name
        self.place = "--paper" if slug else "publication"
        self.outcome = outcome
        self.memory = memory

    def save(self) -> Publication:
        """A paper that is there keeps its own fields; names and suspensions that it lacks are added, where the run may. Its
        row stays locked, so that of two imports into one paper the second waits and then finds what the first made."""
        if not self.slug:
            expected = Sentence("the paper's slug (--paper), since nothing in it names the paper")
            raise ImportProblem(self.imported.origin, expected)
        paper = Publication.objects.select_for_update(no_key=True).filter(slug=self.slug).first()
        if paper is None:
            self.outcome.made_paper = True
            return self._make()
        if self.record and not self.memory.knows(self.record, paper):
            self._add_days(paper, self.record)
            self._note_differences(paper, self.record)
        return paper

    def _make(self) -> Publication:
        paper = Publication(slug=self.slug, language=self.imported.language)
        record = self.record
        if record:
            for field in FIELDS:
                setattr(paper, field, getattr(record, field))
        with refusals(self.imported.origin, self.place, masthead=record.masthead if record else None):
            masthead = self.imported.read_file(record.masthead) if record and record.masthead else None
            save_publication(paper, masthead=masthead)
        if not record or self.name:
            self._save_row("--paper-name", PublicationName(publication=paper, from_date=SINCE_EVER, name=self._new_name()))
        if record:
            self._add_days(paper, record)
        return paper

    def _new_name(self) -> str:
        return self.name or self.imported.paper_name or self.slug

    def _add_days(self, paper: Publication, record: PublicationRecord) -> None:
        """Readers see them at once, so that not every run adds them to a paper that is there; a new one has no readers yet."""
        lacking = list(self._lacking(paper, record))
        if self.memory.adds or self.outcome.made_paper:
            for place, row in lacking:
                self._save_row(place, row)
        elif lacking:
            words = listed([_since(row) for _place, row in lacking])
            self.outcome.warnings.append(
                Sentence("only who may publish adds names and days to a paper; left out: %(words)s", words=words)
            )

    def _lacking(self, paper: Publication, record: PublicationRecord) -> Iterator[tuple[str, Row]]:
        """With their places: names, unless the user gave another one for the paper, and days without paper."""
        named = set(paper.names.values_list("from_date", flat=True))
        for at, name in enumerate(record.names if not self.name else ()):
            if name.from_date not in named:
                named_row = PublicationName(publication=paper, from_date=name.from_date, name=name.name, cn_number=name.cn_number)
                yield f"publication.names[{at}]", named_row
        paused = set(paper.suspensions.values_list("first", flat=True))
        for at, pause in enumerate(record.suspensions):
            if pause.first not in paused:
                suspension = Suspension(publication=paper, first=pause.first, last=pause.last, note=pause.note)
                yield f"publication.suspensions[{at}]", suspension
        grey = set(paper.grey_days.values_list("first", flat=True))
        for at, days in enumerate(record.grey_days):
            if days.first not in grey:
                row = GreyDays(publication=paper, first=days.first, last=days.last, note=days.note)
                yield f"publication.grey_days[{at}]", row

    def _save_row(self, place: str, row: Row) -> None:
        with refusals(self.imported.origin, place):
            if isinstance(row, PublicationName):
                save_name(row)
            elif isinstance(row, Suspension):
                save_suspension(row)
            else:
                save_grey_days(row)
        if not self.outcome.made_paper:
            self.outcome.created[NOUNS[type(row)]] += 1

    def _note_differences(self, paper: Publication, record: PublicationRecord) -> None:
        differing = [_called(field) for field in FIELDS if getattr(paper, field) != getattr(record, field)]
        named = dict(paper.names.values_list("from_date", "name"))
        others = [name.from_date for name in record.names if named.get(name.from_date, name.name) != name.name]
        differing += [Sentence("name from %(date)s", date=date) for date in others]
        if differing:
            words = listed(differing)
            self.outcome.warnings.append(
                Sentence("the paper keeps what it has, where the package says something else: %(words)s", words=words)
            )


def _called(field: str) -> Sentence:
    """As its form calls it. The words are those of the code, to be translated for who reads the report."""
    with translation.override(None):
        return Sentence(str(Publication._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def _since(row: Row) -> Sentence:
    if isinstance(row, PublicationName):
        return Sentence("name from %(date)s", date=row.from_date)
    if isinstance(row, GreyDays):
        return Sentence("days of mourning from %(date)s", date=row.first)
    return Sentence("suspension from %(date)s", date=row.first)
