"""A run of the import: reads and saves an issue at a time, and says so as it goes; each run is a row that staff can look up."""

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import InterfaceError, OperationalError, connection

from articles.importing.imported import PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.reading import Reading, Survey, read_each, survey
from articles.importing.report_file import ReportFile
from articles.importing.reporting import report, summary, unread_lines
from articles.importing.saving import SavingOptions, save_imported, unchanged_issue
from articles.importing.saving.papers import PaperMemory
from articles.importing.saving.refusals import mishaps
from articles.importing.spelling import readable
from articles.intake.running import counted, read_pages
from articles.models import ImportRun
from articles.renditions import make_renditions
from articles.telling import Writer, telling
from articles.writing.runs import begin_run, end_run, note_progress
from issues.models import Issue, PageSection
from issues.sentences import Sentence, kept

# Raised when a reader learns to see more in the same files, so that nothing passes for unchanged.
READERS = 2
HEARTBEAT = 2.0  # seconds
SOME = 1000  # issues of one query
KEPT_PROBLEMS, KEPT_ISSUES, KEPT_NAMES = 1000, 500, 200  # in the row of a run; the report file has all


@dataclass(frozen=True)
class RunOptions:
    """Who and how: `report` is where the JSON goes; `renditions`: the smaller pictures are made at once, not by the queue;
    `pages`: so are the readings of page PDFs, and the searches of pages that got other texts."""

    way: ImportRun.Way = ImportRun.Way.COMMAND
    user: AbstractUser | None = None
    what: str = ""
    report: Path | None = None
    renditions: bool = False
    pages: bool = True


class _Unreachable(Exception):
    """The database went away; what is in is in."""


def run_import(
    paths: Iterable[Path], reading: ReadingOptions, saving: SavingOptions, out: Writer, options: RunOptions | None = None
) -> list[str]:
    """Gives the problems, a sentence each. What is bad is refused alone, the rest is in."""
    return Run(list(paths), reading, saving, out, options or RunOptions()).run()


