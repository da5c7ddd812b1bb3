"""Two texts beside each other, and two people's changes of one."""

import random
from itertools import pairwise

import pytest

from articles.differing import differing, sides, together


def marks(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_other else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("今天6时，电车开出。", "今天7时，电车开出！", "今天[6]时，电车开出[。]", "今天[7]时，电车开出[！]"),
        ("𠮷野家", "𠮷田家", "𠮷[野]家", "𠮷[田]家"),
        ("", "新", "", "[新]"),
        ("一样", "一样", "一样", "一样"),
        ("桥灯亮了", "桥灯昨晚亮了", "桥灯亮了", "桥灯[昨晚]亮了"),
        ("人人人", "人人", "人人[人]", "人人"),
    ],
)
def test_what_differs_is_marked_character_by_character(one, other, left, right) -> None:
    assert tuple(map(marks, sides(one, other))) == (left, right)


def test_a_long_text_keeps_every_character_and_marks_few() -> None:
    characters = random.Random(7)
    one = "".join(chr(0x4E00 + characters.randrange(3000)) for _place in range(50_000))
    other = one[:9_000] + "改" + one[9_001:30_000] + one[30_010:] + "完"
    left, right = sides(one, other)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (one, other)
    assert sum(len(piece.text) for pieces in (left, right) for piece in pieces if piece.is_other) <= 16


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "both"),
    [
        ("甲乙丙丁戊", "子乙丙丁戊", "甲乙丙丁戊己", "子乙丙丁戊己"),
        ("甲乙丙丁戊", "甲丙丁戊", "甲乙丙丁午", "甲丙丁午"),
        ("甲乙丙", "甲子丙", "甲丑丙", None),
        ("甲乙丙", "甲子丙", "甲子丙", "甲子丙"),
        ("甲乙", "甲子乙", "甲丑乙", None),
        ("甲乙丙", "甲乙丙", "丙", "丙"),
    ],
)
def test_two_peoples_changes_come_together_where_they_do_not_touch(before, mine, theirs, both) -> None:
    assert together(before, mine, theirs) == both
    assert together(before, theirs, mine) == both


def test_between_two_differences_stands_something_common() -> None:
    gaps = differing("一二三四五六七八九十", "一二叁四五陆七八九拾")
    assert all(gap.a1 < after.a0 for gap, after in pairwise(gaps))
