"""What a reader hands to the saver: one issue of records, and what the saver must know about where it comes from. Pure."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from msgspec import structs

from articles.importing.cleaning import Repairs
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, IssueRecord, PublicationRecord, SectionRecord
from issues.sentences import Sentence

# What a format may tell of an article, by the names of ArticleRecord; "page" is where it stands.
ARTICLE_FIELDS = frozenset(
    "kind column kicker title subtitle byline authors source original_source original_title lead body keywords continues "
    "figures corrections is_indexed external_id page".split()
)

NO_REPAIRS = Repairs()
MOST_REFUSED = 10  # pages of an issue; each may take its minute


class PageRefused(ImportProblem):
    """Of one page the picture or PDF cannot be had; `name` is that of the file in the page's record."""

    name = ""

    def bared(self, section: SectionRecord) -> SectionRecord:
        """The record without files and text, where it is this page's."""
        if self.name not in (section.picture, section.pdf):
            return section
        return structs.replace(section, picture=None, pdf=None, text="", text_source="")


def check_refused(origin: str, refused: Sequence[ImportProblem]) -> None:
    """Raises `ImportProblem` for an issue of which so many pages cannot be read, found while it is read or saved, that it stays
    out."""
    if len(refused) > MOST_REFUSED:
        sentence = Sentence(
            "more than %(limit)s of its pages cannot be read, as here: %(problem)s",
            limit=MOST_REFUSED,
            problem=refused[0].sentence,
        )
        raise ImportProblem.refusal(origin, "", sentence)


@dataclass(frozen=True, slots=True)
class ImportedIssue:
    """`origin` is shown to people. Without a `publication` the user names the paper; `paper_name` is then that of a new one.

    `told`: the fields of an article that this format can know; the others stay as they are here. `is_whole`: the pages with
    their order, articles and zones are all that the issue has there, so that what is missing is worth a word. `has_states`:
    times, withdrawals and the pages' states are told too (a package). `texts_read`: of a text dump, the external ids of the
    articles whose text was seen; the others are headlines.
    `refused`: pages that could not be read, which the records have without their files.
    `read_file` gives the bytes of a file that a record names and raises `ImportProblem`, or `PageRefused` where the issue can
    come in without that page's files.
    """

    origin: str
    publication: PublicationRecord | None
    language: str
    issue: IssueRecord
    read_file: Callable[[str], bytes]
    repairs: Repairs = NO_REPAIRS
    warnings: tuple[Sentence, ...] = ()
    told: frozenset[str] = ARTICLE_FIELDS
    is_whole: bool = True
    has_states: bool = False
    texts_read: frozenset[str] | None = None
    paper_name: str = ""
    refused: tuple[ImportProblem, ...] = ()

    def knows_text(self, article: ArticleRecord) -> bool:
        """False for a headline that a dump only lists: its body is empty because it was not seen."""
        return self.texts_read is None or article.external_id in self.texts_read

    def noting(self, read: set[str]) -> Self:
        """The same issue, which adds to `read` the names of the files that could be read."""

        def read_file(name: str) -> bytes:
            data = self.read_file(name)
            read.add(name)
            return data

        return replace(self, read_file=read_file)

    def without(self, refused: PageRefused) -> Self:
        """The page that was refused is left without files and text. Raises the refusal where no other page has any, another
        where that are too many pages."""
        sections = tuple(map(refused.bared, self.issue.sections))
        if not any(section.picture or section.pdf for section in sections):
            raise refused
        check_refused(self.origin, (*self.refused, refused))
        return replace(self, issue=structs.replace(self.issue, sections=sections), refused=(*self.refused, refused))

    def without_bad_pages(self, refused: PageRefused, read: Container[str]) -> Self:
        """As `without`, also of the pages that would be refused next: each file that is not in `read` is read once, so that
        saving anew once is enough."""
        imported = self.without(refused)
        for at in range(len(imported.issue.sections)):
            section = imported.issue.sections[at]
            try:
                for name in (section.picture, section.pdf):
                    if name and name not in read:
                        imported.read_file(name)
            except PageRefused as other:
                imported = imported.without(other)
        return imported


@dataclass(frozen=True, slots=True)
class PendingIssue:
    """An issue that is not read yet. `digest` is that of every byte that reading it would see, and much cheaper than that: where
    it is as it was at the last import and nobody wrote to the issue since, nothing has to be read. Both raise `ImportProblem`."""

    origin: str
    digest: Callable[[], str]
    read: Callable[[], "Iterator[ImportedIssue | ImportProblem | Unread]"]


@dataclass(frozen=True, slots=True)
class Unread:
    """Files that a format was offered and could make nothing of, with the reason: "no article of a known layout"."""

    origins: tuple[str, ...]
    reason: Sentence


def no_file(name: str) -> bytes:
    """The `read_file` of a format whose records name no files."""
    raise ImportProblem("a text", Sentence("no files beside it"), quoted(name))
