"""Text that runs around a picture or a quotation."""

from benchmarks.pages import heads
from benchmarks.pages.geometry import Rect, Slot
from benchmarks.pages.pictures import picture_address
from benchmarks.pages.sheet import Sheet, Writer, escaped
from benchmarks.pages.stories import Style, columns_of, fill
from benchmarks.pages.truth import TrueArticle


def set_runaround(sheet: Sheet, slot: Slot, writer: Writer, style: Style) -> TrueArticle:
    """In the middle of two columns, or at the side of a wide one; round or square."""
    article, rect, random_, grid = sheet.begin(), sheet.grid.rect(slot), sheet.random, sheet.grid
    article.title = writer.title()
    article.kicker = writer.kicker() if style.kicker else ""
    article.byline = writer.byline() if style.words == "head" else ""
    depth = heads.set_head(sheet, article, rect, slot.columns) + grid.line * 0.5
    body = rect._replace(top=rect.top + depth)
    paragraphs = writer.article(120)
    words = paragraphs[0].split("。")[0] + "。" if random_.random() < 0.35 else ""
    if slot.columns > 2 or body.width / grid.size > 44 or random_.random() < 0.6:
        frames = columns_of(body, max(2, slot.columns), grid.gutter)
        floats = _between(sheet, article, frames, words)
    else:
        frames = [body]
        floats = {0: _beside(sheet, article, body, words)}
    style.drop = False
    fill(sheet, article, frames, writer, style, floats, paragraphs)
    return article


def _between(sheet: Sheet, article: TrueArticle, frames: list[Rect], words: str) -> dict[int, str]:
    """Half of it in each of two columns; the thing itself lies above both."""
    random_, gap = sheet.random, sheet.grid.size
    at = random_.randrange(len(frames) - 1)
    one, two = frames[at], frames[at + 1]
    gutter = two.left - one.right
    width = min((one.width + gutter) * random_.uniform(0.75, 1.05), one.height * 0.55)
    middle = one.right + gutter / 2
    top = (one.height - width) * random_.uniform(0.25, 0.75)
    is_round = random_.random() < 0.5
    place = Rect(middle - width / 2, one.top + top, middle + width / 2, one.top + top + width)
    _draw(sheet, article, place, words, is_round)
    half, radius = (width - gutter) / 2 + gap, width / 2 + gap
    floats = {}
    for number, side, centre in ((at, "right", half + gutter / 2), (at + 1, "left", -gutter / 2)):
        shape = f"shape-outside:circle({radius:.1f}px at {centre:.1f}px {radius:.1f}px)" if is_round else ""
        floats[number] = _hole(side, top - gap, half, width + 2 * gap, shape)
    return floats


def _beside(sheet: Sheet, article: TrueArticle, frame: Rect, words: str) -> str:
    random_, gap = sheet.random, sheet.grid.size
    width = min(frame.width * random_.uniform(0.35, 0.5), frame.height * 0.6)
    height = width * random_.uniform(0.7, 1.1)
    top = (frame.height - height) * random_.uniform(0.1, 0.7)
    side = random_.choice(["left", "right"])
    left = frame.left if side == "left" else frame.right - width
    is_round = random_.random() < 0.4
    height = width if is_round else height
    _draw(sheet, article, Rect(left, frame.top + top, left + width, frame.top + top + height), words, is_round)
    centre = width / 2 if side == "left" else gap + width / 2
    shape = f"shape-outside:circle({width / 2 + gap:.1f}px at {centre:.1f}px {width / 2 + gap:.1f}px)" if is_round else ""
    return _hole(side, max(0, top - gap), width + gap, height + 2 * gap, shape)


def _hole(side: str, top: float, width: float, height: float, shape: str) -> str:
    return (
        f'<div style="float:{side};width:0;height:{top:.1f}px"></div>'
        f'<div class="float" style="float:{side};clear:{side};width:{width:.1f}px;height:{height:.1f}px;{shape}"></div>'
    )


def _draw(sheet: Sheet, article: TrueArticle, place: Rect, words: str, is_round: bool) -> None:
    style = place.style()
    if words:
        size = min(sheet.grid.size * 1.6, (place.width * place.height * (0.28 if is_round else 0.45) / len(words)) ** 0.5)
        ground = (
            "background:#f1ead8;border-radius:50%" if is_round else "border-top:2px solid #b01818;border-bottom:2px solid #b01818"
        )
        look = f"{ground};display:flex;align-items:center;font-size:{size:.1f}px;line-height:{size * 1.4:.1f}px"
        look += f";padding:0 {place.width * (0.15 if is_round else 0.04):.1f}px"
        sheet.draw(
            article.key, f'<div class="quote holds" data-box="{article.key}" style="{style};{look}">{escaped(words)}</div>'
        )
        return
    image = picture_address(sheet.random, place.height / place.width)
    rounding = "border-radius:50%" if is_round else ""
    sheet.draw(article.key, f'<img data-box="{article.key}" src="{image}" style="{style};{rounding}">')
