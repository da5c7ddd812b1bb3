"""The publication that an import belongs to: found by its slug, or made of what the import and the user say."""

import datetime as dt
from dataclasses import dataclass

from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.records import PublicationRecord
from articles.importing.saving.refusals import refusals
from issues.converters import FIRST_YEAR
from issues.models import Publication, PublicationName, Suspension
from issues.models.publication import LEGAL_FIELDS
from issues.sentences import Sentence
from issues.writing import save_name, save_publication, save_suspension

FIELDS = (
    *("language", "motto", "weekdays", "time_zone", "offers_other_script"),
    *LEGAL_FIELDS,
)
SINCE_EVER = dt.date(FIRST_YEAR, 1, 1)


@dataclass
class PaperMemory:
    """Of one run: the paper's record that was compared last, and the paper's version then. Of thousands of issues each tells the
    same paper; only the first has something to say."""

    record: PublicationRecord | None = None
    paper: tuple[int, int] = (0, 0)

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
        """A paper that is there keeps its own fields; names and suspensions that it lacks are added. Its row stays locked,
        so that of two imports into one paper the second waits and then finds what the first made."""
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
        """Names, unless the user gave another one for the paper, and days without paper."""
        named = set(paper.names.values_list("from_date", flat=True))
        for at, name in enumerate(record.names if not self.name else ()):
            if name.from_date not in named:
                row = PublicationName(publication=paper, from_date=name.from_date, name=name.name, cn_number=name.cn_number)
                self._save_row(f"publication.names[{at}]", row)
        paused = set(paper.suspensions.values_list("first", flat=True))
        for at, pause in enumerate(record.suspensions):
            if pause.first not in paused:
                suspension = Suspension(publication=paper, first=pause.first, last=pause.last, note=pause.note)
                self._save_row(f"publication.suspensions[{at}]", suspension)

    def _save_row(self, place: str, row: PublicationName | Suspension) -> None:
        with refusals(self.imported.origin, place):
            if isinstance(row, PublicationName):
                save_name(row)
            else:
                save_suspension(row)
        if not self.outcome.made_paper:
            self.outcome.created["name of the paper" if isinstance(row, PublicationName) else "suspension"] += 1

    def _note_differences(self, paper: Publication, record: PublicationRecord) -> None:
        differing = [field for field in FIELDS if getattr(paper, field) != getattr(record, field)]
        named = dict(paper.names.values_list("from_date", "name"))
        differing += [f"name from {name.from_date}" for name in record.names if named.get(name.from_date, name.name) != name.name]
        if differing:
            words = ", ".join(differing)
            self.outcome.warnings.append(
                Sentence("the paper keeps what it has, where the package says something else: %(words)s", words=words)
            )
