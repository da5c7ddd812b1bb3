"""What stands on a page, piece by piece, and whose it is: lines of a block with one owner, pictures. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from articles.finding.blocks import Block
from articles.finding.lines import Line
from articles.finding.locating import Run, gap
from articles.finding.outlines import overlap
from articles.finding.stories import Index
from issues.layer import Box, around

BESIDE = 2.5  # sizes of type between a picture and the lines that it belongs to
CAPTION = 4  # characters of a line that are told to be a caption's
LABEL_REACH = 25.0  # sizes of type between a pointer's words and the label at the end of its row
BELOW = 1.6  # sizes of type by which a label may stand lower than the pointer's last line
_LABEL = re.compile(r"第?[A-Z]?[0-9]{1,3}版?")
LEAST_TOUCH = 0.3  # of a picture's side that its story's lines must reach along


@dataclass(frozen=True)
class Owner:
    """A story by its number, `pointer`: the key of the other one that this place leads to."""

    story: int
    pointer: str = ""


@dataclass(frozen=True, eq=False)
class Piece:
    """`unit`: the size of its type in points; `is_head`: title, byline and what else stands before the text;
    `is_exact`: nothing is added around its box, as that of a frame."""

    box: Box
    owner: Owner | None
    unit: float
    lines: tuple[Line, ...] = ()
    is_head: bool = False
    is_exact: bool = False

    @property
    def length(self) -> int:
        return sum(len(line.glyphs) for line in self.lines)


def pieces_of(blocks: Sequence[Block], runs: Sequence[Run], index: Index) -> list[Piece]:
    places = {line: (run.story, start) for run in runs for line, start in zip(run.lines, run.starts, strict=True)}
    pieces: list[Piece] = []
    for block in blocks:
        for (owner, is_head), members in groupby(block.lines, key=lambda line: _belongs(line, places.get(line), index)):
            lines = tuple(members)
            pieces.append(Piece(around(line.box for line in lines), owner, lines[0].size, lines, is_head))
    pieces = _with_labels(pieces, index)
    boxes = [(line.box, piece.owner) for piece in pieces for line in piece.lines]
    return [part for piece in pieces for part in _apart(piece, boxes)]


def _with_labels(pieces: Sequence[Piece], index: Index) -> list[Piece]:
    """Gives a page's label at the end of a row to the pointer that stands in it."""
    pointers = [piece for piece in pieces if piece.owner and _is_pointer(piece.owner, index)]
    result = []
    for piece in pieces:
        if piece.owner is None and pointers and all(_LABEL.fullmatch(line.text) for line in piece.lines):
            result += [_label(line, pointers) for line in piece.lines]
        else:
            result.append(piece)
    return result


def _is_pointer(owner: Owner, index: Index) -> bool:
    story = index.texts[owner.story].story
    return bool(owner.pointer) or story.kind == "pointer" or not story.is_here


def _label(line: Line, pointers: Sequence[Piece]) -> Piece:
    """In the row of the pointer, to the right, or in the row below it."""
    left, bottom = line.box.left, line.box.bottom
    before = [
        piece
        for piece in pointers
        if piece.box.left < left <= piece.box.right + LABEL_REACH * line.size
        and piece.box.top < bottom <= piece.box.bottom + BELOW * line.size
        and (piece.box.right <= left or piece.box.bottom <= line.box.top + 1)
    ]
    nearest = max(before, key=lambda piece: (piece.box.top, piece.box.right), default=None)
    return Piece(line.box, nearest.owner if nearest else None, line.size, (line,), is_head=nearest is not None)


def _belongs(line: Line, place: tuple[int, int] | None, index: Index) -> tuple[Owner | None, bool]:
    if place is None:
        return None, False
    story, start = place
    text = index.texts[story]
    middle = start + len(line.folded) // 2
    leads_to = [key for first, _last, key in text.links if first <= middle]
    if leads_to:
        return Owner(story, leads_to[-1]), False
    return Owner(story), middle < text.body


def _apart(piece: Piece, boxes: Sequence[tuple[Box, Owner | None]]) -> Iterable[Piece]:
    """Line by line where somebody else stands within its box, as a picture that the text runs around."""
    if piece.owner is None or not any(overlap(box, piece.box) and owner != piece.owner for box, owner in boxes):
        return [piece]
    return [replace(piece, box=line.box, lines=(line,)) for line in piece.lines]


def pictures_of(boxes: Sequence[Box], pieces: Sequence[Piece], index: Index) -> list[Piece]:
    """Each picture with its owner: whose caption it has, else whose lines lie along its sides."""
    found = []
    for box in boxes:
        touches: defaultdict[Owner, float] = defaultdict(float)
        for piece in pieces:
            if piece.owner is not None and not piece.owner.pointer and gap(box, piece.box) <= BESIDE * piece.unit:
                touches[piece.owner] += _touch(box, piece) * (4 if _is_caption(piece, index) else 1)
        owner = max(touches, key=lambda owner: touches[owner], default=None)
        is_touched = owner is not None and touches[owner] >= LEAST_TOUCH
        found.append(Piece(box, owner if is_touched else None, 0.0))
    return found


def _touch(picture: Box, piece: Piece) -> float:
    """How much of a side of the picture it lies along; all of it where it lies within."""
    wide = (min(picture.right, piece.box.right) - max(picture.left, piece.box.left)) / picture.width
    high = (min(picture.bottom, piece.box.bottom) - max(picture.top, piece.box.top)) / picture.height
    return max(0.0, wide, high)


def _is_caption(piece: Piece, index: Index) -> bool:
    if piece.owner is None:
        return False
    text = index.texts[piece.owner.story]
    captions = text.characters[text.captions :]
    return any(len(line.folded) >= CAPTION and line.folded in captions for line in piece.lines)
