"""Files dropped on the board: each finds its page by its name; the pages' PDFs are then read in a process of its own."""

from dataclasses import dataclass, replace

from msgspec import structs

from articles.errands import start_errand
from articles.importing.formats.page_pdfs.grouping import page_name, told_by_name
from articles.importing.options import ReadingOptions
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.saving import SavingOptions, save_imported
from articles.watching.matching import Place, ending_kind
from articles.watching.reading import HeldFile, read_held
from issues.events import Happening, tell
from issues.files import files_with_rows
from issues.models import Issue
from issues.sentences import Sentence
from issues.writing import begin_pages

READING = "reading"


@dataclass(frozen=True)
class Dropped:
    """`page` is the label that the file's name told, empty for a text without one."""

    page: str
    outcome: IssueOutcome


def take_file(issue: Issue, name: str, data: bytes) -> Dropped:
    """A page's PDF or picture, or a text. Its name tells the page; a date may be missing, but not be another one's. Raises
    ImportProblem, and leaves everything as it was."""
    own = told_by_name(name, ReadingOptions())
    if own is not None and own.date is not None and (own.date, own.edition) != (issue.date, issue.edition):
        raise ImportProblem(name, Sentence("a file of %(issue)s", issue=issue), Sentence("one of %(date)s", date=own.date))
    dated = name if own is not None and own.date is not None else f"{issue.date:%Y%m%d}/{name}"
    parts = told_by_name(dated, ReadingOptions())
    if parts is None or not parts.label:
        raise ImportProblem(name, Sentence("a page's label in the name, as in A01.pdf"), Sentence("none"))
    place = Place(issue.date, issue.edition, parts.label, parts.fold, page_name(parts))
    imported = read_held(HeldFile("", dated, data), place, ReadingOptions())
    imported = replace(imported, issue=structs.replace(imported.issue, edition=issue.edition))
    with files_with_rows():
        outcome = save_imported(imported, SavingOptions(slug=issue.publication.slug))
        if ending_kind(name) != "text":
            begin_pages(issue)
            tell(Happening.PAGE_ARRIVED, Sentence("%(file)s came in.", file=name), issue)
    return Dropped(parts.label, outcome)


def start_reading(issue: Issue) -> bool:
    """Of the issue's pages that wait for it, by `read_pages`; as `start_errand`."""
    day = issue.date.isoformat()
    return start_errand(READING, issue, "read_pages", "--paper", issue.publication.slug, "--from", day, "--to", day)
