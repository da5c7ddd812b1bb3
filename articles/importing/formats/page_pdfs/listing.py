"""The small issue.json: an issue's date and which PDF is which page. The package's own issue.json is another format."""

import datetime as dt
import posixpath
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from articles.importing.formats.page_pdfs.grouping import PDF, Batch, PageFile
from articles.importing.problems import ImportProblem, quoted
from articles.importing.record_wording import problem
from articles.importing.records import Label, Record, Word
from articles.importing.sources import FoundFile
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.pdf import MOST_PAGES
from issues.sentences import Sentence

ISSUE_FILE = "issue.json"
LISTING_LIMIT = 1_000_000
EXAMPLE = '{"date": "2023-02-14", "pages": [{"file": "a.pdf", "label": "01", "name": "要闻"}]}'


class ListedPage(Record, frozen=True):
    file: Annotated[str, Meta(max_length=500)]
    label: Label = ""
    name: Word = ""
    fold: Word = ""


class Listing(Record, frozen=True, kw_only=True):
    date: dt.date
    edition: Annotated[int, Meta(ge=1, le=99)] = 1
    edition_name: Word = ""
    number_text: Word = ""
    pages: Annotated[tuple[ListedPage, ...], Meta(min_length=1, max_length=MOST_PAGES)]


def looks_like_listing(start: bytes, name: str) -> bool:
    """An object with pages and no format; what else is called so and holds a date is told what it lacks."""
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") or b'"format"' in start or b'"pages"' not in start:
        return False
    is_called_so = posixpath.basename(name) == ISSUE_FILE and b'"date"' in start
    return is_called_so or (b'"file"' in start and b".pdf" in start.lower() and name.lower().endswith(".json"))


def read_listing(file: FoundFile) -> Batch:
    """Raises `ImportProblem` with the field's path."""
    listing = _decoded(file.read(LISTING_LIMIT), file.origin)
    if not FIRST_YEAR <= listing.date.year <= LAST_YEAR:
        raise ImportProblem(
            file.origin,
            Sentence("a date from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR),
            str(listing.date),
            field="date",
        )
    return Batch(
        date=listing.date,
        edition=listing.edition,
        files=tuple(_page(file, at, page) for at, page in enumerate(listing.pages)),
        origin=file.origin,
        number_text=listing.number_text,
        edition_name=listing.edition_name,
        is_listed=True,
    )


def _page(file: FoundFile, at: int, page: ListedPage) -> PageFile:
    place = f"pages[{at}].file"
    name = file.reference(page.file)
    if name is None:
        raise ImportProblem(file.origin, Sentence("a plain relative file name"), quoted(page.file), field=place)
    if not file.source.has(name):
        raise ImportProblem(
            file.origin,
            Sentence("a PDF that lies beside the list"),
            Sentence("no file %(file)s", file=quoted(page.file)),
            field=place,
        )
    for text in (page.label, page.fold, page.name):
        if not text.isprintable():
            raise ImportProblem(file.origin, Sentence("text without control characters"), quoted(text), field=f"pages[{at}]")
    return PageFile(FoundFile(file.source, name, PDF), page.label, page.fold.strip(), page.name.strip(), f"pages[{at}]")


def _decoded(data: bytes, origin: str) -> Listing:
    data = data.removeprefix(b"\xef\xbb\xbf")
    raw = _json(data, origin)
    if not isinstance(raw, dict):
        raise ImportProblem(origin, Sentence("a list of pages such as %(example)s", example=EXAMPLE), Sentence("something else"))
    try:
        return msgspec.json.decode(data, type=Listing)
    except msgspec.ValidationError as error:
        raise problem(str(error), raw, origin) from error


def _json(data: bytes, origin: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ImportProblem(origin, Sentence("JSON in UTF-8"), str(error).removeprefix("JSON is malformed: ")) from error
    except RecursionError as error:
        raise ImportProblem(
            origin, Sentence("JSON of sensible depth"), Sentence("brackets within brackets without end")
        ) from error
