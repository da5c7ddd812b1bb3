"""Which PDFs make one issue, by what their names tell. No file is opened here."""

import datetime as dt
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.importing.customs import guess
from articles.importing.naming import NameParts, compiled
from articles.importing.options import ReadingOptions
from articles.importing.problems import quoted
from articles.importing.sources import FoundFile, Source
from issues.sentences import Sentence

PDF, NO_PDF, LISTING = "pdf", "no pdf", "list"  # NO_PDF: called so, and none; it has its place, where it says so
# What stands behind a page's label and is no name of it: 20230214_01_v2.pdf, 01版（定稿）.pdf
_MAKING = re.compile(
    r"[\W\d_]*(?:v(?:er)?[\W\d_]*|new|final|copy|print|副本|[定终終清]稿|[终終]版|最[终終后後]版?|修?改版?稿?|更正|[新换換]版?|[大小清付]样|付印)"
    r"[\W\d_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageFile:
    """One PDF and what is known of its page before it is opened; `place` is where that was said, for messages."""

    file: FoundFile
    label: str = ""
    fold: str = ""
    name: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One issue's PDFs. `is_listed`: somebody wrote down which pages, in their order."""

    date: dt.date
    edition: int
    files: tuple[PageFile, ...]
    origin: str
    number_text: str = ""
    edition_name: str = ""
    is_listed: bool = False


def batches(files: Sequence[FoundFile], options: ReadingOptions) -> tuple[list[Batch], list[FoundFile]]:
    """By date and edition, and the files whose names tell no date. What lies beside a list is the list's to name."""
    listed = {(id(file.source), posixpath.dirname(file.name)) for file in files if file.kind == LISTING}
    days: dict[tuple[dt.date, int], list[PageFile]] = {}
    undated: list[FoundFile] = []
    for file in files:
        if file.kind not in (PDF, NO_PDF) or _is_listed(file.source, file.name, listed):
            continue
        parts = told_by_name(file.name, options)
        if parts is None or parts.date is None:
            undated.append(file)
            continue
        page = PageFile(file, parts.label, parts.fold, page_name(parts))
        days.setdefault((parts.date, parts.edition), []).append(page)
    found = [Batch(date, edition, tuple(pages), _origin(pages)) for (date, edition), pages in sorted(days.items())]
    return found, undated


def told_by_name(name: str, options: ReadingOptions) -> NameParts | None:
    """By the pattern, else by custom. A page 000 shows that digits were cut in the wrong places: it is better not to guess."""
    if options.pattern:
        return compiled(options.pattern).match(name)
    parts = guess(name)
    return None if parts and parts.label and not parts.label.strip("0-") else parts


def page_name(parts: NameParts) -> str:
    """A name as it is printed: what is left of a file's name is one only if it is written in other letters than Latin ones."""
    name = parts.name or ("" if parts.rest.isascii() else parts.rest)
    return "" if _MAKING.fullmatch(name) else name[:100].strip()


def why_undated(options: ReadingOptions) -> Sentence:
    if options.pattern:
        return Sentence("the name does not fit --pattern %(pattern)s", pattern=quoted(options.pattern))
    return Sentence("no date in the name; say where it stands, as in --pattern '{date}_{label}.pdf'")


def _is_listed(source: Source, name: str, listed: set[tuple[int, str]]) -> bool:
    """In a folder with a list, or below one."""
    folder = posixpath.dirname(name)
    while (id(source), folder) not in listed:
        if not folder:
            return False
        folder = posixpath.dirname(folder)
    return True


def _origin(pages: list[PageFile]) -> str:
    first = pages[0].file.origin
    more = len(pages) - 1
    return Sentence("%(names)s and %(count)s more", names=first, count=more) if more else first
