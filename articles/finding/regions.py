"""Which panel each row stands in: boxed items are read by themselves. Pure."""

from collections.abc import Sequence

from articles.finding.strips import Row, unframed
from issues.layer import Box, TextLayer

LARGEST = 0.7  # of the page; a tint behind everything is no panel
EDGE = 3.0  # points by which a glyph's cell may reach over its frame
LEAST_ROWS = 2
OPEN = -1  # the page outside all panels


def regions_of(rows: Sequence[Row], layer: TextLayer) -> dict[Row, int]:
    """The number of each row's panel, the smaller first."""
    places = [unframed(row.box, row.is_vertical) for row in rows]
    panels = [panel for panel in _distinct(layer.panels) if _is_region(panel, places, layer)]
    panels.sort(key=lambda panel: panel.width * panel.height)
    return {
        row: next((number for number, panel in enumerate(panels) if _holds(panel, place)), OPEN)
        for row, place in zip(rows, places, strict=True)
    }


def _distinct(panels: Sequence[Box]) -> list[Box]:
    """A frame and the tint within it are one panel."""
    found: list[Box] = []
    for panel in panels:
        if not any(max(abs(one - other) for one, other in zip(panel, known, strict=True)) < 2 * EDGE for known in found):
            found.append(panel)
    return found


def _is_region(panel: Box, places: Sequence[Box], layer: TextLayer) -> bool:
    if panel.width * panel.height > LARGEST * layer.width * layer.height:
        return False
    inside = [place for place in places if _holds(panel, place)]
    if len(inside) < LEAST_ROWS or panel.height < 2.5 * min(place.height for place in inside):
        return False
    crossing = sum(_touches(panel, place) for place in places) - len(inside)
    return crossing <= 0.1 * len(inside)


def _holds(panel: Box, place: Box) -> bool:
    return (
        panel.left - EDGE <= place.left
        and place.right <= panel.right + EDGE
        and panel.top - EDGE <= place.top
        and place.bottom <= panel.bottom + EDGE
    )


def _touches(panel: Box, place: Box) -> bool:
    return (
        place.left < panel.right - EDGE
        and panel.left + EDGE < place.right
        and place.top < panel.bottom - EDGE
        and panel.top + EDGE < place.bottom
    )
