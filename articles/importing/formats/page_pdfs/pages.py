"""One issue's PDFs -> its records: pages in order, with sizes and text. Pictures are made and pages split off when they are asked
for, one at a time, in a process of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from articles.importing.cleaning import HAN, detect_language
from articles.importing.formats.page_pdfs.grouping import Batch, PageFile
from articles.importing.imported import ImportedIssue
from articles.importing.labels import label_key
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import IssueRecord, SectionRecord
from articles.importing.sources import FoundFile
from issues.pdf import MOST_PAGES, TEXT_LIMIT, PdfPage
from issues.pdf.process import shared
from issues.pictures import FileRefused

PDF_LIMIT = 200_000_000  # bytes
LABEL, LABEL_LENGTH = re.compile("[0-9A-Za-z]+(-[0-9A-Za-z]+)*"), 20
# A spread among single pages: as high as they are, twice as wide.
SPREAD_WIDTH, SPREAD_HEIGHT = (1.75, 2.25), (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of one PDF, `at` from 0, with its place in the issue."""

    known: PageFile
    at: int
    page: PdfPage

    @property
    def where(self) -> str:
        return f"{self.known.file.origin}, page {self.at + 1}"


def read_issue(batch: Batch) -> ImportedIssue:
    """Raises `ImportProblem`. Opens every PDF once, for sizes and text."""
    found: list[Found] = []
    for known in batch.files:
        found += _placed(batch, known, _pages(known.file))
        if len(found) > MOST_PAGES:
            raise ImportProblem(batch.origin, f"an issue of at most {MOST_PAGES} pages", "more")
    if not batch.is_listed:
        found.sort(key=lambda page: page_order(page.known.fold, page.known.label))
    _check_twins(batch, found)
    files = _Files(found)
    sections = tuple(_section(page, files.names[at]) for at, page in enumerate(found))
    return ImportedIssue(
        origin=batch.origin,
        publication=None,
        language=_language(found),
        issue=IssueRecord(
            date=batch.date,
            edition=batch.edition,
            edition_name=batch.edition_name,
            number_text=batch.number_text,
            sections=sections,
        ),
        read_file=files.read,
        warnings=_warnings(found),
        told=frozenset(),
        is_whole=False,
        is_of_pages=True,
    )


def page_order(fold: str, label: str) -> tuple[str, bool, list[tuple[int, str]]]:
    """Folds, in each 1, 2 … 10, A1, A2 …, and last the pages on which nothing is printed."""
    parts = re.findall("[0-9]+|[^0-9]+", label)
    return fold, not label, [(int(part), "") if part.isdigit() else (10**9, part.casefold()) for part in parts]


def _pages(file: FoundFile) -> list[PdfPage]:
    try:
        return shared.read_pages(file.read(PDF_LIMIT))
    except FileRefused as refused:
        raise ImportProblem.refusal(file.origin, "", str(refused)) from refused


def _placed(batch: Batch, known: PageFile, pages: Sequence[PdfPage]) -> list[Found]:
    """The pages with their labels: said by the name or the list, else counted."""
    if known.label and (len(known.label) > LABEL_LENGTH or not LABEL.fullmatch(known.label)):
        expected = f"a label of at most {LABEL_LENGTH} ASCII letters, digits and hyphens"
        raise ImportProblem(known.file.origin, expected, quoted(known.label), field=known.place)
    if len(pages) == 1 and (known.label or (known.name and len(batch.files) > 1)):
        return [Found(known, 0, pages[0])]
    if known.label:
        expected = f"a PDF of one page, since it is called page {known.label}"
        raise ImportProblem(known.file.origin, expected, f"{len(pages)} pages", field=known.place)
    if batch.is_listed and len(pages) == 1:
        return [Found(replace(known, label=f"{batch.files.index(known) + 1:02}"), 0, pages[0])]
    if len(batch.files) > 1 and not known.fold:
        expected = f"the page's label in the name, since there are other PDFs of {batch.date} ({batch.files[0].file.name}, …)"
        raise ImportProblem(known.file.origin, expected, "none", field=known.place)
    return _counted(known, pages)


