"""What readers of single stories (NITF, CSV, text) share: stories of many files -> issues by date and edition, with their pages.

Pure. A format finds out which story belongs to which day, then reads the stories of one day after the other.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import msgspec

from articles.importing.cleaning import Script, detect_language
from articles.importing.formats.story_texts import HAN_LETTER, TextChange
from articles.importing.imported import ImportedIssue
from articles.importing.labels import label_key
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, IssueRecord, SectionRecord
from issues.sentences import Sentence

LABEL = re.compile("[0-9A-Za-z]+(-[0-9A-Za-z]+)*")
MOST_SECTIONS = 1000
NAME_LENGTH = 190
MOST_PROBLEMS = 10  # that are told of one issue
_LANGUAGE_SAMPLE, _LANGUAGE_STORIES = 500, 10

NO_PAGE = Sentence("a page (or --page LABEL, for all articles that name none)")

Ref = TypeVar("Ref")
Kind = Literal["news", "picture", "advertisement", "notice", "pointer", "other"]
Bytes = Callable[[], bytes]


@dataclass(frozen=True, slots=True, order=True)
class Day:
    date: dt.date
    edition: int = 1

    def __str__(self) -> str:
        return f"{self.date}" + (f"-{self.edition}" if self.edition > 1 else "")


@dataclass(frozen=True, slots=True)
class Spot:
    """The page that a story stands on, and where on it. `position` is the page's own among the pages; None: by its label."""

    label: str = ""
    name: str = ""
    fold: str = ""
    position: int | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article with all that its file tells of page and issue. `origin`: file and place in it; `pictures`: the names that its
    figures' records bear -> their bytes."""

    origin: str
    day: Day
    spot: Spot
    article: ArticleRecord
    edition_name: str = ""
    number_text: str = ""
    paper_name: str = ""
    language: str = ""
    warnings: tuple[Sentence, ...] = ()
    pictures: Mapping[str, Bytes] = field(default_factory=dict)


def shortened(name: str) -> str:
    """A name or an id that a record can bear, still its own: the end, which tells people more, behind a hash of the whole."""
    if len(name) <= NAME_LENGTH:
        return name
    return f"{hashlib.sha256(name.encode()).hexdigest()[:12]}…{name[-170:]}"


def figure_key(external_id: str, number: int) -> str:
    """Stable from run to run; a letter in front, so that the issue's own counter does not run ahead."""
    return "f" + hashlib.sha256(f"{external_id}\n{number}".encode()).hexdigest()[:15]


def read_days(
    days: Mapping[Day, Sequence[Ref | ImportProblem]],
    read: Callable[[Ref], Iterable[Story]],
    told: Callable[[Sequence[Ref]], frozenset[str]],
    script: Script,
) -> Iterator[ImportedIssue | ImportProblem]:
    """One issue a day, in their order; in the place of one with bad stories, the problems of the first few."""
    for day in sorted(days):
        stories: list[Story] = []
        problems = [ref for ref in days[day] if isinstance(ref, ImportProblem)]
        refs = [ref for ref in days[day] if not isinstance(ref, ImportProblem)]
        for ref in refs:
            try:
                stories += read(ref)
            except ImportProblem as problem:
                problems.append(problem)
        try:
            if not problems:
                yield gathered(day, stories, told(refs), script)
        except ImportProblem as problem:
            problems.append(problem)
        yield from problems[:MOST_PROBLEMS]


def gathered(day: Day, stories: Sequence[Story], told: frozenset[str], script: Script) -> ImportedIssue:
    """The stories of one day as its issue. Raises `ImportProblem` where they contradict one another."""
    _check_ids(stories)
    change = TextChange(script)
    sections = tuple(_section(group, change) for group in _pages(day, stories))
    number_text = _one(Sentence("number of the issue"), [(story.number_text, story.origin) for story in stories])
    edition_name = _one(Sentence("name of the edition"), [(story.edition_name, story.origin) for story in stories])
    pictures = {name: read for story in stories for name, read in story.pictures.items()}
    return ImportedIssue(
        origin=_origin(stories),
        publication=None,
        language=_language(stories, change),
        issue=IssueRecord(
            date=day.date,
            edition=day.edition,
            edition_name=change.text(edition_name),
            number_text=change.text(number_text),
            number=_number(number_text),
            sections=sections,
        ),
        read_file=lambda name: _picture(pictures, name),
        repairs=change.repairs(),
        warnings=tuple(dict.fromkeys(warning for story in stories for warning in story.warnings)),
        told=told,
        is_whole=False,
        paper_name=change.text(_one(Sentence("paper"), [(story.paper_name, story.origin) for story in stories])),
    )


