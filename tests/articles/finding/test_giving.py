"""Blocks that an editor gives to an article, and the polygons that they make."""

from articles.finding.giving import fractions_of, grounds_of, polygons_of
from issues.layer import Box, Glyph, TextLayer

PICTURE = Box(350, 100, 550, 250)


def set_lines(text: str, left: float, top: float, measure: int = 12, size: float = 10.0) -> list[Glyph]:
    places = [(left + at % measure * size, top + at // measure * size * 1.4) for at in range(len(text))]
    return [Glyph(character, Box(x, y, x + size, y + size), size) for character, (x, y) in zip(text, places, strict=True)]


def layer() -> TextLayer:
    """A column, another right of it, a line far below on the right, and a picture."""
    texts = [set_lines("𠮷田先生昨天捐书。" * 12, 20, 100), set_lines("灯笼全部换成新的。" * 12, 180, 100)]
    far = set_lines("末班船昨夜离岸", 400, 700)
    return TextLayer(600, 800, tuple(glyph for part in (*texts, far) for glyph in part), (PICTURE,))


def test_grounds_are_blocks_and_pictures_with_their_words() -> None:
    page = layer()
    grounds = grounds_of(page)
    assert [ground.text[:4] for ground in grounds] == ["𠮷田先生", "灯笼全部", "末班船昨", ""]
    assert fractions_of(grounds[3].box, page) == [0.58333, 0.125, 0.91667, 0.3125]


def test_blocks_side_by_side_become_one_polygon_and_blocks_apart_stay_apart() -> None:
    page = layer()
    grounds = grounds_of(page)
    [together, alone] = polygons_of(page, grounds, [[0, 1], [3]])
    assert len(together) == len(alone) == 1
    assert polygons_of(page, grounds, [[]]) == [[]]


def test_a_small_block_far_away_is_meant_where_an_editor_gives_it() -> None:
    page = layer()
    [polygons] = polygons_of(page, grounds_of(page), [[0, 2]])
    assert any(min(y for _x, y in polygon) > 0.8 for polygon in polygons)


def test_what_another_has_is_left_out() -> None:
    page = layer()
    grounds = grounds_of(page)
    [left], [right] = polygons_of(page, grounds, [[0], [1]])
    assert max(x for x, _y in left) <= min(x for x, _y in right)
