"""The printed number of the next issue, in the many ways in which papers print it."""

import datetime as dt

import pytest

from issues.numbering import last_number, next_number_text

TUESDAY, WEDNESDAY = dt.date(2023, 2, 14), dt.date(2023, 2, 15)
OLD_YEAR, NEW_YEAR = dt.date(2024, 12, 31), dt.date(2025, 1, 2)


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("第6期（总第1234期）", "第7期（总第1235期）"),
        ("第9期(總第1999期)", "第10期(總第2000期)"),
        ("总第1234期（第6期）", "总第1235期（第7期）"),
        ("第1234期", "第1235期"),
        ("第1234號", "第1235號"),
        ("第１２３９期", "第１２４０期"),
        ("第００９期", "第０１０期"),
        ("第009期", "第010期"),
        ("第999期", "第1000期"),
        ("第12,345期", "第12,346期"),
        ("No. 99", "No. 100"),
        ("Vol. 12 No. 6 (Total No. 1234)", "Vol. 12 No. 7 (Total No. 1235)"),
        ("第12卷 第6期", "第12卷 第7期"),
        ("第六期", "第七期"),
        ("第九期", "第十期"),
        ("第十九期", "第二十期"),
        ("第九十九期（总第一千零九十九期）", "第一百期（总第一千一百期）"),
        ("第一萬零九號", "第一萬零一十號"),
        ("第一二九〇期", "第一二九一期"),
        ("第一九九九期", "第二〇〇〇期"),
        ("第6—7期（总第1234—1235期）合刊", "第8期（总第1236期）"),
        ("第6、7期（合刊）", "第8期"),
        ("第6/7/8期", "第9期"),
        ("第6期至第7期", "第8期"),
        ("第六、七、八期合刊", "第九期"),
        ("第123,124期", "第125期"),
        ("第１２－１３期", "第１４期"),
        ("2023年第6期 总第1234期", "2023年第7期 总第1235期"),
        ("2023年2月14日 星期二 第6期", "2023年2月15日 星期三 第7期"),
        ("万宁日报第6期", "万宁日报第7期"),
        ("𠮷林日報第6號", "𠮷林日報第7號"),
        ("CN 33-0001 邮发代号：31-1 第6期", "CN 33-0001 邮发代号：31-1 第7期"),
        ("", ""),
        ("试刊", ""),
        ("2023年2月14日", ""),
    ],
)
def test_within_a_year_every_number_goes_on_in_its_own_spelling(text, following) -> None:
    assert next_number_text(text, TUESDAY, WEDNESDAY) == following


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("第312期（总第9999期）", "第1期（总第10000期）"),
        ("第700期（總第9999期）", "第1期（總第10000期）"),
        ("第312期", "第1期"),
        ("第052期", "第001期"),
        ("第１２０期", "第１期"),
        ("第五十二期", "第一期"),
        ("第9999期", "第10000期"),
        ("总第52期", "总第53期"),
        ("2024年第312期", "2025年第1期"),
        ("第12卷第52期", "第13卷第1期"),
        ("第51-52期合刊（总第1233-1234期）", "第1期（总第1235期）"),
    ],
)
def test_a_new_year_begins_its_own_count_and_the_total_goes_on(text, following) -> None:
    assert next_number_text(text, OLD_YEAR, NEW_YEAR) == following


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第6期（总第1234期）", 1234),
        ("第6—7期（总第1234—1235期）", 1235),
        ("第一千二百三十四期", 1234),
        ("第二万零三期", 20003),
        ("第１２期", 12),
        ("12,345", 12345),
        ("2023年第6期", 6),
        ("试刊", None),
        ("", None),
    ],
)
def test_the_last_number_of_a_text_is_the_one_that_is_kept(text, number) -> None:
    assert last_number(text) == number


@pytest.mark.parametrize(("text", "count"), [("第一期", 1_300), ("第九千九百九十期", 130), ("第九万九千九百九十期", 20)])
def test_chinese_numbers_are_read_back_as_they_are_written(text, count) -> None:
    first = last_number(text) or 0
    for number in range(first + 1, first + count):
        text = next_number_text(text, TUESDAY, WEDNESDAY)
        assert last_number(text) == number, text
