"""Outlines hold all boxes of an article, run over nobody else's, and stay small."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.formats.mets_alto.grids import union
from articles.importing.formats.mets_alto.outlines import Box, box_around, outlines
from articles.zones import area

REACH = (40.0, 30.0)


def outline(*boxes, around=()):
    return outlines([Box(*box) for box in boxes], [Box(*box) for box in around], REACH)


def test_one_block_is_its_own_outline():
    assert outline((10, 20, 110, 220)) == [[(10, 20), (110, 20), (110, 220), (10, 220)]]


def test_nothing_has_no_outline():
    assert outlines([], [], REACH) == []


def test_a_headline_and_two_columns_hang_together():
    assert outline((0, 0, 420, 50), (0, 60, 200, 400), (220, 60, 420, 300)) == [
        [(0, 0), (420, 0), (420, 300), (200, 300), (200, 400), (0, 400)]
    ]


def test_what_stands_far_apart_has_zones_of_its_own():
    assert len(outline((0, 0, 200, 400), (0, 500, 200, 600), (300, 0, 500, 400))) == 3


def test_blocks_that_only_touch_at_a_corner_are_two_zones():
    assert len(outline((0, 0, 100, 100), (100, 100, 200, 200))) == 2


def test_another_article_in_the_gap_keeps_two_blocks_apart():
    between = (0, 105, 200, 125)
    assert len(outline((0, 0, 200, 100), (0, 130, 200, 300))) == 1
    assert len(outline((0, 0, 200, 100), (0, 130, 200, 300), around=[between])) == 2


def test_ragged_sides_are_made_even_but_not_over_others():
    assert outline((3, 0, 197, 100), (0, 100, 200, 300)) == [[(0, 0), (200, 0), (200, 300), (0, 300)]]
    beside = (198, 0, 400, 90)
    assert outline((3, 0, 197, 100), (0, 100, 200, 300), around=[beside]) == [
        [(3, 0), (197, 0), (197, 100), (200, 100), (200, 300), (0, 300), (0, 100), (3, 100)]
    ]


def test_an_article_that_surrounds_another_is_cut_so_that_it_does_not_cover_it():
    ring = [(0, 0, 300, 100), (0, 100, 100, 200), (200, 100, 300, 200), (0, 200, 300, 300)]
    found = outline(*ring, around=[(110, 110, 190, 190)])
    assert len(found) == 2
    assert sum(map(area, found)) == 300 * 300 - 100 * 100
    assert outline(*ring) == [[(0, 0), (300, 0), (300, 300), (0, 300)]]


def test_very_many_blocks_become_one_rectangle():
    rng = random.Random(7)
    boxes = [Box(x, y, x + 3, y + 3) for x, y in ((rng.random() * 5000, rng.random() * 5000) for _ in range(3000))]
    assert len(outlines(boxes, [], (1, 1))) == 1


sides = st.integers(0, 20).map(float)
box = st.tuples(sides, sides, st.integers(1, 30), st.integers(1, 30)).map(lambda b: Box(b[0], b[1], b[0] + b[2], b[1] + b[3]))


@settings(max_examples=60, deadline=None)
@given(st.lists(box, min_size=1, max_size=12))
def test_the_union_covers_exactly_what_the_boxes_cover(boxes):
    cells = {(x, y) for one in boxes for x in range(int(one.left), int(one.right)) for y in range(int(one.top), int(one.bottom))}
    everything = [Box(x, y, x + 1, y + 1) for x in range(51) for y in range(51) if (x, y) not in cells]
    assert sum(map(area, union(boxes, everything))) == pytest.approx(len(cells))


@settings(max_examples=60, deadline=None)
@given(st.lists(box, max_size=30), st.lists(box, max_size=10))
def test_every_outline_is_small_has_right_angles_and_stays_within_the_boxes_frame(boxes, obstacles):
    found = outlines(boxes, obstacles, (6, 6))
    frame = box_around(boxes)
    assert bool(found) == bool(boxes)
    for polygon in found:
        assert frame is not None
        assert 4 <= len(polygon) <= 500
        assert all((x1 == x2) != (y1 == y2) for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True))
        assert all(frame.left <= x <= frame.right and frame.top <= y <= frame.bottom for x, y in polygon)
