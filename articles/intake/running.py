"""Runs over pages, newest issues first: the queue of PDFs that were not read yet, or what is found on pages that were."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles.intake.finding import Finding, find_on
from articles.intake.pages import PageOutcome, layer_of, read_page, recognise_page
from articles.telling import Teller
from issues.models import PageSection, PageSectionQuerySet
from issues.pdf.process import PdfProcess

AT_A_TIME = 50  # pages that are looked up: what comes in meanwhile waits for no more than these


@dataclass
class PageRun:
    """Pages that were read or searched, what was found on them, and a sentence for each page that an editor should look at."""

    pages: int = 0
    zones: int = 0
    proposals: int = 0
    drafts: int = 0
    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # one a page

    @property
    def found(self) -> str:
        zones, proposals = counted(self.zones, "hot zone"), counted(self.proposals, "proposed zone")
        return f"{zones}, {proposals}, {counted(self.drafts, 'draft article')}"

    def add(self, finding: Finding) -> None:
        self.zones += finding.zones
        self.proposals += finding.proposals
        self.drafts += finding.drafts


def read_pages(
    sections: PageSectionQuerySet,
    *,
    teller: Teller | None = None,
    limit: int | None = None,
    is_stopped: Callable[[], bool] = bool,
) -> PageRun:
    """Of those that are unread; outside of a transaction. It may be broken off at any moment, the next run goes on. Raises
    OSError where files cannot be written."""
    with PdfProcess() as reader:
        return _each(sections.unread(), lambda section: read_page(section, reader), teller, limit, is_stopped)


def recognise_pages(
    sections: PageSectionQuerySet,
    *,
    teller: Teller | None = None,
    limit: int | None = None,
    is_stopped: Callable[[], bool] = bool,
) -> PageRun:
    """Of those that have a picture and no text. As `read_pages`; raises OcrMissing as well."""
    return _each(sections.unrecognised(), recognise_page, teller, limit, is_stopped)


def _each(
    waiting: PageSectionQuerySet,
    work: Callable[[PageSection], PageOutcome],
    teller: Teller | None,
    limit: int | None,
    is_stopped: Callable[[], bool],
) -> PageRun:
    run, tried = PageRun(), set[int]()
    if teller:
        teller.begin(min(waiting.count(), limit or 10**9), "Pages")
    while not is_stopped() and (pks := _next(waiting, tried)):
        for pk in pks:
            if is_stopped() or (limit is not None and len(tried) >= limit):
                return run
            tried.add(pk)
            section = _loaded(waiting, pk)
            if section is not None:
                _take(section, work, run, teller)
            if teller:
                teller.reach(len(tried), len(tried), "pages")
    return run


def _next(waiting: PageSectionQuerySet, tried: set[int]) -> list[int]:
    newest = waiting.exclude(pk__in=tried).order_by("-issue__date", "-issue__edition", "position")
    return list(newest.values_list("pk", flat=True)[:AT_A_TIME])


def _loaded(sections: PageSectionQuerySet, pk: int) -> PageSection | None:
    return sections.select_related("issue__publication").filter(pk=pk).first()


def _take(section: PageSection, work: Callable[[PageSection], PageOutcome], run: PageRun, teller: Teller | None) -> None:
    try:
        outcome = work(section)
    except FileNotFoundError as error:
        run.problems.append(f"{name_of(section)}: its file is not there ({error.filename}); bring the page in again")
        return
    except (ValidationError, IntegrityError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error).splitlines()[0]
        run.problems.append(f"{name_of(section)}: {reason}; the next run tries again")
        return
    if not outcome.is_read:
        return  # another file came meanwhile; it has its turn
    run.pages += 1
    run.problems += [f"{name_of(section)}: {note}" for note in outcome.notes]
    if outcome.finding:
        run.add(outcome.finding)
    run.lines.append(f"{name_of(section)}: {said(outcome.finding)}")
    if teller:
        teller.line(run.lines[-1])


def find_zones(sections: PageSectionQuerySet, *, teller: Teller | None = None, is_stopped: Callable[[], bool] = bool) -> PageRun:
    """On pages that were read before. What people set stays."""
    run = PageRun()
    pks = list(sections.exclude(layer="").order_by("-issue__date", "-issue__edition", "position").values_list("pk", flat=True))
    if teller:
        teller.begin(len(pks), "Pages")
    for place, pk in enumerate(pks, start=1):
        if is_stopped():
            break
        section = _loaded(sections, pk)
        layer = layer_of(section) if section else None
        if section and layer:
            finding = find_on(section, layer)
            run.pages += 1
            run.add(finding)
            if teller:
                teller.line(f"{name_of(section)}: {said(finding)}")
        elif section:
            run.problems.append(f"{name_of(section)}: its text layer is not there; run read_pages --again")
        if teller:
            teller.reach(place, place, "pages")
    return run


def name_of(section: PageSection) -> str:
    return f"{section.issue.publication.slug} {section.issue}, page {section.label or section.name}"


def said(finding: Finding | None) -> str:
    if finding is None:
        return "no text layer"
    parts = [
        counted(finding.zones, "hot zone"),
        counted(finding.proposals, "proposed zone"),
        counted(finding.drafts, "draft article"),
    ]
    missing = f"; not found: {', '.join(finding.missing)}" if finding.missing else ""
    return ", ".join(parts) + missing


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