def _counted(known: PageFile, pages: Sequence[PdfPage]) -> list[Found]:
    """A whole issue in one PDF: 01, 02 …; a spread takes two numbers. A fold of letters is part of the labels: A01."""
    is_lettered = known.fold.isascii() and known.fold.isalpha()
    prefix, fold = (known.fold, "") if is_lettered else ("", known.fold)
    found, number = [], 1
    for at, page in enumerate(pages):
        label = f"{prefix}{number:02}"
        if is_spread(page, pages):
            number += 1
            label += f"-{prefix}{number:02}"
        number += 1
        found.append(Found(replace(known, label=label, fold=fold, name=""), at, page))
    return found


def is_spread(page: PdfPage, pages: Sequence[PdfPage]) -> bool:
    upright = [other.points for other in pages if other.points[0] < other.points[1]]
    width, height = page.points
    if not upright or width <= height:
        return False
    wider = width / median(points[0] for points in upright)
    higher = height / median(points[1] for points in upright)
    return SPREAD_WIDTH[0] <= wider <= SPREAD_WIDTH[1] and SPREAD_HEIGHT[0] <= higher <= SPREAD_HEIGHT[1]


def _check_twins(batch: Batch, found: Sequence[Found]) -> None:
    there: dict[tuple[str, str], Found] = {}
    for page in found:
        known = page.known
        key = (known.fold, label_key(known.label) if known.label else f"={known.name}")
        other = there.setdefault(key, page)
        if other is not page:
            called = known.label or known.name
            both = f"{quoted(other.known.file.name)} and {quoted(known.file.name)}, both {called}"
            raise ImportProblem(batch.origin, f"every page of {batch.date} once", both, field=known.place)


def _section(found: Found, names: tuple[str, str]) -> SectionRecord:
    known, page = found.known, found.page
    return SectionRecord(
        fold=known.fold,
        label=known.label,
        name=known.name,
        kind="spread" if "-" in known.label else "news",
        width=page.width,
        height=page.height,
        picture=names[0],
        pdf=names[1],
        text=page.text,
        text_source="pdf" if page.text else "",
    )


class _Files:
    """What the records' file names stand for: a page's picture and its PDF, made when they are read and not kept."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.names: list[tuple[str, str]] = []
        self._pages: dict[str, Found] = {}
        for number, page in enumerate(found, start=1):
            stem = f"{number}/{page.known.file.name.rpartition('/')[2][-120:]}"
            names = (f"{stem}, page {page.at + 1} as a picture", f"{stem}, page {page.at + 1}")
            self.names.append(names)
            self._pages |= dict.fromkeys(names, page)

    def read(self, name: str) -> bytes:
        page = self._pages.get(name)
        if page is None:
            raise ImportProblem("page PDFs", "a page's picture or PDF", quoted(name))
        data = page.known.file.read(PDF_LIMIT)
        try:
            is_picture = name.endswith(" as a picture")
            return shared.page_picture(data, page.at) if is_picture else shared.single_page(data, page.at)
        except FileRefused as refused:
            raise ImportProblem.refusal(page.known.file.origin, "", str(refused)) from refused


def _language(found: Sequence[Found]) -> str:
    """Of a paper that is made: Chinese unless its pages hold hardly a Chinese character ("und": undetermined)."""
    text = "".join(page.page.text[:2000] for page in found)[:20_000]
    letters = sum(map(str.isalpha, text))
    is_other = letters > 20 and len(re.findall(f"[{HAN}]", text)) * 10 < letters
    return "und" if is_other else detect_language(text)


def _warnings(found: Sequence[Found]) -> tuple[str, ...]:
    bare = [page for page in found if not page.page.text]
    kept = f"only the first {TEXT_LIMIT:,} characters of its text are kept"
    warnings = [f"{page.where}: {kept}" for page in found if page.page.is_cut]
    if bare:
        several = f" and {len(bare) - 1} more pages" if len(bare) > 1 else ""
        warnings.append(f"{bare[0].where}{several}: no text in the PDF, so search cannot find it")
    return tuple(warnings)
