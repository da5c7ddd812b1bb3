"""A page's text layer and the texts of known articles -> where each article stands, as polygons, and how sure that is. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.finding.blocks import Block, blocks_of
from articles.finding.lines import lines_of
from articles.finding.locating import CONTINUED, Run, locate
from articles.finding.outlines import Corner
from articles.finding.pieces import Owner, pictures_of, pieces_of
from articles.finding.stories import Index, Story
from articles.finding.territory import territories
from issues.layer import TextLayer

Kind = Literal["article", "continuation", "pointer", "advertisement"]
PLACES = 5  # decimals of a fraction
WITHOUT_TEXT = 0.5  # confidence of a story that has none


@dataclass(frozen=True)
class FoundZone:
    """`polygon` in fractions of the page. `confidence` from 0 to 1: how much of the story's text was found on the page."""

    key: str
    polygon: tuple[Corner, ...]
    kind: Kind
    confidence: float


@dataclass(frozen=True)
class Found:
    """`zones`; for each story found the glyphs that print it, as places in the layer, in the order of its text; `unknown`: the
    blocks that print no story."""

    zones: tuple[FoundZone, ...]
    glyphs: dict[str, tuple[int, ...]]
    unknown: tuple[Block, ...]


def find_zones(layer: TextLayer, stories: Sequence[Story]) -> Found:
    """Some 0.2 s for a broadsheet page of 7,000 characters."""
    index = Index(stories)
    blocks = blocks_of(lines_of(layer), layer.rules)
    runs = locate(blocks, index)
    pieces = pieces_of(blocks, runs, index)
    pieces += pictures_of(layer.pictures, pieces, index)
    zones = [
        FoundZone(
            owner.pointer or index.texts[owner.story].story.key,
            tuple((_fraction(x, layer.width), _fraction(y, layer.height)) for x, y in polygon),
            _kind(owner, runs, index),
            _confidence(owner.story, runs, index),
        )
        for owner, polygons in territories(pieces, layer.panels, layer.rules).items()
        for polygon in polygons
    ]
    placed = {line for run in runs for line in run.lines}
    unknown = [line for block in blocks for line in block.lines if line not in placed]
    return Found(tuple(zones), _glyphs(runs, index), tuple(blocks_of(unknown, layer.rules)))


def _fraction(value: float, whole: float) -> float:
    return round(min(1.0, max(0.0, value / whole)), PLACES)


def _kind(owner: Owner, runs: Sequence[Run], index: Index) -> Kind:
    story = index.texts[owner.story].story
    if owner.pointer:
        return "pointer"
    if not story.is_here:
        return "continuation" if sum(run.length for run in runs if run.story == owner.story) >= CONTINUED else "pointer"
    return "advertisement" if story.kind == "advertisement" else "article"


def _confidence(story: int, runs: Sequence[Run], index: Index) -> float:
    text = index.texts[story]
    found = {
        place
        for run in runs
        if run.story == story
        for start, line in zip(run.starts, run.lines, strict=True)
        for place in range(start, start + len(line.folded))
    }
    wanted = text.length if text.story.is_here else min(CONTINUED, text.title[1] - text.title[0])
    return min(1.0, len(found) / wanted) if wanted else WITHOUT_TEXT


def _glyphs(runs: Sequence[Run], index: Index) -> dict[str, tuple[int, ...]]:
    placed: defaultdict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for run in runs:
        placed[run.story] += [(start, line.places) for start, line in zip(run.starts, run.lines, strict=True)]
    return {
        index.texts[story].story.key: tuple(place for _start, places in sorted(lines) for place in places)
        for story, lines in placed.items()
    }
