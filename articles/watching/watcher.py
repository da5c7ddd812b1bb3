"""Rounds over the watched folder until somebody says stop: one line an event, nothing said twice."""

import os
import time
from collections.abc import Callable, Sequence

from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from articles.importing.options import ReadingOptions
from articles.importing.spelling import readable
from articles.intake.running import read_pages
from articles.models import WatchedFile
from articles.watching.arrivals import Arrival, Arrivals
from articles.watching.remembering import remembered
from articles.watching.taking import Event, Taker
from issues.models import PageSection

PAGES_A_ROUND = 4  # new files come first
PAUSE = 60.0  # seconds between two looks for pages where no file came: only an editor's texts can make one wait
NAP = 0.2  # seconds in which a wish to stop is noticed


class Watcher:
    """`say` takes one line at a time. `stop` is safe to call from a signal."""

    def __init__(self, folder: str, slug: str, options: ReadingOptions, rest: float, say: Callable[[str], None]) -> None:
        path = os.path.realpath(folder)
        self.folder = readable(path)
        self.rest = rest
        self.say = say
        self.arrivals = Arrivals(path, rest, time.monotonic)
        self.taker = Taker(self.folder, slug, options)
        self.is_stopping = self.is_repeating = False
        self.taken = self.troubles = 0
        self._last: dict[str, str] = {}
        self._noted: set[str] = set()
        self._next_look = 0.0

    def stop(self) -> None:
        self.is_stopping = True

    def run(self, interval: float) -> None:
        self._begin()
        while not self.is_stopping:
            self.round()
            self._wait(interval)
        self._line("stopped", f"{self.taken} taken, {self.troubles} not; the rest is taken after the next start")

    def _begin(self) -> None:
        self._line("watching", f"{self.folder} for {self.taker.slug}")

    def run_once(self) -> None:
        """What lies there and rests; the rest is named, also what a run before this one could not take."""
        self.is_repeating = True
        self._begin()
        self.arrivals.look()
        self._wait(self.rest)
        if not self.is_stopping:
            self.round()
        while not self.is_stopping and self._read_some_pages():
            pass
        for name in self.arrivals.waiting:
            if name not in self._last:
                self._line("waiting", f"{name}: still arriving")
        word = "stopped" if self.is_stopping else "done"
        self._line(word, f"{self.taken} taken, {self.troubles} not")

    def round(self) -> None:
        """One look at the folder, then file by file, then some of the pages that wait to be read."""
        before = self.taken
        is_through = self._gets_through(self._take_files)
        is_time = self.taken > before or time.monotonic() >= self._next_look
        if is_through and is_time and not self.is_stopping:
            self._read_some_pages()
        self._say_what_cannot_be_read()

    def _take_files(self) -> bool:
        for arrival in self._fresh(self.arrivals.look()):
            if self.is_stopping:
                break
            self._handle(arrival)
        return True

    def _read_some_pages(self) -> bool:
        """Of the issues whose files came by this folder: what was not read, then what texts came for. True where there may be
        more."""
        return self._gets_through(self._read_pages)

    def _read_pages(self) -> bool:
        taken = WatchedFile.objects.filter(folder=self.folder, state=WatchedFile.State.TAKEN).values("issue")
        sections = PageSection.objects.filter(issue__in=taken)
        run = read_pages(sections, limit=PAGES_A_ROUND, is_stopped=lambda: self.is_stopping)
        for line in run.lines:
            self._line("read", line)
        for note in run.problems:
            if note not in self._noted:  # a page that cannot be written is tried in every round
                self._noted.add(note)
                self._line("note", note)
        may_be_more = run.pages == PAGES_A_ROUND
        self._next_look = time.monotonic() + (0.0 if may_be_more else PAUSE)
        return may_be_more

    def _gets_through(self, work: Callable[[], bool]) -> bool:
        """What it gives; False where the database, or the disk that takes what pages give, is away: it is waited for."""
        if not connection.in_atomic_block:
            close_old_connections()
        try:
            result = work()
        except (OperationalError, InterfaceError, IntegrityError) as error:
            self._trouble("", "waiting", f"the database did not take it ({(str(error).strip() or 'closed').splitlines()[0]})")
            if not connection.in_atomic_block:
                connection.close()
            return False
        except OSError as error:
            self._trouble("", "waiting", f"the media folder did not take it ({error.strerror or error})")
            return False
        self._last.pop("", None)
        return result

    def _fresh(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Without those that were dealt with before this start. Names that told nothing are tried once more: the pattern may be
        another now."""
        known = remembered(self.folder, arrivals)
        fresh = []
        for arrival in arrivals:
            row = known.get(arrival.name)
            if row is None:
                fresh.append(arrival)
            elif row.state == WatchedFile.State.UNMATCHED:
                if not self.is_repeating:
                    self._last[arrival.name] = row.note
                fresh.append(arrival)
            else:
                self.arrivals.settle(arrival)
                if self.is_repeating and (row.state == WatchedFile.State.REFUSED or row.refused):
                    self._trouble(arrival.name, row.state, row.note)
        return fresh

    def _handle(self, arrival: Arrival) -> None:
        event = self.taker.take(arrival)
        if event is None:
            return
        if event.is_settled:
            self.arrivals.settle(arrival)
        self._tell(arrival.name, event)

    def _tell(self, name: str, event: Event) -> None:
        self.taken += event.state == WatchedFile.State.TAKEN
        if event.is_trouble:
            self._trouble(name, event.state, event.what)
        else:
            self._last.pop(name, None)
            self._line("taken", f"{name} → {event.what}")

    def _trouble(self, name: str, state: str, what: str) -> None:
        """Said once, until it changes."""
        if self._last.get(name) != what:
            self._last[name] = what
            self.troubles += 1
            self._line(state, what if what.startswith(name) else f"{name}: {what}")

    def _say_what_cannot_be_read(self) -> None:
        for problem in self.arrivals.problems:
            self._trouble(problem, "waiting", problem)

    def _line(self, word: str, what: str) -> None:
        text = f"{timezone.localtime():%Y-%m-%d %H:%M:%S} {word:<9} {what}"
        self.say("".join(letter if letter.isprintable() else "\ufffd" for letter in text))

    def _wait(self, seconds: float) -> None:
        """In short naps: a signal must not wait for a long one to end."""
        end = time.monotonic() + seconds
        while not self.is_stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(NAP, left))
