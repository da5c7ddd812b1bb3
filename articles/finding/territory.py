"""Pieces with owners -> each owner's polygons: the white between its own pieces is its own, and small things in there. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from articles.finding.frames import frame_of, grid_of
from articles.finding.outlines import Corner, area, outlines, overlap
from articles.finding.pieces import Owner, Piece
from articles.finding.pointer_rows import tiled
from issues.layer import Box, around

Polygons = dict[Owner, list[list[Corner]]]
AROUND = 0.3  # sizes of type around a story's own white that are its as well, or half of the way to the next
MOST_AROUND = 0.01  # … and of its own width and height, so that a single line does not grow out of its proportions
LEADING = 0.125  # white above and below a line that stands alone, in its sizes
MOST_LEADING = 0.4
EVEN = 2.5  # sizes of type by which columns may differ and still end level
SMALL = 150  # characters of nobody's that are taken for a story's own when they stand within it
LEAST_PART = 0.05  # of an owner's greatest polygon; what is smaller is a slip


def territories(pieces: Sequence[Piece], panels: Sequence[Box], rules: Sequence[Box] = ()) -> Polygons:
    known = _with_frames(_widened(_with_grids(_absorbed(pieces), rules)), panels)
    known = _with_rows(known, rules)
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
        own = [replace(piece, box=_wide(piece, own, others)) if piece.is_head else piece for piece in own]
        for polygon in outlines([piece.box for piece in own], [piece.box for piece in others], even=EVEN * unit):
            for piece in unknown:
                if piece.length <= SMALL and piece.owner is None and is_inside(piece.box.middle, polygon):
                    known.append(replace(piece, owner=owner, unit=piece.unit or unit))
    taken = {id(piece.lines) if piece.lines else piece.box for piece in known}
    return known + [piece for piece in unknown if (id(piece.lines) if piece.lines else piece.box) not in taken]


def _widened(pieces: Sequence[Piece]) -> list[Piece]:
    """Heads as wide as the text below them, standing ones as high as the text beside them, as far as nobody else stands there."""
    found = []
    for piece in pieces:
        if piece.is_head and piece.owner:
            own = [other for other in pieces if other.owner and other.owner.story == piece.owner.story]
            others = [other for other in pieces if other.owner != piece.owner]
            piece = replace(piece, box=_wide(piece, own, others))
        found.append(piece)
    return found


def _wide(head: Piece, own: Sequence[Piece], others: Sequence[Piece]) -> Box:
    hull, box = around(piece.box for piece in own), head.box
    if head.lines and head.lines[0].is_vertical:
        top, bottom = _stretched((box.top, box.bottom), (hull.top, hull.bottom), _beside(box, others, is_vertical=True))
        return box._replace(top=top, bottom=bottom)
    left, right = _stretched((box.left, box.right), (hull.left, hull.right), _beside(box, others, is_vertical=False))
    return box._replace(left=left, right=right)


def _beside(box: Box, others: Sequence[Piece], *, is_vertical: bool) -> list[tuple[float, float]]:
    """From where to where, along the line, each one stands that stands in its way."""
    if is_vertical:
        return [(o.box.top, o.box.bottom) for o in others if o.box.left < box.right and box.left < o.box.right]
    return [(o.box.left, o.box.right) for o in others if o.box.top < box.bottom and box.top < o.box.bottom]


def _stretched(
    line: tuple[float, float], hull: tuple[float, float], obstacles: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    start, end = min(line[0], hull[0]), max(line[1], hull[1])
    for first, last in obstacles:
        start = max(start, last) if last <= line[0] else start
        end = min(end, first) if first >= line[1] else end
    return start, end


def _with_grids(pieces: list[Piece], rules: Sequence[Box]) -> list[Piece]:
    found = []
    for owner in _owners(pieces):
        own, others = _own_and_others(owner, pieces)
        if not owner.pointer and (grid := grid_of(own, others, rules)):
            found.append(Piece(grid, owner, 0.0, is_exact=True))
    return pieces + found


def _with_frames(pieces: list[Piece], panels: Sequence[Box]) -> list[Piece]:
    found = []
    for owner in _owners(pieces):
        own, others = _own_and_others(owner, pieces)
        if frame := frame_of(own, others, panels, _unit(own)):
            found.append(Piece(frame, owner, 0.0, is_exact=True))
    return pieces + found


def _with_rows(pieces: list[Piece], rules: Sequence[Box]) -> list[Piece]:
    """Each row of a list of pointers as one piece; the list's title is a row as well."""
    found = []
    for story in {owner.story for owner in _owners(pieces) if owner.pointer}:
        members = [piece for piece in pieces if piece.owner and piece.owner.story == story]
        rows = {owner: around(piece.box for piece in members if piece.owner == owner) for owner in _owners(members)}
        title = rows.get(Owner(story))
        if title and any(overlap(title, row) for owner, row in rows.items() if owner.pointer):
            del rows[Owner(story)]
        unit = _unit([piece for piece in members if piece.owner and piece.owner.pointer])
        for owner, box in tiled(rows, rules, unit).items():
            wide = min(AROUND * unit, MOST_AROUND * box.width)
            row = box._replace(left=box.left - wide, right=box.right + wide)
            found.append(Piece(row, owner, unit, is_exact=True))
    tiled_owners = _owners(found)
    return [piece for piece in pieces if piece.owner not in tiled_owners] + found


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
    if piece.is_exact:
        return box
    wide, high = (min(AROUND * unit, MOST_AROUND * side) for side in (hull.width, hull.height))
    if piece.lines and piece.lines[0].is_vertical:
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


def is_inside(point: Corner, polygon: Sequence[Corner]) -> bool:
    """By the number of edges to its left."""
    x, y = point
    inside = False
    for at, (x1, y1) in enumerate(polygon):
        x2, y2 = polygon[at - 1]
        if (y1 > y) != (y2 > y) and x > x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
