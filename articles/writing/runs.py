"""Rows that tell staff what an import did: begun, alive, ended; and what arrives for one in the admin."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import ImportRun
from issues.events import Happening, tell
from issues.sentences import Sentence


def begin_run(**fields: Any) -> ImportRun:
    """Before anything is read, so that a run which dies has a row too. Those that died before it are marked."""
    ImportRun.objects.in_state(ImportRun.State.BROKEN).update(state=ImportRun.State.BROKEN)
    run = ImportRun(**fields)
    run.clean_fields()
    run.save()
    return run


def note_progress(run: ImportRun) -> None:
    """The numbers as they are, and a sign of life: who was taken for dead is running again. Outside of an issue's transaction."""
    run.state, run.seen_at = ImportRun.State.RUNNING, timezone.now()
    run.save(update_fields=["state", "seen_at", "created", "updated", "unchanged", "refused", "kept"])


def break_off(run: ImportRun, report: dict[str, Any]) -> None:
    """Its process is known to have died; when, only its last sign of life tells."""
    run.state, run.report = ImportRun.State.BROKEN, report
    with transaction.atomic():
        run.save(update_fields=["state", "report"])
        _tell_of_failure(run)


def end_run(run: ImportRun, state: ImportRun.State, report: dict[str, Any]) -> None:
    """May be called again to say more: of a failure the newsroom hears once. What counts is the state that was stored."""
    run.state, run.report = state, report
    run.seen_at = run.finished_at = timezone.now()
    with transaction.atomic():
        is_news = not ImportRun.objects.filter(pk=run.pk, state=state).exists()
        run.save()
        if is_news:
            _tell_of_failure(run)


def _tell_of_failure(run: ImportRun) -> None:
    """Names the files alone: where they lie is nobody's business in a group chat."""
    if run.is_dry or run.state not in (ImportRun.State.FAILED, ImportRun.State.BROKEN):
        return
    names = [PurePath(line).name for line in run.what.splitlines()]
    what = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    tell(Happening.IMPORT_FAILED, Sentence("%(what)s could not be imported; the run says why.", what=what))
