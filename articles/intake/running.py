"""Runs over pages, newest issues first: the queue of PDFs that were not read yet, or what is found on pages that were."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q

from articles.intake.finding import Finding
from articles.intake.pages import LayerMissing, PageOutcome, read_page, recognise_page, search_page
from articles.telling import Teller
from issues.models import PageSection, PageSectionQuerySet
from issues.ocr.running import ModelMissing
from issues.pdf.process import PdfProcess

AT_A_TIME = 50  # pages that are looked up: what comes in meanwhile waits for no more than these
_ORDER = ("-issue__date", "-issue__edition", "issue", "position")
_Place = tuple[dt.date, int, int, int]  # a page's in that order


@dataclass
class PageRun:
    """Pages that were read or searched, `again` counts those that were only searched; what was found on them, and a sentence for
    each page that an editor should look at."""

    pages: int = 0
    again: int = 0
    zones: int = 0
    proposals: int = 0
    drafts: int = 0
    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # one a page

    @property
    def read(self) -> str:
        again = f", {self.again} searched again" if self.again else ""
        return f"{counted(self.pages - self.again, 'page')} read{again}: {self.found}"

    @property
    def found(self) -> str:
        zones, proposals = counted(self.zones, "hot zone"), counted(self.proposals, "proposed zone")
        return f"{zones}, {proposals}, {counted(self.drafts, 'draft article')}"

    def add(self, finding: Finding) -> None:
        self.zones += finding.zones
        self.proposals += finding.proposals
        self.drafts += finding.drafts


@dataclass(frozen=True)
class Bounds:
    """`limit`: pages that are done at most, those with trouble not counted; `is_stopped` is asked before each page."""

    teller: Teller | None = None
    limit: int | None = None
    is_stopped: Callable[[], bool] = bool


def read_pages(
    sections: PageSectionQuerySet,
    *,
    teller: Teller | None = None,
    limit: int | None = None,
    is_stopped: Callable[[], bool] = bool,
) -> PageRun:
    """Of those that are unread; then those are searched whose issue got other texts after they were read. Outside of a
    transaction. It may be broken off at any moment, the next run goes on. Raises OSError where files cannot be written."""
    run, bounds = PageRun(), Bounds(teller, limit, is_stopped)
    with PdfProcess() as reader:
        _each(sections.unread(), lambda section: read_page(section, reader), run, bounds)
    before = run.pages
    _each(sections.awaiting_search(), search_page, run, bounds)
    run.again = run.pages - before
    return run


def recognise_pages(
    sections: PageSectionQuerySet,
    *,
    again: bool = False,
    teller: Teller | None = None,
    limit: int | None = None,
    is_stopped: Callable[[], bool] = bool,
) -> PageRun:
    """Of those that have a picture and no text; `again`: also of those that were recognised before, or could not be. As
    `read_pages`; raises OcrMissing as well, but a language that lacks a model is named once, and its pages wait."""
    run, lacking = PageRun(), set[str]()

    def recognise(section: PageSection) -> PageOutcome:
        language = section.issue.publication.language
        if language in lacking:
            return PageOutcome(is_read=False)
        try:
            return recognise_page(section)
        except ModelMissing:
            lacking.add(language)
            raise

    waiting = sections.recognisable() if again else sections.unrecognised()
    _each(waiting, recognise, run, Bounds(teller, limit, is_stopped))
    return run


def find_zones(sections: PageSectionQuerySet, *, teller: Teller | None = None, is_stopped: Callable[[], bool] = bool) -> PageRun:
    """On pages that were read before. What people set stays."""
    run = PageRun()
    _each(sections.exclude(layer=""), search_page, run, Bounds(teller, None, is_stopped))
    return run


def _each(waiting: PageSectionQuerySet, work: Callable[[PageSection], PageOutcome], run: PageRun, bounds: Bounds) -> None:
    teller = bounds.teller
    if teller and (count := waiting.count()):
        teller.begin(min(count, bounds.limit or count), "Pages")
    for done, pk in enumerate(_walk(waiting)):
        if bounds.is_stopped() or (bounds.limit is not None and run.pages >= bounds.limit):
            return
        section = waiting.select_related("issue__publication").filter(pk=pk).first()
        if section is not None:
            _take(section, work, run, teller)
        if teller:
            teller.reach(done + 1, done + 1, "pages")


def _walk(waiting: PageSectionQuerySet) -> Iterator[int]:
    """The pages' numbers, each once, the newest issue first. What came in meanwhile before the place where the walk is has its
    turn next: a run over decades does not keep tonight's pages waiting.

    Pages with trouble still wait behind it, and are loaded with what came in. So the more there were, the more pages are walked
    before it looks back once more: never more than twice as many rows as pages in all. At its end it looks for the rest."""
    seen: set[int] = set()
    place: _Place | None = None
    next_look = 0  # when so many pages were seen
    while True:
        ahead = waiting.filter(_behind(place)) if place else waiting
        rows = list(ahead.order_by(*_ORDER).values_list("pk", "issue__date", "issue__edition", "issue", "position")[:AT_A_TIME])
        pks = [pk for pk, *_rest in rows]
        if place and (not rows or len(seen) >= next_look):
            passed = list(waiting.exclude(_behind(place)).order_by(*_ORDER).values_list("pk", flat=True))
            next_look = len(seen) + max(AT_A_TIME, len(passed))
            pks = [pk for pk in passed if pk not in seen] + pks
        if not pks:
            return
        place = rows[-1][1:] if rows else place
        for pk in pks:
            if pk not in seen:
                seen.add(pk)
                yield pk


def _behind(place: _Place) -> Q:
    date, edition, issue, position = place
    same_day = Q(issue__date=date, issue__edition__lt=edition) | Q(issue__date=date, issue__edition=edition, issue__gt=issue)
    rest = Q(issue__date__lt=date) | same_day | Q(issue=issue, position__gt=position)
    return Q(issue__date__lte=date) & rest  # said by itself too: an index answers that


def _take(section: PageSection, work: Callable[[PageSection], PageOutcome], run: PageRun, teller: Teller | None) -> None:
    try:
        outcome = work(section)
    except FileNotFoundError as error:
        run.problems.append(f"{name_of(section)}: its file is not there ({error.filename}); bring the page in again")
        return
    except LayerMissing:
        run.problems.append(f"{name_of(section)}: its text layer is not there; run read_pages --again")
        return
    except ModelMissing as missing:
        run.problems.append(f"{name_of(section)}: {missing.sentence}; pages in this language wait")
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
