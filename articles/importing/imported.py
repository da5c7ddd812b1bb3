"""What a reader hands to the saver: one issue of records, and what the saver must know about where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.importing.cleaning import Repairs
from articles.importing.records import ArticleRecord, IssueRecord, PublicationRecord


@dataclass(frozen=True, slots=True)
class ImportedIssue:
    """`origin` is shown to people. Without a `publication` the user names the paper, and `language` is the text's.

    A package is whole: it tells all of an article. A dump is not: it knows title, source and, of the articles whose pages were
    saved (`knows_text`), the body; the rest of a row stays as it is.
    `read_file` gives the bytes of a file that a record names and raises `ImportProblem`.
    """

    origin: str
    publication: PublicationRecord | None
    language: str
    issue: IssueRecord
    read_file: Callable[[str], bytes]
    repairs: Repairs
    warnings: tuple[str, ...]
    is_whole: bool
    texts_read: frozenset[str] = frozenset()

    def knows_text(self, article: ArticleRecord) -> bool:
        """False for a headline that a dump only lists: its body is empty because it was not seen."""
        return self.is_whole or article.external_id in self.texts_read
