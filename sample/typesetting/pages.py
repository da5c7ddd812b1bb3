"""Plans one sheet: what is boxed, which type, where the sheet's contents begin; hands the rest to the search."""

from collections.abc import Callable
from dataclasses import dataclass

from typesetting.content import ARTS, Sheet, Story
from typesetting.grid import BODY_WIDTH, FOLD_TOP, FOOT, FRONT_TOP, INNER_TOP, ITEM_GAP, MARGIN, TYPES, UNIT, Box, Type
from typesetting.layout import Filled, Placed, Plan, Rule, Search, Setting, tastes
from typesetting.measuring import Measurer
from typesetting.notices import ADVERT_LEAST, ADVERT_MOST, AdvertSetting, pointer_settings
from typesetting.patterns import Pattern
from typesetting.settings import Decor, Fit, story_settings

TYPE_TASTE = {12.5: 0.9, 13: 0.3, 13.5: 0.0, 14: 0.2, 14.5: 1.2}
RULED = ("本报评论", "读者来信", "编读往来", "教师手记", "本报启事", "致读者", "律师信箱")
TINTED = ("服务台", "服务信息", "便民", "天气", "今日天气", "周末去处", "小贴士", "赛前提醒", "医生提醒", "一周菜篮", "菜价")


class PageProblem(Exception):
    """A sheet that no layout fills."""


@dataclass(frozen=True)
class Copy:
    """A sheet's stories as the search wants them: the lead first, then by length, the 导读 last; the advertisement apart."""

    sheet: Sheet
    items: tuple[Story, ...]
    advert: Story | None
    decor: dict[str, Decor]

    def rank(self, item: int) -> int:
        if item == 0:
            return 0
        return 1 if self.items[item].length >= 300 else 2

    def is_centred(self, item: int) -> bool:
        return any(word in self.sheet.name for word in ARTS) and item % 2 == 0


def prepare(sheet: Sheet) -> Copy:
    adverts = [story for story in sheet.stories if story.kind == "advertisement"]
    pointers = [story for story in sheet.stories if story.kind == "pointer"]
    lead, *rest = [story for story in sheet.stories if story not in adverts and story not in pointers]
    rest.sort(key=lambda story: -story.length - (150 if story.figures else 0))
    return Copy(sheet, (lead, *rest, *pointers), adverts[0] if adverts else None, _decor(rest))


def _decor(stories: list[Story]) -> dict[str, Decor]:
    """At most one tinted and one ruled box a page; a poem always has its box."""
    decor: dict[str, Decor] = {story.id: "tint" for story in stories if story.is_verse}
    for story in reversed(stories):
        if story.figures or story.length > 480 or story.id in decor:
            continue
        if (story.kind == "other" or story.column in TINTED) and "tint" not in decor.values():
            decor[story.id] = "tint"
        elif (story.kind == "notice" or story.column in RULED) and "rule" not in decor.values():
            decor[story.id] = "rule"
    return decor


def top_of(sheet: Sheet) -> int:
    if sheet.is_front:
        return FRONT_TOP
    return FOLD_TOP if sheet.kind == "special" else INNER_TOP


def plan_sheet(sheet: Sheet, measurer: Measurer, used: dict[str, int]) -> Plan:
    """The cheapest plan over the page's possible types. Raises PageProblem if nothing fills the sheet."""
    copy = prepare(sheet)
    room = (FOOT - top_of(sheet)) // UNIT
    best: tuple[float, Type, Search, Filled, int] | None = None
    for type_ in _types(copy):
        search = Search(
            len(copy.items),
            _settings(copy, type_, measurer),
            _allowed(copy),
            tastes(f"{sheet.date}{sheet.label}", used),
        )
        found = _fill(search, room, copy.advert is not None)
        if found and (best is None or found[0][0] + TYPE_TASTE[type_.size] < best[0]):
            best = (found[0][0] + TYPE_TASTE[type_.size], type_, search, *found)
    if best is None:
        raise PageProblem(f"{sheet.date} {sheet.label}: nothing fills this page")
    return _draw_plan(copy, best[0], best[2], best[3], best[4])


def _types(copy: Copy) -> tuple[Type, ...]:
    """The types worth trying for so many characters."""
    length = sum(story.length for story in copy.items)
    for least, first, last in ((2500, 0, 2), (2150, 0, 3), (1750, 1, 4), (0, 2, 5)):
        if length >= least:
            return TYPES[first:last]
    return TYPES


def _fill(search: Search, room: int, has_advert: bool) -> tuple[Filled, int] | None:
    """The bands, and the height that they leave to the advertisement (0 without one), in units."""
    if not has_advert:
        filled = search.fills(room).get(room)
        return (filled, 0) if filled else None
    gap = ITEM_GAP // UNIT
    fills = search.fills(room - gap - ADVERT_LEAST // UNIT)
    options = [
        (filled[0] + abs(room - gap - height - 176 // UNIT) * 0.02, height)
        for height, filled in fills.items()
        if ADVERT_LEAST <= (room - gap - height) * UNIT <= ADVERT_MOST
    ]
    if not options:
        return None
    height = min(options)[1]
    return fills[height], room - gap - height


def _draw_plan(copy: Copy, cost: float, search: Search, filled: Filled, advert_height: int) -> Plan:
    plan = Plan(cost)
    y = float(top_of(copy.sheet))
    for index, (height, band) in enumerate(filled[1]):
        if index:
            plan.rules.append(Rule(Box(MARGIN, y - ITEM_GAP / 2, BODY_WIDTH, 0), is_heavy=True))
        search.place(band.pattern.node, band.order, MARGIN, y, height, plan)
        plan.names.append(band.pattern.name)
        y += height * UNIT + ITEM_GAP
    if copy.advert:
        setting = AdvertSetting(copy.advert, BODY_WIDTH)
        box = Box(MARGIN, y - ITEM_GAP / 2 + 4, BODY_WIDTH, advert_height * UNIT + ITEM_GAP / 2 - 4)
        plan.placed.append(Placed(box, setting, Fit(0)))
    return plan


def _settings(copy: Copy, type_: Type, measurer: Measurer) -> Callable[[int, float], list[Setting]]:
    def settings(item: int, span: float) -> list[Setting]:
        story = copy.items[item]
        if story.kind == "pointer":
            return list(pointer_settings(story, span, measurer))
        decor = copy.decor.get(story.id, "")
        centred, front = copy.is_centred(item), copy.sheet.is_front
        found = story_settings(story, span, copy.rank(item), type_, decor, measurer, centred, front)
        if copy.sheet.kind == "special" and item == 0:
            return [setting for setting in found if setting.pictures and setting.pictures.count >= 3]
        return list(found)

    return settings


def _allowed(copy: Copy) -> Callable[[int, float, Pattern], float | None]:
    """What a span costs an item; None where it will not do."""

    def allowed(item: int, span: float, pattern: Pattern) -> float | None:
        story = copy.items[item]
        if story.kind == "pointer":
            return {1: 0.0, 5 / 3: 0.2, 2: 0.2, 2.5: 0.3, 5: 0.8}.get(span)
        if item == 0:
            return None if span < (4 if copy.sheet.kind == "special" else 3) else 0.0
        if story.is_verse:
            return None if span > 3 else 0.0
        if span >= 4 and not story.figures and story.length < 380:
            return None
        if span == 1 and (story.length > 430 or (story.figures and story.length > 250)):
            return None
        cost = 0.8 if story.figures and span == 1 else 0.0
        cost += 1.0 if story.kind == "picture" and span == 1 else 0.0
        return cost + (0.6 if span == 3 and story.length < 230 and not story.figures else 0.0)

    return allowed
