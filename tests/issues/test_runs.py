"""Two texts compared a character at a time."""

import random
import time
from itertools import pairwise

import pytest

from issues.runs import Run, runs

PAIRS = [
    ("渡口开航", "新渡口开航", [Run("new", "新"), Run("same", "渡口开航")]),
    ("𠮷日开航", "吉日开航", [Run("gone", "𠮷"), Run("new", "吉"), Run("same", "日开航")]),
    ("共１２人", "共12人", [Run("same", "共"), Run("gone", "１２"), Run("new", "12"), Run("same", "人")]),
    ("", "新", [Run("new", "新")]),
    ("旧", "", [Run("gone", "旧")]),
    ("一样", "一样", [Run("same", "一样")]),
    ("", "", []),
]


@pytest.mark.parametrize(("before", "after", "expected"), PAIRS)
def test_what_went_stands_before_what_came(before, after, expected):
    assert runs(before, after) == expected


def test_several_changes_in_one_text_are_told_one_by_one():
    found = runs("首班渡轮离岸。\n旅客三百人。\n晴。", "首班渡轮清晨离岸。\n旅客二百人。\n晴。")
    assert [run for run in found if run.kind != "same"] == [Run("new", "清晨"), Run("gone", "三"), Run("new", "二")]


@pytest.mark.parametrize("seed", range(40))
def test_both_texts_can_be_read_from_the_runs(seed):
    chance = random.Random(seed)
    before, after = ("".join(chance.choices("的一，。\n𠮷ab１", k=chance.randrange(60))) for _side in range(2))
    found = runs(before, after)
    assert "".join(run.text for run in found if run.kind != "new") == before
    assert "".join(run.text for run in found if run.kind != "gone") == after
    assert all(one.kind != other.kind for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("啊" * 100_000 + "b", "c" + "啊" * 99_000),
        ("甲乙" * 50_000, "乙甲" * 49_000 + "丙"),
        ("一\n" * 50_000, "二一\n" * 50_000),
    ],
    ids=["one character", "two characters", "lines alike"],
)
def test_a_long_text_of_few_characters_takes_no_minutes(before, after):
    begun = time.perf_counter()
    runs(before, after)
    assert time.perf_counter() - begun < 5
