"""Pieces with owners -> each owner's polygons: the white between its own pieces is its own, and small things in there. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from articles.finding.outlines import Corner, area, outlines, overlap
from articles.finding.pieces import Owner, Piece
from issues.layer import Box, around

Polygons = dict[Owner, list[list[Corner]]]
AROUND = 0.3  # sizes of type around a story's own white that are its as well, or half of the way to the next
MOST_AROUND = 0.01  # … and of its own width and height, so that a single line does not grow out of its proportions
ROW = 0.7  # sizes above and below a pointer, or half of the way to the next: they stand in rows that touch
LEADING = 0.125  # white above and below a line that stands alone, in its sizes
MOST_LEADING = 0.4
EVEN = 2.5  # sizes of type by which columns may differ and still end level
SMALL = 150  # characters of nobody's that are taken for a story's own when they stand within it
LEAST_PART = 0.05  # of an owner's greatest polygon; what is smaller is a slip


def territories(pieces: Sequence[Piece], panels: Sequence[Box]) -> Polygons:
    known = _with_panels(_widened(_absorbed(pieces)), panels)
    return {owner: _polygons(owner, known) for owner in sorted(_owners(known), key=lambda owner: (owner.story, owner.pointer))}


def _owners(pieces: Sequence[Piece]) -> set[Owner]:
    return {piece.owner for piece in pieces if piece.owner is not None}


def _absorbed(pieces: Sequence[Piece]) -> list[Piece]:
    """Small pieces of nobody's that stand within one owner's outline become that owner's."""
    known = [piece for piece in pieces if piece.owner is not None]
    unknown = [piece for piece in pieces if piece.owner is None]
    for owner in _owners(known):
        if owner.pointer:
            continue
        own, others = _own_and_others(owner, known)
        unit = _unit(own)
        for polygon in outlines([piece.box for piece in own], [piece.box for piece in others], even=EVEN * unit):
            for piece in unknown:
                if piece.length <= SMALL and piece.owner is None and is_inside(piece.box.middle, polygon):
                    known.append(replace(piece, owner=owner, unit=piece.unit or unit))
    taken = {id(piece.lines) if piece.lines else piece.box for piece in known}
    return known + [piece for piece in unknown if (id(piece.lines) if piece.lines else piece.box) not in taken]


def _widened(pieces: Sequence[Piece]) -> list[Piece]:
    """Heads as wide as the text below them, as far as nobody else stands there."""
    return [replace(piece, box=_wide(piece, pieces)) if piece.is_head else piece for piece in pieces]


def _wide(head: Piece, pieces: Sequence[Piece]) -> Box:
    own = [piece.box for piece in pieces if piece.owner and head.owner and piece.owner.story == head.owner.story]
    hull, box = around(own), head.box
    left, right = min(box.left, hull.left), max(box.right, hull.right)
    for piece in pieces:
        other = piece.box
        if (piece.owner is None or piece.owner != head.owner) and other.top < box.bottom and box.top < other.bottom:
            left = max(left, other.right) if other.right <= box.left else left
            right = min(right, other.left) if other.left >= box.right else right
    return Box(left, box.top, right, box.bottom)


def _with_panels(pieces: list[Piece], panels: Sequence[Box]) -> list[Piece]:
    """A frame or tint that holds all of a story and nothing else is the story's."""
    found = []
    for owner in _owners(pieces):
        own, others = _own_and_others(owner, pieces)
        if panel := _panel(own, others, panels):
            found.append(Piece(panel, owner, 0.0, is_panel=True))
    return pieces + found


def _polygons(owner: Owner, pieces: Sequence[Piece]) -> list[list[Corner]]:
    own, others = _own_and_others(owner, pieces)
    unit = _unit(own)
    obstacles = [piece.box for piece in others]
    leading = _leading(own)
    hull = around(piece.box for piece in own)
    boxes = [_padded(piece, unit, leading, hull, obstacles) for piece in own]
    found = outlines(boxes, obstacles, even=EVEN * unit)
    return [polygon for polygon in found if area(polygon) >= LEAST_PART * area(found[0])]


def _own_and_others(owner: Owner, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    own = [piece for piece in pieces if piece.owner == owner]
    return own, [piece for piece in pieces if piece.owner != owner]


def _unit(pieces: Sequence[Piece]) -> float:
    """The size of most of its type."""
    sizes = sorted(size for piece in pieces for size in [piece.unit] * max(1, piece.length))
    return sizes[len(sizes) // 2]


def _leading(pieces: Sequence[Piece]) -> float:
    """Half of the white between two lines of its text, in sizes: what a line has above and below it."""
    found = []
    for piece in pieces:
        for line, following in pairwise(piece.lines):
            one, other = (line.box.left, following.box.right) if line.is_vertical else (following.box.top, line.box.bottom)
            found.append((one - other) / 2 / line.size)
    return min(MOST_LEADING, max(0.0, median(found))) if found else LEADING


def _padded(piece: Piece, unit: float, leading: float, hull: Box, others: Sequence[Box]) -> Box:
    box, size = piece.box, min(unit, piece.unit)
    if piece.is_panel:
        return box
    wide, high = (min(AROUND * unit, MOST_AROUND * side) for side in (hull.width, hull.height))
    if piece.owner and piece.owner.pointer:
        high = ROW * unit
    elif piece.lines and piece.lines[0].is_vertical:
        wide += leading * size
    else:
        high += leading * size
    edges = list(Box(box.left - wide, box.top - high, box.right + wide, box.bottom + high))
    for other in others:
        if not overlap(Box(*edges), other) or overlap(box, other):
            continue
        gaps = (box.left - other.right, box.top - other.bottom, other.left - box.right, other.top - box.bottom)
        side = max(range(4), key=lambda at: gaps[at])
        half = gaps[side] / 2
        edges[side] = (box[side] - half) if side < 2 else (box[side] + half)
    return Box(*edges)


def _panel(own: Sequence[Piece], others: Sequence[Piece], panels: Sequence[Box]) -> Box | None:
    hull = around(piece.box for piece in own)
    holding = [panel for panel in panels if _holds(panel, hull) and not any(overlap(panel, piece.box) for piece in others)]
    return min(holding, key=lambda panel: panel.width * panel.height, default=None)


def _holds(panel: Box, box: Box) -> bool:
    return (
        panel.left <= box.left + 1
        and panel.top <= box.top + 1
        and panel.right >= box.right - 1
        and panel.bottom >= box.bottom - 1
    )


def is_inside(point: Corner, polygon: Sequence[Corner]) -> bool:
    """By the number of edges to its left."""
    x, y = point
    inside = False
    for at, (x1, y1) in enumerate(polygon):
        x2, y2 = polygon[at - 1]
        if (y1 > y) != (y2 > y) and x > x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
