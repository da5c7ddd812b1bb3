"""The bytes of one watched file -> the records of its issue, by the formats that the import reads with. Pure."""

from pathlib import Path

from articles.importing.formats import page_pdfs, texts
from articles.importing.formats.page_pdfs.contents import START, check_content, content_kind
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import IssueRecord, SectionRecord
from articles.importing.sources import FoundFile, Source
from articles.watching.matching import KINDS, Place, ending_kind
from issues.pictures import PDF_END, ends_as_pdf
from issues.sentences import Sentence

__all__ = ["START", "HeldFile", "content_kind", "read_held"]


class HeldFile(Source):
    """One file whose bytes are in the hand: what is read, compared and remembered is the same, whatever happens on the disk."""

    def __init__(self, folder: str, name: str, data: bytes) -> None:
        super().__init__(Path(folder))
        self.name = name
        self.data = data

    @property
    def origin(self) -> str:
        """For messages; the folder is known where they are read."""
        return self.name

    def described(self, name: str) -> str:
        return name

    def names(self) -> list[str]:
        return [self.name]

    def start(self, name: str, length: int) -> bytes:
        return self.data[:length] if name == self.name else b""

    def _size(self, name: str) -> int | None:
        return len(self.data) if name == self.name else None

    def _bytes(self, name: str, limit: int) -> bytes:
        return self.data


def read_held(held: HeldFile, place: Place, options: ReadingOptions) -> ImportedIssue:
    """Raises `ImportProblem`."""
    kind = _checked_kind(held)
    if kind == "picture":
        return _picture(held, place)
    reader = page_pdfs if kind == "pdf" else texts
    file = FoundFile(held, held.name, reader.kind_of(held.start(held.name, START), held.name))
    readings = list(reader.read_each([file], options))
    return _only(held, readings)


def _checked_kind(held: HeldFile) -> str:
    """A page may come as a picture that is called a PDF, and the other way round; neither is a text."""
    pages = ("pdf", "picture")
    kinds = pages if ending_kind(held.name) in pages else (*pages, "text")
    kind = check_content(held.data[:START], held.name, held.origin, KINDS, kinds)
    if kind == "pdf" and not ends_as_pdf(held.data):
        raise ImportProblem(
            held.origin,
            Sentence("a whole PDF, which ends in %(end)s", end=PDF_END.decode()),
            Sentence("one without its end"),
        )
    return kind


def _only(held: HeldFile, readings: list[ImportedIssue | ImportProblem | Unread]) -> ImportedIssue:
    """A file of one page or story belongs to one issue."""
    for reading in readings:
        if isinstance(reading, ImportProblem):
            raise reading
        if isinstance(reading, Unread):
            raise ImportProblem.refusal(held.origin, "", reading.reason)
    issues = [reading for reading in readings if isinstance(reading, ImportedIssue)]
    if len(issues) != 1:
        raise ImportProblem(
            held.origin, Sentence("pages or stories of one issue"), Sentence("%(count)s issues", count=len(issues))
        )
    return issues[0]


def _picture(held: HeldFile, place: Place) -> ImportedIssue:
    if not place.label:
        raise ImportProblem(held.origin, Sentence("a page in the name of a picture"), Sentence("none"))
    section = SectionRecord(
        fold=place.fold,
        label=place.label,
        name=place.name,
        kind="spread" if "-" in place.label else "news",
        picture=held.name[-200:],
    )

    def read_file(name: str) -> bytes:
        if name != section.picture:
            raise ImportProblem(held.origin, Sentence("the picture itself"), quoted(name))
        return held.data

    return ImportedIssue(
        origin=held.origin,
        publication=None,
        language="zh-Hans",
        issue=IssueRecord(date=place.date, edition=place.edition, sections=(section,)),
        read_file=read_file,
        told=frozenset(),
        is_whole=False,
    )
