"""Outlines hold what is ours and the white between, and leave out what is others'."""

from articles.finding.outlines import area, outlines
from issues.layer import Box

HEAD, LEFT, RIGHT = Box(0, 0, 100, 10), Box(0, 12, 48, 60), Box(52, 12, 100, 58)


def test_columns_under_a_headline_become_one_rectangle() -> None:
    assert outlines([HEAD, LEFT, RIGHT], [], even=5) == [[(0, 0), (100, 0), (100, 60), (0, 60)]]


def test_a_column_that_ends_early_makes_an_l() -> None:
    [polygon] = outlines([HEAD, LEFT, RIGHT._replace(bottom=30)], [], even=5)
    assert sorted(polygon) == [(0, 0), (0, 60), (48, 30), (48, 60), (100, 0), (100, 30)]


def test_what_stands_between_is_left_out() -> None:
    neighbour = Box(49, 35, 100, 60)
    [polygon] = outlines([HEAD, LEFT, RIGHT._replace(bottom=34)], [neighbour], even=30)
    assert area(polygon) == 100 * 34 + 48 * 26


def test_two_places_make_two_polygons() -> None:
    top, bottom, between = Box(0, 0, 40, 20), Box(0, 50, 60, 80), Box(0, 22, 60, 48)
    assert [area(polygon) for polygon in outlines([top, bottom], [between], even=2)] == [60 * 30, 40 * 20]


def test_a_box_inside_is_cut_out_by_a_slit() -> None:
    inside = Box(40, 40, 60, 60)
    ring = [Box(0, 0, 100, 40), Box(0, 60, 100, 100), Box(0, 40, 40, 60), Box(60, 40, 100, 60)]
    [polygon] = outlines(ring, [inside], even=1)
    assert area(polygon) == 10_000 - 400
    assert polygon.count((40, 0)) == 2


def test_corners_that_touch_are_two_polygons() -> None:
    boxes = [Box(0, 0, 10, 10), Box(10, 10, 20, 20)]
    assert [area(polygon) for polygon in outlines(boxes, [Box(10, 0, 20, 10), Box(0, 10, 10, 20)], even=1)] == [100, 100]


def test_nothing_has_no_outline() -> None:
    assert outlines([], [HEAD], even=1) == []
