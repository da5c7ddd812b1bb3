"""What belongs to a page and to no article: folio, section name, credits, masthead, rules between articles."""

import datetime as dt

from benchmarks.pages import words
from benchmarks.pages.geometry import Rect, Slot
from benchmarks.pages.sheet import Sheet

_DAYS = "一二三四五六日"


def set_folio(sheet: Sheet) -> None:
    """Above the text area: label, date, section name, credits."""
    grid, random_ = sheet.grid, sheet.random
    day = dt.date(2024, 1, 1) + dt.timedelta(days=random_.randint(0, 700))
    left, right = grid.start, grid.width - grid.start
    credit = f"责任编辑：{random_.choice(words.SURNAMES)}{random_.choice(words.GIVEN)}　版式：{random_.choice(words.GIVEN)}"
    date = f"{day.year}年{day.month}月{day.day}日　星期{_DAYS[day.weekday()]}"
    if sheet.language == "en":
        date, credit, name, paper = day.strftime("%A, %B %d, %Y"), "Editor: Jane Marlow", "CITY", "The Heron Bay Herald"
    else:
        name, paper = random_.choice(words.SECTION_NAMES), random_.choice(words.PAPERS)
    label = "<b>" + "-".join(sheet.labels) + "</b>"
    parts = [label, f'<b style="font-size:22px">{name}</b>', date, credit, paper]
    if random_.random() < 0.5:
        parts = [paper, date, credit, f'<b style="font-size:22px">{name}</b>', label]
    sheet.furniture(Rect(left, grid.top - 40, right, grid.top - 14), parts, "font-size:13px;line-height:26px")
    sheet.rule(Rect(left, grid.top - 11, right, grid.top - 9.5), "#111")
    if random_.random() < 0.5:
        foot = (
            f"编辑部：临江路{random_.randint(2, 90)}号　邮编：{random_.randint(310000, 319999)}　印刷：荻港印刷厂　每份零售1.50元"
        )
        if sheet.language == "en":
            foot = "Heron Bay Press, 14 Quay Street · printed on recycled paper · $1.50"
        sheet.furniture(
            Rect(left, grid.bottom + 8, right, grid.bottom + 24), foot, "font-size:11px;line-height:16px;text-align:center"
        )


def set_masthead(sheet: Sheet, height: float) -> None:
    """Over the folio's place, `height` deep, down to the top of the text area."""
    grid, random_ = sheet.grid, sheet.random
    left, right, top = grid.start, grid.width - grid.start, grid.top - height
    name = random_.choice(words.PAPERS)
    size = min(height * 0.6, 120)
    colour = random_.choice(["#b01818", "#111", "#0a3a6a"])
    sheet.furniture(
        Rect(left, top, left + size * 4.4, top + size * 1.5),
        name,
        f"font-size:{size:.1f}px;line-height:{size * 1.5:.1f}px;font-weight:700;color:{colour}",
    )
    number = f"国内统一连续出版物号 CN 00-00{random_.randint(10, 99)}"
    ear = f"第{random_.randint(1000, 9999)}期　今日{random_.choice([8, 12, 16])}版<br>{number}"
    sheet.furniture(Rect(right - 330, top + 6, right, top + 56), ear, "font-size:13px;line-height:25px;text-align:right")
    strip = ["2025年3月", "农历二月", "今天多云转小雨 8℃～15℃", f"www.{random_.randint(100, 999)}.example"]
    sheet.furniture(
        Rect(left, grid.top - 34, right, grid.top - 14), strip, "font-size:13px;line-height:20px;border-top:2px solid #111"
    )
    sheet.rule(Rect(left, grid.top - 11, right, grid.top - 10), "#111")


def set_rules(sheet: Sheet, slots: list[Slot]) -> None:
    """Thin lines in the white between articles, where the page has them."""
    grid = sheet.grid
    if not grid.is_ruled:
        return
    for slot in slots:
        rect = grid.rect(slot)
        if slot.last < grid.columns - 1:
            at = rect.right + grid.gutter / 2
            sheet.rule(Rect(at, rect.top, at + 0.75, rect.bottom))
        below = [other for other in slots if other.top > slot.bottom and other.first <= slot.last and other.last >= slot.first]
        if below:
            at = (rect.bottom + min(other.top for other in below)) / 2
            sheet.rule(Rect(rect.left, at, rect.right, at + 0.75))
