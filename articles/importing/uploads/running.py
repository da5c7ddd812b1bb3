"""The import of an uploaded file: started from the admin, done by `manage.py import_upload` in a process of its own."""

import contextlib
import hashlib
import os
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from articles.background import start_command
from articles.holding import is_held, take_lock
from articles.importing.imported import ImportedIssue, PendingIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.reading import Reading
from articles.importing.running import Run, RunOptions
from articles.importing.saving import SavingOptions
from articles.importing.saving.papers import PaperMemory
from articles.importing.saving.refusals import mishaps
from articles.importing.uploads.storing import UploadRefused, file_of, folder_of, has_file, remove_file
from articles.models import ImportRun, Upload
from articles.telling import Writer
from articles.writing.runs import break_off, end_run
from issues.models import Issue, Publication, reaches_every_paper
from issues.sentences import Sentence

LOG = ".log"  # hidden: not part of what is imported
LAST_WORDS = 5000  # characters of a process's output that are kept

READING = ("format", "script", "pattern", "old_root")
SAVING = ("publish", "restore", "overwrite_edits")


def reading_options(options: dict[str, Any]) -> ReadingOptions:
    given = {name: options[name] for name in READING if options.get(name)}
    return ReadingOptions(page=options.get("page") or None, **given)


def saving_options(options: dict[str, Any], *, dry_run: bool) -> SavingOptions:
    return SavingOptions(
        slug=options.get("paper", ""),
        name=options.get("paper_name", ""),
        dry_run=dry_run,
        is_page_named=bool(options.get("page")),
        **{name: bool(options.get(name)) for name in SAVING},
    )


def latest_run(upload: Upload, *, dry_run: bool) -> ImportRun | None:
    return upload.preview if dry_run else upload.run


def is_at_work(upload: Upload) -> bool:
    return is_held(folder_of(upload))


def start(upload: Upload, *, dry_run: bool, after: int | None, options: dict[str, Any] | None = None) -> bool:
    """False where one is at work already, or where `after` (the run that the user saw) is not the latest any more.

    `options` replace those of the upload, for a preview. Raises UploadRefused.
    """
    if not has_file(upload):
        raise UploadRefused(_("%(name)s is not here; upload it again.") % {"name": upload.name})
    lock = take_lock(folder_of(upload))
    if lock is None:
        return False
    try:
        upload.refresh_from_db()
        before = latest_run(upload, dry_run=dry_run)
        if (before.pk if before else None) != after:
            return False
        if options is not None:
            upload.options = options
        _forget(upload, before, dry_run=dry_run)
        _spawn(upload, lock, dry_run=dry_run)
    finally:
        os.close(lock)
    return True


def _forget(upload: Upload, before: ImportRun | None, *, dry_run: bool) -> None:
    """The next run takes its place. One that was killed is marked, with what its process said last."""
    if before and before.finished_at is None:
        break_off(before, before.report | {"output": last_words(upload)})
    upload.run = None
    if dry_run:
        upload.preview = None
    upload.save(update_fields=["preview", "run", "options"])


def _spawn(upload: Upload, lock: int, *, dry_run: bool) -> None:
    """The child gets the lock and keeps it to its end."""
    words = ["import_upload", str(upload.pk), "--is-locked", *(["--dry-run"] if dry_run else [])]
    words += ["--language", get_language() or settings.LANGUAGE_CODE]
    try:
        start_command(*words, log=folder_of(upload) / LOG, lock=lock)
    except OSError as error:
        reason = {"reason": error.strerror or error}
        raise UploadRefused(_("The server cannot start the import: %(reason)s. Try again.") % reason) from error


def last_words(upload: Upload) -> str:
    """What the process of the latest run said, from the end."""
    try:
        said = (folder_of(upload) / LOG).read_bytes()[-4 * LAST_WORDS :]
    except OSError:
        return ""
    return shortened(said.decode(errors="replace"))


def shortened(said: str) -> str:
    """Its end, as a database keeps it: PostgreSQL takes no NUL."""
    return said.replace("\0", "")[-LAST_WORDS:]


class UploadRun(Run):
    """What readers see, or will at its time, is changed by those alone who may publish; others import drafts, and what changes
    nothing."""

    def __init__(
        self, paths: list[Path], reading: ReadingOptions, saving: SavingOptions, out: Writer, options: RunOptions
    ) -> None:
        super().__init__(paths, reading, saving, out, options)
        self.may_publish = options.user is None or options.user.has_perm("issues.publish_issue")
        self.saving = replace(saving, drafts_only=not self.may_publish)
        self.memory = PaperMemory(adds=self.may_publish)

    def _digest(self, pending: PendingIssue) -> str:
        """Where files that are in belong to another's paper, none: they are read, and then refused. Who may not publish may have
        left names of the paper out: for others the same files are not done with."""
        digest = super()._digest(pending)
        if digest and not self.may_publish:
            digest = hashlib.sha256(f"{digest} without additions to the paper".encode()).hexdigest()
        user = self.options.user
        if digest and user:
            with mishaps(pending.origin):
                known = Issue.objects.filter(import_digest=digest)
                if known.exclude(publication__in=Publication.objects.editable_by(user)).exists():
                    return ""
        return digest

    def _take(self, reading: Reading, digest: str = "") -> None:
        if isinstance(reading, ImportedIssue) and (problem := self._problem_with(reading)):
            reading = problem
        super()._take(reading, digest)

    def _problem_with(self, imported: ImportedIssue) -> ImportProblem | None:
        user = self.options.user
        slug = self.saving.slug or (imported.publication.slug if imported.publication else "")
        if user is None or not slug:  # saving says what is missing
            return None
        if not reaches_every_paper(user) and not Publication.objects.editable_by(user).filter(slug=slug).exists():
            return ImportProblem(imported.origin, Sentence("a paper that you belong to"), slug)
        return None


def run_upload(upload: Upload, out: Writer, *, dry_run: bool) -> list[str]:
    """Gives the problems, a sentence each. The file goes after a complete import."""
    file = file_of(upload)
    reading, saving = reading_options(upload.options), saving_options(upload.options, dry_run=dry_run)
    options = RunOptions(way=ImportRun.Way.UPLOAD, user=upload.user, what=upload.name)
    # From inside its folder, problems call the file by its name alone.
    with contextlib.chdir(file.parent), _history_of(upload):
        run = UploadRun([Path(file.name)], reading, saving, out, options)
        if dry_run:
            upload.preview = run.row
        else:
            upload.run = run.row
        upload.save(update_fields=["preview", "run"])
        try:
            problems = run.run()
        except BaseException:
            said = {"output": shortened(traceback.format_exc())}
            with contextlib.suppress(OperationalError, InterfaceError):
                end_run(run.row, _end_of(run.row), run.row.report | said)
            raise
    if not dry_run and run.row.state == ImportRun.State.COMPLETE:
        remove_file(upload)
    return problems


def _end_of(run: ImportRun) -> ImportRun.State:
    """Of one that failed: where it had ended already, every issue is in, and only pages are left to read."""
    is_in = run.state in (ImportRun.State.COMPLETE, ImportRun.State.PARTLY)
    return ImportRun.State.PARTLY if is_in else ImportRun.State.FAILED


@contextlib.contextmanager
def _history_of(upload: Upload) -> Iterator[None]:
    """Who uploaded the file stands in the history of what it changes."""
    HistoricalRecords.context.request = SimpleNamespace(user=upload.user)
    try:
        yield
    finally:
        del HistoricalRecords.context.request
