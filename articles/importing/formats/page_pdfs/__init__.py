"""A paper's pages as PDFs: one a page, dated and labelled by names or by a small issue.json, or one for a whole issue.

Page sections with picture, PDF and page text; no articles.
"""

from collections.abc import Iterator, Sequence

from articles.importing.formats.page_pdfs.grouping import LISTING, PDF, Batch, batches
from articles.importing.formats.page_pdfs.listing import looks_like_listing, read_listing
from articles.importing.formats.page_pdfs.pages import read_issue
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.pdf import looks_like_pdf

NAME = "pdf"


def kind_of(start: bytes, name: str) -> str:
    if looks_like_pdf(start):
        return PDF
    return LISTING if looks_like_listing(start, name) else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem | Unread]:
    """The issues that lists name, then those that names of files tell, by date; last the files that tell no date."""
    by_name, unread = batches(files, options)
    for file in files:
        if file.kind == LISTING:
            yield _listed(file)
    for batch in by_name:
        yield _read(batch)
    yield from unread


def _listed(file: FoundFile) -> ImportedIssue | ImportProblem:
    try:
        return read_issue(read_listing(file))
    except ImportProblem as problem:
        return problem


def _read(batch: Batch) -> ImportedIssue | ImportProblem:
    try:
        return read_issue(batch)
    except ImportProblem as problem:
        return problem
