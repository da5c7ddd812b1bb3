"""Headlines: label, 引题, title, 副题 and byline stacked in rows whose heights are known before they are drawn."""

from dataclasses import dataclass
from html import escape

from typesetting.content import Story
from typesetting.measuring import Measurer

# The largest title by rank (0 the page's lead, 1 a story, 2 a short) and columns spanned.
LARGEST = {
    0: {5: 62, 4: 56, 3: 47, 2: 38, 1: 29},
    1: {5: 44, 4: 40, 3: 36, 2: 31, 1: 25},
    2: {5: 34, 4: 32, 3: 29, 2: 26, 1: 22},
}
SMALLEST = {0: 30, 1: 21, 2: 18.5}
FRONT_LEAD = {5: 78, 4: 66, 3: 54, 2: 42, 1: 30}


@dataclass(frozen=True)
class Row:
    html: str
    height: float
    css_class: str
    size: float


@dataclass(frozen=True)
class Head:
    rows: tuple[Row, ...]
    height: float
    cost: float
    is_centred: bool = False


def heads(story: Story, width: float, span: int, rank: int, measurer: Measurer, centred: bool, front: bool) -> list[Head]:
    """The ways to set a story's headline over `width`: one line or two, in three sizes."""
    largest = (FRONT_LEAD if front and rank == 0 else LARGEST[rank])[span]
    weight = 900 if rank < 2 else 700
    found = []
    may_break = len(story.title) > 8 or measurer.width(story.title, weight) * SMALLEST[rank] > width
    for lines in (1, 2) if may_break else (1,):
        texts = [story.title] if lines == 1 else list(measurer.halves(story.title, weight))
        widest = max(measurer.width(text, weight) for text in texts)
        full = min(largest, (width - 2) / widest)
        for factor in (1.0, 0.9, 0.8):
            size = round(full * factor, 1)
            if size < SMALLEST[rank]:
                break
            cost = 7 * ((largest - size) / largest) ** 2 + (0.35 if lines == 2 and span > 1 else 0)
            cost += 0.8 if lines == 2 and span >= 4 else 0
            found.append(_head(story, width, texts, size, weight, cost, measurer, centred))
    return found or [_smallest(story, width, rank, weight, measurer, centred)]


def _smallest(story: Story, width: float, rank: int, weight: int, measurer: Measurer, centred: bool) -> Head:
    """A long title in a narrow column: three lines or more at the least size, broken by the browser."""
    size = SMALLEST[rank]
    texts = measurer.split(story.title, width, size)
    return _head(story, width, texts, size, weight, 3.0, measurer, centred)


def _head(
    story: Story, width: float, texts: list[str], size: float, weight: int, cost: float, m: Measurer, centred: bool
) -> Head:
    rows = []
    if story.column:
        rows.append(Row(f"<span>{escape(story.column)}</span>", 27, "label", 13))
    small = min(max(14.0, round(size * 0.42, 1)), 24.0)
    if story.kicker:
        rows += _wrapped(story.kicker, width, small, 1.4, "kicker", 500, m)
    rows += [Row(escape(text), round(size * 1.2, 1), f"title w{weight}", size) for text in texts]
    if story.subtitle:
        under = min(max(13.5, round(size * 0.38, 1)), 21.0)
        rows += _wrapped(story.subtitle, width, under, 1.45, "subtitle", 500, m)
    if story.prints_byline:
        rows += _wrapped(story.byline, width, 12.5, 1.6, "byline", 400, m)
    return Head(tuple(rows), sum(row.height for row in rows) + 7, cost, centred)


def _wrapped(text: str, width: float, size: float, leading: float, css: str, weight: int, m: Measurer) -> list[Row]:
    """One line if it fits, made a little smaller if that is enough; else as many as needed."""
    natural = m.width(text, weight)
    fitting = (width - 1) / natural
    if fitting >= size * 0.86:
        size = min(size, round(fitting - 0.05, 1))
        return [Row(escape(text), round(size * leading, 1), css, size)]
    if " " in text and max(m.width(part, weight) for part in text.split(" ", 1)) * size < width:
        parts: tuple[str, ...] = tuple(text.split(" ", 1))
    elif natural * size < 2 * width * 0.97:
        parts = m.halves(text, weight)
        if max(m.width(part, weight) for part in parts) * size > width:
            parts = tuple(m.split(text, width, size))
    else:
        parts = tuple(m.split(text, width, size))
    return [Row(escape(part), round(size * leading, 1), css, size) for part in parts]
