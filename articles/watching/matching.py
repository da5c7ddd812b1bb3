"""What a name in the watched folder tells: whether it is there to stay, what it holds, which issue and page it is. Pure."""

import datetime as dt
import os
from dataclasses import dataclass

from articles.importing.formats.page_pdfs.grouping import page_name, told_by_name
from articles.importing.labels import label_key
from articles.importing.naming import NameParts
from articles.importing.options import ReadingOptions
from articles.importing.problems import quoted
from issues.sentences import Sentence

ENDINGS = {
    **dict.fromkeys((".pdf",), "pdf"),
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp"), "picture"),
    **dict.fromkeys((".txt", ".docx"), "text"),
}
KINDS = Sentence("a PDF, a picture (JPEG, PNG, TIFF) or a text (TXT, DOCX)")
# How programs call a file that they have not finished, and what systems leave in folders.
TEMPORARY_ENDINGS = (
    *(".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".upload", ".uploading", ".incomplete"),
    *(".lock", ".lck", ".swp", ".writing", "~"),
)
TEMPORARY_STARTS = (".", "~", "#", "@")
LITTER = ("thumbs.db", "desktop.ini", "ehthumbs.db")
FARTHEST_DAYS = 400  # ahead of today; a date beyond is a slip


@dataclass(frozen=True, slots=True)
class Place:
    """Issue and page that a name tells; a whole issue's PDF has no label."""

    date: dt.date
    edition: int = 1
    label: str = ""
    fold: str = ""
    name: str = ""

    @property
    def page(self) -> tuple[str, str]:
        """Equal for two spellings of one page."""
        return self.fold, label_key(self.label)

    def __str__(self) -> str:
        edition = f"-{self.edition}" if self.edition > 1 else ""
        return " ".join(filter(None, [f"{self.date}{edition}", self.fold, self.label]))


def is_passing(name: str) -> bool:
    """A file on its way, a lock, a system's own: never taken and never listed. `name` has forward slashes."""
    folders, _, last = name.casefold().rpartition("/")
    is_hidden = any(part.startswith(TEMPORARY_STARTS) for part in (*folders.split("/"), last))
    return is_hidden or last.endswith(TEMPORARY_ENDINGS) or last in LITTER


def ending_kind(name: str) -> str:
    """By the ending alone: "pdf", "picture", "text" or nothing."""
    return ENDINGS.get(os.path.splitext(name)[1].lower(), "")


def place_of(name: str, options: ReadingOptions, today: dt.date) -> Place | str:
    """Or the sentence that says why there is none."""
    parts = told_by_name(name, options)
    if parts is None and options.pattern:
        return Sentence("the name does not fit --pattern %(pattern)s", pattern=quoted(options.pattern))
    if parts is None or parts.date is None:
        return Sentence("no date in the name")
    if (parts.date - today).days > FARTHEST_DAYS:
        return Sentence("its date %(date)s is more than a year ahead", date=parts.date)
    return _place(parts, parts.date)


def _place(parts: NameParts, date: dt.date) -> Place:
    return Place(date, parts.edition, parts.label, parts.fold, page_name(parts))


def are_rivals(name: str, other: str, options: ReadingOptions) -> bool:
    """Two files of one kind for one page: the later one is the page's."""
    if ending_kind(name) != ending_kind(other) or ending_kind(name) == "text":
        return False
    mine, theirs = told_by_name(name, options), told_by_name(other, options)
    if mine is None or theirs is None or mine.date is None or theirs.date is None:
        return False
    return _place(mine, mine.date).page == _place(theirs, theirs.date).page
