"""The twelve layouts: each makes up one sheet, varied by its own random numbers and by its number in the row."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from benchmarks.pages import furniture, geometry, inserts
from benchmarks.pages.chinese import ChineseWriter
from benchmarks.pages.english import EnglishWriter
from benchmarks.pages.geometry import Rect, Slot
from benchmarks.pages.runarounds import set_runaround
from benchmarks.pages.sheet import Sheet, Writer
from benchmarks.pages.stories import Style, set_story, story_in
from benchmarks.pages.traditional import TraditionalWriter

BROADSHEET, TABLOID, SPREAD = (1464, 2064), (1032, 1464), (2064, 1464)  # a PDF keeps quarters of an inch exactly
Layout = Callable[[random.Random, int], Sheet]


def begin(layout: str, random_: random.Random, size: tuple[int, int], columns: int, type_size: float, head: float = 0) -> Sheet:
    grid = geometry.make_grid(random_, *size, columns, type_size, head=head)
    return Sheet(layout, random_, grid, [f"{random_.randint(1, 16):02}"])


def any_style(sheet: Sheet, columns: int) -> Style:
    random_ = sheet.random
    pictures = ["", "", "over", "corner", "foot", "middle"] if columns > 1 else ["", "", "", "over"]
    return Style(
        head=random_.choice(["top", "top", "top", "part"]) if columns > 1 else "top",
        picture=random_.choice(pictures),
        words=random_.choice(["head", "text", "text", "none"]),
        drop=random_.random() < 0.15,
        kicker=random_.random() < 0.4 and columns > 1,
        subtitle=random_.random() < 0.4 and columns > 1,
    )


def set_slots(sheet: Sheet, slots: Iterable[Slot], change: Callable[[Style, Slot], Style] = lambda style, _: style) -> None:
    """A story in each. Now and then two are on the same matter, bear the same title, or quote each other."""
    random_ = sheet.random
    told: list[ChineseWriter] = []
    for slot in slots:
        style = change(any_style(sheet, slot.columns), slot)
        like = random_.choice(told) if told and random_.random() < 0.2 else None
        writer = ChineseWriter(random_, like=like)
        if like and random_.random() < 0.3:
            style.title = next(reversed(sheet.articles.values())).title
        story_in(sheet, slot, writer, style)
        if told and random_.random() < 0.15:
            _quote(sheet, writer, told[-1])
        told.append(writer)


def set_interlocked(sheet: Sheet, slots: list[Slot]) -> list[Slot]:
    """Articles that reach into the one below, beside its head; returns the slots that are left."""
    random_, line = sheet.random, sheet.grid.line
    left = list(slots)
    for upper in slots:
        for lower in slots:
            reach = min((lower.bottom - lower.top) * random_.uniform(0.25, 0.5), lower.bottom - lower.top - 14 * line)
            is_below = (upper.first, upper.last) == (lower.first, lower.last) and 0 < lower.top - upper.bottom < 3 * line
            if is_below and upper.columns > 1 and reach > 8 * line and {upper, lower} <= set(left) and random_.random() < 0.8:
                _interlock(sheet, upper, lower, reach)
                left = [slot for slot in left if slot not in (upper, lower)]
    return left


def _interlock(sheet: Sheet, upper: Slot, lower: Slot, reach: float) -> None:
    random_, grid = sheet.random, sheet.grid
    gap, under = lower.top - upper.bottom, random_.randint(1, upper.columns - 1)
    # The lower one's head stands over its first columns; over the others the upper one goes on.
    own = grid.rect(replace(lower, last=lower.first + under - 1))
    taken = grid.rect(replace(lower, first=lower.first + under, top=upper.top, bottom=lower.top + reach))
    style = replace(any_style(sheet, upper.columns), head="top", picture="")
    long = replace(upper, bottom=lower.top + reach)
    story_in(sheet, long, ChineseWriter(random_), style, [own._replace(top=own.top - gap * 0.3)])
    style = replace(any_style(sheet, lower.columns), head="part", head_columns=under, picture="", drop=False)
    story_in(sheet, lower, ChineseWriter(random_), style, [taken._replace(bottom=taken.bottom + gap * 0.7)])


def _quote(sheet: Sheet, writer: ChineseWriter, other: ChineseWriter) -> None:
    """The last thread repeats a sentence of the one before it."""
    earlier, last = sheet.threads[-2:]
    sentence = earlier["paragraphs"][0].split("。")[0].split("）")[-1]
    last["paragraphs"].insert(1, writer.quoted(other, sentence))


def finish(sheet: Sheet, slots: list[Slot]) -> Sheet:
    furniture.set_rules(sheet, slots)
    furniture.set_folio(sheet)
    return sheet


def _plain(
    layout: str, sizes: list[float], columns: list[int], count: tuple[int, int], size: tuple[int, int] = TABLOID
) -> Layout:
    def made(random_: random.Random, number: int) -> Sheet:
        sheet = begin(layout, random_, size, random_.choice(columns), random_.choice(sizes))
        slots = geometry.split(random_, sheet.grid, random_.randint(*count), most=5)
        plain = set_interlocked(sheet, slots)
        set_slots(sheet, plain)
        return finish(sheet, plain)

    return made


def vertical(random_: random.Random, number: int) -> Sheet:
    """Headlines down the side of lying text, and some articles that stand as a whole."""
    sheet = begin(
        "vertical", random_, random_.choice([TABLOID, BROADSHEET]), random_.choice([4, 5]), random_.choice([12.5, 13.5])
    )
    slots = geometry.split(random_, sheet.grid, random_.randint(5, 8), most=4)

    def change(style: Style, slot: Slot) -> Style:
        width, height = sheet.grid.rect(slot).width, slot.bottom - slot.top
        stands = random_.random() < 0.35 and width > 14 * sheet.grid.line
        if stands:
            return replace(style, is_vertical=True, picture="", drop=False)
        if slot.columns > 1 and height > 14 * sheet.grid.line and random_.random() < 0.7:
            return replace(style, head=random_.choice(["left", "right"]), kicker=False)
        return style

    set_slots(sheet, slots, change)
    return finish(sheet, slots)


def boxed(random_: random.Random, number: int) -> Sheet:
    """Framed and tinted items inside the columns of larger articles."""
    sheet = begin("boxed", random_, BROADSHEET, random_.choice([5, 6]), random_.choice([13, 13.5, 14]))
    slots = geometry.split(random_, sheet.grid, random_.randint(4, 6), most=5)
    for slot in slots:
        _host(sheet, slot)
    return finish(sheet, slots)


def _host(sheet: Sheet, slot: Slot) -> None:
    random_, grid = sheet.random, sheet.grid
    rect = grid.rect(slot)
    writer, style = ChineseWriter(random_), any_style(sheet, slot.columns)
    if slot.columns < 2 or rect.height < 30 * grid.line:
        story_in(sheet, slot, writer, replace(style, is_boxed=random_.random() < 0.5))
        return
    columns = random_.randint(1, min(2, slot.columns - 1))
    first = random_.choice([slot.last - columns + 1, random_.randint(slot.first, slot.last - columns + 1)])
    height = max(13 * grid.line, rect.height * random_.uniform(0.22, 0.38))
    bottom = random_.choice([rect.bottom, rect.bottom - rect.height * random_.uniform(0.1, 0.2)])
    inset = Rect(grid.left(first), bottom - height, grid.right(first + columns - 1), bottom)
    story_in(sheet, slot, writer, replace(style, picture="", head="top"), [inset])
    # The item may be on the matter of the article around it.
    other = ChineseWriter(random_, like=writer if random_.random() < 0.5 else None)
    words = random_.choice(["head", "none"])
    set_story(sheet, inset, columns, other, Style(is_boxed=True, words=words))


def runaround(random_: random.Random, number: int) -> Sheet:
    sheet = begin("runaround", random_, random_.choice([TABLOID, BROADSHEET]), random_.choice([4, 5]), random_.choice([13, 13.5]))
    slots = geometry.split(random_, sheet.grid, random_.randint(4, 6), most=4)
    for slot in slots:
        style = any_style(sheet, slot.columns)
        if slot.columns > 1 and slot.bottom - slot.top > 20 * sheet.grid.line:
            set_runaround(sheet, slot, ChineseWriter(random_), style)
        else:
            story_in(sheet, slot, ChineseWriter(random_), style)
    return finish(sheet, slots)


def pictures(random_: random.Random, number: int) -> Sheet:
    """Pictures over several columns; some are stories of their own."""
    sheet = begin("pictures", random_, BROADSHEET, random_.choice([4, 5, 6]), random_.choice([13.5, 14]))
    slots = geometry.split(random_, sheet.grid, random_.randint(5, 9), most=5)
    alone = [slot for slot in slots if slot.columns > 1 and slot.bottom - slot.top > 22 * sheet.grid.line][:2]
    for slot in alone:
        inserts.set_picture_story(sheet, sheet.grid.rect(slot), slot.columns, ChineseWriter(random_))
    places = ["over", "corner", "foot", "middle"]
    plain = set_interlocked(sheet, [slot for slot in slots if slot not in alone])
    set_slots(sheet, plain, lambda style, _: replace(style, picture=random_.choice(places)))
    return finish(sheet, [*alone, *plain])


def front(random_: random.Random, number: int) -> Sheet:
    """Masthead, pointers, wide headlines, articles that go on elsewhere or come from there."""
    sheet = begin("front", random_, BROADSHEET, random_.choice([5, 6]), random_.choice([13, 14]), head=210)
    sheet.labels = ["01"]
    grid = sheet.grid
    furniture.set_masthead(sheet, 170)
    at = random_.choice([0, grid.columns - 1])
    tall = grid.top + (grid.bottom - grid.top) * random_.uniform(0.3, 0.55)
    gap = grid.line * 1.2
    inserts.set_pointers(sheet, grid.rect(Slot(at, at, grid.top, tall)))
    below = Slot(at, at, tall + gap, grid.bottom)
    rest = Slot(1, grid.columns - 1, grid.top, grid.bottom) if at == 0 else Slot(0, grid.columns - 2, grid.top, grid.bottom)
    slots = [below, *set_interlocked(sheet, geometry.split(random_, grid, random_.randint(4, 7), rest, gap, most=4))]

    def change(style: Style, slot: Slot) -> Style:
        label = f"{random_.randint(2, 16):02}"
        chance = random_.random()
        if chance < 0.35:
            return replace(style, continued_on=label)
        return replace(style, continues_from=label, words="none") if chance < 0.5 else style

    set_slots(sheet, slots, change)
    furniture.set_rules(sheet, slots)
    return sheet


def notices(random_: random.Random, number: int) -> Sheet:
    """Advertisements and small notices beside a few articles, in a second 叠."""
    sheet = begin("notices", random_, random_.choice([TABLOID, BROADSHEET]), random_.choice([4, 5, 6]), random_.choice([12, 13]))
    sheet.labels = [f"B{random_.randint(1, 8):02}"]
    slots = geometry.split(random_, sheet.grid, random_.randint(5, 8), most=4)
    slots.sort(key=lambda slot: slot.columns * (slot.bottom - slot.top))
    small = slots[-1]
    inserts.set_notices(sheet, sheet.grid.rect(small), small.columns + random_.choice([0, 1]), random_.choice([9.5, 10, 11]))
    adverts = random_.randint(1, 3)
    for slot in slots[:adverts]:
        inserts.set_advertisement(sheet, sheet.grid.rect(slot))
    set_slots(sheet, slots[adverts:-1])
    return finish(sheet, slots)


def spread(random_: random.Random, number: int) -> Sheet:
    """Every second a spread with a headline across the gutter; tables on all."""
    columns = random_.choice([8, 10]) if number % 2 else 5
    sheet = begin("spread", random_, SPREAD if number % 2 else TABLOID, columns, random_.choice([12, 12.5]))
    grid, gap = sheet.grid, sheet.grid.line * 1.3
    areas = [Slot(0, columns - 1, grid.top, grid.bottom)]
    lead: list[Slot] = []
    if number % 2:
        first = random_.randint(2, 12) // 2 * 2
        sheet.labels = [f"{first:02}", f"{first + 1:02}"]
        cut = grid.top + (grid.bottom - grid.top) * random_.uniform(0.35, 0.5)
        lead = [Slot(0, columns - 1, grid.top, cut)]
        half = columns // 2 - 1
        areas = [Slot(0, half, cut + gap, grid.bottom), Slot(half + 1, columns - 1, cut + gap, grid.bottom)]
        style = replace(any_style(sheet, columns), head="top", kicker=True, picture=random_.choice(["middle", "corner"]))
        story_in(sheet, lead[0], ChineseWriter(random_), style)
    slots = [slot for area in areas for slot in geometry.split(random_, grid, random_.randint(4, 6), area, gap, most=4)]
    for kind, slot in enumerate([slot for slot in slots if slot.columns <= 2][:2], start=random_.randrange(3)):
        slots.remove(slot)
        cut = slot.bottom if slot.bottom - slot.top < 36 * grid.line else slot.top + 20 * grid.line
        inserts.set_table(sheet, grid.rect(replace(slot, bottom=cut)), slot.columns, kind)
        if cut < slot.bottom:
            slots.append(replace(slot, top=cut + gap))
    plain = set_interlocked(sheet, slots)
    set_slots(sheet, plain)
    return finish(sheet, [*lead, *plain])


def scripts(random_: random.Random, number: int) -> Sheet:
    """English on every second page, on the others traditional characters, mostly standing."""
    is_english = number % 2 == 1
    columns = random_.choice([4, 5])
    sheet = begin(
        "scripts", random_, TABLOID if is_english else BROADSHEET, columns, 11 if is_english else random_.choice([13.5, 15])
    )
    sheet.language = "en" if is_english else "zh-Hant"
    stands = not is_english and random_.random() < 0.75
    slots = geometry.split(random_, sheet.grid, random_.randint(4, 7), most=4)
    for slot in slots:
        writer: Writer = EnglishWriter(random_) if is_english else TraditionalWriter(random_)
        style = replace(any_style(sheet, slot.columns), drop=is_english and random_.random() < 0.4)
        if is_english:
            style = replace(style, kicker=False)
        elif stands and sheet.grid.rect(slot).width > 12 * sheet.grid.line:
            style = replace(style, is_vertical=True, picture="")
        story_in(sheet, slot, writer, style)
    return finish(sheet, slots)


LAYOUTS: dict[str, Layout] = {
    "three-columns": _plain("three-columns", [12.5, 13, 14], [3], (4, 7)),
    "four-columns": _plain("four-columns", [12, 12.5, 13], [4], (4, 8)),
    "broadsheet": _plain("broadsheet", [13, 13.5, 14], [5, 6], (6, 11), BROADSHEET),
    "eight-columns": _plain("eight-columns", [12, 12.5, 13], [8], (8, 12), BROADSHEET),
    "vertical": vertical,
    "boxed": boxed,
    "runaround": runaround,
    "pictures": pictures,
    "front": front,
    "notices": notices,
    "spread": spread,
    "scripts": scripts,
}
