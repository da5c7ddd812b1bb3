"""Finds the page: which stories share which band in which setting, so that everything ends where it should.

An exact search: for every part of the page the cost of each height is known, rows add costs, stacks share heights,
bands fill the sheet to its foot.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from typesetting.grid import GUTTER, ITEM_GAP, UNIT, Box, span_width
from typesetting.insets import Nested, nest
from typesetting.notices import AdvertSetting, PointerSetting
from typesetting.patterns import Inset, Node, Pattern, Place, Row, orders, patterns, places, span_of
from typesetting.settings import Fit, StorySetting

Setting = StorySetting | PointerSetting | AdvertSetting
GAP = ITEM_GAP // UNIT
Costs = dict[int, float]  # height in units -> cost of the best way to fill it


@dataclass(frozen=True)
class Choice:
    setting: Setting
    fit: Fit


@dataclass(frozen=True)
class Placed:
    """A setting at its place on the sheet."""

    box: Box
    setting: Setting
    fit: Fit


@dataclass(frozen=True)
class Rule:
    box: Box
    is_heavy: bool = False


@dataclass
class Plan:
    """A page laid out, in reading order; `names` are its bands' patterns."""

    cost: float
    placed: list[Placed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Band:
    pattern: Pattern
    order: tuple[int, ...]


Filled = tuple[float, tuple[tuple[int, Band], ...]]  # cost, and the bands with their heights


@dataclass
class Search:
    """`settings(item, span)` gives every way to set an item; item 0 is the page's lead."""

    count: int
    settings: Callable[[int, float], list[Setting]]
    allowed: Callable[[int, float, Pattern], float | None]
    taste: Callable[[Pattern], float]
    _leaves: dict[tuple[int, float], dict[int, Choice]] = field(default_factory=dict)
    _nested: dict[tuple[Inset, int, int], dict[int, Nested]] = field(default_factory=dict)
    _nodes: dict[tuple[object, ...], Costs] = field(default_factory=dict)

    def leaf(self, item: int, span: float) -> dict[int, Choice]:
        """The best setting of an item for every height that it can fill."""
        if (item, span) not in self._leaves:
            best: dict[int, Choice] = {}
            for setting in self.settings(item, span):
                natural = setting.natural_height() / UNIT
                for height in range(max(8, int(natural * 0.72) - 6), int(natural * 1.2) + 12):
                    fit = setting.fit(height * UNIT)
                    if fit and (height not in best or fit.cost < best[height].fit.cost):
                        best[height] = Choice(setting, fit)
            self._leaves[item, span] = best
        return self._leaves[item, span]

    def nested(self, node: Inset, order: tuple[int, ...]) -> dict[int, Nested]:
        host, guest = order[node.host.number], order[node.guest.number]
        if (node, host, guest) not in self._nested:
            inner = {height: choice.fit.cost for height, choice in self.leaf(guest, node.guest.span).items()}
            settings = self.settings(host, node.host.span)
            self._nested[node, host, guest] = nest(settings, inner, int(node.guest.span), node.is_left)
        return self._nested[node, host, guest]

    def costs(self, node: Node, order: tuple[int, ...]) -> Costs:
        if isinstance(node, Place):
            return {height: choice.fit.cost for height, choice in self.leaf(order[node.number], node.span).items()}
        if isinstance(node, Inset):
            return {height: nested.cost for height, nested in self.nested(node, order).items()}
        key = (node, tuple(order[place.number] for place in places(node)))
        if key not in self._nodes:
            parts = [self.costs(part, order) for part in node.parts]
            total = parts[0]
            for part in parts[1:]:
                total = _beside(total, part) if isinstance(node, Row) else _above(total, part, GAP)
            self._nodes[key] = total
        return self._nodes[key]

    def bands(self, most: int) -> dict[frozenset[int], dict[int, tuple[float, Band]]]:
        """For every set of items that can share a band: the best band of each height."""
        found: dict[frozenset[int], dict[int, tuple[float, Band]]] = {}
        for pattern in patterns():
            for items in combinations(range(self.count), pattern.size):
                for order in orders(pattern, items):
                    extra = self._extra(pattern, order)
                    if extra is None:
                        continue
                    best = found.setdefault(frozenset(items), {})
                    for height, cost in self.costs(pattern.node, order).items():
                        if height <= most and (height not in best or cost + extra < best[height][0]):
                            best[height] = (cost + extra, Band(pattern, order))
        return {items: best for items, best in found.items() if best}

    def _extra(self, pattern: Pattern, order: tuple[int, ...]) -> float | None:
        total = pattern.taste + self.taste(pattern)
        for place in places(pattern.node):
            cost = self.allowed(order[place.number], place.span, pattern)
            if cost is None:
                return None
            total += cost
        return total

    def fills(self, most: int) -> dict[int, Filled]:
        """For every height up to `most` units that holds every item exactly: the cheapest bands."""
        bands = self.bands(most)
        everything = frozenset(range(self.count))
        reached: dict[frozenset[int], dict[int, Filled]] = {frozenset(): {-GAP: (0.0, ())}}
        for done in sorted(_subsets(self.count), key=lambda items: (len(items), sorted(items))):
            if done not in reached or done == everything:
                continue
            first = min(everything - done)
            for items, heights in bands.items():
                if first in items and not items & done:
                    _extend(reached[done], heights, reached.setdefault(done | items, {}), most)
        return reached.get(everything, {})

    def place(self, node: Node, order: tuple[int, ...], x: float, y: float, height: int, plan: Plan) -> None:
        if isinstance(node, Place):
            choice = self.leaf(order[node.number], node.span)[height]
            box = Box(x, y, span_width(node.span), height * UNIT)
            plan.placed.append(Placed(box, choice.setting, choice.fit))
        elif isinstance(node, Inset):
            self._place_nested(node, order, x, y, height, plan)
        elif isinstance(node, Row):
            for index, part in enumerate(node.parts):
                if index:
                    plan.rules.append(Rule(Box(x - GUTTER / 2, y, 0, height * UNIT)))
                self.place(part, order, x, y, height, plan)
                x += span_width(span_of(part)) + GUTTER
        else:
            self._place_stack(node.parts, order, x, y, height, plan)

    def _place_nested(self, node: Inset, order: tuple[int, ...], x: float, y: float, height: int, plan: Plan) -> None:
        nested = self.nested(node, order)[height]
        width, guest_width = span_width(node.host.span), span_width(node.guest.span)
        plan.placed.append(Placed(Box(x, y, width, height * UNIT), nested.setting, nested.fit))
        left = x if node.is_left else x + width - guest_width
        top = y + (height - nested.guest) * UNIT
        beside = left + guest_width + GUTTER / 2 if node.is_left else left - GUTTER / 2
        plan.rules.append(Rule(Box(left, top - ITEM_GAP / 2, guest_width, 0)))
        plan.rules.append(Rule(Box(beside, top - ITEM_GAP / 2, 0, nested.guest * UNIT + ITEM_GAP / 2)))
        self.place(node.guest, order, left, top, nested.guest, plan)

    def _place_stack(self, parts: tuple[Node, ...], order: tuple[int, ...], x: float, y: float, height: int, plan: Plan) -> None:
        for index, part in enumerate(parts):
            share = height
            rest = parts[index + 1 :]
            if rest:
                share = self._share(part, rest, order, height)
            self.place(part, order, x, y, share, plan)
            y += share * UNIT
            if rest:
                plan.rules.append(Rule(Box(x, y + ITEM_GAP / 2, span_width(span_of(part)), 0)))
            y += ITEM_GAP
            height -= share + GAP

    def _share(self, part: Node, rest: tuple[Node, ...], order: tuple[int, ...], height: int) -> int:
        below = self.costs(rest[0], order)
        for other in rest[1:]:
            below = _above(below, self.costs(other, order), GAP)
        own = self.costs(part, order)
        fits = [(cost + below[height - GAP - h], h) for h, cost in own.items() if height - GAP - h in below]
        return min(fits)[1]


def _beside(left: Costs, right: Costs) -> Costs:
    return {height: cost + right[height] for height, cost in left.items() if height in right}


def _above(upper: Costs, lower: Costs, gap: int) -> Costs:
    total: Costs = {}
    for high, first in upper.items():
        for low, second in lower.items():
            height = high + gap + low
            cost = first + second
            if cost < total.get(height, 1e9):
                total[height] = cost
    return total


def _subsets(count: int) -> list[frozenset[int]]:
    return [frozenset(i for i in range(count) if bits >> i & 1) for bits in range(1 << count)]


def _extend(reached: dict[int, Filled], bands: dict[int, tuple[float, Band]], target: dict[int, Filled], most: int) -> None:
    for used, (cost, chosen) in reached.items():
        for height, (extra, band) in bands.items():
            end = used + GAP + height
            if end <= most and (end not in target or cost + extra < target[end][0]):
                target[end] = (cost + extra, (*chosen, (height, band)))


def tastes(seed: str, used: dict[str, int]) -> Callable[[Pattern], float]:
    """A little chance, the same every run, and a price on patterns that the issue has used."""
    chance = random.Random(seed)
    fancy = {pattern.name: chance.random() * 1.2 for pattern in patterns()}
    return lambda pattern: fancy[pattern.name] + 1.1 * used.get(pattern.name.removesuffix("-mirrored"), 0)
