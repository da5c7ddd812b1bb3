"""The words in which an import tells a person what it did. Pure."""

from collections import Counter
from collections.abc import Sequence

from articles.importing.cleaning import Repairs
from articles.importing.outcome import IssueOutcome

REPAIRS = {
    "glosses": "pinyin glosses removed",
    "indents": "indents removed",
    "punctuation": "punctuation marks made full-width",
    "converted": "characters converted",
}
PLURALS = {
    "name of the paper": "names of the paper",
    "page with hot zones": "pages with hot zones",
    "order of articles": "orders of articles",
}


def report(outcome: IssueOutcome, dry_run: bool = False) -> list[str]:
    """One line for the issue, then one for each thing that wants to be known."""
    would = "would be " if dry_run else ""
    lines = [f"{outcome.name}: {would}{outcome.status} ({outcome.state}): {_amounts(outcome)}"]
    if outcome.made_paper:
        lines.append(f"  new paper: {outcome.name.split()[0]}")
    if repaired := _repaired(outcome.repairs):
        lines.append(f"  repaired: {repaired}")
    lines += [f"  kept, edited here since its import: {title}" for title in outcome.kept]
    lines += [f"  not in this import, left as it is: {name}" for name in outcome.left]
    lines += [f"  note: {warning}" for warning in outcome.warnings]
    return lines


def _amounts(outcome: IssueOutcome) -> str:
    if outcome.status != "updated":
        return _counted(Counter({"page section": outcome.sections, "article": outcome.articles}))
    parts = [("new", outcome.created), ("changed", outcome.updated)]
    return "; ".join(f"{word}: {_counted(counts)}" for word, counts in parts if counts)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {noun if count == 1 else PLURALS.get(noun, noun + 's')}" for noun, count in counts.items())


def _repaired(repairs: Repairs) -> str:
    return ", ".join(f"{getattr(repairs, name)} {words}" for name, words in REPAIRS.items() if getattr(repairs, name))


def summary(outcomes: Sequence[IssueOutcome], refused: int, dry_run: bool = False) -> str:
    """The last line of a run: what became of all of it."""
    counts = Counter(outcome.status for outcome in outcomes)
    parts = [f"{counts[status]} {status}" for status in ("created", "updated", "unchanged") if counts[status]]
    if refused:
        parts.append(f"{refused} refused")
    return ("Dry run, nothing was written: " if dry_run else "In all: ") + (", ".join(parts) or "nothing")
