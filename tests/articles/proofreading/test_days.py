"""Dates and their weekdays."""

import datetime as dt

import pytest

from articles.proofreading.days import page_days, wrong_weekdays

SATURDAY = dt.date(2024, 10, 19)


@pytest.mark.parametrize(
    "text",
    [
        "10月19日（星期六）",
        "周六（10月19日）",
        "2024-10-19 星期六",
        "10月18日 星期五 10月19日 星期六",
        "星期五 10月18日 星期六 10月19日",
        "周五10月18日，周六10月19日",
        "每周五10月19日",
        "周一至周五10月19日",
        "２０２４年１０月１９日　星期六",
        "二〇二四年十月十九日 星期六",
        "十月二十日（周日）、10月21日，週一",
        "10月1日至3日（周二至周四）",
        "10月17日—19日（星期四）",
        "1949年10月1日，那年10月1日星期六",
        "明年1月5日（星期日）见",
        "今年1月5日（星期五）",
        "2024年2月29日（星期四）",
        "Saturday, October 19, 2024",
        "10月19日周末特刊",
        "10月19日晚7时（周六）",
        "10月19日7时至20日9时（周日）",
        "10月19日晚7时至次日2时（周日）",
    ],
)
def test_right_days_pass(text: str) -> None:
    assert wrong_weekdays(text, SATURDAY) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10月19日（星期五）", "“10月19日（星期五）”: 2024-10-19 is a Saturday."),
        ("２０２４年１０月１９日　週日", "“２０２４年１０月１９日　週日”: 2024-10-19 is a Saturday."),
        ("十月十九日，礼拜天", "“十月十九日，礼拜天”: 2024-10-19 is a Saturday."),
        ("2023年10月19日星期六", "“2023年10月19日星期六”: 2023-10-19 is a Thursday."),
        ("2月30日（星期一）", "“2月30日（星期一）” is a day that no calendar has."),
        ("星期五（10月19日）", "“星期五（10月19日）”: 2024-10-19 is a Saturday."),
        ("10月19日下午（星期五）", "“10月19日下午（星期五）”: 2024-10-19 is a Saturday."),
        ("10月19日晚7时（周五）", "“10月19日晚7时（周五）”: 2024-10-19 is a Saturday."),
        ("10月19日１９：３０，星期五", "“10月19日１９：３０，星期五”: 2024-10-19 is a Saturday."),
        ("十月十九日上午九点半（周五）", "“十月十九日上午九点半（周五）”: 2024-10-19 is a Saturday."),
        ("10月19日上午9时至下午5时许（周五）", "“10月19日上午9时至下午5时许（周五）”: 2024-10-19 is a Saturday."),
        ("10月19日农历九月十七星期五", "“10月19日农历九月十七星期五”: 2024-10-19 is a Saturday."),
        ("2024.10.19 星期五", "“2024.10.19 星期五”: 2024-10-19 is a Saturday."),
        ("Friday, Oct. 19", "“Friday, Oct. 19”: 2024-10-19 is a Saturday."),
    ],
)
def test_a_wrong_weekday_is_named_with_the_right_one(text: str, said: str) -> None:
    assert [finding.sentence for finding in wrong_weekdays(text, SATURDAY)] == [said]


@pytest.mark.parametrize(
    "printed", ["2024年10月18日 星期五", "星期五 2024年10月18日", "2024.10.18 星期五", "2024年10月18日 农历九月十六 星期五"]
)
def test_a_page_with_yesterdays_date_at_its_head_is_named(printed: str) -> None:
    text = f"澄浦日报 {printed} 第3版\n昨天开航。"
    said = f"The page prints “{printed}”; the issue is of 2024-10-19, a Saturday."
    assert [finding.sentence for finding in page_days(text, SATURDAY)] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "2024年10月19日 星期六\n昨天开航。",
        "2024年10月18日 星期五 截稿\n2024年10月19日 星期六",
        "经查，该船于2024年10月18日（星期五）上午从望汐码头出发，载客二十一人，中午抵达。",
        "没有日期",
    ],
)
def test_a_page_with_its_own_date_or_none_passes(text: str) -> None:
    assert page_days(text, SATURDAY) == []
