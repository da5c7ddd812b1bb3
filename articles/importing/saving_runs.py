"""A run of the import: reads and saves an issue at a time, and says so as it goes: a bar on a terminal, lines in a pipe."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import track

from articles.importing import formats
from articles.importing.formats import ReadingOptions
from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.reporting import report, summary
from articles.importing.saving import SavingOptions, save_imported


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...


def run_import(paths: Iterable[Path], reading: ReadingOptions, saving: SavingOptions, out: Writer) -> list[str]:
    """Gives the problems, a sentence each. What is bad is refused alone, the rest is in."""
    outcomes: list[IssueOutcome] = []
    problems: list[str] = []
    for found in _followed(formats.read_each(paths, reading)):
        try:
            if isinstance(found, ImportProblem):
                raise found
            outcome = save_imported(found, saving)
        except ImportProblem as problem:
            problems.append(str(problem))
            continue
        outcomes.append(outcome)
        for line in report(outcome, saving.dry_run):
            out.write(f"{line}\n")
    if len(outcomes) + len(problems) > 1:
        out.write(f"{summary(outcomes, len(problems), saving.dry_run)}\n")
    return problems


def _followed(found: Iterable[ImportedIssue | ImportProblem]) -> Iterator[ImportedIssue | ImportProblem]:
    console = Console(stderr=True)
    yield from track(found, description="Importing", console=console, transient=True, disable=not console.is_terminal)
