"""A page's text layer -> drafts of its articles, where nobody has typed them: by headlines and what flows on. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from articles.finding.blocks import Block, blocks_of
from articles.finding.captions import caption_text, captions_of
from articles.finding.flow import Node, Sheet, chains
from articles.finding.furniture import furniture
from articles.finding.gathering import Draft, gather, give, place_of
from articles.finding.heads import Head, heads_of, is_bold_head, is_large
from articles.finding.kinds import Kind, continued_from, continued_to, is_turn, kind_of, without_turns
from articles.finding.lines import Line, lines_of
from articles.finding.outlines import Corner, outlines
from articles.finding.paragraphs import closes, opens, paragraphs
from articles.finding.pointers import leads_of
from articles.finding.reading_order import order_of
from articles.finding.regions import regions_of
from articles.finding.strips import Body, Row, Strip, body_size, frame, rows_of, strips_of
from articles.finding.tables import take_tables
from articles.importing.formats import bylines
from issues.layer import Box, TextLayer, around

Thing = TypeVar("Thing")
MOST_STRIPS, MOST_LARGE = 600, 300  # that are looked at
PLACES = 5  # decimals of a fraction
BY_PICTURE = 3.0  # sizes of white between a picture and its caption, at most
NO_TITLE, NO_TEXT, BAD_JOINT = 0.5, 0.4, 0.15  # what each takes from the confidence


@dataclass(frozen=True)
class FoundStory:
    """A draft article. `continued_to`, `continued_from`: labels of pages as printed. `leads`: of a pointer, each title that it
    leads to with the label of its page. `boxes`: of its parts in points of the page, `polygons` around them in fractions.
    `pictures`: each one's box in fractions, with those of `captions` that stand by it, from above down. `confidence` from 0 to 1:
    how well its parts go together."""

    title: str
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    kind: Kind = "news"
    continued_to: str = ""
    continued_from: str = ""
    boxes: tuple[Box, ...] = ()
    polygons: tuple[tuple[Corner, ...], ...] = ()
    pictures: tuple[tuple[Box, tuple[str, ...]], ...] = ()
    leads: tuple[tuple[str, str], ...] = ()
    confidence: float = 0.0


def find_drafts(layer: TextLayer, blocks: Sequence[Block] | None = None) -> list[FoundStory]:
    """In the order of reading. `blocks`: those that print no known article; without them, all of the page."""
    blocks = blocks_of(lines_of(layer), layer.rules) if blocks is None else blocks
    lines = [line for block in blocks for line in block.lines]
    unit = body_size(lines)
    kept = furniture(lines, layer)
    drafts = _drafts([line for line in lines if line not in kept], layer, unit)
    return [_story(draft, layer, unit) for draft in _in_order(drafts, layer)]


def _in_order(drafts: Sequence[Draft], layer: TextLayer) -> list[Draft]:
    vertical = sum(strip.length for draft in drafts for strip in draft.strips if strip.rows[0].is_vertical)
    whole = sum(strip.length for draft in drafts for strip in draft.strips)
    order = order_of([around(draft.boxes) for draft in drafts], layer.rules, is_vertical=2 * vertical > whole)
    return [drafts[at] for at in order]


def _drafts(lines: Sequence[Line], layer: TextLayer, unit: float) -> list[Draft]:
    rows = _with_drops(rows_of(lines, layer), unit)
    region_of = regions_of(rows, layer)
    body = Body(unit, _commonest_face(rows, unit))
    parts = [_Part(rows, region_of, layer, body, is_vertical=is_vertical) for is_vertical in (False, True)]
    drafts: list[Draft] = []
    for part, other in (parts, parts[::-1]):
        foreign = [(head, frame(head.place, part.is_vertical)) for head in other.heads]
        passable = [frame(box, part.is_vertical) for box in (*layer.pictures, *layer.panels)]
        sheet = Sheet(part.heads, part.strips, part.dividers, body, foreign, passable)
        drafts += [_draft(chain) for chain in chains(sheet)]
    drafts = _without_doubles(drafts)
    for part in parts:
        for strip, picture in part.captions:
            give(strip, picture, drafts, unit)
    return gather(drafts, layer.rules, unit)


class _Part:
    """One orientation of the page's rows."""

    def __init__(
        self, rows: Sequence[Row], region_of: dict[Row, int], layer: TextLayer, body: Body, *, is_vertical: bool
    ) -> None:
        self.is_vertical = is_vertical
        rows = [row for row in rows if row.is_vertical == is_vertical]
        self.dividers = [frame(rule, is_vertical) for rule in layer.rules]
        large = _longest([row for row in rows if is_large(row, body.size)], MOST_LARGE, lambda row: len(row.text))
        small = [row for row in rows if not is_large(row, body.size)]
        tables = [Strip(table, region_of[table[0]], is_table=True) for table in take_tables(small, region_of, large)]
        strips = strips_of(small, region_of, self.dividers) + tables
        bold = [strip for strip in strips if is_bold_head(strip, body)]
        large += [row for strip in bold for row in strip.rows]
        strips = [strip for strip in strips if strip not in bold]
        self.strips = _longest(strips, MOST_STRIPS, lambda strip: strip.length)
        self.captions = captions_of(self.strips, layer.pictures, body)
        self.heads = heads_of(large, self.strips, region_of, body, self.dividers)


