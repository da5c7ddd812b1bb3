"""One issue's PDFs -> its records: pages in order, with sizes and text. Pictures are made and pages split off when they are asked
for, one at a time, in a process of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from msgspec import structs

from articles.importing.cleaning import HAN, detect_language
from articles.importing.formats.page_pdfs.contents import check_pdf
from articles.importing.formats.page_pdfs.grouping import Batch, PageFile
from articles.importing.imported import MOST_REFUSED, ImportedIssue, PageRefused, check_refused
from articles.importing.labels import label_key
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import IssueRecord, SectionRecord
from articles.importing.sources import FoundFile
from issues.pdf import MOST_PAGES, TEXT_LIMIT, PdfPage
from issues.pdf.process import shared
from issues.pictures import FileRefused, clean_pdf
from issues.sentences import Sentence

PDF_LIMIT = 200_000_000  # bytes
LABEL, LABEL_LENGTH = re.compile("[0-9A-Za-z]+(-[0-9A-Za-z]+)*"), 20
# A spread among single pages: as high as they are, twice as wide.
SPREAD_WIDTH, SPREAD_HEIGHT = (1.75, 2.25), (0.9, 1.1)


class NoPages(Exception):
    """Of an issue no page can be read; `problems` says why of each."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Found:
    """One page of one PDF, `at` from 0, with its place in the issue; or why it cannot be read."""

    known: PageFile
    at: int
    page: PdfPage | ImportProblem
    is_lone: bool = True

    @property
    def where(self) -> str:
        return Sentence("%(origin)s, page %(number)s", origin=self.known.file.origin, number=self.at + 1)

    @property
    def place(self) -> str:
        """In its PDF; none where it has no other page."""
        return "" if self.is_lone else Sentence("page %(number)s", number=self.at + 1)


def read_issue(batch: Batch) -> ImportedIssue:
    """Raises `ImportProblem` or `NoPages`. Opens every PDF once, for sizes and text. A page that cannot be read has no picture,
    PDF and text, and is named."""
    found: list[Found] = []
    refused: list[ImportProblem] = []
    for known in batch.files:
        pages = _pages(known.file)
        found += _placed(batch, known, pages)
        refused += [page for page in pages if isinstance(page, ImportProblem)]
        _check_numbers(batch, len(found), refused)
    readable = [page.page for page in found if isinstance(page.page, PdfPage)]
    if refused and not readable:
        raise NoPages(refused)
    if not batch.is_listed:
        found.sort(key=lambda page: page_order(page.known.fold, page.known.label))
    _check_twins(batch, found)
    files = _Files(found)
    sections = tuple(_section(page, files.names[at], readable[0]) for at, page in enumerate(found))
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
        refused=tuple(refused),
    )


def _check_numbers(batch: Batch, pages: int, refused: Sequence[ImportProblem]) -> None:
    if pages > MOST_PAGES:
        raise ImportProblem(batch.origin, Sentence("an issue of at most %(limit)s pages", limit=MOST_PAGES), Sentence("more"))
    check_refused(batch.origin, refused)


def page_order(fold: str, label: str) -> tuple[str, bool, list[tuple[int, str]]]:
    """Folds, in each 1, 2 … 10, A1, A2 …, and last the pages on which nothing is printed."""
    parts = re.findall("[0-9]+|[^0-9]+", label)
    return fold, not label, [(int(part), "") if part.isdigit() else (10**9, part.casefold()) for part in parts]


def _pages(file: FoundFile) -> list[PdfPage | ImportProblem]:
    """In the place of a page that cannot be read, or of a whole PDF, why. Where so many cannot be read that the issue is refused,
    the others are not looked at."""
    try:
        check_pdf(file)
    except ImportProblem as problem:
        return [problem]
    data = file.read(PDF_LIMIT)
    try:
        count = shared.page_count(data)
    except FileRefused as refused:
        return [ImportProblem.refusal(file.origin, "", refused.sentence)]
    pages: list[PdfPage | ImportProblem] = []
    refusals = 0
    for at in range(count):
        try:
            pages.append(shared.read_page(data, at))
        except FileRefused as refused:
            pages.append(
                ImportProblem.refusal(
                    file.origin, Sentence("page %(number)s", number=at + 1) if count > 1 else "", refused.sentence
                )
            )
            refusals += 1
        if refusals > MOST_REFUSED:
            break
    return pages


