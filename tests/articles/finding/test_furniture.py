from typing import Any

import pytest

from articles.finding.furniture import is_furniture

NAMES = ("周末版", "潮汐日报")


def said(*texts: str, title: str = "", **changes: Any) -> bool:
    return is_furniture(title, texts, NAMES, **{"has_picture": False, **changes})


@pytest.mark.parametrize(
    "text",
    [
        "。",
        "广告",
        "公益廣告",
        "周末特写",
        "潮汐日报",
        "（上接第10版）",
        "Continued from Page 10",
        "2025年1月8日星期三",
        "责任编辑：闻建国版式：南乔",
    ],
)
def test_a_text_without_a_title_that_says_nothing_is_furniture(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize("title", ["周末版", "广 告", "分类信息", "下转第3版"])
def test_a_headline_that_only_names_its_page_or_turns_is_furniture(title: str) -> None:
    assert said(title=title)
    assert not said("渡口的末班船昨夜离岸。", title=title)


def test_short_texts_that_say_something_stay() -> None:
    assert not said("收旧书，电话0000-5551234")
    assert not said(title="讣告")
    assert not said("春耕", has_picture=True), "a caption with its picture"
    assert said("广告", has_picture=True)
    assert not said("广告", "望汐布庄春季八折，望汐路十二号。")
