"""The second profile, tonight's list: what stops the desk until it is mended or signed off, and an import only reports."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings

from articles.models import SignOff
from articles.preflight.continued import turn_findings
from articles.preflight.gathering import Gathered, gather
from articles.preflight.items import Item, as_items
from articles.preflight.pages import page_findings
from articles.preflight.texts import text_findings
from articles.preflight.zones import zone_findings
from issues.models import Issue, PageSection

UNSEEN = frozenset(["unread", "not_compared"])  # nobody knows how the page's print and its articles differ


@dataclass(frozen=True)
class Night:
    """`open`: what nobody mended or signed off; `signed`: what was, with its sign-off; `record`: sign-offs that were taken back
    or whose item has changed. `sections` in order, without what the list does not look at."""

    open: tuple[Item, ...]
    signed: tuple[tuple[Item, SignOff], ...]
    record: tuple[SignOff, ...]
    sections: tuple[PageSection, ...]


def night_list(issue: Issue) -> list[Item]:
    """In the order of the issue. Six queries; some tenths of a second for sixteen pages and seventy articles."""
    return items_of(gather(issue))


def items_of(gathered: Gathered) -> list[Item]:
    least_width = settings.LEAST_PAGE_WIDTH
    return as_items(
        [
            *page_findings(gathered, least_width),
            *text_findings(gathered),
            *turn_findings(gathered),
            *zone_findings(gathered),
        ]
    )


def tonight(issue: Issue, back: Collection[int] = ()) -> Night:
    """One query more than the list: which of its items are signed off. `back` as in `gather`."""
    return night_of(gather(issue, back))


def open_for_story(issue: Issue, story: Collection[int]) -> list[Item]:
    """What would be open for a withdrawn story, given by the primary keys of its articles, if it were published again: what it
    brings to the list, and what its pages hide. Twice the list's queries."""
    known = {item.fingerprint for item in tonight(issue).open}
    gathered = gather(issue, story)
    pages = {one.section.pk for one in gathered.articles if one.article.pk in story}
    return [
        item
        for item in night_of(gathered).open
        if item.fingerprint not in known or (item.code in UNSEEN and item.subject.section in pages)
    ]


def night_of(gathered: Gathered) -> Night:
    """One query."""
    items = items_of(gathered)
    rows = list(SignOff.objects.filter(issue=gathered.issue))
    signed = {row.fingerprint: row for row in rows if row.taken_back_at is None}
    in_force = {signed[item.fingerprint].pk for item in items if item.fingerprint in signed}
    return Night(
        open=tuple(item for item in items if item.fingerprint not in signed),
        signed=tuple((item, signed[item.fingerprint]) for item in items if item.fingerprint in signed),
        record=tuple(row for row in rows if row.pk not in in_force),
        sections=gathered.sections,
    )