class Run:
    def __init__(
        self, paths: list[Path], reading: ReadingOptions, saving: SavingOptions, out: Writer, options: RunOptions
    ) -> None:
        self.paths = paths
        self.reading = reading
        self.saving = saving
        self.options = options
        self.out = out
        self.counts: Counter[str] = Counter()  # of issues
        self.pages_refused = 0
        self.problems: list[ImportProblem] = []
        self.notable: list[dict[str, Any]] = []
        self.reasons: list[tuple[str, str]] = []
        self.unread: list[str] = []
        self.unread_reasons: dict[str, str] = {}
        self.touched: list[int] = []
        self.memory = PaperMemory()
        self.beat = 0.0
        self.names = [readable(str(path)) for path in paths]
        self.file = ReportFile(options.report)
        with mishaps(", ".join(self.names)):
            self.row = begin_run(
                way=options.way,
                user=options.user,
                what=(options.what or "\n".join(self.names))[:5000],
                options=said(reading, saving),
                is_dry=saving.dry_run,
            )

    def run(self) -> list[str]:
        with telling(self.out, "Looking through files") as self.teller:
            self._bring_in()
            if self.options.pages and not (self.saving.dry_run or self.saving.restore):
                self._read_pages()
        return [*map(str, self.problems), *self._render()]

    def _bring_in(self) -> None:
        """To the end of report and row: pages may take hours, and whoever breaks off their reading has all issues in."""
        try:
            self._each()
        except _Unreachable as unreachable:
            self.file.discard()
            raise ImportProblem.refusal(*unreachable.args) from unreachable
        except BaseException:
            self.file.discard()
            self._end(ImportRun.State.FAILED)
            raise
        self.file.finish(**self._summary(), unread=self.unread, unread_reasons=self.unread_reasons)
        self._end(ImportRun.State.PARTLY if self.problems else ImportRun.State.COMPLETE)

    def _render(self) -> list[str]:
        """The pictures of every issue that was named, also of those that a run before this one brought in."""
        if not self.options.renditions or self.saving.dry_run:
            return []
        parts = (self.touched[start : start + SOME] for start in range(0, len(self.touched), SOME))
        return [problem for part in parts for problem in make_renditions(Issue.objects.filter(pk__in=part)).problems]

    def _each(self) -> None:
        found = survey(self.paths, self.reading, self._show_life)
        self.teller.begin(found.files, "Files")
        for reading in read_each(found, self.reading):
            self._take(reading)
            self.teller.reach(found.used, sum(self.counts.values()), "issues")
        self._close(found)

    def _read_pages(self) -> None:
        """Of every issue that was named, also those that a run before this one left. What a page lacks is a note, not a problem;
        a problem is added to the row, which has ended."""
        before = len(self.problems)
        try:
            for start in range(0, len(self.touched), SOME):
                self._read_pages_of(self.touched[start : start + SOME])
        except KeyboardInterrupt:
            self._say(["All issues are in; the pages that were not read yet are left to read_pages."])
            raise
        if len(self.problems) > before:
            with suppress(OperationalError, InterfaceError):  # the problem itself says that the database is away
                self._end(ImportRun.State.PARTLY)

    def _read_pages_of(self, issues: Sequence[int]) -> None:
        """One query where they have nothing to read."""
        sections = PageSection.objects.filter(issue__in=issues)
        try:
            with mishaps(Sentence("page PDFs")):
                if not sections.awaiting_reading().exists():
                    return
                run = read_pages(sections, teller=self.teller, is_stopped=goes_on)
        except ImportProblem as problem:
            self.problems.append(problem)
        else:
            self._say([run.read, *(f"  note: {note}" for note in run.problems)])

    def _take(self, reading: Reading, digest: str = "") -> None:
        if isinstance(reading, PendingIssue):
            self._take_pending(reading)
        elif isinstance(reading, Unread):
            self.reasons += [(origin, reading.reason) for origin in reading.origins]
        else:
            try:
                if isinstance(reading, ImportProblem):
                    raise reading
                self._saved(save_imported(reading, self.saving, digest, self.memory))
            except ImportProblem as problem:
                self._refused(problem)
        self._show_life()

    def _take_pending(self, pending: PendingIssue) -> None:
        try:
            digest = self._digest(pending)
            with mishaps(pending.origin):
                issue = unchanged_issue(digest, self.saving)
                outcome = untouched(pending, issue) if issue else None
            if outcome:
                self._saved(outcome)
                return
            for reading in pending.read():
                self._take(reading, digest)
        except ImportProblem as problem:
            self._refused(problem)

    def _digest(self, pending: PendingIssue) -> str:
        """Of the files and of all that decides what becomes of them; none where reading will tell what is wrong with them."""
        try:
            digest = pending.digest()
        except ImportProblem:
            return ""
        decisive = {**said(self.reading, self.saving), "dry_run": None, "publish": None, "readers": READERS}
        return hashlib.sha256(f"{digest} {sorted(decisive.items())}".encode()).hexdigest() if digest else ""

    def _saved(self, outcome: IssueOutcome) -> None:
        self.counts[outcome.status] += 1
        self.row.kept += len(outcome.kept)
        self.touched.append(outcome.pk)
        self.problems += outcome.refused
        self.pages_refused += len(outcome.refused)
        data = outcome.as_data()
        self.file.add(data)
        if (outcome.wants_a_word or outcome.status != "unchanged") and len(self.notable) < KEPT_ISSUES:
            self.notable.append(data)
        self._say(report(outcome, self.saving.dry_run))

    def _refused(self, problem: ImportProblem) -> None:
        self.problems.append(problem)
        self.counts["refused"] += 1

    def _show_life(self) -> None:
        """Every now and then; also gives a connection that was cut a chance to come back before the next issue."""
        if time.monotonic() - self.beat < HEARTBEAT:
            return
        self.beat = time.monotonic()
        self._count()
        try:
            revive_connection()
            note_progress(self.row)
        except (OperationalError, InterfaceError) as error:
            where = ", ".join(self.names)
            raise _Unreachable(
                where, "", Sentence("the database does not answer (%(reason)s); run the same import again", reason=str(error))
            ) from error

    def _count(self) -> None:
        for name in ("created", "updated", "unchanged", "refused"):
            setattr(self.row, name, self.counts[name])

    def _close(self, found: Survey) -> None:
        self.unread = found.unread()
        if not self.counts:
            self._refuse_emptiness()
        why = dict([*self.reasons, *found.passed_over()])
        self.unread_reasons = {name: why[name] for name in self.unread if name in why}
        self._say(unread_lines(self.unread, self.unread_reasons))
        if sum(self.counts.values()) > 1 or self.pages_refused:
            pages = f", {counted(self.pages_refused, 'page')} refused" if self.pages_refused else ""
            self._say([summary(self.counts, self.counts["refused"], self.saving.dry_run) + pages])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.teller.event(line)

    def _refuse_emptiness(self) -> None:
        """Files of known kinds, none of which made an issue."""
        origin, reason = self.reasons[0] if self.reasons else (", ".join(self.names), Sentence("nothing in it could be read"))
        self._refused(
            ImportProblem.refusal(origin, "", Sentence("%(reason)s; no issue was found in what was named", reason=reason))
        )

    def _summary(self) -> dict[str, Any]:
        return {
            "dry_run": self.saving.dry_run,
            "options": said(self.reading, self.saving),
            "counts": dict(self.counts) | ({"pages_refused": self.pages_refused} if self.pages_refused else {}),
            "problems": [problem.as_data() for problem in self.problems],
        }

    def _end(self, state: ImportRun.State) -> None:
        self._count()
        names = self.unread[:KEPT_NAMES]
        report = self._summary() | {"issues": self.notable, "unread": names, "unread_count": len(self.unread)}
        report["unread_reasons"] = {name: self.unread_reasons[name] for name in names if name in self.unread_reasons}
        report["problems"] = report["problems"][:KEPT_PROBLEMS]
        revive_connection()
        end_run(self.row, state, kept(report))


def revive_connection() -> None:
    """One that was cut is opened anew at its next use; inside somebody's transaction it is left alone."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def goes_on() -> bool:
    """Asked before each page, of which one may take minutes: never stops, but lets a connection that was cut come back."""
    revive_connection()
    return False


def said(reading: ReadingOptions, saving: SavingOptions) -> dict[str, Any]:
    """The user's options as far as they are not the usual ones."""
    given = asdict(reading) | asdict(saving)
    usual = asdict(ReadingOptions()) | asdict(SavingOptions())
    return {name: value for name, value in given.items() if value != usual[name] and name not in ("fetch", "drafts_only")} | (
        {"fetch_images": True} if reading.fetch else {}
    )


def untouched(pending: PendingIssue, issue: Issue) -> IssueOutcome:
    return IssueOutcome(
        pending.origin,
        pk=issue.pk,
        name=f"{issue.publication.slug} {issue}",
        state=issue.state().value,
        sections=issue.sections.count(),
        articles=issue.articles.count(),
    )
