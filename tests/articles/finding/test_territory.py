"""What is drawn around a story, and the rows of a 导读, as a reader sees them."""

from articles.finding.frames import frame_of, grid_of
from articles.finding.lines import Line
from articles.finding.pieces import Owner, Piece
from articles.finding.pointer_rows import tiled
from articles.finding.territory import territories
from issues.layer import Box, Glyph

MINE, OTHER = Owner(0), Owner(1)


def piece(box, owner=MINE, is_vertical=False, is_head=False, length=20):
    glyphs = tuple(Glyph("字", box, 10, 0, is_vertical) for _ in range(length))
    return Piece(box, owner, 10, (Line(glyphs, tuple(range(length)), is_vertical),), is_head)


def test_a_double_frame_ends_a_zone_at_its_outer_line() -> None:
    inner, outer, page = Box(5, 5, 95, 95), Box(0, 0, 100, 100), Box(-50, -50, 400, 400)
    assert frame_of([piece(Box(15, 15, 85, 85))], [], [inner, outer, page], 10) == outer


def test_a_mark_in_the_frame_is_no_other_story() -> None:
    frame = Box(0, 0, 100, 100)
    own, mark = [piece(Box(15, 15, 85, 85))], piece(Box(2, 2, 10, 6), None, length=2)
    assert frame_of(own, [mark], [frame], 10) == frame
    assert frame_of(own, [piece(Box(2, 2, 10, 6), OTHER, length=2)], [frame], 10) is None
    assert frame_of(own, [piece(Box(2, 2, 10, 6), None, length=30)], [frame], 10) is None


def test_the_rules_of_a_table_tell_how_wide_it_is() -> None:
    cells = [piece(Box(20, top, 80, top + 10)) for top in (0, 20, 40, 60)]
    rules = [Box(left, top, left + 50, top + 0.5) for top in (15, 35, 55) for left in (0, 50)]
    assert grid_of(cells, [], rules) == Box(0, 15, 100, 55.5)
    assert grid_of(cells, [], rules[:4]) is None
    assert grid_of(cells, [piece(Box(85, 20, 95, 30), OTHER)], rules) is None


def test_a_standing_headline_reaches_along_all_of_its_text() -> None:
    head = piece(Box(80, 0, 110, 60), is_vertical=True, is_head=True)
    [polygon] = territories([head, piece(Box(0, 0, 75, 200))], [])[MINE]
    assert len(polygon) == 4


def test_rows_of_pointers_meet_at_the_rule_between_them_or_half_way() -> None:
    title, first, second, third = (Box(0, top, 100, top + 10) for top in (0, 30, 60, 90))
    rows = {Owner(0): title, Owner(0, "1"): first, Owner(0, "2"): second, Owner(0, "3"): third}
    found = tiled(rows, [Box(0, 51, 100, 52)], 10)
    assert [(box.top, box.bottom) for box in found.values()] == [(-10, 20), (20, 52), (52, 80), (80, 110)]


def test_a_pointer_alone_has_white_around_it() -> None:
    assert tiled({Owner(0, "1"): Box(0, 0, 100, 10)}, [], 10) == {Owner(0, "1"): Box(0, -7, 100, 17)}
