"""What is not a story in columns: the 导读 box, an advertisement at the foot, each with the same `fit` as a story."""

from dataclasses import dataclass

from typesetting.content import Story
from typesetting.grid import PADDING, Type, span_width
from typesetting.measuring import Measurer
from typesetting.settings import Fit

POINTER_HEAD = 46
POINTER_TITLE = Type(21, 30)
ITEM_SIZE, ITEM_LEADING = 14, 21.0
ADVERT_LEAST, ADVERT_MOST = 160, 240


@dataclass(frozen=True)
class PointerSetting:
    """`texts` are the items' lines; the items stand in `columns` beside each other."""

    story: Story
    width: float
    columns: int
    texts: tuple[tuple[str, ...], ...]
    taste: float = 0

    @property
    def rows(self) -> int:
        return -(-len(self.texts) // self.columns)

    @property
    def line_height(self) -> float:
        per_row = [self.texts[row * self.columns : (row + 1) * self.columns] for row in range(self.rows)]
        return ITEM_LEADING * sum(max(len(text) for text in row) for row in per_row)

    def natural_height(self) -> float:
        return POINTER_HEAD + 2 * PADDING + self.line_height + 13 * self.rows

    def fit(self, height: float) -> Fit | None:
        slack = (height - POINTER_HEAD - 2 * PADDING - self.line_height) / self.rows
        if not 8 <= slack <= 26:
            return None
        return Fit(self.taste + 0.02 * (slack - 14) ** 2, slack=slack)


@dataclass(frozen=True)
class AdvertSetting:
    story: Story
    width: float

    def natural_height(self) -> float:
        return 176

    def fit(self, height: float) -> Fit | None:
        if not ADVERT_LEAST <= height <= ADVERT_MOST:
            return None
        return Fit(0.001 * abs(height - 176))


def pointer_settings(story: Story, span: float, measurer: Measurer) -> list[PointerSetting]:
    """The number of the page stands at the right of each item, so the text has that much less room."""
    found = []
    for columns in {1: (1,), 5 / 3: (1,), 2: (1, 2), 2.5: (1, 2), 3: (2, 3), 4: (2, 3), 5: (3,)}[span]:
        width = span_width(span)
        each = (width - 2 * PADDING - (columns - 1) * 24) / columns
        texts = tuple(tuple(measurer.split(item.text, each - 46, ITEM_SIZE)) for item in story.items)
        untidy = 0.7 * sum(len(text) > 1 for text in texts) * (columns > 1) + 0.8 * (len(texts) % columns > 0)
        found.append(PointerSetting(story, width, columns, texts, untidy + (0.4 if span > 2 else 0)))
    return found
