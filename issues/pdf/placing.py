"""Matrices and boxes of a PDF page, in points, y upwards, and what turns them into places on the page as it is shown. Pure."""

import ctypes
import math
from typing import Any, NamedTuple

from pypdfium2 import raw

from issues.layer import Box
from issues.pdf import calls


class Matrix(NamedTuple):
    """(x, y) -> (a·x + c·y + e, b·x + d·y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def before(self, then: "Matrix") -> "Matrix":
        """This one first, then the other."""
        return Matrix(
            self.a * then.a + self.b * then.c,
            self.a * then.b + self.b * then.d,
            self.c * then.a + self.d * then.c,
            self.c * then.b + self.d * then.d,
            self.e * then.a + self.f * then.c + then.e,
            self.e * then.b + self.f * then.d + then.f,
        )

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """The upright box around a box's corners."""
        if not self.b and not self.c:
            x, to_x = self.a * left + self.e, self.a * right + self.e
            y, to_y = self.d * low + self.f, self.d * high + self.f
            return Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        corners = [self.point(x, y) for x in (left, right) for y in (low, high)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def scale(self) -> float:
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


SAME = Matrix(1, 0, 0, 1, 0, 0)
_SIDES, _MATRIX = calls.Floats(4), raw.FS_MATRIX()
_TO_MATRIX = ctypes.byref(_MATRIX)


def matrix_of(thing: int) -> Matrix:
    """A page object's own."""
    found = _MATRIX
    if not calls.object_matrix_of(thing, _TO_MATRIX):
        return SAME
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def bounds_of(thing: int) -> tuple[float, float, float, float] | None:
    """A page object's left, low, right, high, in the space of the form that it stands in."""
    if not calls.object_bounds_of(thing, *_SIDES.references):
        return None
    left, low, right, high = _SIDES.values()
    return (left, low, right, high) if math.isfinite(left + low + right + high) else None


def to_shown(page: Any) -> Matrix:
    """From a page's own space to places on it as it is shown: cropped, turned, y downwards."""
    left, low, right, high = shown_box(page)
    return {
        0: Matrix(1, 0, 0, -1, -left, high),
        90: Matrix(0, 1, 1, 0, -low, -left),
        180: Matrix(-1, 0, 0, 1, right, -low),
        270: Matrix(0, -1, -1, 0, high, right),
    }[page.get_rotation()]


def shown_box(page: Any) -> tuple[float, float, float, float]:
    """As pdfium crops it."""
    found = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, found)
    return found.left, found.bottom, found.right, found.top
