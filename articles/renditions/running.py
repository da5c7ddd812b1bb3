"""A run through the queue: it may be broken off at any moment, and the next one goes on.

Each picture is decoded and scaled outside of any transaction, its files are written, then its row says that they are there.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from articles.models import Figure
from articles.renditions.queue import PictureRow, Queue, WaitingIssue
from articles.telling import Teller
from issues.models import Issue, IssueQuerySet
from issues.rendering import Crew, Done, Work
from issues.renditions import RenditionProblem
from issues.writing.pictures import mark_rendered, read_master, wanted_of, write_rendition


@dataclass
class RenditionRun:
    """What a run came to: pictures whose renditions are there now, one sentence for each that could not be rendered."""

    made: int = 0
    problems: list[str] = field(default_factory=list)


def make_renditions(
    issues: IssueQuerySet | Iterable[Issue],
    *,
    avif: bool = False,
    limit: int | None = None,
    workers: int = 1,
    teller: Teller | None = None,
    is_stopped: Callable[[], bool] = bool,
) -> RenditionRun:
    """Of all pictures of these issues that lack them; call it outside of a transaction. At most `limit` pictures are tried.
    `is_stopped` is asked between pictures. A second run at the same time does no harm. Raises OSError where the served files
    cannot be written."""
    if not isinstance(issues, IssueQuerySet):
        issues = Issue.objects.filter(pk__in=[issue.pk for issue in issues])
    running = _Running(Queue(issues, avif=avif), limit, teller, is_stopped)
    with Crew(workers) as crew:
        running.run(crew)
    return running.result


@dataclass
class _Course:
    """How far an issue is."""

    issue: WaitingIssue
    left: int
    made: int = 0
    began: float = field(default_factory=time.monotonic)


Ticket = tuple[_Course, PictureRow]


class _Running:
    def __init__(self, queue: Queue, limit: int | None, teller: Teller | None, is_stopped: Callable[[], bool]) -> None:
        self.queue, self.limit, self.teller, self.is_stopped = queue, limit, teller, is_stopped
        self.result = RenditionRun()
        self.tried = self.done = 0

    def run(self, crew: Crew) -> None:
        if self.teller:
            count = self.queue.count()
            self.teller.begin(count if self.limit is None else min(count, self.limit))
        while not self._is_over() and (issues := self.queue.newest()):
            for (course, row), step in crew.render(self._works(issues)):
                if isinstance(step, Done):
                    self._finish(course, row, step.problem)
                else:
                    write_rendition(row, step.width, step.ending, step.data)

    def _is_over(self) -> bool:
        return self.is_stopped() or (self.limit is not None and self.tried >= self.limit)

    def _works(self, issues: Iterable[WaitingIssue]) -> "Iterator[Work[Ticket]]":
        for issue in issues:
            course = _Course(issue, len(issue.places))
            for place in issue.places:
                if self._is_over():
                    return
                row = place.row(avif=self.queue.avif)
                if row is None:
                    self._advance(course)
                    continue
                self.tried += 1
                try:
                    yield Work((course, row), read_master(row), wanted_of(row, avif=self.queue.avif))
                except RenditionProblem as problem:
                    self._finish(course, row, str(problem))

    def _finish(self, course: _Course, row: PictureRow, problem: str) -> None:
        """A picture that was replaced or masked meanwhile waits still, and has its turn again."""
        if problem:
            self.result.problems.append(f"{course.issue.name}, {_named(row)}: {row.picture}: {problem}")
            self.queue.pass_over(course.issue)
        elif mark_rendered(row, avif=self.queue.avif):
            self.result.made += 1
            course.made += 1
        self._advance(course)

    def _advance(self, course: _Course) -> None:
        self.done += 1
        course.left -= 1
        if self.teller:
            self.teller.reach(self.done, self.done, "pictures")
            if not course.left:
                seconds = time.monotonic() - course.began
                self.teller.line(f"{course.issue.name}: {counted(course.made)} in {seconds:.1f} s")


def counted(pictures: int) -> str:
    return f"{pictures} picture" if pictures == 1 else f"{pictures} pictures"


def _named(row: PictureRow) -> str:
    return f"figure {row.key}" if isinstance(row, Figure) else f"page {' '.join(filter(None, [row.fold, row.label, row.name]))}"
