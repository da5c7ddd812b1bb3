"""What was moved in an issue's order, told for its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from issues.sentences import Sentence, listed

MOST_TOLD = 5  # of what moved; the sentence says how many more


@dataclass(frozen=True)
class PageOrder:
    """A page section and its articles, by primary key, in order."""

    section: int
    articles: Sequence[int]


@dataclass(frozen=True)
class Places:
    """By primary key: a page section's position and its label or name, and which are signed; an article's page section and
    position, and its title."""

    sections: dict[int, int]
    names: dict[int, str]
    signed: set[int]
    articles: dict[int, tuple[int, int]]
    titles: dict[int, str]

    def order(self) -> list[tuple[int, list[int]]]:
        """Page sections with their articles."""
        return [(pk, self.articles_on(pk)) for pk in sorted(self.sections, key=lambda pk: self.sections[pk])]

    def articles_on(self, section: int) -> list[int]:
        return sorted((pk for pk, place in self.articles.items() if place[0] == section), key=lambda pk: self.articles[pk][1])


def what_moved(before: Places, order: Sequence[PageOrder], carried: Sequence[int]) -> Sentence | None:
    """What only made room is not named. `carried` are the articles that went to another page."""
    moved = [*_sections(before, order), *(told for page in order for told in _articles(before, page, carried))]
    if not moved:
        return None
    shown: list[str] = list(moved[:MOST_TOLD])
    if len(moved) > MOST_TOLD:
        shown.append(Sentence("%(count)s more", count=len(moved) - MOST_TOLD))
    return Sentence("Order changed on the board: %(moved)s", moved=listed(shown))


def _sections(before: Places, order: Sequence[PageOrder]) -> list[Sentence]:
    earlier = sorted(before.sections, key=lambda pk: before.sections[pk])
    return [
        Sentence("page %(page)s to place %(place)s", page=before.names[pk], place=place)
        for pk, place in _taken_elsewhere(earlier, [page.section for page in order])
    ]


def _articles(before: Places, page: PageOrder, carried: Sequence[int]) -> list[Sentence]:
    stayed = [pk for pk in before.articles_on(page.section) if pk not in carried]
    told = []
    for pk, place in _taken_elsewhere(stayed, page.articles):
        values = {"title": before.titles[pk], "page": before.names[page.section], "place": place}
        if pk in carried:
            old = before.names[before.articles[pk][0]]
            told.append(Sentence("“%(title)s” from page %(old)s to page %(page)s, place %(place)s", old=old, **values))
        else:
            told.append(Sentence("“%(title)s” to place %(place)s of page %(page)s", **values))
    return told


def _taken_elsewhere(before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """Those that do not follow the others as they did, with their places from 1."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {place for block in blocks for place in range(block.b, block.b + block.size)}
    return [(pk, place + 1) for place, pk in enumerate(after) if place not in stayed]
