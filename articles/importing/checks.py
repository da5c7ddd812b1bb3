"""What the records of one issue must keep to beyond each field's type: keys, references, labels, polygons, counters. Pure."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import msgspec

from articles.importing.problems import ImportProblem, quoted
from articles.importing.record_wording import problem
from articles.importing.records import ArticleRecord, FigureRecord, IssueRecord, SectionRecord, ZoneRecord
from articles.zones import polygon_problem
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence

# A counter cannot pass this; longer keys of an older system can never be given out again.
COUNTER_LIMIT = 1_000_000_000

Part = TypeVar("Part")


class _Wrapped(msgspec.Struct):
    """So that paths in messages begin with "issue", as in a package."""

    issue: IssueRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """`sentence`: a rule's own, which says everything."""

    field: str
    expected: Sentence | None = None
    found: str = ""
    sentence: str = ""


class Contents:
    """The records of each kind with their paths in issue.json."""

    def __init__(self, issue: IssueRecord) -> None:
        self.issue = issue
        self.sections: list[tuple[str, SectionRecord]] = numbered("issue.sections", issue.sections)
        self.articles: list[tuple[str, ArticleRecord]] = []
        self.figures: list[tuple[str, FigureRecord]] = []
        self.zones: list[tuple[str, ZoneRecord]] = []
        for path, section in self.sections:
            self.articles += numbered(f"{path}.articles", section.articles)
            self.zones += numbered(f"{path}.zones", section.zones)
        for path, article in self.articles:
            self.figures += numbered(f"{path}.figures", article.figures)
        self.article_keys = {article.key for _, article in self.articles}


def check_issue(issue: IssueRecord, origin: str) -> None:
    """Types and lengths too: records that a format makes have not been asked yet. A package's have."""
    raw = {"issue": msgspec.to_builtins(issue)}
    try:
        msgspec.convert(raw, _Wrapped)
    except msgspec.ValidationError as error:
        raise problem(str(error), raw, origin) from error
    refuse(faults(Contents(issue)), origin)


def faults(contents: Contents) -> Iterator[Fault]:
    return chain(
        _dates(contents),
        _texts(contents),
        _repeated_keys(contents),
        _labels(contents.sections),
        _continuations(contents.articles),
        _zones(contents),
    )


def refuse(faults: Iterable[Fault], file: str) -> None:
    for fault in faults:
        if fault.expected is None:
            raise ImportProblem.refusal(file, fault.field, fault.sentence)
        raise ImportProblem(file, fault.expected, fault.found, field=fault.field)


def numbered(path: str, parts: Iterable[Part]) -> list[tuple[str, Part]]:
    return [(f"{path}[{at}]", part) for at, part in enumerate(parts)]


def repeated(values: Iterable[Hashable]) -> Iterator[int]:
    """Where a value stands that stood before."""
    seen: set[Hashable] = set()
    for at, value in enumerate(values):
        if value in seen:
            yield at
        seen.add(value)


