"""What is drawn on a page besides its text: each image and path with its place, forms unfolded, in the page's own space. Pure."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdfium2 import raw

from issues.layer import Box
from issues.pdf import calls
from issues.pdf.placing import SAME, Matrix, matrix_of

DEPTH = 12  # of forms within forms
MOST_DRAWN = 20_000  # images and paths looked at on a page; some 40 µs each
MOST_SEGMENTS = 64  # of a path that may be lines and rectangles; a drawing has more
NEAR = 0.1  # points by which a line may lean
ROUNDED = 0.15  # of its side that a rounded corner may take from a rectangle
_DRAWN = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
_POINT, _WIDTH = calls.Floats(2), calls.Floats(1)
_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()


class Drawn(NamedTuple):
    thing: int
    kind: int  # FPDF_PAGEOBJ_…
    matrix: Matrix  # of the forms around it


class Subpath(NamedTuple):
    points: list[tuple[float, float]]
    is_closed: bool
    is_straight: bool


def drawn_on(page: Any) -> list[Drawn]:
    """In the order in which they are painted."""
    things = _unfolded(calls.address_of(page.raw), calls.page_count_of, calls.page_object, SAME, DEPTH)
    return list(itertools.islice(things, MOST_DRAWN))


def _unfolded(holder: int, count: Callable[..., int], get: Callable[..., int], matrix: Matrix, depth: int) -> Iterator[Drawn]:
    for at in range(count(holder)):
        thing = get(holder, at)
        kind = calls.kind_of(thing)
        if kind in _DRAWN:
            yield Drawn(thing, kind, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = matrix_of(thing).before(matrix)
            yield from _unfolded(thing, calls.form_count_of, calls.form_object, inner, depth - 1)


class Clips:
    """The boxes around the clipping paths of one page's things. Many have the same; each costs four calls, the first more."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Box | None] = {}

    def box(self, thing: int) -> Box | None:
        """In the space of the form that it stands in; None where nothing is cut off."""
        clip = calls.clip_of(thing)
        count = min(20, calls.clip_count(clip)) if clip else 0
        if count < 1:
            return None
        last = calls.clip_segment_count(clip, count - 1)
        marks = [_point(calls.clip_segment(clip, count - 1, at)) for at in (0, 2) if at < last]
        key = (count, last, *marks)
        if key not in self._known:
            boxes = [box for at in range(count) if (box := _clip_box(clip, at))]
            self._known[key] = _meeting(boxes) if boxes else None
        return self._known[key]


def _meeting(boxes: list[Box]) -> Box:
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return Box(max(lefts), max(lows), min(rights), min(highs))


def _clip_box(clip: int, at: int) -> Box | None:
    count = calls.clip_segment_count(clip, at)
    if not 0 < count <= 2000:
        return None
    points = [_point(calls.clip_segment(clip, at, number)) for number in range(count)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def outline(drawn: Drawn) -> list[Subpath]:
    """A path's parts in the page's own space; none of one with many segments."""
    count = calls.segment_count(drawn.thing)
    if not 0 < count <= MOST_SEGMENTS:
        return []
    matrix = matrix_of(drawn.thing).before(drawn.matrix)
    found: list[Subpath] = []
    for at in range(count):
        segment = calls.segment_of(drawn.thing, at)
        kind = calls.segment_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or not found:
            found.append(Subpath([], False, True))
        last = found[-1]
        last.points.append(matrix.point(*_point(segment)))
        closes = bool(calls.segment_closes(segment))
        curves = kind == raw.FPDF_SEGMENT_BEZIERTO
        if closes or curves:
            found[-1] = Subpath(last.points, last.is_closed or closes, last.is_straight and not curves)
    return [part for part in found if len(part.points) > 1]


def _point(segment: int) -> tuple[float, float]:
    calls.segment_point(segment, *_POINT.references)
    return _POINT.places[0].value, _POINT.places[1].value


def rectangle(part: Subpath) -> Box | None:
    """An upright rectangle that a part goes around; `top` is the lower side: y goes upwards."""
    if not part.is_straight:
        return _rounded(part.points)
    points = part.points[:-1] if len(part.points) == 5 and _is_near(part.points[0], part.points[-1]) else part.points
    if len(points) != 4:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    on_corners = all(min(x - box.left, box.right - x) < NEAR and min(y - box.top, box.bottom - y) < NEAR for x, y in points)
    sides = zip(points, [*points[1:], points[0]], strict=True)
    return box if on_corners and all((abs(a - c) < NEAR) or (abs(b - d) < NEAR) for (a, b), (c, d) in sides) else None


def _rounded(points: list[tuple[float, float]]) -> Box | None:
    """Every corner has points near it, and none is far inside; a circle's are too far from its corners."""
    if not 12 <= len(points) <= 24:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    across, along = ROUNDED * box.width, ROUNDED * box.height
    ends = {
        (x - box.left <= across, y - box.top <= along)
        for x, y in points
        if (x - box.left <= across or box.right - x <= across) and (y - box.top <= along or box.bottom - y <= along)
    }
    inside = any(min(x - box.left, box.right - x) > across and min(y - box.top, box.bottom - y) > along for x, y in points)
    return box if len(ends) == 4 and not inside else None


def _is_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR


def straight_lines(part: Subpath, width: float) -> Iterator[Box]:
    """Of a stroked part its upright lines, as thick as they are drawn."""
    if not part.is_straight:
        return
    points = [*part.points, part.points[0]] if part.is_closed else part.points
    half = width / 2
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        if abs(x - to_x) < NEAR and abs(y - to_y) > NEAR:
            yield Box(x - half, min(y, to_y), x + half, max(y, to_y))
        elif abs(y - to_y) < NEAR and abs(x - to_x) > NEAR:
            yield Box(min(x, to_x), y - half, max(x, to_x), y + half)


def painting(thing: int) -> tuple[bool, bool]:
    """Whether a path is filled and whether it is stroked."""
    calls.draw_mode_of(thing, ctypes.byref(_FILL), ctypes.byref(_STROKE))
    return _FILL.value != raw.FPDF_FILLMODE_NONE, bool(_STROKE.value)


def stroke_width(drawn: Drawn) -> float:
    """In points of the page; a hairline has some."""
    calls.stroke_width_of(drawn.thing, *_WIDTH.references)
    return max(0.1, _WIDTH.places[0].value * matrix_of(drawn.thing).before(drawn.matrix).scale)
