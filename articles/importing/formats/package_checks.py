"""What a package must keep to beyond each field's type: keys, references, labels, polygons, files, counters. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from articles.importing.problems import ImportProblem, megabytes, quoted
from articles.importing.records import (
    ArticleRecord,
    FigureRecord,
    Package,
    PublicationRecord,
    SectionRecord,
    ZoneRecord,
)
from articles.zones import polygon_problem
from issues.converters import FIRST_YEAR, LAST_YEAR

# In bytes; the defaults of NEWSROOM_MAX_PICTURE_BYTES and NEWSROOM_MAX_PDF_BYTES are the same. A package is one thing everywhere.
PICTURE_LIMIT = 100_000_000
PDF_LIMIT = 200_000_000
# A counter cannot pass this; longer keys of an older system can never be given out again.
COUNTER_LIMIT = 1_000_000_000

Part = TypeVar("Part")

_PLACEHOLDER = re.compile(r"""<figure\b[^>]{0,200}?data-figure=["']?([0-9A-Za-z]+)""")


@dataclass(frozen=True, slots=True)
class _Fault:
    """`sentence`: a rule's own, which says everything."""

    field: str
    expected: str = ""
    found: str = ""
    sentence: str = ""


class _Contents:
    """The records of each kind with their paths in issue.json."""

    def __init__(self, package: Package) -> None:
        self.publication = package.publication
        self.issue = package.issue
        self.sections: list[tuple[str, SectionRecord]] = _numbered("issue.sections", package.issue.sections)
        self.articles: list[tuple[str, ArticleRecord]] = []
        self.figures: list[tuple[str, FigureRecord]] = []
        self.zones: list[tuple[str, ZoneRecord]] = []
        for path, section in self.sections:
            self.articles += _numbered(f"{path}.articles", section.articles)
            self.zones += _numbered(f"{path}.zones", section.zones)
        for path, article in self.articles:
            self.figures += _numbered(f"{path}.figures", article.figures)
        self.article_keys = {article.key for _, article in self.articles}


def check(package: Package, file: str, size_of: Callable[[str], int]) -> tuple[str, ...]:
    """Raise the first fault as an `ImportProblem` with the field's path; give back what is only worth a warning.

    `size_of` gives the bytes of a file of the package and raises `ImportProblem` where there is none.
    """
    contents = _Contents(package)
    faults = chain(
        _dates(contents),
        _publication(contents.publication),
        _texts(contents),
        _keys(contents),
        _counters(contents),
        _labels(contents.sections),
        _continuations(contents.articles),
        _zones(contents),
        _files(contents, size_of),
    )
    for fault in faults:
        if fault.sentence:
            raise ImportProblem.refusal(file, fault.field, fault.sentence)
        raise ImportProblem(file, fault.expected, fault.found, field=fault.field)
    return tuple(_doubts(contents, file))


def _numbered(path: str, parts: Iterable[Part]) -> list[tuple[str, Part]]:
    return [(f"{path}[{at}]", part) for at, part in enumerate(parts)]


def _repeated(values: Iterable[Hashable]) -> Iterator[int]:
    """Where a value stands that stood before."""
    seen: set[Hashable] = set()
    for at, value in enumerate(values):
        if value in seen:
            yield at
        seen.add(value)


def _dates(contents: _Contents) -> Iterator[_Fault]:
    """As the models have it, too."""
    issue, publication = contents.issue, contents.publication
    found: list[tuple[str, dt.date | None]] = [
        ("issue.date", issue.date),
        ("issue.publish_at", issue.publish_at),
        ("issue.withdrawn_at", issue.withdrawn_at),
    ]
    found += [(f"{path}.from_date", name.from_date) for path, name in _numbered("publication.names", publication.names)]
    for path, suspension in _numbered("publication.suspensions", publication.suspensions):
        found += [(f"{path}.first", suspension.first), (f"{path}.last", suspension.last)]
    found += [(f"{path}.state_at", section.state_at) for path, section in contents.sections]
    for path, article in contents.articles:
        found.append((f"{path}.withdrawn_at", article.withdrawn_at))
        found += [(f"{place}.date", row.date) for place, row in _numbered(f"{path}.corrections", article.corrections)]
    for path, date in found:
        if date is not None and not FIRST_YEAR <= date.year <= LAST_YEAR:
            yield _Fault(path, f"a date from {FIRST_YEAR} to {LAST_YEAR}", str(date))


def _publication(publication: PublicationRecord) -> Iterator[_Fault]:
    names, suspensions = publication.names, publication.suspensions
    for at in _repeated(name.from_date for name in names):
        yield _Fault(f"publication.names[{at}].from_date", "a date that no other name has", str(names[at].from_date))
    for at, name in enumerate(names):
        if not name.name.strip():
            yield _Fault(f"publication.names[{at}].name", "a name", "none")
    for at in _repeated(suspension.first for suspension in suspensions):
        path = f"publication.suspensions[{at}].first"
        yield _Fault(path, "a date that no other suspension begins on", str(suspensions[at].first))
    for at, suspension in enumerate(suspensions):
        if suspension.last < suspension.first:
            path = f"publication.suspensions[{at}].last"
            yield _Fault(path, f"a date not before {suspension.first}", str(suspension.last))


