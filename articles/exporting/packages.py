"""A run of `export_issues`: reads some issues at a time, writes each as a package, and says so as it goes."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from articles.exporting.choosing import Choice
from articles.exporting.folders import ExportProblem, clear_leftovers, mishaps, sole_use
from articles.exporting.package import PackedIssue, issue_name, pack
from articles.exporting.packing import sizes_of, write_package
from articles.exporting.rows import IssueReader, Row
from articles.telling import Teller, Writer, telling
from issues.models import Publication

BATCH = 16  # issues whose rows are read together, and held in memory
OTHER_ATTEMPTS = 3  # a page that is replaced while it is copied is copied again


@dataclass
class ExportRun:
    """What a run did, by outcome; `problems` are a sentence each. `unwritten`: drafts of which there is nothing to write yet."""

    outcomes: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    size: int = 0
    unwritten: int = 0
    problems: list[str] = field(default_factory=list)


def export_issues(folder: Path, choice: Choice, out: Writer, *, as_zip: bool = False) -> ExportRun:
    """Every issue of the choice that can be brought out; what cannot is a problem, and the others go on. Raises ExportProblem
    where nothing at all can be done."""
    pks, run, began = choice.pks(), ExportRun(), time.monotonic()
    with sole_use(folder), telling(out) as teller:
        _clear(folder)
        teller.begin(len(pks))
        with mishaps(folder):
            for issue, pk in _packed(pks, run, teller):
                _write(folder, issue, pk, run, teller, as_zip=as_zip)
                teller.advance(rate=f"{run.articles / max(time.monotonic() - began, 0.001):,.0f} articles/s")
    teller.event(_summary(run, time.monotonic() - began))
    return run


def _clear(folder: Path) -> None:
    for slug in Publication.objects.values_list("slug", flat=True):
        if (folder / slug).is_dir():
            clear_leftovers(folder / slug)


def _packed(pks: Sequence[int], run: ExportRun, teller: Teller) -> Iterator[tuple[PackedIssue, int]]:
    """With the primary key, under which it can be read again."""
    reader, waiting = IssueReader(), iter(pks)
    while batch := list(islice(waiting, BATCH)):
        for rows in reader.read(batch):
            if rows.sections:
                yield pack(rows), rows.issue["pk"]
            else:
                _tell_unwritten(rows.issue, run, teller)


def _tell_unwritten(issue: Row, run: ExportRun, teller: Teller) -> None:
    """A draft that was begun is in order; what has a time to be published should have pages."""
    sentence = f"{issue_name(issue)}: it has no page yet, and a package needs one; it is not written."
    if issue["publish_at"]:
        run.problems.append(sentence)
    else:
        run.unwritten += 1
        teller.event(f"note: {sentence}")
    teller.advance()


def _write(folder: Path, issue: PackedIssue, pk: int, run: ExportRun, teller: Teller, *, as_zip: bool) -> None:
    try:
        issue, outcome = _written(folder, issue, pk, run, as_zip=as_zip)
    except ExportProblem as problem:
        run.problems.append(str(problem))
        return
    sections = issue.record.issue.sections
    articles = sum(len(section.articles) for section in sections)
    run.outcomes[outcome] += 1
    run.articles += articles
    teller.line(f"{issue.name}: {outcome} ({_counted(len(sections), 'page section')}, {_counted(articles, 'article')})")


def _written(folder: Path, issue: PackedIssue, pk: int, run: ExportRun, *, as_zip: bool) -> tuple[PackedIssue, str]:
    for attempt in range(1, OTHER_ATTEMPTS + 1):
        try:
            sizes = sizes_of(issue)
            outcome = write_package(folder, issue, sizes, as_zip=as_zip)
        except ExportProblem:
            again = IssueReader().read([pk])
            if attempt == OTHER_ATTEMPTS or not again or (newer := pack(again[0])) == issue:
                raise
            issue = newer
        else:
            if refusal := issue.refusal(sizes):
                run.problems.append(f"{refusal} (it is written, but an import would refuse it)")
            run.size += len(issue.text) + sum(sizes.values())
            return issue, outcome
    raise AssertionError("unreachable: the last attempt returns or raises")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _summary(run: ExportRun, seconds: float) -> str:
    counts = ", ".join(f"{run.outcomes[word]:,} {word}" for word in ("written", "replaced", "unchanged") if run.outcomes[word])
    left = f", {_counted(run.unwritten, 'draft')} without pages not written" if run.unwritten else ""
    refused = f", {len(run.problems):,} with a problem" if run.problems else ""
    rate = f"{run.articles / max(seconds, 0.001):,.0f} articles/s"
    return f"In all: {counts or 'nothing'}{left}{refused}; {_counted(run.articles, 'article')}, {run.size / 1e6:,.1f} MB, {rate}"
