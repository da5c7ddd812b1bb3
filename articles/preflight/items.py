"""What tonight's list is made of: an item says what is wrong, where, and bears the mark that a sign-off fits. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from articles.proofreading.finding import Finding
from issues.sentences import Sentence

SEEN_ON_PAGE = frozenset(["differs", "not_on_page", "unknown_print", "no_zone", "overlap"])
Noun = Literal["issues.issue", "issues.pagesection", "articles.article", "articles.figure", "articles.hotzone"]


@dataclass(frozen=True)
class Subject:
    """A row of the issue. `name`: the article's title, the figure's caption, empty for a page; `section` is the primary key
    of the page that it stands on, `label` what a reader calls that page, `place` its order in the issue."""

    noun: Noun
    pk: int
    name: str = ""
    section: int | None = None
    label: str = ""
    place: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.label, self.name]))


@dataclass(frozen=True)
class Item:
    """`fingerprint` is the same as long as the same rule says the same of the same row, in every language."""

    code: str
    sentence: Sentence
    subject: Subject
    fingerprint: str

    @property
    def is_seen_on_page(self) -> bool:
        """It is about what is printed, or about zones: looked at, and often mended, on the page's picture."""
        return self.code in SEEN_ON_PAGE and self.subject.section is not None


def as_items(findings: Iterable[tuple[Subject, Finding]]) -> list[Item]:
    """In the order of the issue. What is found twice in one row is two items."""
    ordered = sorted(findings, key=lambda pair: pair[0].place)
    times: Counter[str] = Counter()
    items = []
    for subject, finding in ordered:
        said = json.dumps(
            [finding.code, subject.noun, subject.pk, finding.sentence.data, finding.detail], ensure_ascii=False, sort_keys=True
        )
        times[said] += 1
        mark = hashlib.sha256(f"{said}{times[said]}".encode("utf-8", "surrogatepass")).hexdigest()
        items.append(Item(finding.code, finding.sentence, subject, mark))
    return items
