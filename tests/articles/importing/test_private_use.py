"""Private-use characters of GBK and GB 18030-2000 are mapped where the later editions say to what; the rest is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.private_use import KNOWN, map_private_use


@pytest.mark.parametrize(
    ("old", "character"),
    [
        (0xE7C7, "ḿ"),
        (0xE7C8, "ǹ"),
        (0xE78D, "\ufe10"),
        (0xE796, "\ufe19"),
        (0xE7E7, "\u303e"),
        (0xE7F3, "\u2ffb"),
        (0xE815, "\u2e81"),
        (0xE816, "\U00020087"),
        (0xE81A, "\u3473"),
        (0xE81E, "\u9fb4"),
        (0xE831, "\U000215d7"),
        (0xE863, "\u4dae"),
        (0xE864, "\u9fbb"),
        (0xE76C, "€"),
        (0xE5E5, "\u3000"),
    ],
)
def test_known_characters_are_mapped(old, character):
    assert map_private_use(f"甲{chr(old)}乙") == (f"甲{character}乙", 1, 0, 0)


def test_the_whole_row_of_components_is_known():
    assert all(chr(code) in KNOWN for code in range(0xE815, 0xE865))
    assert len({*KNOWN.values()}) == len(KNOWN)


def test_unknown_and_lost_characters_stay_and_are_counted():
    assert map_private_use("a\ue000\uf8ff\U000f0000\ufffd\ufffd") == ("a\ue000\uf8ff\U000f0000\ufffd\ufffd", 0, 3, 2)


def test_ordinary_text_is_left_alone():
    assert map_private_use("本报讯 𠮷 ＡＢ") == ("本报讯 𠮷 ＡＢ", 0, 0, 0)


@given(st.text())
def test_nothing_is_mapped_twice(text):
    once = map_private_use(text)[0]
    assert map_private_use(once)[:2] == (once, 0)
