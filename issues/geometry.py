"""Polygons in fractions 0–1 of a page picture. Pure."""

Point = tuple[float, float]
Polygon = list[Point]

WHOLE_SHEET: Polygon = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