def _dates(contents: Contents) -> Iterator[Fault]:
    """As the models have it, too."""
    issue = contents.issue
    found: list[tuple[str, dt.date | None]] = [
        ("issue.date", issue.date),
        ("issue.publish_at", issue.publish_at),
        ("issue.withdrawn_at", issue.withdrawn_at),
    ]
    found += [(f"{path}.state_at", section.state_at) for path, section in contents.sections]
    for path, article in contents.articles:
        found.append((f"{path}.withdrawn_at", article.withdrawn_at))
        found += [(f"{place}.date", row.date) for place, row in numbered(f"{path}.corrections", article.corrections)]
    for path, date in found:
        if date is not None and not FIRST_YEAR <= date.year <= LAST_YEAR:
            yield Fault(path, Sentence("a date from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR), str(date))


def _texts(contents: Contents) -> Iterator[Fault]:
    """What may not be empty, and words that one article may have only once."""
    if contents.issue.withdrawn_at and not contents.issue.publish_at:
        yield Fault(
            "issue.withdrawn_at", Sentence("a withdrawal only of what had a time of publication"), Sentence("no issue.publish_at")
        )
    for path, section in contents.sections:
        if not section.label and not section.name.strip():
            yield Fault(f"{path}.name", Sentence("a label or a name"), Sentence("neither"))
    ids: dict[str, str] = {}
    for path, article in contents.articles:
        if not article.title.strip():
            yield Fault(f"{path}.title", Sentence("a title"), Sentence("none"))
        if article.external_id and (other := ids.setdefault(article.external_id, path)) != path:
            yield Fault(
                f"{path}.external_id", Sentence("an id that is not that of %(other)s", other=other), quoted(article.external_id)
            )
        for at, correction in enumerate(article.corrections):
            if not correction.text.strip():
                yield Fault(f"{path}.corrections[{at}].text", Sentence("a text"), Sentence("none"))
        yield from _words(f"{path}.authors", article.authors)
        yield from _words(f"{path}.keywords", article.keywords)


def _words(path: str, words: tuple[str, ...]) -> Iterator[Fault]:
    for at, word in enumerate(words):
        if not word.strip():
            yield Fault(f"{path}[{at}]", Sentence("a word"), Sentence("none"))
    for at in repeated(words):
        yield Fault(f"{path}[{at}]", Sentence("every word once"), Sentence("%(word)s again", word=quoted(words[at])))


def _repeated_keys(contents: Contents) -> Iterator[Fault]:
    for parts in (contents.sections, contents.articles, contents.figures):
        seen: dict[str, str] = {}
        for path, part in parts:
            if part.key is not None and (other := seen.setdefault(part.key, path)) != path:
                yield Fault(f"{path}.key", Sentence("a key that is not that of %(other)s", other=other), quoted(part.key))


def counters_behind(contents: Contents) -> Iterator[Fault]:
    counters = contents.issue.next_keys
    for name, counter, parts in (
        ("section", counters.section, contents.sections),
        ("article", counters.article, contents.articles),
        ("figure", counters.figure, contents.figures),
    ):
        numbers = [int(part.key) for _, part in parts if part.key and part.key.isdigit()]
        highest = max((number for number in numbers if number < COUNTER_LIMIT), default=0)
        if counter <= highest:
            yield Fault(
                f"issue.next_keys.{name}", Sentence("more than %(highest)s, which is in use", highest=highest), str(counter)
            )


def _labels(sections: list[tuple[str, SectionRecord]]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for path, section in sections:
        if section.label and (other := seen.setdefault((section.fold, section.label), path)) != path:
            yield Fault(f"{path}.label", Sentence("a label that is not that of %(other)s", other=other), quoted(section.label))


def _continuations(articles: list[tuple[str, ArticleRecord]]) -> Iterator[Fault]:
    before = {article.key: article.continues for _, article in articles}
    done: set[str | None] = {None}
    for path, article in articles:
        if article.continues is not None and article.continues not in before:
            yield Fault(f"{path}.continues", Sentence("the key of an article of this issue"), quoted(article.continues))
        chained: set[str | None] = set()
        key = article.key
        while key not in done:
            if key in chained:
                yield Fault(f"{path}.continues", Sentence("parts that do not continue in a circle"), quoted(str(key)))
                break
            chained.add(key)
            key = before.get(key)
        done |= chained


def _zones(contents: Contents) -> Iterator[Fault]:
    for path, zone in contents.zones:
        if zone.article is not None and zone.article not in contents.article_keys:
            yield Fault(f"{path}.article", Sentence("the key of an article of this issue"), quoted(zone.article))
        if zone.article is not None and zone.url:
            yield Fault(f"{path}.url", Sentence("an article or an address, not both"), quoted(zone.url))
        if problem := polygon_problem(zone.polygon):
            yield Fault(f"{path}.polygon", sentence=problem)
