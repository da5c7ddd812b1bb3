"""What is told of pages whose fonts do not say which characters they print: how many, and whether any came out as garbage."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table

from issues.layer import Glyph, TextLayer

NEAR = 0.5  # of its size, by which a character may stand elsewhere than in the plain page


@dataclass(frozen=True)
class Telling:
    """Characters of one page: `printed` in all, `told` as unreadable, `read` where they stand, `garbage`: read, and not there."""

    layout: str
    printed: int
    told: int
    read: int
    garbage: int

    @property
    def silent(self) -> int:
        """Neither read nor told."""
        return max(0, self.printed - self.told - self.read)


def telling(layout: str, plain: TextLayer, layer: TextLayer) -> Telling:
    """`plain`: the same page's, with its fonts' maps."""
    places: defaultdict[str, list[Glyph]] = defaultdict(list)
    for glyph in plain.glyphs:
        places[glyph.character].append(glyph)
    read = sum(any(_is_at(glyph, other) for other in places[glyph.character]) for glyph in layer.glyphs)
    return Telling(layout, len(plain.glyphs), layer.unmapped, read, len(layer.glyphs) - read)


def _is_at(one: Glyph, other: Glyph) -> bool:
    (x, y), (to_x, to_y) = one.box.middle, other.box.middle
    return max(abs(x - to_x), abs(y - to_y)) <= NEAR * one.size


def telling_table(tellings: Iterable[Telling]) -> Table:
    result = Table("layout", "pages", "characters", "told as unreadable", "read", "neither", "garbage")
    for column in result.columns[1:]:
        column.justify = "right"
    rows: defaultdict[str, list[Telling]] = defaultdict(list)
    for one in tellings:
        rows[one.layout].append(one)
    for layout, own in rows.items():
        result.add_row(layout, *_sums(own))
    result.add_section()
    result.add_row("all", *_sums([one for own in rows.values() for one in own]))
    return result


def _sums(own: list[Telling]) -> list[str]:
    figures = [len(own), *(sum(getattr(one, name) for one in own) for name in ("printed", "told", "read", "silent", "garbage"))]
    return [f"{figure:,}" for figure in figures]