def _check_ids(stories: Sequence[Story]) -> None:
    seen: dict[str, str] = {}
    for story in stories:
        number = story.article.external_id
        if number in seen:
            raise ImportProblem(
                story.origin,
                Sentence("an id of its own, %(id)s being that of %(origin)s", id=quoted(number), origin=seen[number]),
                Sentence("the same"),
            )
        seen[number] = story.origin


def _pages(day: Day, stories: Sequence[Story]) -> list[list[Story]]:
    pages: dict[tuple[str, str], list[Story]] = {}
    for story in stories:
        spot = story.spot
        if not spot.label and not spot.name:
            raise ImportProblem(story.origin, NO_PAGE, Sentence("none"))
        named = label_key(spot.label) if spot.label else f"\n{spot.name}"
        pages.setdefault((spot.fold.casefold(), named), []).append(story)
    if len(pages) > MOST_SECTIONS:
        raise ImportProblem(
            _origin(stories), Sentence("at most %(limit)s pages on %(day)s", limit=MOST_SECTIONS, day=day), f"{len(pages)}"
        )
    return sorted(pages.values(), key=_page_order)


def _page_order(stories: list[Story]) -> tuple[float, str, tuple[bool, str, int, str], str]:
    """By the page's own position where one is told, then A01 before A02 before A10 before B01, pages without a label last."""
    positions = [story.spot.position for story in stories if story.spot.position is not None]
    spot = stories[0].spot
    letters, digits, rest = re.fullmatch("([A-Za-z]*)([0-9]{0,9})(.*)", spot.label).groups()  # type: ignore[union-attr]
    label = (not spot.label, letters.casefold(), int(digits or 0), rest)
    return (min(positions) if positions else float("inf"), spot.fold.casefold(), label, spot.name)


def _section(stories: list[Story], change: TextChange) -> SectionRecord:
    ordered = sorted(stories, key=lambda story: (story.spot.order is None, story.spot.order or 0))
    return SectionRecord(
        fold=change.text(stories[0].spot.fold),
        label=stories[0].spot.label,
        name=change.text(next((story.spot.name for story in stories if story.spot.name), "")),
        articles=tuple(_checked(change.article(story.article), story.origin) for story in ordered),
    )


def _checked(article: ArticleRecord, origin: str) -> ArticleRecord:
    """The records' own limits; what has a message of its own was refused before."""
    try:
        return msgspec.convert(msgspec.to_builtins(article), ArticleRecord)
    except msgspec.ValidationError as error:
        sentence, _, path = str(error).partition(" - at ")
        name = path.strip("`").removeprefix("$.")
        raise ImportProblem(
            origin, Sentence("what a record can hold (%(limit)s)", limit=sentence.replace("Expected ", "")), name
        ) from error


def _one(what: Sentence, values: Sequence[tuple[str, str]]) -> str:
    """What all stories that say anything say."""
    said = [(value, origin) for value, origin in values if value]
    for value, origin in said:
        if value != said[0][0]:
            raise ImportProblem(
                origin,
                Sentence(
                    "the same %(what)s as in %(origin)s, which is %(value)s",
                    what=what,
                    origin=said[0][1],
                    value=quoted(said[0][0]),
                ),
                quoted(value),
            )
    return said[0][0] if said else ""


def _number(text: str) -> int | None:
    """The last integer of 第6期（总第1234期）."""
    found = re.findall("[0-9]{1,9}", unicodedata.normalize("NFKC", text))
    return int(found[-1]) or None if found else None


def _language(stories: Sequence[Story], change: TextChange) -> str:
    """That of most stories, as they say or look; some tell enough."""
    some = stories[:: len(stories) // _LANGUAGE_STORIES + 1]
    found = Counter(_own_language(story, change) for story in some)
    return found.most_common(1)[0][0]


def _own_language(story: Story, change: TextChange) -> str:
    sample = story.article.title + story.article.body[:_LANGUAGE_SAMPLE]
    if not HAN_LETTER.search(sample) or story.language[:2] not in ("", "zh"):
        return story.language or "en"
    if change.script != "keep":
        return "zh-Hans" if change.script == "hans" else "zh-Hant"
    return detect_language(sample)


def _origin(stories: Sequence[Story]) -> str:
    """The first file, and how many more."""
    files = list(dict.fromkeys(story.origin.partition(", ")[0] for story in stories))
    more = len(files) - 1
    return Sentence("%(names)s and %(count)s more", names=files[0], count=more) if more else files[0]


def _picture(pictures: Mapping[str, Bytes], name: str) -> bytes:
    if name not in pictures:
        raise ImportProblem(name, Sentence("a picture that an article names"), Sentence("another"))
    return pictures[name]()
