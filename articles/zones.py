"""Hot-zone geometry: polygons in fractions 0–1 of a page picture. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from issues.geometry import Point
from issues.sentences import Sentence

GREATEST_CORNERS = 500
SMALLEST_AREA = 1e-7  # of the page


def polygon_problem(polygon: Any) -> Sentence | None:
    """What is wrong with what should be a polygon."""
    if _is_plainly_right(polygon):
        return None
    if not isinstance(polygon, (list, tuple)) or not 3 <= len(polygon) <= GREATEST_CORNERS:
        return Sentence("Expected a list of 3 to %(most)s corners, each [x, y].", most=GREATEST_CORNERS)
    for number, corner in enumerate(polygon, start=1):
        if not isinstance(corner, (list, tuple)) or len(corner) != 2 or not all(_is_number(value) for value in corner):
            return Sentence("Corner %(number)s is %(corner)r; expected [x, y] with two numbers.", number=number, corner=corner)
        if not all(0 <= value <= 1 for value in corner):
            return Sentence(
                "Corner %(number)s is %(corner)r, outside the page; expected fractions from 0 to 1.",
                number=number,
                corner=list(corner),
            )
    if area(polygon) < SMALLEST_AREA:
        return Sentence("The polygon encloses nothing; expected corners that are not in one line.")
    return None


def _is_plainly_right(polygon: Any) -> bool:
    """What nearly every polygon is; imports ask it of millions."""
    try:
        return (
            3 <= len(polygon) <= GREATEST_CORNERS
            and all(type(x) is float and type(y) is float and 0 <= x <= 1 and 0 <= y <= 1 for x, y in polygon)
            and area(polygon) >= SMALLEST_AREA
        )
    except (TypeError, ValueError):
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def area(polygon: Sequence[Sequence[float]]) -> float:
    """Of the page, as a fraction; the shoelace formula."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def in_pixels(polygon: Sequence[Sequence[float]], width: int, height: int) -> list[tuple[int, int]]:
    """Whole pixels that lie within the picture."""
    return [(min(width, round(x * width)), min(height, round(y * height))) for x, y in polygon]


def map_coords(polygon: Sequence[Sequence[float]], width: int, height: int) -> str:
    """For `<area coords>`: x,y,x,y,…"""
    return ",".join(f"{x},{y}" for x, y in in_pixels(polygon, width, height))


def svg_points(polygon: Sequence[Sequence[float]], width: int, height: int) -> str:
    """For `<polygon points>`: x,y x,y …"""
    return " ".join(f"{x},{y}" for x, y in in_pixels(polygon, width, height))


def box_around(polygons: Iterable[Sequence[Sequence[float]]]) -> list[Point]:
    """The upright rectangle that holds them all."""
    corners = [corner for polygon in polygons for corner in polygon]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def top_left(polygon: Sequence[Sequence[float]]) -> Point:
    """For ordering: where reading the zone begins."""
    return min(y for _, y in polygon), min(x for x, _ in polygon)
