"""One file that has come to rest -> its page or article, and the memory of it, in one transaction."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from articles.importing.labels import label_key
from articles.importing.options import ReadingOptions
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem, megabytes
from articles.importing.saving import SavingOptions, save_imported
from articles.importing.saving.refusals import mishaps
from articles.models import WatchedFile
from articles.watching.arrivals import Arrival, read_whole
from articles.watching.matching import KINDS, Place, ending_kind, place_of
from articles.watching.reading import START, HeldFile, content_kind, read_held
from articles.watching.remembering import NAME_LENGTH, remember, row_of, supersede_rivals
from issues import files
from issues.events import Happening, tell
from issues.models import Issue, PageSection, Publication
from issues.sentences import Sentence
from issues.writing import begin_pages

# What may be over by the next round: somebody else writing, a database or a disk that gives up.
PASSING = (IntegrityError, OperationalError, InterfaceError, OSError)


@dataclass(frozen=True, slots=True)
class Event:
    """`what` became of the file; `is_settled`: it is remembered, and looked at again only when it changes. `refused`: pages of a
    file that was taken, which came in without it."""

    state: str
    what: str
    is_settled: bool = True
    refused: int = 0

    @property
    def is_trouble(self) -> bool:
        return self.state != WatchedFile.State.TAKEN or self.refused > 0


class Taker:
    """Takes the files of one folder into one paper."""

    def __init__(self, folder: str, slug: str, options: ReadingOptions) -> None:
        self.folder = folder
        self.slug = slug
        self.options = options

    def take(self, arrival: Arrival) -> Event | None:
        """None where the file changed meanwhile, or another watcher took it."""
        try:
            return self._looked_at(arrival)
        except ImportProblem as problem:
            if isinstance(problem.__cause__, PASSING):
                return Event(WatchedFile.State.REFUSED, f"{problem}; it is tried again", is_settled=False)
            return self._put_down(arrival, WatchedFile.State.REFUSED, str(problem))

    def _looked_at(self, arrival: Arrival) -> Event | None:
        if len(arrival.name) > NAME_LENGTH:
            return Event(WatchedFile.State.UNMATCHED, f"its name has more than {NAME_LENGTH} characters")
        limit = max(settings.MAX_PDF_BYTES, settings.MAX_PICTURE_BYTES)
        if arrival.size > limit:
            raise ImportProblem(arrival.name, Sentence("at most %(limit)s", limit=megabytes(limit)), megabytes(arrival.size))
        place = place_of(arrival.name, self.options, timezone.localdate())
        if isinstance(place, str):
            return self._put_down(arrival, WatchedFile.State.UNMATCHED, place)
        with mishaps(arrival.name):
            data = read_whole(arrival, limit)
        if data is None:
            return None
        if not ending_kind(arrival.name) and not content_kind(data[:START], arrival.name):
            return self._put_down(arrival, WatchedFile.State.UNMATCHED, f"expected {KINDS}")
        return self._taken(arrival, place, HeldFile(self.folder, arrival.name, data))

    def _put_down(self, arrival: Arrival, state: WatchedFile.State, note: str) -> Event:
        with transaction.atomic():
            remember(self.folder, arrival, state, note)
        return Event(state, note)

    def _taken(self, arrival: Arrival, place: Place, held: HeldFile) -> Event | None:
        digest = files.digest(held.data)
        with mishaps(arrival.name), files.files_with_rows():
            paper = Publication.objects.select_for_update(no_key=True).filter(slug=self.slug).first()
            if paper is None:
                return Event(WatchedFile.State.REFUSED, f"there is no paper {self.slug}; it is tried again", is_settled=False)
            known = row_of(self.folder, arrival.name)
            if known and known.state == WatchedFile.State.TAKEN and known.issue and known.digest == digest:
                # What it lacks it still lacks, and nothing else tells of it.
                note = known.note if known.refused else f"{place}: the same file again"
                event, issue = Event(WatchedFile.State.TAKEN, note, refused=known.refused), known.issue
            else:
                event, issue = self._saved(arrival, place, held, paper)
                if ending_kind(arrival.name) != "text":
                    begin_pages(issue)
                    tell(Happening.PAGE_ARRIVED, Sentence("%(file)s came in.", file=arrival.name), issue)
            state = WatchedFile.State.TAKEN
            remember(self.folder, arrival, state, event.what, digest=digest, refused=event.refused, paper=paper, issue=issue)
        return event

    def _saved(self, arrival: Arrival, place: Place, held: HeldFile, paper: Publication) -> tuple[Event, Issue]:
        imported = read_held(held, place, self.options)
        outcome = save_imported(imported, SavingOptions(slug=paper.slug))
        record = imported.issue
        issue = Issue.objects.select_related("publication").get(publication=paper, date=record.date, edition=record.edition)
        rivals = supersede_rivals(self.folder, arrival.name, issue, self.options)
        note = said(outcome, place, issue, rivals)
        return Event(WatchedFile.State.TAKEN, note, refused=len(outcome.refused)), issue


def said(outcome: IssueOutcome, place: Place, issue: Issue, rivals: list[str]) -> str:
    """One line: where it went and what that changed."""
    changes = ["new issue"] if outcome.is_new else []
    changes += [f"{count} new {noun}" + ("s" if count > 1 else "") for noun, count in outcome.created.items()]
    changes += [f"{count} changed {noun}" + ("s" if count > 1 else "") for noun, count in outcome.updated.items()]
    if outcome.updated["page section"]:
        changes += [_versions(row) for row in issue.sections.in_order() if _page(row) == place.page]
    changes += [f"kept, edited here: {title}" for title in outcome.kept]
    changes += [f"in place of {name}" for name in rivals]
    changes += [f"not taken: {problem}" for problem in outcome.refused]
    changes += list(outcome.warnings)
    return f"{issue.publication.slug} {place} ({outcome.state}): {'; '.join(changes) or 'nothing new'}"


def _versions(section: PageSection) -> str:
    versions = [("picture", section.picture_version), ("PDF", section.pdf_version)]
    return "now " + ", ".join(f"{what} version {version}" for what, version in versions if version)


def _page(section: PageSection) -> tuple[str, str]:
    return section.fold, label_key(section.label)
