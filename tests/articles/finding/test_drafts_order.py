from articles.finding.reading_order import order_of
from issues.layer import Box


def test_headline_comes_before_its_columns_and_these_from_left_to_right():
    head, left, right = Box(0, 0, 200, 30), Box(0, 40, 95, 300), Box(105, 40, 200, 300)
    assert order_of([right, left, head]) == [2, 1, 0]


def test_article_on_the_left_is_read_whole_before_its_neighbour():
    boxes = [Box(0, 0, 95, 30), Box(0, 40, 95, 300), Box(110, 0, 200, 30), Box(110, 40, 200, 300)]
    assert order_of([boxes[3], boxes[1], boxes[2], boxes[0]]) == [3, 1, 2, 0]


def test_rule_across_parts_what_stands_above_it_from_what_stands_below():
    above, below = [Box(0, 0, 95, 100), Box(105, 0, 200, 100)], [Box(0, 112, 95, 300), Box(105, 112, 200, 300)]
    assert order_of([*below, *above], [Box(0, 105, 200, 106)]) == [2, 3, 0, 1]


def test_columns_of_a_vertical_page_are_read_from_right_to_left():
    assert order_of([Box(0, 0, 50, 300), Box(60, 0, 110, 300), Box(120, 0, 170, 300)], is_vertical=True) == [2, 1, 0]


def test_boxes_that_cannot_be_cut_apart_are_all_kept():
    pinwheel = [Box(0, 0, 60, 30), Box(70, 0, 100, 60), Box(40, 70, 100, 100), Box(0, 40, 30, 100), Box(35, 35, 65, 65)]
    assert sorted(order_of(pinwheel)) == [0, 1, 2, 3, 4]
