"""A plan as HTML: every line, picture and rule at its own place; what belongs to a story says so in `data-story`."""

import base64
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from typesetting.content import Figure
from typesetting.grid import CAPTION_GAP, FIGURE_GAP, PADDING, Box
from typesetting.heads import Head
from typesetting.layout import Placed, Plan, Rule
from typesetting.measuring import Line
from typesetting.notices import ITEM_LEADING, POINTER_HEAD, AdvertSetting, PointerSetting
from typesetting.settings import Fit, Pictures, StorySetting, caption_html

OPENING = "本报讯"
PLATE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><rect width="1200" height="800" fill="#b9bdb8"/></svg>'


def position(box: Box, more: str = "") -> str:
    return f"left:{box.x:.2f}px;top:{box.y:.2f}px;width:{box.width:.2f}px;height:{box.height:.2f}px;{more}"


def draw_plan(plan: Plan, labels: dict[str, str]) -> str:
    """`labels` gives the page label of every article of the issue, for the 导读."""
    boxed = [placed.box for placed in plan.placed if _is_boxed(placed)]
    parts = [_rule(rule) for rule in plan.rules if not _touches(rule, boxed)]
    for placed in plan.placed:
        setting = placed.setting
        if isinstance(setting, PointerSetting):
            parts += _pointer(setting, placed.fit, placed.box, labels)
        elif isinstance(setting, AdvertSetting):
            parts.append(_advert(setting, placed.box))
        else:
            parts += _story(setting, placed.fit, placed.box)
    return "\n".join(parts)


def _is_boxed(placed: Placed) -> bool:
    return not isinstance(placed.setting, StorySetting) or bool(placed.setting.decor)


def _touches(rule: Rule, boxed: list[Box]) -> bool:
    """A box needs no thin rule at its edge."""
    return not rule.is_heavy and any(_is_edge(rule.box, box) for box in boxed)


def _is_edge(line: Box, box: Box) -> bool:
    if line.width:
        near = min(abs(line.y - box.y), abs(line.y - box.y - box.height)) < 15
        return near and box.x - 2 <= line.x + line.width / 2 <= box.x + box.width + 2
    near = min(abs(line.x - box.x), abs(line.x - box.x - box.width)) < 14
    return near and box.y - 14 <= line.y and line.y + line.height <= box.y + box.height + 2


def _rule(rule: Rule) -> str:
    kind = "rule" if rule.box.width else "rule upright"
    if rule.is_heavy:
        kind += " heavy"
    return f'<div class="{kind}" style="{position(rule.box)}"></div>'


def _story(setting: StorySetting, fit: Fit, box: Box) -> Iterator[str]:
    mine = f'data-story="{setting.story.id}"'
    if setting.decor:
        css = "box tint" if setting.decor == "tint" else "box rule-box"
        yield f'<div class="{css}" {mine} style="{position(box)}"></div>'
    x, y = box.x + setting.padding, box.y + setting.padding
    bottom = box.y + box.height - setting.padding
    head_y = y
    if setting.pictures and setting.pictures.above_head:
        yield from _pictures(setting, setting.pictures, fit, x, y, mine)
        head_y += fit.picture_height + setting.pictures.caption_height + FIGURE_GAP
    yield _head(setting, setting.head, x, head_y, mine)
    if setting.pictures and not setting.pictures.above_head:
        top = y + setting.full_head + fit.slack
        if setting.head_columns == setting.columns and setting.pictures.count < setting.columns:
            yield from _pictures(setting, setting.pictures, fit, x, top + 4, mine, 4)
        else:
            yield from _pictures(setting, setting.pictures, fit, x, top, mine)
    yield from _columns(setting, fit, x, bottom, mine)


def _head(setting: StorySetting, head: Head, x: float, y: float, mine: str) -> str:
    count = setting.head_columns
    width = count * setting.column_width + (count - 1) * setting.gutter
    rows = "".join(
        f'<div class="{row.css_class}" style="height:{row.height}px;line-height:{row.height}px;'
        f'font-size:{row.size}px">{row.html}</div>'
        for row in head.rows
    )
    css = "head centred" if head.is_centred else "head"
    return f'<div class="{css}" {mine} style="{position(Box(x, y, width, head.height - 7))}">{rows}</div>'


def _pictures(
    setting: StorySetting, pictures: Pictures, fit: Fit, x: float, y: float, mine: str, less: float = 0
) -> Iterator[str]:
    x += pictures.first * (setting.column_width + setting.gutter)
    height = fit.picture_height - less
    for figure, width in zip(setting.story.figures, pictures.widths, strict=True):
        box = Box(x, y, width, height + pictures.caption_height)
        caption = f'<div class="caption" style="margin-top:{CAPTION_GAP}px">'
        caption += caption_html(escape(figure.caption), escape(figure.credit)) + "</div>"
        image = f'<img alt="" src="{drawing_address(figure.drawing)}" style="height:{height:.2f}px">'
        yield f'<div class="figure" {mine} style="{position(box)}">{image}{caption}</div>'
        x += width + 10


