"""What the benchmark says of pages whose fonts do not tell their characters."""

from rich.console import Console

from benchmarks.pages.telling import Telling, telling, telling_table
from issues.layer import Box, Glyph, TextLayer


def layer(*characters, unmapped=0):
    glyphs = (Glyph(character, Box(x, 10, x + 10, 20), 10) for character, x in characters)
    return TextLayer(100, 100, tuple(glyphs), unmapped=unmapped)


PLAIN = layer(("汐", 10), ("桥", 20), ("𠮷", 30))


def test_characters_that_cannot_be_read_are_counted_as_told():
    assert telling("x", PLAIN, layer(unmapped=3)) == Telling("x", printed=3, told=3, read=0, garbage=0)


def test_another_character_in_a_place_is_garbage():
    assert telling("x", PLAIN, layer(("A", 10), ("桥", 20), unmapped=1)) == Telling("x", printed=3, told=1, read=1, garbage=1)


def test_a_character_of_the_page_in_a_place_where_it_is_not_printed_is_garbage():
    assert telling("x", PLAIN, layer(("汐", 60), unmapped=2)).garbage == 1


def test_what_is_neither_read_nor_told_is_silently_lost():
    assert telling("x", PLAIN, layer(("汐", 10))).silent == 2


def test_the_table_has_a_row_for_each_layout_and_one_for_all():
    console = Console(width=120)
    with console.capture() as capture:
        console.print(telling_table([Telling("boxed", 5000, 4999, 1, 0), Telling("front", 7, 5, 0, 1)]))
    rows = [line for line in capture.get().splitlines() if "│" in line]
    assert ["4,999" in rows[0], "boxed" in rows[0], "5,007" in rows[2], "all" in rows[2]] == [True] * 4
