"""The made-up news of the benchmark's pages."""

import random

from benchmarks.pages.chinese import ChineseWriter
from benchmarks.pages.english import SOFT_HYPHEN, EnglishWriter
from benchmarks.pages.traditional import TraditionalWriter


def test_the_same_seed_writes_the_same():
    assert ChineseWriter(random.Random("x")).article(400) == ChineseWriter(random.Random("x")).article(400)


def test_no_two_paragraphs_are_alike():
    numbers = random.Random(1)
    paragraphs = [text for _ in range(200) for text in ChineseWriter(numbers).article(600)]
    assert len(set(paragraphs)) == len(paragraphs) > 1000


def test_an_article_is_as_long_as_asked():
    for length in (150, 1500):
        assert length <= sum(map(len, ChineseWriter(random.Random(length)).article(length))) < length + 400


def test_the_towns_have_rare_characters():
    numbers = random.Random(2)
    text = "".join(text for _ in range(60) for text in ChineseWriter(numbers).article(600))
    assert {"𠮷", "㐂", "㵲", "１"} <= set(text)


def test_traditional_script_has_its_own_characters_and_quotation_marks():
    numbers = random.Random(3)
    text = "".join(text for _ in range(20) for text in TraditionalWriter(numbers).article(600))
    assert {"「", "」", "這", "說"} <= set(text)
    assert not {"“", "这", "说"} & set(text)


def test_english_words_may_be_broken_only_inside():
    text = " ".join(EnglishWriter(random.Random(4)).article(3000))
    assert SOFT_HYPHEN in text
    assert all(not word.startswith(SOFT_HYPHEN) and not word.endswith(SOFT_HYPHEN) for word in text.split())
