"""Headlines: kicker, title, subtitle, byline, along or down the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.pages.geometry import Rect
from benchmarks.pages.sheet import Sheet, escaped, text_width
from benchmarks.pages.truth import TrueArticle

_CAPS = {1: 1.9, 2: 2.6, 3: 3.3, 4: 4.0}  # the largest title, in sizes of the body, by columns
_LEADING = 1.22


@dataclass(frozen=True)
class _Line:
    role: str
    text: str
    size: float
    leading: float = _LEADING

    @property
    def depth(self) -> float:
        return round(self.size * self.leading, 1)


def set_head(sheet: Sheet, article: TrueArticle, rect: Rect, columns: int, share: float = 0.4) -> float:
    """Along the top of `rect`; returns how deep it is, in pixels. What takes more than `share` of its height is left out."""
    if sheet.language == "en":
        return _english_head(sheet, article, rect, columns)
    lines = _lines(sheet, article, rect.width, columns)
    for role in ("subtitle", "kicker", "byline"):
        if sum(line.depth for line in lines) > rect.height * share:
            lines = [line for line in lines if line.role != role]
            setattr(article, role, "")
    style = " centred" if sheet.random.random() < 0.5 else ""
    face = " hei" if sheet.random.random() < 0.4 else ""
    place = f"left:{rect.left:.2f}px;top:{rect.top:.2f}px;width:{rect.width:.2f}px"
    sheet.draw(
        article.key, f'<div class="head{style}{face}" data-fit data-box="{article.key}" style="{place}">{_markup(lines)}</div>'
    )
    return sum(line.depth for line in lines)


def set_standing_head(
    sheet: Sheet, article: TrueArticle, rect: Rect, is_right: bool, cap: float = 3.4, stops: Sequence[float] = ()
) -> Rect:
    """Down the left or right side of `rect`, to the first of the `stops` (heights on the sheet) at which it has ended. Returns
    its place."""
    size = sheet.grid.size
    title = _title_lines(article.title, rect.height, size * cap, size * 1.5)
    lines = [_Line("title", text, number) for text, number in title]
    if article.kicker:
        lines.insert(0, _Line("kicker", article.kicker, min(size * 1.3, rect.height / len(article.kicker)), 1.35))
    if article.subtitle:
        lines.append(_Line("subtitle", article.subtitle, min(size * 1.2, rect.height / len(article.subtitle)), 1.35))
    if article.byline:
        lines.append(_Line("byline", article.byline, size, 1.4))
    width = sum(line.depth for line in lines)
    left = rect.right - width if is_right else rect.left
    length = max(text_width(line.text, line.size) for line in lines)
    bottom = next((stop for stop in stops if stop >= rect.top + length), rect.bottom)
    place = Rect(left, rect.top, left + width, bottom)
    face = " hei" if sheet.random.random() < 0.4 else ""
    sheet.draw(
        article.key,
        f'<div class="head stands{face}" data-fit data-box="{article.key}" style="{place.style()}">{_markup(lines)}</div>',
    )
    return place


def _lines(sheet: Sheet, article: TrueArticle, width: float, columns: int) -> list[_Line]:
    size = sheet.grid.size
    cap = size * _CAPS.get(columns, 4.6 if columns < 7 else 7.5)
    lines = [_Line("title", text, number) for text, number in _title_lines(article.title, width, cap, size * 1.35)]
    title = lines[0].size
    if article.kicker:
        lines.insert(0, _Line("kicker", article.kicker, _fitting(article.kicker, width, max(size, title * 0.5)), 1.4))
    if article.subtitle:
        lines.append(_Line("subtitle", article.subtitle, _fitting(article.subtitle, width, max(size, title * 0.5)), 1.4))
    if article.byline:
        lines.append(_Line("byline", article.byline, _fitting(article.byline, width, size), 1.7))
    return lines


def _fitting(text: str, width: float, most: float) -> float:
    return min(most, most * width * 0.98 / text_width(text, most))


def _title_lines(title: str, width: float, most: float, least: float) -> list[tuple[str, float]]:
    """With their sizes; as few as keep the title above its least size, at most three."""
    for count in (1, 2, 3):
        lines = _cut(title, count)
        size = min(_fitting(line, width, most) for line in lines)
        if size >= least:
            break
    return [(line, round(size, 2)) for line in lines]


def _cut(title: str, count: int) -> list[str]:
    if count == 1:
        return [title]
    if count == 2 and " " in title:
        first, _, second = title.partition(" ")
        return [first, second]
    step = -(-len(title) // count)
    return [title[at : at + step] for at in range(0, len(title), step)]


def _markup(lines: list[_Line]) -> str:
    return "".join(
        f'<div class="{line.role}" style="font-size:{line.size:.2f}px;line-height:{line.depth}px">{escaped(line.text)}</div>'
        for line in lines
    )


def _english_head(sheet: Sheet, article: TrueArticle, rect: Rect, columns: int) -> float:
    size = sheet.grid.size
    title = size * {1: 1.7, 2: 2.3, 3: 2.8}.get(columns, 3.4)
    rows = -(-int(len(article.title) * title * 0.68) // int(rect.width))
    parts = [("title", article.title, title, rows)]
    if article.subtitle:
        parts.append(("subtitle", article.subtitle, size * 1.25, -(-int(len(article.subtitle) * size * 0.82) // int(rect.width))))
    if article.byline:
        parts.append(("byline", article.byline, size, 1))
    inner, depth = "", 0.0
    for role, text, number, count in parts:
        inner += f'<div class="{role}" style="font-size:{number:.2f}px;line-height:{number * 1.22:.1f}px">{escaped(text)}</div>'
        depth += count * number * 1.22
    place = Rect(rect.left, rect.top, rect.right, rect.top + depth)
    # The words may take fewer lines than were reckoned with; the box is that of the words.
    words = f'<div data-box="{article.key}">{inner}</div>'
    sheet.draw(article.key, f'<div class="head" data-fit style="{place.style()}">{words}</div>')
    return depth
