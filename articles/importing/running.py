"""A run of the import: reads and saves an issue at a time, and says so as it goes: a counter on a terminal, lines in a pipe."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.reading import read_each, survey
from articles.importing.reporting import report, summary
from articles.importing.saving import SavingOptions, save_imported


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...
    def isatty(self) -> bool: ...


def run_import(paths: Iterable[Path], reading: ReadingOptions, saving: SavingOptions, out: Writer) -> list[str]:
    """Gives the problems, a sentence each. What is bad is refused alone, the rest is in."""
    outcomes: list[IssueOutcome] = []
    problems: list[str] = []
    console = Console(stderr=True)
    counter = (SpinnerColumn(), TextColumn("{task.completed} done"), TimeElapsedColumn())
    with Progress(*counter, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        for found in read_each(survey(paths, reading), reading):
            if isinstance(found, Unread):
                continue
            outcome = _saved(found, saving, problems)
            if outcome:
                outcomes.append(outcome)
                _say(report(outcome, saving.dry_run), out, console)
            progress.advance(task)
    if len(outcomes) + len(problems) > 1:
        out.write(f"{summary(outcomes, len(problems), saving.dry_run)}\n")
    return problems


def _saved(found: ImportedIssue | ImportProblem, saving: SavingOptions, problems: list[str]) -> IssueOutcome | None:
    try:
        if isinstance(found, ImportProblem):
            raise found
        return save_imported(found, saving)
    except ImportProblem as problem:
        problems.append(str(problem))
        return None


def _say(lines: list[str], out: Writer, console: Console) -> None:
    """Past the counter, where both are on one terminal."""
    for line in lines:
        if console.is_terminal and out.isatty():
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            out.write(f"{line}\n")
