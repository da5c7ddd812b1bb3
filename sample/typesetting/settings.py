"""Ways to set one story in a rectangle: columns, place of headline and pictures, and how well each fills a given height."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typesetting.content import Story
from typesetting.grid import CAPTION_GAP, FIGURE_GAP, GUTTER, PADDING, Type, span_width
from typesetting.heads import Head, heads
from typesetting.measuring import Line, Measurer, looseness

TIGHTEST, LOOSEST = 0.965, 1.05  # of the page's leading
LEAST_CROP, MOST_CROP = 0.66, 1.14  # of a picture's own height
Decor = Literal["", "tint", "rule"]


@dataclass(frozen=True)
class Pictures:
    """The story's pictures side by side over some of its columns; `height` is their own, uncropped."""

    first: int
    count: int
    widths: tuple[float, ...]
    height: float
    caption_height: float
    above_head: bool = False


@dataclass(frozen=True)
class Fit:
    """How a setting fills a height: lines that each column could hold and does hold, the leading, slack under the head."""

    cost: float
    leading: float = 0
    slack: float = 0
    room: tuple[int, ...] = ()
    used: tuple[int, ...] = ()
    picture_height: float = 0
    hung: tuple[int, ...] = ()  # columns that end above an inset: they hang from the head, the others stand on the foot


@dataclass(frozen=True)
class StorySetting:
    story: Story
    width: float
    columns: int
    gutter: float
    head: Head
    head_columns: int
    pictures: Pictures | None
    decor: Decor
    lines: tuple[Line, ...]
    type: Type
    taste: float = 0

    @property
    def padding(self) -> float:
        return PADDING if self.decor else 0

    @property
    def inner_width(self) -> float:
        return self.width - 2 * self.padding

    @property
    def column_width(self) -> float:
        return (self.inner_width - (self.columns - 1) * self.gutter) / self.columns

    @property
    def full_head(self) -> float:
        return self.head.height if self.head_columns == self.columns else 0

    def natural_height(self) -> float:
        """About what the story asks for, to bound the search."""
        area = len(self.lines) * self.type.leading
        if self.head_columns < self.columns:
            area += self.head.height * self.head_columns
        if self.pictures:
            extra = self.pictures.height * 0.92 + self.pictures.caption_height + FIGURE_GAP
            area += extra * self.pictures.count
        return 2 * self.padding + self.full_head + area / self.columns

    def fit(self, height: float) -> Fit | None:
        body = height - 2 * self.padding - self.full_head
        if self.pictures and self.pictures.count == self.columns:
            return self._fit_under_wide_picture(body, self.pictures)
        best: Fit | None = None
        for leading, rows, slack in self.leadings(body):
            fit = self._fit_rows(body - slack, leading, rows, slack)
            if fit and (best is None or fit.cost < best.cost):
                best = fit
        return best

    def leadings(self, body: float) -> Iterator[tuple[float, int, float]]:
        """Leadings at which whole lines fill `body`; a rest of less than a line may stay under the head."""
        base = self.type.leading
        for rows in range(max(2, math.ceil(body / (base * LOOSEST))), int(body / (base * TIGHTEST)) + 1):
            yield body / rows, rows, 0.0
        rows = int(body / (base * 1.02))
        slack = body - rows * base * 1.02
        if rows > 1 and slack <= 15:
            yield base * 1.02, rows, slack

    def _fit_rows(self, body: float, leading: float, rows: int, slack: float) -> Fit | None:
        fixed = [0.0] * self.columns
        if self.head_columns < self.columns:
            for index in range(self.head_columns):
                fixed[index] = self.head.height
        room = [max(0, int((body - used) / leading + 0.02)) for used in fixed]
        picture_height = 0.0
        if self.pictures:
            spread = range(self.pictures.first, self.pictures.first + self.pictures.count)
            rest = len(self.lines) - sum(room[i] for i in range(self.columns) if i not in spread)
            under = math.ceil(max(rest, 0) / self.pictures.count)
            if rest < -1 or 0 < under < 3:
                return None
            gap = FIGURE_GAP if under else 0
            picture_height = body - under * leading - self.pictures.caption_height - gap
            for index in spread:
                room[index] = under
        short = sum(room) - len(self.lines)
        if short < 0 or short >= self.columns or min((r for r in room if r), default=0) < 2:
            return None
        return self.finish(leading, slack, room, short, picture_height)

    def _fit_under_wide_picture(self, body: float, pictures: Pictures) -> Fit | None:
        rows = math.ceil(len(self.lines) / self.columns)
        best: Fit | None = None
        for factor in (1.0, 0.98, 1.025):
            leading = self.type.leading * factor
            picture = body - rows * leading - pictures.caption_height - FIGURE_GAP
            short = rows * self.columns - len(self.lines)
            fit = self.finish(leading, 0, [rows] * self.columns, short, picture)
            if fit and (best is None or fit.cost < best.cost):
                best = fit
        return best

    def finish(self, leading: float, slack: float, room: list[int], short: int, picture: float) -> Fit | None:
        cost = self.taste + self.head.cost + slack**2 / 120 + 0.12 * short
        cost += 1800 * (leading / self.type.leading - 1) ** 2
        if self.pictures:
            crop = picture / self.pictures.height
            if not LEAST_CROP <= crop <= MOST_CROP:
                return None
            cost += 22 * (crop - 0.94) ** 2
        used = list(room)
        for index in range(short):
            used[self.columns - 1 - index % self.columns] -= 1
        if min(used) < 0:
            return None
        return Fit(cost + self._breaks(used), leading, slack, tuple(room), tuple(used), picture)

    def _breaks(self, used: list[int]) -> float:
        """What bad column breaks cost: a subheading at a foot, a paragraph's last short line at a top."""
        cost, place = 0.0, 0
        for count in used[:-1]:
            place += count
            if 0 < place < len(self.lines):
                before, after = self.lines[place - 1], self.lines[place]
                cost += 6.0 if before.kind == "heading" else 0
                cost += 1.5 if before.kind == "gap" else 0
                cost += 0.6 if after.ends and len(after.text) < 6 and not after.starts else 0
                cost += 0.3 if before.starts and not before.ends else 0
        return cost + 0.02 * max(0, max(used) - 34) ** 2


