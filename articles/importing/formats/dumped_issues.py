"""Text dumps -> issues: the same headline list is the same page, the place in it is the article."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from articles.importing.cleaning import Repairs, Script, simplified
from articles.importing.formats import text_dump
from articles.importing.formats.text_dump import Dump, body
from articles.importing.formats.text_lines import DUMP_LIMIT
from articles.importing.imported import ImportedIssue, no_file
from articles.importing.labels import label_key
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, IssueRecord, SectionRecord
from articles.importing.sources import FoundFile, archive_kind
from issues.sentences import Sentence

NAME = "dump"
TOLD = frozenset(["title", "source", "body", "external_id"])


def kind_of(start: bytes, name: str) -> str:
    """An archive that holds a dump unpacked begins like one too."""
    return "dump" if text_dump.looks_like(start) and not archive_kind(start, "") else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem]:
    """First the problems of the files that are no dumps, then the issues by date. Every file is read twice, so that no more than
    one day's texts are held."""
    days: dict[dt.date, list[FoundFile]] = {}
    for file in files:
        try:
            days.setdefault(_dump(file, "keep").date, []).append(file)
        except ImportProblem as problem:
            yield problem
    for day in sorted(days):
        try:
            dumps = [_dump(file, options.script) for file in days[day]]
        except ImportProblem as problem:
            yield problem
            continue
        yield from merge_each(dumps, options.page)


def _dump(file: FoundFile, script: Script) -> Dump:
    return text_dump.read(file.read(DUMP_LIMIT), file.origin, script)


def merge_each(dumps: Iterable[Dump], page: str | None = None) -> Iterator[ImportedIssue | ImportProblem]:
    """One issue a date, in the order of dates; where dumps of one issue contradict each other, the problem in its place. The
    headlines go to the page labelled `page`, else to the first."""
    date = attrgetter("date")
    for day, group in groupby(sorted(dumps, key=date), key=date):
        try:
            yield _merged(day, list(group), page)
        except ImportProblem as problem:
            yield problem


def external_id(dump: Dump, place: int) -> str:
    """The natural key of an article that has no other: its page's headlines and its place among them."""
    return f"dump:{dump.list_key}:{place}"


def _merged(date: dt.date, dumps: list[Dump], page: str | None) -> ImportedIssue:
    first = dumps[0]
    _check_same_issue(dumps)
    texts = _texts(dumps)
    articles = tuple(
        _article(external_id(first, place), headline, texts.get(place)) for place, headline in enumerate(first.headlines, 1)
    )
    home = _home(first, page)
    sections = tuple(
        SectionRecord(label=label, name=name, articles=articles if at == home else ())
        for at, (label, name) in enumerate(first.sections)
    )
    return ImportedIssue(
        origin=", ".join(dump.origin for dump in dumps),
        publication=None,
        language=_language(dumps),
        issue=IssueRecord(date=date, sections=sections),
        read_file=no_file,
        repairs=sum((dump.repairs for dump in dumps), Repairs()),
        warnings=tuple(warning for dump in dumps for warning in dump.warnings),
        told=TOLD,
        is_whole=False,
        texts_read=frozenset(external_id(first, place) for place in texts),
    )


def _check_same_issue(dumps: list[Dump]) -> None:
    first, pages = dumps[0], _comparable(dumps[0])
    for dump in dumps[1:]:
        if _comparable(dump) != pages:
            raise ImportProblem(
                dump.origin,
                Sentence("the same page list as in %(origin)s, of %(date)s too", origin=first.origin, date=first.date),
                Sentence("another"),
            )
        if dump.list_key != first.list_key:
            raise ImportProblem(
                dump.origin,
                Sentence(
                    "the same headlines as in %(origin)s, of %(date)s too "
                    "(import the dumps of one page at a time, each with --page)",
                    origin=first.origin,
                    date=first.date,
                ),
                Sentence("another page's"),
            )


def _comparable(dump: Dump) -> list[tuple[str, str]]:
    return [(label_key(label), simplified(name)) for label, name in dump.sections]


def _texts(dumps: list[Dump]) -> dict[int, Dump]:
    """Place -> the dump that has the article's text; two that differ are refused."""
    texts: dict[int, Dump] = {}
    for dump in dumps:
        known = texts.setdefault(dump.place, dump)
        if _text(known) != _text(dump):
            raise ImportProblem(
                dump.origin,
                Sentence("the same text of %(title)s as in %(origin)s", title=quoted(dump.title), origin=known.origin),
                Sentence("another"),
            )
    return texts


def _text(dump: Dump) -> str:
    return simplified("\n".join((*dump.paragraphs, dump.source)))


def _article(key: str, headline: str, dump: Dump | None) -> ArticleRecord:
    if dump is None:
        return ArticleRecord(title=headline, external_id=key)
    return ArticleRecord(title=dump.title, source=dump.source, body=body(dump.paragraphs), external_id=key)


def _home(dump: Dump, page: str | None) -> int:
    """Position, from 0, of the page that the headlines belong to."""
    if page is None:
        return 0
    labels = [label_key(label) for label, _ in dump.sections]
    if label_key(page) not in labels:
        known = ", ".join(label for label, _ in dump.sections)
        raise ImportProblem(dump.origin, Sentence("--page to name one of %(known)s", known=known), quoted(page))
    return labels.index(label_key(page))


def _language(dumps: list[Dump]) -> str:
    languages = [dump.language for dump in dumps]
    return max(sorted(set(languages)), key=languages.count)
