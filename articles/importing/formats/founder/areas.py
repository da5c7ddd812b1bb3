"""<area> of an image map -> polygons in fractions of the page. Pure arithmetic on what the attributes say."""

import re
from dataclasses import dataclass

from articles.importing.records import Polygon
from articles.zones import GREATEST_CORNERS, polygon_problem
from issues.sentences import Sentence

Corner = tuple[float, float]

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_CIRCLE = (
    (0.0, -1.0), (0.707, -0.707), (1.0, 0.0), (0.707, 0.707), (0.0, 1.0), (-0.707, 0.707), (-1.0, 0.0), (-0.707, -0.707),
)  # fmt: skip
COORDS_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Area:
    """`corners` in pixels of the picture; `href` as written; `title` from its alt or title; `is_row`: a line of a 导读."""

    corners: tuple[Corner, ...]
    href: str
    title: str = ""
    is_row: bool = False


def corners(shape: str, coords: str) -> tuple[Corner, ...]:
    """Empty where the numbers make no figure. A rectangle may call itself a polygon, and the other way round."""
    numbers = [float(number) for number in _NUMBER.findall(coords[:COORDS_LIMIT])]
    shape = shape.strip().lower()
    if shape.startswith("circ") and len(numbers) == 3:
        x, y, radius = numbers
        return tuple((x + radius * cos, y + radius * sin) for cos, sin in _CIRCLE)
    if len(numbers) == 4:
        left, top, right, bottom = numbers
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return tuple(points) if len(points) >= 3 else ()


def extent(areas: list[Area]) -> Corner:
    """The farthest pixels that any area names."""
    points = [corner for area in areas for corner in area.corners]
    return max((x for x, _ in points), default=0.0), max((y for _, y in points), default=0.0)


def polygon(area: Area, width: float, height: float) -> tuple[Polygon | None, Sentence | None]:
    """In fractions of the page, within it; or None and what is wrong."""
    if not area.corners:
        return None, Sentence("its coordinates are no polygon")
    if len(area.corners) > GREATEST_CORNERS:
        return None, Sentence(
            "it has %(count)s corners, at most %(limit)s were expected", count=len(area.corners), limit=GREATEST_CORNERS
        )
    found = tuple((_fraction(x, width), _fraction(y, height)) for x, y in area.corners)
    problem = polygon_problem(found)
    return (None, problem) if problem else (found, None)


def _fraction(pixels: float, whole: float) -> float:
    return round(min(1.0, max(0.0, pixels / whole)), 6)
