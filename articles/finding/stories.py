"""What is looked for on a page: the texts of known articles, folded and indexed by shingles. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from articles.finding.folding import folded

SHINGLE = 3  # folded characters
APART = 1 << 32  # from a story's places to the next one's, where one number stands for both
COMMON = 400  # places of one shingle; what stands in more places tells nothing


@dataclass(frozen=True)
class Story:
    """An article as plain text: `head` in the order of print (column, kicker, title, subtitle, byline), `body` paragraph by
    paragraph with its captions. `is_here`: this page is its home; others are looked for by their heads, as pointers, and by
    the parts of their texts that were continued here. `pictures`: how many it has; `links`: what in its text leads to which
    other story, as a list of pointers has them."""

    key: str
    title: str
    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    is_here: bool = True
    kind: str = "news"
    pictures: int = 0
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Text:
    """A story's whole text, folded. `starts`: where its parts begin; `body`, `captions`: where these do; `title`, `links`: where
    they stand, from and to, the links with the key of the story that they lead to."""

    story: Story
    characters: str
    starts: frozenset[int]
    title: tuple[int, int]
    body: int
    captions: int
    links: tuple[tuple[int, int, str], ...]

    @property
    def length(self) -> int:
        return len(self.characters)


class Index:
    """The stories of a page with every place of every shingle."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self.texts = [_text(story) for story in stories]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            first = number * APART
            for at in range(text.length - SHINGLE + 1):
                self._places[text.characters[at : at + SHINGLE]].append(first + at)

    def places(self, shingle: str) -> Sequence[int]:
        """story · APART + place of each occurrence; none of what is everywhere."""
        found = self._places.get(shingle, ())
        return found if len(found) <= COMMON else ()

    def whole(self, characters: str) -> Iterator[tuple[int, int]]:
        """Of what is shorter than a shingle: where it is a part of its own."""
        for number, text in enumerate(self.texts):
            for start in text.starts:
                if text.characters.startswith(characters, start) and (start + len(characters)) in (*text.starts, text.length):
                    yield number, start


def _text(story: Story) -> Text:
    parts = [folded(part)[0] for part in (*story.head, *story.body, *story.captions)]
    starts = [0, *accumulate(map(len, parts))]
    characters = "".join(parts)
    title = folded(story.title)[0]
    at = characters.find(title)
    return Text(
        story,
        characters,
        frozenset(starts[:-1]),
        (at, at + len(title)) if title and at >= 0 else (0, 0),
        starts[len(story.head)],
        starts[len(story.head) + len(story.body)],
        tuple(_links(story, characters)),
    )


def _links(story: Story, characters: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for text, key in story.links:
        plain = folded(text)[0]
        at = characters.find(plain, start)
        if plain and at >= 0:
            start = at + len(plain)
            yield at, start, key