def story_settings(
    story: Story, span: float, rank: int, type_: Type, decor: Decor, measurer: Measurer, centred: bool, front: bool
) -> Iterator[StorySetting]:
    width = span_width(span)
    inner = width - (2 * PADDING if decor else 0)
    for columns in _column_counts(story, span, rank):
        gutter = GUTTER if columns == span else 26
        each = (inner - (columns - 1) * gutter) / columns
        lines = measurer.lines(story, each, type_.size)
        if story.is_verse and any(measurer.width(line.text, 400) * type_.size > each for line in lines):
            continue
        loose = 0.12 * looseness(lines, each / type_.size)
        for head_columns in _head_columns(columns, rank):
            head_width = head_columns * each + (head_columns - 1) * gutter
            head_span = max(1, min(int(span + 0.5), round(head_width / span_width(1))))
            middle = centred or bool(decor)
            for head in heads(story, head_width, head_span, rank, measurer, middle, front):
                for pictures in _pictures(story, columns, head_columns, each, gutter, measurer):
                    taste = loose + _taste(story, span, columns, head_columns, pictures, rank)
                    yield StorySetting(story, width, columns, gutter, head, head_columns, pictures, decor, lines, type_, taste)


def _column_counts(story: Story, span: float, rank: int) -> tuple[int, ...]:
    if story.is_verse:
        return (2,) if span > 2 else (1,)
    return {1: (1,), 5 / 3: (1,), 2: (2,), 2.5: (2,), 3: (3, 2), 4: (4, 3), 5: (5, 4)}[span]


def _head_columns(columns: int, rank: int) -> tuple[int, ...]:
    """Over all columns, or at the left with text beside it."""
    return {3: (3, 1, 2), 4: (4, 2), 5: (5, 2, 3)}.get(columns, (columns,))


def _taste(story: Story, span: float, columns: int, head_columns: int, pictures: Pictures | None, rank: int) -> float:
    cost = 0.3 if columns != span and span == int(span) else 0.0
    if head_columns < columns:
        cost += 0.5 + (0.5 if rank == 0 else 0)
    if pictures and pictures.above_head:
        cost += 0.2 if story.kind == "picture" else 0.5
    if pictures and story.kind == "picture" and pictures.count < columns:
        cost += 1.5
    if pictures and span >= 3 and pictures.count == 1:
        cost += 0.8
    return cost


def _pictures(
    story: Story, columns: int, head_columns: int, each: float, gutter: float, measurer: Measurer
) -> Iterator[Pictures | None]:
    if not story.figures:
        yield None
        return
    for first, count, above in _picture_places(columns, head_columns, story.kind):
        width = count * each + (count - 1) * gutter
        shares = [1 / figure.ratio for figure in story.figures]
        height = (width - (len(shares) - 1) * 10) / sum(shares)
        widths = tuple(height * share for share in shares)
        captions = max(
            measurer.height(caption_html(figure.caption, figure.credit), w, "caption")
            for figure, w in zip(story.figures, widths, strict=True)
        )
        yield Pictures(first, count, widths, height, captions + CAPTION_GAP, above)


def _picture_places(columns: int, head_columns: int, kind: str) -> list[tuple[int, int, bool]]:
    if head_columns < columns:
        return [(head_columns, columns - head_columns, False)]
    places = [(0, columns, False), (0, columns, True)]
    if columns >= 2:
        places += [(columns - count, count, False) for count in range(max(1, columns // 2), columns)]
    if columns == 5:
        places.append((1, 3, False))
    return places


def caption_html(caption: str, credit: str) -> str:
    return f'{caption}<span class="credit">{credit}</span>'
