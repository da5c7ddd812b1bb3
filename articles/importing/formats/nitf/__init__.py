"""NITF 3.x: an article or many in an XML file, by themselves, in a wrapper or inside NewsML (docs/import-formats.md). Pure.

Two passes: the first remembers which article belongs to which day, the second reads one day after the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from articles.importing.formats import xml_parsing
from articles.importing.formats.nitf.articles import ArticleReader
from articles.importing.formats.stories import Day, Story, read_days
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

NAME = "nitf"
KEPT_LIMIT = 20_000_000  # bytes of files whose trees are kept from one day to the next
MOST_ARTICLES = 100_000
TOLD = frozenset("kind column title subtitle byline authors source lead body keywords figures external_id page".split())

_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:nitf|NewsML|newsMessage|newsItem|packageItem)[\s>/]")


@dataclass(frozen=True, slots=True)
class _Place:
    """Which article of which file."""

    file: int
    number: int


def kind_of(start: bytes, name: str) -> str:
    """By an element of NITF or NewsML near the beginning, whatever the file is called."""
    if not xml_parsing.looks_like_xml(start):
        return ""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    return "nitf" if _ROOT.search(start) else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem | Unread]:
    yield from _Files(files, options).issues()


class _Files:
    """All the files of one source."""

    def __init__(self, files: Sequence[FoundFile], options: ReadingOptions) -> None:
        self.files, self.options = files, options
        self.kept: dict[int, list[etree._Element]] = {}
        self.sizes: dict[int, int] = {}

    def issues(self) -> Iterator[ImportedIssue | ImportProblem | Unread]:
        days: dict[Day, list[_Place | ImportProblem]] = {}
        unread: list[str] = []
        for at, file in enumerate(self.files):
            try:
                articles = self._articles(at)
            except ImportProblem as problem:
                yield problem
                continue
            if not articles:
                unread.append(file.origin)
            for number in range(len(articles)):
                try:
                    days.setdefault(self._reader(at, number).day(), []).append(_Place(at, number))
                except ImportProblem as problem:
                    yield problem
        if unread:
            yield Unread(tuple(unread), Sentence("XML without an article in NITF"))
        yield from read_days(days, self._stories, lambda _places: TOLD, self.options.script)

    def _articles(self, at: int) -> list[etree._Element]:
        """The file's articles, in their order; its tree is kept as long as there is room."""
        if at not in self.kept:
            file = self.files[at]
            data = file.read(xml_parsing.XML_LIMIT)
            root = xml_parsing.parse(data, file.origin)
            articles = [found for found in xml_parsing.descendants(root, "nitf") if not _is_inside_another(found)]
            if len(articles) > MOST_ARTICLES:
                raise ImportProblem(
                    file.origin, Sentence("at most %(limit)s articles", limit=f"{MOST_ARTICLES:,}"), f"{len(articles):,}"
                )
            while self.kept and len(data) + sum(self.sizes[kept] for kept in self.kept) > KEPT_LIMIT:
                del self.kept[next(iter(self.kept))]
            self.kept[at], self.sizes[at] = articles, len(data)
        return self.kept[at]

    def _reader(self, at: int, number: int) -> ArticleReader:
        articles = self._articles(at)
        return ArticleReader(self.files[at], articles[number], number if len(articles) > 1 else None, self.options)

    def _stories(self, place: _Place) -> list[Story]:
        return [self._reader(place.file, place.number).story()]


def _is_inside_another(element: etree._Element) -> bool:
    return any(xml_parsing.local_name(above) == "nitf" for above in element.iterancestors())
