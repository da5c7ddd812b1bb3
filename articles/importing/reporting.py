"""A run of the import as a person follows it: a bar on a terminal, a line an issue in a pipe, then what was done."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import track

from articles.importing import formats
from articles.importing.formats import ReadingOptions
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.saving import SavingOptions, save_imported


def run_import(paths: Iterable[Path], reading: ReadingOptions, saving: SavingOptions, out: TextIO) -> list[str]:
    """Reads everything, then saves an issue at a time. Gives the problems, a sentence each; a bad issue does not stop the others."""
    try:
        imported = list(formats.read(paths, reading))
    except ImportProblem as problem:
        return [str(problem)]
    problems = []
    outcomes = []
    console = Console(stderr=True)
    for issue in track(imported, description="Importing", console=console, transient=True, disable=not console.is_terminal):
        try:
            outcomes.append(save_imported(issue, saving))
        except ImportProblem as problem:
            problems.append(str(problem))
            continue
        for line in report(outcomes[-1], saving.dry_run):
            out.write(f"{line}\n")
    return problems


def report(outcome: IssueOutcome, dry_run: bool = False) -> list[str]:
    """One line for the issue, then one for each thing that wants to be known."""
    state = "published" if outcome.is_published else "not public"
    made = "would be " if dry_run else ""
    lines = [
        f"{outcome.name}: {made}{outcome.status}, {outcome.sections} page sections, {outcome.articles} articles"
        f" ({outcome.created} rows created, {outcome.updated} updated), {state}"
    ]
    if outcome.made_paper:
        lines.append(f"  new paper: {outcome.name.split()[0]}")
    repairs = outcome.repairs
    if repairs:
        lines.append(
            f"  repaired: {repairs.glosses} pinyin glosses, {repairs.indents} indents, {repairs.punctuation} punctuation marks widened,"
            f" {repairs.converted} characters converted"
        )
    if repairs.glosses_left:
        lines.append(f"  left standing: {repairs.glosses_left} brackets that look like a gloss but are no reading of their character")
    lines += [f"  kept, edited since its import: {title}" for title in outcome.kept]
    lines += [f"  not in this import, left as it is: {title}" for title in outcome.left]
    lines += [f"  note: {warning}" for warning in outcome.warnings]
    return lines