def _placed(batch: Batch, known: PageFile, pages: Sequence[PdfPage | ImportProblem]) -> list[Found]:
    """The pages with their labels: said by the name or the list, else counted."""
    if known.label and (len(known.label) > LABEL_LENGTH or not LABEL.fullmatch(known.label)):
        expected = Sentence("a label of at most %(limit)s ASCII letters, digits and hyphens", limit=LABEL_LENGTH)
        raise ImportProblem(known.file.origin, expected, quoted(known.label), field=known.place)
    if len(pages) == 1 and (known.label or (known.name and len(batch.files) > 1)):
        return [Found(known, 0, pages[0])]
    if known.label:
        expected = Sentence("a PDF of one page, since it is called page %(label)s", label=known.label)
        raise ImportProblem(known.file.origin, expected, Sentence("%(count)s pages", count=len(pages)), field=known.place)
    if batch.is_listed and len(pages) == 1:
        return [Found(replace(known, label=f"{batch.files.index(known) + 1:02}"), 0, pages[0])]
    if not known.name and all(isinstance(page, ImportProblem) for page in pages):
        return []  # nobody knows which page it was to be
    if len(batch.files) > 1 and not known.fold:
        expected = Sentence(
            "the page's label in the name, since there are other PDFs of %(date)s (%(name)s, …)",
            date=batch.date,
            name=batch.files[0].file.name,
        )
        raise ImportProblem(known.file.origin, expected, Sentence("none"), field=known.place)
    return _counted(known, pages)


def _counted(known: PageFile, pages: Sequence[PdfPage | ImportProblem]) -> list[Found]:
    """A whole issue in one PDF: 01, 02 …; a spread takes two numbers, a page that cannot be read one. A fold of letters is part
    of the labels: A01. Of a PDF that cannot be opened nobody knows how many pages it has."""
    readable = [page for page in pages if isinstance(page, PdfPage)]
    if not readable:
        return []
    is_lettered = known.fold.isascii() and known.fold.isalpha()
    prefix, fold = (known.fold, "") if is_lettered else ("", known.fold)
    found, number = [], 1
    for at, page in enumerate(pages):
        label = f"{prefix}{number:02}"
        if isinstance(page, PdfPage) and is_spread(page, readable):
            number += 1
            label += f"-{prefix}{number:02}"
        number += 1
        found.append(Found(replace(known, label=label, fold=fold, name=""), at, page, is_lone=len(pages) == 1))
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
            both = Sentence(
                "%(first)s and %(second)s, both %(called)s",
                first=quoted(other.known.file.name),
                second=quoted(known.file.name),
                called=called,
            )
            raise ImportProblem(batch.origin, Sentence("every page of %(date)s once", date=batch.date), both, field=known.place)


def _section(found: Found, names: tuple[str, str], other: PdfPage) -> SectionRecord:
    """`other`: a page as large as which one is shown that cannot be read."""
    known, page = found.known, found.page
    kind: Literal["spread", "news"] = "spread" if "-" in known.label else "news"
    section = SectionRecord(
        fold=known.fold, label=known.label, name=known.name, kind=kind, width=other.width, height=other.height
    )
    if isinstance(page, ImportProblem):
        return section
    return structs.replace(
        section,
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
            raise ImportProblem("page PDFs", Sentence("a page's picture or PDF"), quoted(name))
        data = page.known.file.read(PDF_LIMIT)
        try:
            if name.endswith(" as a picture"):
                return shared.page_picture(data, page.at)
            one = shared.single_page(data, page.at)
            clean_pdf(one)  # what readers get is made by it; what it refuses would refuse the issue
        except FileRefused as refused:
            problem = PageRefused.refusal(page.known.file.origin, page.place, refused.sentence)
            problem.name = name
            raise problem from refused
        return one


def _language(found: Sequence[Found]) -> str:
    """Of a paper that is made: Chinese unless its pages hold hardly a Chinese character ("und": undetermined)."""
    text = "".join(page.page.text[:2000] for page in found if isinstance(page.page, PdfPage))[:20_000]
    letters = sum(map(str.isalpha, text))
    is_other = letters > 20 and len(re.findall(f"[{HAN}]", text)) * 10 < letters
    return "und" if is_other else detect_language(text)


def _warnings(found: Sequence[Found]) -> tuple[Sentence, ...]:
    bare = [page for page in found if isinstance(page.page, PdfPage) and not page.page.text]
    kept = Sentence("only the first %(limit)s characters of its text are kept", limit=f"{TEXT_LIMIT:,}")
    warnings: list[Sentence] = [
        Sentence("%(origin)s: %(sentence)s", origin=page.where, sentence=kept)
        for page in found
        if isinstance(page.page, PdfPage) and page.page.is_cut
    ]
    if bare:
        where = bare[0].where
        if len(bare) > 1:
            where = Sentence("%(page)s and %(count)s more pages", page=where, count=len(bare) - 1)
        warnings.append(Sentence("%(where)s: no text in the PDF, so search cannot find it", where=where))
    return tuple(warnings)
