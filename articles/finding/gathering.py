"""Strips that no headline leads to, given to the draft that they belong to: lists of pointers, captions, turns. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.finding.heads import Head
from articles.finding.kinds import is_pointers
from articles.finding.regions import OPEN
from articles.finding.strips import Strip, unframed
from issues.layer import Box, around

SMALL = 0.95  # of the body's size: captions
SHORT = 90  # characters of a caption whose picture is not known
WHITE = 3.0  # sizes of white within a list of pointers


@dataclass(eq=False)
class Draft:
    """An article as it is put together; `boxes` are on the page, the headline's first."""

    head: Head | None
    strips: list[Strip]
    region: int
    captions: list[Strip] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    @property
    def boxes(self) -> list[Box]:
        parts = [self.head.place] if self.head else []
        parts += [place_of(strip) for strip in (*self.strips, *self.captions)]
        return parts + self.pictures


def place_of(strip: Strip) -> Box:
    return unframed(strip.box, strip.rows[0].is_vertical)


def gather(drafts: list[Draft], rules: Sequence[Box], unit: float) -> list[Draft]:
    """What is left after it."""
    for draft in list(drafts):
        if draft.head and is_pointers(draft.head.title):
            _take_list(draft, draft.head.place, drafts, rules)
    for draft in list(drafts):
        if not draft.head and all(strip.size <= SMALL * unit for strip in draft.strips):
            length = sum(strip.length for strip in draft.strips)
            if length <= SHORT and len(drafts) > 1:
                drafts.remove(draft)
                for strip in draft.strips:
                    give(strip, None, drafts, unit)
    return drafts


def _take_list(pointers: Draft, head: Box, drafts: list[Draft], rules: Sequence[Box]) -> None:
    """From the headline down, within its panel or the width of the rule over it."""
    left, right = _span(pointers, head, rules)
    bottom = around(pointers.boxes).bottom
    for draft in sorted(drafts, key=lambda draft: around(draft.boxes).top):
        box = around(draft.boxes)
        if draft is pointers or draft.head or draft.region != pointers.region or box.top < head.top:
            continue
        size = draft.strips[0].size
        is_near = pointers.region != OPEN or (box.top <= bottom + WHITE * size and left - size <= box.left)
        if is_near and (pointers.region != OPEN or box.right <= right + size):
            drafts.remove(draft)
            pointers.strips += draft.strips
            bottom = max(bottom, box.bottom)


def _span(pointers: Draft, head: Box, rules: Sequence[Box]) -> tuple[float, float]:
    place = around(pointers.boxes)
    over = [
        rule
        for rule in rules
        if rule.width > rule.height
        and rule.left <= head.left + 1
        and rule.right >= head.right - 1
        and 0 <= head.top - rule.top < 2 * head.height
    ]
    best = max(over, key=lambda rule: rule.top, default=place)
    return min(best.left, place.left), max(best.right, place.right)


def give(strip: Strip, picture: Box | None, drafts: Sequence[Draft], unit: float) -> None:
    """A caption to the draft that lies along the sides of its picture."""
    place = place_of(strip)
    whole = around((place, picture)) if picture else place
    near = [draft for draft in drafts if draft.region in (strip.region, OPEN)] or list(drafts)
    if not near:
        return
    best = max(near, key=lambda draft: _touch(whole, draft, unit))
    best.captions.append(strip)
    if picture and picture not in best.pictures:
        best.pictures.append(picture)


def _touch(whole: Box, draft: Draft, unit: float) -> float:
    """How much of the sides the draft's parts lie along; less than nothing: how far away it is."""
    total, nearest = 0.0, float("inf")
    for box in draft.boxes:
        across = max(box.left - whole.right, whole.left - box.right, 0.0)
        down = max(box.top - whole.bottom, whole.top - box.bottom, 0.0)
        nearest = min(nearest, across + down)
        if across + down <= 2.5 * unit:
            wide = min(whole.right, box.right) - max(whole.left, box.left)
            high = min(whole.bottom, box.bottom) - max(whole.top, box.top)
            total += max(0.0, wide) / whole.width + max(0.0, high) / whole.height
    return total or -nearest
