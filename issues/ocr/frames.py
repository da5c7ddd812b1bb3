"""Rules that stand around something: frames of boxed items. Pure."""

from collections.abc import Sequence
from itertools import product

from issues.ocr.hocr import Pixels

NEAR = 8.0  # points by which the rules of a frame may miss its corners
LEAST_SIDE = 36.0  # points
ALONG = 0.8  # of a frame's height that the rules at its sides reach over


def frames_of(rules: Sequence[Pixels], resolution: float) -> list[Pixels]:
    """Two level rules of one length with an upright one at either end. `resolution`: pixels an inch."""
    near, least = NEAR * resolution / 72, LEAST_SIDE * resolution / 72
    level = [rule for rule in rules if rule[2] - rule[0] >= least]
    upright = [rule for rule in rules if rule[3] - rule[1] >= least]
    found = []
    for upper, lower in product(level, repeat=2):
        box = upper[0], upper[1], upper[2], lower[3]
        is_even = abs(upper[0] - lower[0]) <= near and abs(upper[2] - lower[2]) <= near
        if is_even and box[3] - box[1] >= least and all(_has_side(x, box, upright, near) for x in (box[0], box[2])):
            found.append(box)
    return found


def _has_side(x: int, box: Pixels, upright: Sequence[Pixels], near: float) -> bool:
    """A rule there that reaches along most of the frame and not far beyond."""
    _, top, _, bottom = box
    return any(
        min(abs(rule[0] - x), abs(rule[2] - x)) <= near
        and min(rule[3], bottom) - max(rule[1], top) >= ALONG * (bottom - top)
        and rule[1] >= top - near
        and rule[3] <= bottom + near
        for rule in upright
    )
