"""A story with another in its lower corner: the text of the host ends above the guest in some columns."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from typesetting.grid import FIGURE_GAP, ITEM_GAP, UNIT
from typesetting.settings import Fit, StorySetting

LEAST_LINES = 4  # of the host above and beside its guest
CROPS = (0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Nested:
    """The host's setting and fit, and the guest's height in units."""

    cost: float
    setting: StorySetting
    fit: Fit
    guest: int


def nest(settings: Sequence[object], guest: Mapping[int, float], hole: int, is_left: bool) -> dict[int, Nested]:
    """For every height in units: the best host with the best guest, `guest` being the cost of each of its heights."""
    best: dict[int, Nested] = {}
    if not guest:
        return best
    extra = (min(guest) + max(guest)) / 2 + ITEM_GAP / UNIT
    for setting in settings:
        if not isinstance(setting, StorySetting) or not _may_host(setting, hole):
            continue
        natural = setting.natural_height() / UNIT + extra * hole / setting.columns
        for height in range(int(natural * 0.8), int(natural * 1.15)):
            for nested in _nestings(setting, height, guest, hole, is_left):
                if height not in best or nested.cost < best[height].cost:
                    best[height] = nested
    return best


def _may_host(setting: StorySetting, hole: int) -> bool:
    pictures = setting.pictures
    whole = setting.head_columns == setting.columns and not setting.decor and not setting.story.is_verse
    fits_grid = abs(setting.width - (setting.columns * (setting.column_width + setting.gutter) - setting.gutter)) < 1
    on_grid = setting.gutter == 22 and fits_grid and hole < setting.columns
    good = setting.taste + setting.head.cost < 2.2
    return whole and good and on_grid and (pictures is None or pictures.count == setting.columns)


def _nestings(setting: StorySetting, height: int, guest: Mapping[int, float], hole: int, is_left: bool) -> Iterator[Nested]:
    body = height * UNIT - setting.full_head
    for picture in _picture_heights(setting):
        used = picture + setting.pictures.caption_height + FIGURE_GAP if setting.pictures else 0
        for leading, rows, slack in setting.leadings(max(body - used, 60)):
            rest = len(setting.lines) - (setting.columns - hole) * rows
            above = math.ceil(rest / hole)
            if not LEAST_LINES <= above <= rows - LEAST_LINES:
                continue
            room = int((body - used - slack - above * leading - ITEM_GAP) / UNIT)
            if room not in guest:
                continue
            counts = [rows] * (setting.columns - hole)
            counts = [above] * hole + counts if is_left else counts + [above] * hole
            fit = setting.finish(leading, slack, counts, hole * above - rest, picture)
            if fit:
                hung = range(hole) if is_left else range(setting.columns - hole, setting.columns)
                yield Nested(fit.cost + guest[room], setting, replace(fit, hung=tuple(hung)), room)


def _picture_heights(setting: StorySetting) -> list[float]:
    return [setting.pictures.height * crop for crop in CROPS] if setting.pictures else [0.0]
