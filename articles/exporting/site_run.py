"""A run of `export_site`: one round, or one after another until it is told to stop; speaks, and notes when the copy was true."""

import datetime as dt
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import FrameType

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from articles.exporting.folders import ExportProblem, mishaps, sole_use, spelt
from articles.exporting.site import Round, SiteCopier, Watcher
from articles.exporting.site_files import CopyFolder
from articles.exporting.site_links import Rewriting
from articles.exporting.site_pages import Stopped
from articles.exporting.site_plan import make_plan, signature
from articles.models import SiteCopy
from articles.telling import Teller, Writer, telling
from articles.writing.receipts import settle_copy
from issues.models import Issue, Publication

SIGN_OF_LIFE = 10.0  # seconds between two notes that a followed copy is still true
BREATH = 5.0  # seconds after which a database that was away, or a full disk, is tried again
ANOTHER_TRY = 60.0  # seconds after which what failed is tried again, though nothing changed
SAID_AT_ONCE = 20  # problems


@dataclass(frozen=True)
class SiteOptions:
    """What the user said; `interval` in seconds."""

    paper: str = ""
    base_url: str = ""
    search_url: str = ""
    for_disk: bool = False
    follow: bool = False
    interval: float = 2.0

    def rewriting(self) -> Rewriting:
        return Rewriting(settings.BASE_URL, self.base_url, self.search_url, self.for_disk)


@dataclass
class SiteRun:
    """One process's work on one folder."""

    root: Path
    options: SiteOptions
    teller: Teller
    stop: threading.Event
    problems: list[str] = field(default_factory=list)
    noted_at: float = 0.0

    def once(self, copier: SiteCopier) -> Round:
        began, at = time.monotonic(), timezone.now()
        try:
            done = copier.copy(make_plan(at, self.options.paper))
        finally:
            copier.save_state()
        self._say(done, time.monotonic() - began)
        self._note(copier, at)
        return done

    def follow(self, copier: SiteCopier) -> None:
        """Rounds while there is something to do. A database that is away is waited for, and so is a full disk."""
        last: object = None
        tried = 0.0
        while not self.stop.is_set():
            at = timezone.now()
            try:
                close_old_connections()
                now = signature(at)
                if now != last or (self.problems and time.monotonic() - tried > ANOTHER_TRY):
                    tried = time.monotonic()
                    self.once(copier)
                    last = now
                elif time.monotonic() - self.noted_at > SIGN_OF_LIFE:
                    self._note(copier, at)
                pause = self._pause(at)
            except (DatabaseError, InterfaceError, OSError) as error:
                self._mishap(error)
                pause = max(self.options.interval, BREATH)
            self.stop.wait(pause)

    def _pause(self, at: dt.datetime) -> float:
        """Until the next look, or until the next issue becomes public."""
        moment = Issue.objects.next_public_at(at)
        ahead = (moment - timezone.now()).total_seconds() if moment else self.options.interval
        return min(self.options.interval, max(ahead, 0.01))

    def _mishap(self, error: Exception) -> None:
        sentence = f"It cannot go on and tries again: {str(error).strip() or type(error).__name__}"
        if self.problems != [sentence]:
            self.teller.event(sentence)
        self.problems = [sentence]

    def _say(self, done: Round, seconds: float) -> None:
        parts = [f"{done.files:,} files written", f"{done.removed:,} removed", f"{seconds:.1f} s"]
        self.teller.event(f"{timezone.localtime():%Y-%m-%d %H:%M:%S} the copy is up to date: {', '.join(parts)}")
        if self.options.follow and done.problems != self.problems:
            for problem in done.problems[:SAID_AT_ONCE]:
                self.teller.event(f"problem: {problem}")
        self.problems = done.problems

    def _note(self, copier: SiteCopier, at: dt.datetime) -> None:
        """The admin shows when the copy was last true; with a problem it is not."""
        facts: dict[str, object] = {"issues": copier.issue_count, "files": copier.file_count}
        if not self.problems:
            facts["true_at"] = at
        note = f"{len(self.problems):,} problems; the first: {self.problems[0]}" if self.problems else ""
        SiteCopy.objects.update_or_create(folder=folder_name(self.root), defaults={**facts, "note": note[:2000]})
        if not self.problems and not self.options.paper:
            settle_copy(folder_name(self.root), at)
        self.noted_at = time.monotonic()


def folder_name(root: Path) -> str:
    return spelt(root.resolve())[:500]


def export_site(root: Path, options: SiteOptions, out: Writer, stop: threading.Event | None = None) -> list[str]:
    """Gives the problems, a sentence each. Raises ExportProblem where nothing can be done, Stopped where a run that does not
    follow was told to end."""
    if options.paper and not Publication.objects.filter(slug=options.paper).exists():
        raise ExportProblem(f"There is no paper “{options.paper}”.")
    refuse_uncollected()
    stop = stop or threading.Event()
    with sole_use(root), telling(out) as teller, ended_by_signals(stop):
        run = SiteRun(root, options, teller, stop)
        started = {"base_url": options.base_url, "started_at": timezone.now()}
        SiteCopy.objects.update_or_create(folder=folder_name(root), defaults=started)
        watcher = Watcher(teller.begin, lambda name, files: _tell(teller, name, files), stop.is_set)
        copier = SiteCopier(CopyFolder(root), options.rewriting(), watcher, options.paper)
        if not options.follow:
            with mishaps(root):
                run.once(copier)
            return run.problems
        with suppress(Stopped):
            run.follow(copier)
        teller.event("Told to end: what is in the folder is whole.")
    return []


def refuse_uncollected() -> None:
    """Raises ExportProblem where the site would not find its own styles: every page would be an error."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return
    for finder in get_finders():
        for path, source in finder.list(apps.get_app_config("staticfiles").ignore_patterns):
            # A folder of STATICFILES_DIRS may stand under a prefix, which finders leave out of their names.
            name = str(PurePath(getattr(source, "prefix", None) or "", path))
            if storage.hash_key(name) not in storage.hashed_files:
                raise ExportProblem(f"The static file {name} was not collected: run “manage.py collectstatic” first.")


def _tell(teller: Teller, name: str, files: int) -> None:
    teller.advance()
    if files:
        teller.line(f"{name}: {files:,} files written")


@contextmanager
def ended_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C ask for an end between two files, instead of breaking in."""

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