def _texts(contents: _Contents) -> Iterator[_Fault]:
    """What may not be empty, and words that one article may have only once."""
    if contents.issue.withdrawn_at and not contents.issue.publish_at:
        yield _Fault("issue.withdrawn_at", "a withdrawal only of what had a time of publication", "no issue.publish_at")
    for path, section in contents.sections:
        if not section.label and not section.name.strip():
            yield _Fault(f"{path}.name", "a label or a name", "neither")
    ids: dict[str, str] = {}
    for path, article in contents.articles:
        if not article.title.strip():
            yield _Fault(f"{path}.title", "a title", "none")
        if article.external_id and (other := ids.setdefault(article.external_id, path)) != path:
            yield _Fault(f"{path}.external_id", f"an id that is not that of {other}", quoted(article.external_id))
        for at, correction in enumerate(article.corrections):
            if not correction.text.strip():
                yield _Fault(f"{path}.corrections[{at}].text", "a text", "none")
        yield from _words(f"{path}.authors", article.authors)
        yield from _words(f"{path}.keywords", article.keywords)


def _words(path: str, words: tuple[str, ...]) -> Iterator[_Fault]:
    for at, word in enumerate(words):
        if not word.strip():
            yield _Fault(f"{path}[{at}]", "a word", "none")
    for at in _repeated(words):
        yield _Fault(f"{path}[{at}]", "every word once", f"{quoted(words[at])} again")


def _keys(contents: _Contents) -> Iterator[_Fault]:
    for parts in (contents.sections, contents.articles, contents.figures):
        seen: dict[str, str] = {}
        for path, part in parts:
            if part.key is None:
                yield _Fault(f"{path}.key", "a key", "none")
            elif (other := seen.setdefault(part.key, path)) != path:
                yield _Fault(f"{path}.key", f"a key that is not that of {other}", quoted(part.key))


def _counters(contents: _Contents) -> Iterator[_Fault]:
    counters = contents.issue.next_keys
    for name, counter, parts in (
        ("section", counters.section, contents.sections),
        ("article", counters.article, contents.articles),
        ("figure", counters.figure, contents.figures),
    ):
        numbers = [int(part.key) for _, part in parts if part.key and part.key.isdigit()]
        highest = max((number for number in numbers if number < COUNTER_LIMIT), default=0)
        if counter <= highest:
            yield _Fault(f"issue.next_keys.{name}", f"more than {highest}, which is in use", str(counter))


def _labels(sections: list[tuple[str, SectionRecord]]) -> Iterator[_Fault]:
    seen: dict[tuple[str, str], str] = {}
    for path, section in sections:
        if section.label and (other := seen.setdefault((section.fold, section.label), path)) != path:
            yield _Fault(f"{path}.label", f"a label that is not that of {other}", quoted(section.label))


def _continuations(articles: list[tuple[str, ArticleRecord]]) -> Iterator[_Fault]:
    before = {article.key: article.continues for _, article in articles}
    done: set[str | None] = {None}
    for path, article in articles:
        if article.continues is not None and article.continues not in before:
            yield _Fault(f"{path}.continues", "the key of an article of this issue", quoted(article.continues))
        chained: set[str | None] = set()
        key = article.key
        while key not in done:
            if key in chained:
                yield _Fault(f"{path}.continues", "parts that do not continue in a circle", quoted(str(key)))
                break
            chained.add(key)
            key = before.get(key)
        done |= chained


def _zones(contents: _Contents) -> Iterator[_Fault]:
    for path, zone in contents.zones:
        if zone.article is not None and zone.article not in contents.article_keys:
            yield _Fault(f"{path}.article", "the key of an article of this issue", quoted(zone.article))
        if zone.article is not None and zone.url:
            yield _Fault(f"{path}.url", "an article or an address, not both", quoted(zone.url))
        if problem := polygon_problem(zone.polygon):
            yield _Fault(f"{path}.polygon", sentence=str(problem))


def _files(contents: _Contents, size_of: Callable[[str], int]) -> Iterator[_Fault]:
    wanted = [("publication.masthead", contents.publication.masthead, PICTURE_LIMIT)]
    for path, section in contents.sections:
        wanted += [(f"{path}.picture", section.picture, PICTURE_LIMIT), (f"{path}.pdf", section.pdf, PDF_LIMIT)]
    wanted += [(f"{path}.picture", figure.picture, PICTURE_LIMIT) for path, figure in contents.figures]
    for path, name, limit in wanted:
        if name is None:
            continue
        try:
            size = size_of(name)
        except ImportProblem as problem:
            found = f"none called {quoted(name)}" if problem.found == "none" else quoted(name)
            yield _Fault(path, "the plain relative name of a file of the package", found)
            continue
        if size > limit:
            yield _Fault(path, f"a file of at most {megabytes(limit)}", megabytes(size))


def _doubts(contents: _Contents, file: str) -> Iterator[str]:
    for path, article in contents.articles:
        own = {figure.key for figure in article.figures}
        for key in _PLACEHOLDER.findall(article.body):
            if key not in own:
                yield f"{file}, {path}.body: holds the place of a figure {quoted(key)} that the article does not have"
