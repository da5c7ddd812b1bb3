"""Rows that tell staff what an import did: begun, alive, ended; and what arrives for one in the admin."""

from typing import Any

from django.utils import timezone

from articles.models import ImportRun


def begin_run(**fields: Any) -> ImportRun:
    """Before anything is read, so that a run which dies has a row too."""
    run = ImportRun(**fields)
    run.clean_fields()
    run.save()
    return run


def note_progress(run: ImportRun) -> None:
    """The numbers as they are, and a sign of life. Outside of an issue's transaction."""
    run.seen_at = timezone.now()
    run.save(update_fields=["seen_at", "created", "updated", "unchanged", "refused", "kept"])


def end_run(run: ImportRun, state: ImportRun.State, report: dict[str, Any]) -> None:
    run.state, run.report = state, report
    run.seen_at = run.finished_at = timezone.now()
    run.save()