def _longest(things: list[Thing], most: int, length: Callable[[Thing], int]) -> list[Thing]:
    """A real page has far fewer; of specks that a scan or a hostile file is full of, the time must not grow without end."""
    if len(things) <= most:
        return things
    limit = sorted(map(length, things), reverse=True)[most - 1]
    return [thing for thing in things if length(thing) >= limit][:most]


def _with_drops(rows: Sequence[Row], unit: float) -> list[Row]:
    """Drop capitals go to the first of the rows that they stand beside."""
    drops = [row for row in rows if row.size > 1.8 * unit and len(row.text) <= 2]
    found = [row for row in rows if row not in drops]
    for drop in drops:
        beside = [
            row
            for row in found
            if row.size < 0.6 * drop.size
            and -2 <= row.box.left - drop.box.right < 1.2 * unit
            and drop.box.top - unit < row.box.top
            and row.box.bottom < drop.box.bottom + unit
        ]
        if len(beside) < 2:
            found.append(drop)
            continue
        first = min(beside, key=lambda row: row.box.top)
        found[found.index(first)] = replace(first, drop=drop.text)
    return found


def _commonest_face(rows: Sequence[Row], unit: float) -> str:
    count: Counter[str] = Counter()
    for row in rows:
        if abs(row.size - unit) < 0.06 * unit:
            count[row.face] += len(row.text)
    return max(count, key=lambda face: (count[face], face), default="")


def _draft(chain: Sequence[Node]) -> Draft:
    head = chain[0] if isinstance(chain[0], Head) else None
    return Draft(head, [node for node in chain if isinstance(node, Strip)], chain[0].region)


def _without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """A headline that has text in one orientation has none in the other."""
    with_text = {draft.head for draft in drafts if draft.head and draft.strips}
    return [draft for draft in drafts if draft.strips or draft.head not in with_text]


def _story(draft: Draft, layer: TextLayer, unit: float) -> FoundStory:
    head = draft.head
    printed = paragraphs(draft.strips)
    texts = without_turns(printed)
    captions = tuple(caption_text(strip) for strip in draft.captions)
    whole = " ".join((head.column, head.kicker, head.title, head.subtitle)) if head else ""
    kind = kind_of(whole, texts, captions, has_picture=bool(draft.pictures))
    leads = leads_of(draft.strips) if kind == "pointer" else []
    if leads:
        texts = [f"{lead} {label}版" for lead, label in leads]
    byline = (head.byline if head else "") or bylines.of_text(texts[0] if texts else "")
    story = FoundStory(
        title=head.title if head else "",
        kicker=head.kicker if head else "",
        subtitle=head.subtitle if head else "",
        byline=head.byline if head else "",
        column=head.column if head else "",
        authors=tuple(bylines.authors(byline)),
        paragraphs=tuple(texts),
        captions=captions,
        kind=kind,
        continued_to=continued_to(printed),
        continued_from=continued_from([*([head.subtitle] if head else []), *printed[:1]]),
        boxes=tuple(draft.boxes),
        pictures=_pictures(draft, layer),
        leads=tuple(leads),
        polygons=_polygons(draft.boxes, layer, unit),
    )
    return replace(story, confidence=_confidence(draft, story))


def _confidence(draft: Draft, story: FoundStory) -> float:
    """Less for a missing headline or text, and for each joint of columns where a paragraph breaks off or begins in its middle."""
    worth = 1.0 - (0.0 if story.title else NO_TITLE) - (0.0 if story.paragraphs or story.captions else NO_TEXT)
    texts = [strip for strip in draft.strips if not is_turn(strip.text)]
    for before, after in pairwise(texts):
        ends, starts = closes(before), opens(after)
        worth -= BAD_JOINT * (ends is not None and starts is not None and ends != starts and before.face == after.face)
    if texts:
        worth -= BAD_JOINT * (opens(texts[0]) is False and not story.continued_from)
        worth -= BAD_JOINT * (closes(texts[-1]) is False and not story.continued_to)
    return max(0.0, round(worth, 2))


def _pictures(draft: Draft, layer: TextLayer) -> tuple[tuple[Box, tuple[str, ...]], ...]:
    """Each caption to the nearest picture, unless it stands far from all."""
    texts: dict[Box, list[str]] = {box: [] for box in draft.pictures}
    for strip in sorted(draft.captions, key=lambda strip: (place_of(strip).top, place_of(strip).left)):
        place = place_of(strip)
        nearest = min(texts, key=lambda box: _white(box, place), default=None)
        if nearest is not None and _white(nearest, place) <= BY_PICTURE * strip.size:
            texts[nearest].append(caption_text(strip))
    return tuple((_in_fractions(box, layer), tuple(captions)) for box, captions in texts.items())


def _white(one: Box, other: Box) -> float:
    """Between two boxes, across and down together."""
    across = max(one.left - other.right, other.left - one.right, 0.0)
    return across + max(one.top - other.bottom, other.top - one.bottom, 0.0)


def _in_fractions(box: Box, layer: TextLayer) -> Box:
    sides = (box.left / layer.width, box.top / layer.height, box.right / layer.width, box.bottom / layer.height)
    return Box(*(round(min(1.0, max(0.0, side)), PLACES) for side in sides))


def _polygons(boxes: Sequence[Box], layer: TextLayer, unit: float) -> tuple[tuple[Corner, ...], ...]:
    found = outlines(boxes, [], even=2.5 * unit)
    return tuple(
        tuple((round(x / layer.width, PLACES), round(y / layer.height, PLACES)) for x, y in corners) for corners in found
    )
