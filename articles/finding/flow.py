"""Headlines and strips -> chains: which column goes on in which, by place, by ends and beginnings of paragraphs. Pure.

Every strip follows one headline or strip; the likeliest links are made first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.finding.heads import Head
from articles.finding.kinds import is_pointers, is_turn
from articles.finding.paragraphs import closes, opens
from articles.finding.strips import Body, Strip
from issues.layer import Box

Node = Head | Strip
LEAST = 0.0  # a link's worth below which there is none
LAST_RESORT = -3.0  # the same for a headline, which would have no text
GUTTER = 4.5  # sizes: the widest white between columns of one article


@dataclass(frozen=True)
class Link:
    worth: float
    before: Node
    after: Strip


class Sheet:
    """One orientation of a page, upright. `passable`: pictures and panels that text goes on below; `foreign`: headlines of the
    other orientation with their boxes here."""

    def __init__(
        self,
        heads: Sequence[Head],
        strips: Sequence[Strip],
        dividers: Sequence[Box],
        body: Body,
        foreign: Sequence[tuple[Head, Box]] = (),
        passable: Sequence[Box] = (),
    ) -> None:
        self.heads, self.strips, self.foreign, self.passable = heads, strips, foreign, passable
        self.across = [rule for rule in dividers if rule.width > rule.height]
        self.along = [rule for rule in dividers if rule.height > rule.width]
        nodes: list[Node] = [*heads, *strips]
        self.boxes: list[tuple[Node, Box]] = [(node, node.box) for node in nodes] + list(foreign)
        self.above = {strip: self._above(strip) for strip in strips}
        self.under = self._under()
        self.subheadings = {strip for strip in strips if _is_subheading(strip, body)}
        self.opens = {strip: strip in self.subheadings or self._is_labelled(strip) or opens(strip) for strip in strips}
        self.closes = {strip: strip in self.subheadings or closes(strip) for strip in strips}

    def _above(self, strip: Strip) -> Node | None:
        """What is next above it in its region; nothing behind a rule."""
        box = strip.box
        best: tuple[float, Node] | None = None
        for node, other in self.boxes:
            if node is strip or node.region != strip.region or other.bottom > box.top + 0.5 * strip.size:
                continue
            if _overlap(box, other) > 0.3 * min(box.width, other.width) and (best is None or other.bottom > best[0]):
                best = other.bottom, node
        if best is None or self.is_ruled_across(box, best[0]):
            return None
        return best[1]

    def _under(self) -> dict[Strip, Head]:
        """The strips that begin below each headline; those beside them that begin level with them stand below it too."""
        found = {strip: above for strip, above in self.above.items() if isinstance(above, Head)}
        free = [strip for strip in self.strips if strip not in found and not self._hangs(strip)]
        for is_rightwards in (True, False):
            waiting = [strip for strip in self.strips if strip in found]
            while waiting:
                strip = waiting.pop()
                for other in free:
                    left, right = (strip, other) if is_rightwards else (other, strip)
                    if other not in found and self._is_level(left, right):
                        found[other] = found[strip]
                        waiting.append(other)
        return found

    def _hangs(self, strip: Strip) -> bool:
        """Right below other text."""
        above = self.above[strip]
        return above is not None and not self._is_parted(above, strip)

    def _is_level(self, left: Strip, right: Strip) -> bool:
        size = left.size
        return (
            left.region == right.region
            and abs(left.box.top - right.box.top) < 0.4 * size
            and -0.5 * size < right.box.left - left.box.right < GUTTER * size
            and abs(left.size - right.size) < 0.06 * size
            and not self.is_ruled_along(left.box, right.box)
        )

    def _is_labelled(self, strip: Strip) -> bool:
        above = self.above[strip]
        return isinstance(above, Head) and above.is_label and strip.box.top - above.box.bottom < 1.5 * strip.size

    def is_ruled_across(self, box: Box, top: float) -> bool:
        """Between `top` and the box."""
        return any(
            top - 2 <= rule.top and rule.bottom <= box.top + 2 and _overlap(rule, box) > 0.7 * box.width for rule in self.across
        )

    def is_ruled_along(self, left: Box, right: Box) -> bool:
        """Between two columns, beside the top of the right one."""
        return any(
            left.right - 2 <= rule.left
            and rule.right <= right.left + 2
            and rule.top <= right.top + 8
            and rule.bottom >= right.top + 8
            for rule in self.along
        )

    def head_over(self, node: Node) -> Head | None:
        """The headline that the column stands under, through the strips above it."""
        seen = set()
        while isinstance(node, Strip) and node not in seen:
            seen.add(node)
            if node in self.under:
                return self.under[node]
            above = self.above[node]
            if above is None:
                return None
            if isinstance(above, Strip) and self._is_parted(above, node):
                return None
            node = above
        return node if isinstance(node, Head) else None

    def _is_parted(self, above: Node, below: Strip) -> bool:
        """By white in which nothing stands that a column runs on below."""
        return below.box.top - above.box.bottom > 2.2 * below.size and not self._is_bridged(above.box, below.box)

    def _is_bridged(self, above: Box, below: Box) -> bool:
        size = below.height if below.height < 20 else 20
        return any(
            above.bottom - size <= box.top and box.bottom <= below.top + size and _overlap(box, below) > 0.5 * below.width
            for box in self.passable
        )

    def links(self) -> Iterator[Link]:
        for strip in self.strips:
            for head in self.heads:
                if (worth := self._under_head(head, head.box, strip)) is not None:
                    yield Link(worth, head, strip)
            for head, box in self.foreign:
                if (worth := self._beside_head(head, box, strip)) is not None:
                    yield Link(worth, head, strip)
            for other in self.strips:
                if other is not strip and other.region == strip.region:
                    worth = self._below(other, strip)
                    worth = self._beside(other, strip) if worth is None else worth
                    if worth is not None:
                        yield Link(worth, other, strip)

    def _under_head(self, head: Head, box: Box, strip: Strip) -> float | None:
        size = strip.size
        white = strip.box.top - box.bottom
        if head.region != strip.region or white < -0.8 * size:
            return None
        starts = {True: 1.5, None: 0.5, False: -2.5}[self.opens[strip]]
        if self.under.get(strip) is head:
            return 3 + starts - abs(strip.box.left - box.left) / (80 * size) - max(0.0, strip.box.left - box.left) / (40 * size)
        gap = max(strip.box.left - box.right, box.left - strip.box.right, 0.0)
        if white > 4 * size or gap > 1.3 * strip.box.width or self.is_ruled_across(strip.box, box.bottom):
            return None
        left, right = (box, strip.box) if box.left < strip.box.left else (strip.box, box)
        if gap and self.is_ruled_along(left, right):
            return None
        return 1.5 + starts - gap / (10 * size) - white / (4 * size)

    def _beside_head(self, head: Head, box: Box, strip: Strip) -> float | None:
        size = strip.size
        if head.region != strip.region or not (box.top - 3 * size <= strip.box.top <= box.bottom):
            return None
        gap = max(strip.box.left - box.right, box.left - strip.box.right)
        if gap < -size or self.is_ruled_along(*sorted((box, strip.box))):
            return None
        starts = {True: 1.5, None: 0.5, False: -2.5}[self.opens[strip]]
        return 2.5 + starts - gap / (20 * size) - abs(strip.box.top - box.top) / (8 * size)

    def _flow(self, before: Strip, after: Strip) -> float:
        """Whether a paragraph that is open goes on, and one that is closed is followed by another."""
        is_closed, is_start = self.closes[before], self.opens[after]
        if is_turn(after.text) or is_turn(before.text):
            return 1.0
        if is_closed is None or is_start is None:
            return 0.6 if before.face == after.face else 0.2
        return 1.8 if is_closed == is_start else -3.0

    def _below(self, before: Strip, after: Strip) -> float | None:
        size = after.size
        overlap = _overlap(before.box, after.box)
        if before.box.bottom > after.box.top + 0.5 * size or overlap < 0.5 * min(before.box.width, after.box.width):
            return None
        if self.above[after] is not before:
            return None
        white = 0.0 if self._is_bridged(before.box, after.box) else after.box.top - before.box.bottom
        return 2.6 + self._flow(before, after) + self._kinship(before, after) - min(4.0, max(0.0, white / size - 1.5) * 0.4)

    def _beside(self, before: Strip, after: Strip) -> float | None:
        size = after.size
        gap = after.box.left - before.box.right
        if gap < -0.5 * size or after.box.top > before.box.bottom + 3 * size or self.is_ruled_along(before.box, after.box):
            return None
        if gap > GUTTER * size + after.box.width:
            return None
        near = GUTTER * size + (8 * size if after in self.subheadings else 0)
        worth = 2.4 if gap <= near else 0.4
        head = self.under.get(after)
        if head is not None:
            own = self.head_over(before)
            worth += 0.8 if own is head else -3.5 if own else -1.5
            worth -= 6.0 * (own is not head and is_pointers(head.title))
        if isinstance(self.above[after], Strip):
            worth -= 0.7
        if after.box.top > before.box.bottom - size:
            worth -= 1.5
        worth -= self._rise(before, after)
        return worth + self._flow(before, after) + self._kinship(before, after) - max(0.0, gap) / (8 * size)

    def _rise(self, before: Strip, after: Strip) -> float:
        """What it costs to begin above the headline that the column before stands under, or above that column's neighbours."""
        head = self.head_over(before)
        if head is not None:
            return 4.0 if after.box.top < head.box.top - 2 * after.size else 0.0
        return min(2.0, max(0.0, before.box.top - after.box.top) / (40 * after.size))

    def _kinship(self, before: Strip, after: Strip) -> float:
        ratio = max(before.size, after.size) / min(before.size, after.size)
        return -2.5 if ratio > 1.06 and not (before in self.subheadings or after in self.subheadings) else 0.0


def _is_subheading(strip: Strip, body: Body) -> bool:
    """Within a text: a short line in another face."""
    return (
        len(strip.rows) <= 2 and strip.face != body.face and strip.length <= 30 and abs(strip.size - body.size) < 0.2 * body.size
    )


def chains(sheet: Sheet) -> list[list[Node]]:
    """Each begins with a headline where there is one."""
    following: dict[Node, Strip] = {}
    leading: dict[Strip, Node] = {}
    for link in sorted(sheet.links(), key=lambda link: -link.worth):
        if link.worth <= (LEAST if isinstance(link.before, Strip) else LAST_RESORT):
            continue
        if link.before in following or link.after in leading or _root(link.before, leading) is link.after:
            continue
        following[link.before] = link.after
        leading[link.after] = link.before
    starts: list[Node] = [*sheet.heads, *(head for head, _box in sheet.foreign if head in following)]
    starts += [strip for strip in sheet.strips if strip not in leading]
    found = []
    for node in starts:
        chain = [node]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        found.append(chain)
    return found


def _root(node: Node, leading: dict[Strip, Node]) -> Node:
    while isinstance(node, Strip) and node in leading:
        node = leading[node]
    return node


def _overlap(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
