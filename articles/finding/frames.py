"""What is drawn around a story and belongs to it: its frame or tint, the grid of its table. Pure."""

from collections.abc import Iterable, Sequence

from articles.finding.outlines import overlap
from articles.finding.pieces import Piece
from issues.layer import Box, around

SLACK = 1.0  # points by which a box may reach out of its frame
NESTED = 1.0  # sizes of type between the lines of a double frame
MARKS = 0.2  # of a story's characters that may stand in its frame and be nobody's: 广告, a stamp, a drop of a caption
LEAST_RULES = 3  # of a grid


def frame_of(own: Sequence[Piece], others: Sequence[Piece], panels: Iterable[Box], unit: float) -> Box | None:
    """The smallest panel that holds all of a story and nothing of another; of a double frame the outer line."""
    hull = around(piece.box for piece in own)
    length = sum(piece.length for piece in own)
    free = [panel for panel in panels if _holds(panel, hull) and _is_free(panel, others, length)]
    found = min(free, key=_area, default=None)
    if found is None:
        return None
    near = [panel for panel in free if _is_around(panel, found, NESTED * unit)]
    return max(near, key=_area, default=found)


def grid_of(own: Sequence[Piece], others: Sequence[Piece], rules: Iterable[Box]) -> Box | None:
    """The level rules between the rows of a story, where they are as long as each other: they tell how wide a table is."""
    hull = around(piece.box for piece in own)
    level = [rule for rule in rules if rule.width > rule.height and overlap(_opened(rule), hull)]
    lines = [line for line in _joined(level) if hull.top < line.top and line.bottom < hull.bottom + SLACK]
    for line in lines:
        alike = [other for other in lines if abs(other.left - line.left) < 2 and abs(other.right - line.right) < 2]
        grid = around(alike)
        if len(alike) >= LEAST_RULES and not any(piece.owner and overlap(grid, piece.box) for piece in others):
            return grid
    return None


def _joined(rules: Iterable[Box]) -> list[Box]:
    """Rules that go on from each other, as the edges of cells, as one."""
    found: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top), rule.left)):
        last = found[-1] if found else None
        if last and abs(last.top - rule.top) < SLACK and rule.left - last.right < SLACK:
            found[-1] = around((last, rule))
        else:
            found.append(rule)
    return found


def _opened(rule: Box) -> Box:
    """Thick enough to meet something."""
    return rule._replace(bottom=rule.bottom + SLACK)


def _is_free(panel: Box, others: Iterable[Piece], length: int) -> bool:
    strangers = [piece for piece in others if overlap(panel, piece.box)]
    if any(piece.owner for piece in strangers) or not all(_holds(panel, piece.box) for piece in strangers):
        return False
    return sum(piece.length for piece in strangers) <= MARKS * length


def _is_around(outer: Box, inner: Box, most: float) -> bool:
    whites = (inner.left - outer.left, inner.top - outer.top, outer.right - inner.right, outer.bottom - inner.bottom)
    return all(-SLACK <= white <= most for white in whites)


def _area(panel: Box) -> float:
    return panel.width * panel.height


def _holds(panel: Box, box: Box) -> bool:
    return (
        panel.left <= box.left + SLACK
        and panel.top <= box.top + SLACK
        and panel.right >= box.right - SLACK
        and panel.bottom >= box.bottom - SLACK
    )
