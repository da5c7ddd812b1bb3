"""字数: what a newsroom counts as one."""

import pytest

from articles.counting import character_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("浙江召开座谈会", 7),
        ("浙江召开座谈会。", 8),
        ("“好”，他说……", 8),
        ("——本报讯（记者 李　明）", 11),
        ("2月14日", 4),
        ("２０２３年", 2),
        ("增长3.5%，共1,000人", 7),
        ("COVID-19疫苗", 3),
        ("GDP增速达5.2个百分点", 9),
        ("don't panic, it’s 7:30", 4),
        ("𠮷野家在台灣", 6),
        ("ひらがなと한글", 7),
        ("葛\U000e0100城", 2),
        ("cafe\u0301 im März", 3),
        ("a (b) c; d", 4),
        ("第6期（总第1234期）", 9),
        ("\u3000\u3000段首空两格\n下一段", 8),
    ],
)
def test_a_character_a_mark_a_word_and_a_number_are_one_each(text: str, count: int):
    assert character_count(text) == count