@cache
def drawing_address(drawing: Path) -> str:
    """A drawing that is not there yet is a grey plate."""
    data = drawing.read_bytes() if drawing.exists() else PLATE
    return "data:image/svg+xml;base64," + base64.b64encode(data).decode("ascii")


def picture_of(figure: Figure, width: int, height: int) -> str:
    return f'<img alt="" src="{drawing_address(figure.drawing)}" style="width:{width}px;height:{height}px;object-fit:cover">'


def _columns(setting: StorySetting, fit: Fit, x: float, bottom: float, mine: str) -> Iterator[str]:
    done = 0
    for index, (room, used) in enumerate(zip(fit.room, fit.used, strict=True)):
        if not used:
            continue
        left = x + index * (setting.column_width + setting.gutter)
        stands = max(fit.room) if index in fit.hung else room
        box = Box(left, bottom - stands * fit.leading, setting.column_width, used * fit.leading)
        lines = setting.lines[done : done + used]
        done += used
        style = position(box, f"font-size:{setting.type.size}px;line-height:{fit.leading:.3f}px")
        html = "".join(_line(line, place, fit.leading, setting) for place, line in enumerate(lines))
        yield f'<div class="column" {mine} style="{style}">{html}</div>'


def _line(line: Line, place: int, leading: float, setting: StorySetting) -> str:
    height = f"height:{leading:.3f}px"
    text = escape(line.text)
    if line.kind == "gap":
        return f'<div style="{height}"></div>'
    if line.kind == "heading":
        lift = 0.22 if place > 1 else 0.5
        size = min(setting.type.size + 0.5, (setting.column_width - 2) / len(line.text))
        style = f"{height};top:{-lift * leading:.2f}px;font-size:{size:.2f}px"
        return f'<div class="heading" style="{style}">{text}</div>'
    if line.kind == "verse":
        indent = _verse_indent(setting)
        return f'<div class="verse" style="{height};padding-left:{indent:.2f}px">{text}</div>'
    if line.starts and text.startswith(OPENING):
        text = f"<b>{OPENING}</b>{text[len(OPENING) :]}"
    css = " ".join(name for name, is_so in (("starts", line.starts), ("ends", line.ends)) if is_so)
    return f'<div class="{"turn" if line.kind == "turn" else css}" style="{height}">{text}</div>'


def _verse_indent(setting: StorySetting) -> float:
    """Verses stand as one block in the middle of their column."""
    longest = max(len(line.text) for line in setting.lines if line.kind == "verse")
    return max(0.0, (setting.column_width - longest * setting.type.size) / 2)


def _pointer(setting: PointerSetting, fit: Fit, box: Box, labels: dict[str, str]) -> Iterator[str]:
    story = setting.story
    yield f'<div class="pointer" style="{position(box)}"></div>'
    head = Box(box.x + PADDING, box.y + PADDING - 2, box.width - 2 * PADDING, 32)
    yield f'<div class="pointer-title" data-story="{story.id}" style="{position(head)}">{escape(story.title)}</div>'
    each = (box.width - 2 * PADDING - (setting.columns - 1) * 24) / setting.columns
    y = box.y + PADDING + POINTER_HEAD - fit.slack / 2
    for row in range(setting.rows):
        texts = setting.texts[row * setting.columns : (row + 1) * setting.columns]
        height = max(len(text) for text in texts) * ITEM_LEADING + fit.slack
        for place, text in enumerate(texts):
            item = story.items[row * setting.columns + place]
            spot = Box(box.x + PADDING + place * (each + 24), y, each, height)
            css = "pointer-item last" if row == setting.rows - 1 else "pointer-item"
            top = fit.slack / 2
            words = "<br>".join(escape(line) for line in text)
            page = f'<span class="page" style="top:{top:.1f}px">{labels[item.article]}版</span>'
            style = position(spot, f"padding-top:{top:.1f}px")
            yield f'<div class="{css}" data-pointer="{item.article}" style="{style}">{words}{page}</div>'
        y += height


def _advert(setting: AdvertSetting, box: Box) -> str:
    story = setting.story
    lines = "".join(f"<p>{escape(paragraph.text)}</p>" for paragraph in story.paragraphs if paragraph.kind != "figure")
    lines = lines.replace("\n", "</p><p>")
    return (
        f'<div class="advert" data-story="{story.id}" style="{position(box)}"><span class="mark">广告</span>'
        f'<div class="advert-name"><h2>{escape(story.title)}</h2><h3>{escape(story.subtitle)}</h3></div>'
        f'<div class="advert-lines">{lines}</div></div>'
    )
