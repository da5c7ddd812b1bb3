"""A paper's pages as PDFs: one a page, dated and labelled by names or by a small issue.json, or one for a whole issue.

Page sections with picture, PDF and page text; no articles.
"""

from collections.abc import Iterator, Sequence

from articles.importing.formats.page_pdfs.contents import check_pdf, claims_pdf
from articles.importing.formats.page_pdfs.grouping import LISTING, NO_PDF, PDF, Batch, batches, why_undated
from articles.importing.formats.page_pdfs.listing import looks_like_listing, read_listing
from articles.importing.formats.page_pdfs.pages import NoPages, read_issue
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.pdf import looks_like_pdf

NAME = "pdf"


def kind_of(start: bytes, name: str) -> str:
    if looks_like_pdf(start):
        return PDF
    if claims_pdf(name):
        return NO_PDF
    return LISTING if looks_like_listing(start, name) else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem | Unread]:
    """The issues that lists name, then those that names of files tell, by date; last the files that tell no date."""
    by_name, undated = batches(files, options)
    for file in files:
        if file.kind == LISTING:
            yield from _listed(file)
    for batch in by_name:
        yield from _read(batch)
    yield from _unread(undated, options)


def _listed(file: FoundFile) -> Iterator[ImportedIssue | ImportProblem]:
    try:
        batch = read_listing(file)
    except ImportProblem as problem:
        yield problem
    else:
        yield from _read(batch)


def _read(batch: Batch) -> Iterator[ImportedIssue | ImportProblem]:
    """In the place of an issue none of whose pages can be read, the problem of each."""
    try:
        yield read_issue(batch)
    except NoPages as none:
        yield from none.problems
    except ImportProblem as problem:
        yield problem


def _unread(undated: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportProblem | Unread]:
    """A PDF without a date may be meant for something else and is listed; one that is none is damage and is refused."""
    whole = tuple(file.origin for file in undated if file.kind == PDF)
    if whole:
        yield Unread(whole, why_undated(options))
    for file in undated:
        if file.kind == NO_PDF:
            try:
                check_pdf(file)
            except ImportProblem as problem:
                yield problem
