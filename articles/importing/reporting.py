"""The words in which an import tells a person what it did. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from articles.importing.cleaning import Repairs
from articles.importing.outcome import IssueOutcome

REPAIRS = {
    "glosses": "pinyin glosses removed",
    "indents": "indents removed",
    "punctuation": "punctuation marks made full-width",
    "converted": "characters converted",
    "private_use": "private-use characters mapped",
}
DAMAGE = {
    "glosses_left": "what looks like a gloss and is none of its character",
    "private_use_left": "private-use characters that nobody knows",
    "lost": "characters lost before (U+FFFD)",
}
PLURALS = {
    "name of the paper": "names of the paper",
    "page with hot zones": "pages with hot zones",
    "old address": "old addresses",
    "days of mourning": "days of mourning",
    "order of articles": "orders of articles",
}
PAPERS = ("name of the paper", "suspension", "days of mourning")  # what a new issue may add to a paper that was there
MOST_LINES = 20


def report(outcome: IssueOutcome, dry_run: bool = False) -> list[str]:
    """One line for the issue, then one for each thing that wants to be known."""
    would = "would be " if dry_run else ""
    lines = [f"{outcome.name}: {would}{outcome.status} ({outcome.state}): {_amounts(outcome)}"]
    if outcome.made_paper:
        lines.append(f"  new paper: {outcome.name.split()[0]}")
    if repaired := _counts(outcome.repairs, REPAIRS):
        lines.append(f"  repaired: {repaired}")
    if damage := _counts(outcome.repairs, DAMAGE):
        lines.append(f"  damage left: {damage}")
    lines += [f"  kept: edited: {title}" for title in outcome.kept]
    lines += [f"  overwritten: edited: {title}" for title in outcome.overwritten]
    if dry_run:
        lines += _changes(outcome)
    lines += [f"  not in this import, left as it is: {name}" for name in outcome.left]
    lines += shortened([f"  note: {warning}" for warning in outcome.warnings], "notes")
    return lines + shortened([f"  personal number? {number}" for number in outcome.numbers], "numbers")


def _changes(outcome: IssueOutcome) -> list[str]:
    return [
        f"  {title}: {difference.field}: “{difference.before}” → “{difference.after}”"
        for title, found in outcome.changes.items()
        for difference in found
    ]


def shortened(lines: list[str], noun: str) -> list[str]:
    """At most MOST_LINES on a terminal; the report in JSON has them all."""
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], f"  … and {len(lines) - MOST_LINES} more {noun} (--report FILE has them all)"]


def _amounts(outcome: IssueOutcome) -> str:
    if outcome.status != "updated":
        added = {noun: outcome.created[noun] for noun in PAPERS if outcome.created[noun]}
        return _counted(Counter({"page section": outcome.sections, "article": outcome.articles, **added}))
    parts = [("new", outcome.created), ("changed", outcome.updated)]
    return "; ".join(f"{word}: {_counted(counts)}" for word, counts in parts if counts)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {noun if count == 1 else PLURALS.get(noun, noun + 's')}" for noun, count in counts.items())


def _counts(repairs: Repairs, words: dict[str, str]) -> str:
    return ", ".join(f"{getattr(repairs, name)} {text}" for name, text in words.items() if getattr(repairs, name))


def unread_lines(names: Sequence[str], reasons: Mapping[str, str]) -> list[str]:
    """Files that no format could make anything of, with why, where somebody knows."""
    lines = [f"  {name}: {reasons[name]}" if name in reasons else f"  {name}" for name in names]
    return [f"Not read: {len(names)} files", *shortened(lines, "files")] if names else []


def summary(counts: Counter[str], refused: int, dry_run: bool = False) -> str:
    """The last line of a run: what became of all of it."""
    parts = [f"{counts[status]} {status}" for status in ("created", "updated", "unchanged") if counts[status]]
    if refused:
        parts.append(f"{refused} refused")
    return ("Dry run, nothing was written: " if dry_run else "In all: ") + (", ".join(parts) or "nothing")
