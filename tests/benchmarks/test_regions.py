"""What belongs to an article's true region, and how a polygon is scored against it."""

import pytest

from benchmarks.pages.regions import area, iou, true_region
from benchmarks.pages.truth import TrueArticle


def article(*boxes):
    return TrueArticle(key="a1", boxes=list(boxes))


HEAD = (0.1, 0.1, 0.5, 0.2)
LEFT, RIGHT = (0.1, 0.22, 0.29, 0.6), (0.31, 0.22, 0.5, 0.5)


def test_gutters_and_the_white_under_a_headline_belong_to_the_article():
    region = true_region(article(HEAD, LEFT, RIGHT), [])
    # The notch under the shorter column does not.
    assert area(region) == pytest.approx(0.4 * 0.4 + 0.19 * 0.1)


def test_rectangles_of_a_region_do_not_overlap():
    region = true_region(article(HEAD, LEFT, RIGHT, (0.2, 0.15, 0.4, 0.3)), [])
    everything = [((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])) for box in region]
    assert iou(everything, region) == pytest.approx(1)
    assert area(region) == pytest.approx(0.4 * 0.4 + 0.19 * 0.1)


def test_a_neighbour_in_a_gutter_keeps_its_place():
    neighbour = (0.295, 0.3, 0.305, 0.4)
    region = true_region(article(HEAD, LEFT, RIGHT), [neighbour])
    assert area(region) == pytest.approx(0.4 * 0.4 + 0.19 * 0.1 - 0.01 * 0.1)
    assert iou([[(0.295, 0.3), (0.305, 0.3), (0.305, 0.4), (0.295, 0.4)]], region) == 0


def test_an_item_inside_the_columns_is_not_part_of_the_article_around_it():
    above, item, below = (0.1, 0.1, 0.3, 0.3), (0.12, 0.32, 0.28, 0.5), (0.1, 0.52, 0.3, 0.7)
    region = true_region(article(above, below), [item])
    assert iou([[(0.12, 0.32), (0.28, 0.32), (0.28, 0.5), (0.12, 0.5)]], region) == 0


def test_a_polygon_along_the_region_scores_one():
    region = true_region(article(HEAD, LEFT, RIGHT), [])
    outline = [(0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.29, 0.5), (0.29, 0.6), (0.1, 0.6)]
    assert iou([outline], region) == pytest.approx(1)
    assert iou([outline[::-1]], region) == pytest.approx(1)


def test_several_polygons_that_overlap_count_once():
    region = [(0.0, 0.0, 0.5, 0.5)]
    one = [(0, 0), (0.4, 0), (0.4, 0.5), (0, 0.5)]
    two = [(0.2, 0), (0.5, 0), (0.5, 0.5), (0.2, 0.5)]
    assert iou([one, two], region) == pytest.approx(1)


@pytest.mark.parametrize(("right", "value"), [(0.25, 0.5), (1.0, 0.5), (0.5, 1.0)])
def test_too_little_and_too_much_cost_alike(right, value):
    assert iou([[(0, 0), (right, 0), (right, 1), (0, 1)]], [(0.0, 0.0, 0.5, 1.0)]) == pytest.approx(value)


def test_nothing_found_scores_nothing():
    assert iou([], [(0.1, 0.1, 0.2, 0.2)]) == 0
    assert iou([], []) == 0
    assert true_region(TrueArticle(key="a1"), []) == []
