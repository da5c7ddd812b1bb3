"""Articles of running text: a head, columns that one thread of text flows through, pictures between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.pages import heads
from benchmarks.pages.geometry import Rect, Slot
from benchmarks.pages.pictures import picture_address
from benchmarks.pages.sheet import Sheet, Writer, escaped, text_width
from benchmarks.pages.truth import TrueArticle

_PANELS = ["border:1px solid #333", "border:2px solid #a22", "background:#eef2ea", "background:#f4ecd9;border:1px solid #998"]


@dataclass
class Style:
    """How a story is set. `head`: "top", "part" (over the first columns only), "left" or "right" (down the side), "none".
    `picture`: "", "over", "corner", "foot", "middle". `words`: "head" (byline in the head), "text" (a dateline), "none".
    """

    head: str = "top"
    picture: str = ""
    words: str = "text"
    is_vertical: bool = False
    is_boxed: bool = False
    drop: bool = False
    kicker: bool = False
    subtitle: bool = False
    columns: int = 0  # other than the slot's own
    head_columns: int = 0  # under a head over a part of them
    continued_on: str = ""
    continues_from: str = ""
    title: str = ""


def set_story(sheet: Sheet, rect: Rect, columns: int, writer: Writer, style: Style, away: Iterable[Rect] = ()) -> TrueArticle:
    """In `columns` columns of equal width within `rect`; `away`: places inside it that belong to others."""
    article = sheet.begin()
    article.title = style.title or (writer.short_title() if columns == 1 else writer.title())
    article.kicker = writer.kicker() if style.kicker else ""
    article.subtitle = writer.subtitle() if style.subtitle else ""
    article.byline = writer.byline() if style.words == "head" else ""
    if style.is_boxed:
        sheet.draw(article.key, f'<div data-box="{article.key}" style="{rect.style()};{sheet.random.choice(_PANELS)}"></div>')
        rect = rect.inset(sheet.grid.size * 0.8)
    if style.is_vertical:
        frames = _standing(sheet, article, rect)
    else:
        frames = _lying(sheet, article, rect, style.columns or columns, writer, style)
    for place in away:
        frames = [part for frame in frames for part in _without(frame, place, sheet.grid.line)]
    frames = _with_turns(sheet, article, frames, style)
    fill(sheet, article, frames, writer, style)
    return article


def story_in(sheet: Sheet, slot: Slot, writer: Writer, style: Style, away: Iterable[Rect] = ()) -> TrueArticle:
    return set_story(sheet, sheet.grid.rect(slot), slot.columns, writer, style, away)


def columns_of(rect: Rect, count: int, gutter: float) -> list[Rect]:
    width = (rect.width - gutter * (count - 1)) / count
    return [
        Rect(rect.left + at * (width + gutter), rect.top, rect.left + at * (width + gutter) + width, rect.bottom)
        for at in range(count)
    ]


def _lying(sheet: Sheet, article: TrueArticle, rect: Rect, count: int, writer: Writer, style: Style) -> list[Rect]:
    gap = sheet.grid.line * 0.5
    if style.head in ("left", "right") and sheet.language != "en":
        width = heads.set_standing_head(sheet, article, rect, style.head == "right").width + gap
        rect = rect._replace(right=rect.right - width) if style.head == "right" else rect._replace(left=rect.left + width)
        frames = columns_of(rect, count, sheet.grid.gutter)
    else:
        frames = columns_of(rect, count, sheet.grid.gutter)
        over = style.head_columns or max(1, count * 2 // 3) if style.head == "part" else count
        area = Rect(rect.left, rect.top, frames[over - 1].right, rect.bottom)
        depth = heads.set_head(sheet, article, area, over) + gap if style.head != "none" else 0
        frames = [frame._replace(top=frame.top + depth) if at < over else frame for at, frame in enumerate(frames)]
    return _around_picture(sheet, article, frames, writer, style.picture)


def _standing(sheet: Sheet, article: TrueArticle, rect: Rect) -> list[Rect]:
    """Bands of vertical lines, read from the right, one below the other; the head takes the right ends of the first."""
    grid = sheet.grid
    count = max(1, round(rect.height / (grid.size * sheet.random.choice([12, 16, 20]))))
    height = (rect.height - grid.gutter * (count - 1)) / count
    height = int(height / grid.size) * grid.size + 0.5
    tops = [rect.top + at * (height + grid.gutter) for at in range(count)]
    stops = [top + height for top in tops]
    cap = min(3.4, rect.width / 6 / grid.size)
    head = heads.set_standing_head(sheet, article, rect, is_right=True, cap=cap, stops=stops)
    beside = head.left - grid.line * 0.5
    return [Rect(rect.left, top, beside if top < head.bottom else rect.right, top + height) for top in tops]


def _around_picture(sheet: Sheet, article: TrueArticle, frames: list[Rect], writer: Writer, place: str) -> list[Rect]:
    count = len(frames)
    if not place or frames[-1].height < sheet.grid.line * 16:
        return frames
    random_ = sheet.random
    first, last = 0, count - 1
    if place in ("corner", "foot", "middle") and count > 1:
        wide = random_.randint(1, max(1, count - 1))
        first = random_.choice([0, count - wide]) if place == "foot" else count - wide
        first = random_.randint(0, count - wide) if place == "middle" else first
        last = first + wide - 1
    top, bottom = max(frame.top for frame in frames[first : last + 1]), frames[first].bottom
    left, right = frames[first].left, frames[last].right
    height = min((right - left) * random_.uniform(0.55, 0.8), (bottom - top) * (0.5 if place == "over" else 0.6))
    caption = writer.caption()
    depth = height + caption_depth(sheet, caption, right - left)
    at = {"foot": bottom - depth, "middle": top + (bottom - top - depth) * random_.uniform(0.3, 0.7)}.get(place, top)
    taken = Rect(left, at, right, at + depth)
    parts = [part for frame in frames for part in _without(frame, taken, sheet.grid.line)]
    if sum(part.height for part in parts) < 8 * sheet.grid.line:
        return frames
    set_picture(sheet, article, Rect(left, at, right, at + height), caption)
    return parts


def caption_depth(sheet: Sheet, caption: str, width: float) -> float:
    size = caption_size(sheet)
    rows = int(text_width(caption, size) * 1.04 / width) + 1
    return rows * round(size * 1.35, 1) + 4


def caption_size(sheet: Sheet) -> float:
    return sheet.grid.size * 0.88


def set_picture(sheet: Sheet, article: TrueArticle, rect: Rect, caption: str) -> None:
    """The picture in `rect`, its caption below it."""
    size = caption_size(sheet)
    place = f"left:{rect.left:.2f}px;top:{rect.top:.2f}px;width:{rect.width:.2f}px"
    image = f'<img src="{picture_address(sheet.random, rect.height / rect.width)}" style="height:{rect.height:.2f}px">'
    line = f"font-size:{size:.2f}px;line-height:{size * 1.35:.1f}px;padding-top:4px"
    words = f'<figcaption style="{line}">{escaped(caption)}</figcaption>' if caption else ""
    sheet.draw(article.key, f'<figure data-box="{article.key}" style="{place}">{image}{words}</figure>')
    if caption:
        article.captions.append(caption)


def _without(frame: Rect, taken: Rect, gap: float) -> list[Rect]:
    """What is left of a frame above and below a place that is taken."""
    if taken.left >= frame.right or taken.right <= frame.left or taken.top >= frame.bottom or taken.bottom <= frame.top:
        return [frame]
    parts = [frame._replace(bottom=taken.top - gap * 0.6), frame._replace(top=taken.bottom + gap * 0.6)]
    return [part for part in parts if part.height >= gap * 3]


def _with_turns(sheet: Sheet, article: TrueArticle, frames: list[Rect], style: Style) -> list[Rect]:
    """Lines that send the reader on, or say where the text comes from."""
    line = sheet.grid.line
    if style.continues_from:
        article.continues_from = style.continues_from
        _turn(sheet, article, frames[0]._replace(bottom=frames[0].top + line), f"（上接第{style.continues_from}版）")
        frames = [frames[0]._replace(top=frames[0].top + line), *frames[1:]]
    if style.continued_on:
        article.continued_on = style.continued_on
        _turn(sheet, article, frames[-1]._replace(top=frames[-1].bottom - line), f"（下转第{style.continued_on}版）")
        frames = [*frames[:-1], frames[-1]._replace(bottom=frames[-1].bottom - line)]
    return frames


def _turn(sheet: Sheet, article: TrueArticle, rect: Rect, words: str) -> None:
    sheet.draw(article.key, f'<div class="turn" data-box="{article.key}" style="{rect.style()}">{words}</div>')


def fill(
    sheet: Sheet,
    article: TrueArticle,
    frames: list[Rect],
    writer: Writer,
    style: Style,
    floats: dict[int, str] | None = None,
    start: list[str] | None = None,
) -> None:
    """More text than there is room for: the browser ends it at the last sentence that fits. `floats`: HTML
    by a frame's number; `start`: the first paragraphs."""
    grid = sheet.grid
    room = sum((frame.width * frame.height) / (grid.size * grid.line) for frame in frames)
    if sheet.language == "en":
        room *= 2.1
    paragraphs = (start or []) + writer.article(int(room * 1.25) + 160, dateline=style.words == "text" and not start)
    if style.continues_from:
        article.elsewhere = writer.article(300, dateline=True)
    # A large initial needs three lines beside it.
    drops = style.drop and len(paragraphs[0]) * grid.size > frames[0].width * (9 if sheet.language == "en" else 4)
    for at, frame in enumerate(frames):
        kinds = "frame" + (" stands" if style.is_vertical else "") + (" first" if at == 0 else "") + (" drop" if drops else "")
        sheet.draw(
            article.key,
            f'<div class="{kinds}" data-thread="{article.key}" style="{frame.style()}">{(floats or {}).get(at, "")}</div>',
        )
    sheet.thread(article.key, paragraphs, breaks=bool(style.continued_on))
