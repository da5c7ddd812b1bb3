"""What an audit looks at and what it says. Pure."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.importing.labels import label_key
from issues.sentences import Sentence

Tick = tuple[dt.date, str]


class Slot(NamedTuple):
    """A printed page number: `series` is the letter before it, or the fold where labels have no letter."""

    series: str
    number: int

    @property
    def place(self) -> str:
        return f"{self.series}{self.number:02}"


@dataclass(frozen=True, slots=True)
class Page:
    """`place` is how the page is named in its issue; a spread has two slots, a page without a number none.

    `bare` counts articles without a text that should have one.
    """

    place: str
    slots: tuple[Slot, ...]
    articles: int
    bare: int
    has_picture: bool
    is_advertisement: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What issues are compared by; many issues share one."""

    slots: frozenset[Slot]
    count: int
    places: frozenset[str]
    written: frozenset[str]
    pictured: frozenset[str]


@dataclass(frozen=True, slots=True)
class AuditedIssue:
    """`numbers` are the first and the last printed one: of 第3—4期 3 and 4. `state` is Issue.State's value."""

    date: dt.date
    edition: int
    is_regular: bool
    state: str
    numbers: tuple[int, int] | None
    pages: tuple[Page, ...]
    shape: Shape

    @property
    def articles(self) -> int:
        return sum(page.articles for page in self.pages)


@dataclass(frozen=True, slots=True)
class Pause:
    first: dt.date
    last: dt.date
    note: str


@dataclass(frozen=True)
class Archive:
    """One paper: its issues by date and edition, and what explains that there is none. `ticks` hold notes."""

    slug: str
    name: str
    language: str
    weekdays: frozenset[int]
    pauses: tuple[Pause, ...]
    ticks: dict[Tick, str]
    issues: list[AuditedIssue]

    def why(self, finding: "Finding") -> str:
        """What was noted with the tick."""
        return self.ticks.get(tick_key(finding.date, finding.place), "")


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is a key of KINDS. `place` is empty for the issue as a whole; `last` ends a row of days without issues.

    `amount` counts what is missing: issues, pages, articles. What is no hole is a note: to be looked at, not missing.
    """

    kind: str
    date: dt.date
    found: Sentence
    expected: Sentence
    is_hole: bool = True
    edition: int = 1
    place: str = ""
    last: dt.date | None = None
    amount: int = 1


@dataclass(frozen=True)
class Audit:
    """Everything from `first` to `last`; `ticked` are findings that somebody ticked as never printed."""

    archive: Archive
    first: dt.date
    last: dt.date
    issues: list[AuditedIssue]
    holes: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    ticked: list[Finding] = field(default_factory=list)


KINDS = {
    "no_issue": Sentence("issue missing"),
    "no_edition": Sentence("edition missing"),
    "numbers": Sentence("number missing"),
    "no_pages": Sentence("issue without pages"),
    "no_page": Sentence("page missing"),
    "fewer_pages": Sentence("fewer pages than usual"),
    "no_articles": Sentence("page without articles"),
    "no_text": Sentence("article without text"),
    "no_picture": Sentence("page without picture"),
    "weekdays": Sentence("other weekdays"),
    "in_suspension": Sentence("issue in a suspension"),
    "number_order": Sentence("numbers out of order"),
    "idle_tick": Sentence("ticked and there"),
}


def tick_key(date: dt.date, place: str) -> Tick:
    """One tick, however the label was spelled: 3 is 03, b叠 3 is B叠03."""
    return date, label_key("".join(place.split()))
