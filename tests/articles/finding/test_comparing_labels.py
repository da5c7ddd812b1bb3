"""Column and source are printed and no part of the text; the same words within a sentence are."""

import pytest

from articles.finding.comparing import Labels, PrintedText, compare, without_labels
from tests.articles.finding.test_comparing import printed

TITLE = "老街的灯笼挂矮了半米"
BODY = "昨天下午，管理组沿街走了一趟，把每个摊位的粉线重画一遍。"
PAGE = f"{TITLE}\n{BODY}"


def left(page: str, labels: Labels) -> list[tuple[str, str]]:
    glyphs = printed(page)
    found = compare(PrintedText("1", (TITLE, BODY)), glyphs)
    assert found
    return [(mark.printed, mark.written) for mark in without_labels(found, labels, glyphs)]


@pytest.mark.parametrize(
    "page",
    [
        f"民生\n{PAGE}（据市自来水公司）",
        f"【民生】\n{PAGE}",
        f"{PAGE}\n据市自来水公司",
        f"{PAGE}\n来源：市自来水\n公司",
        f"{PAGE}\n市自来水公司",
    ],
)
@pytest.mark.parametrize("source", ["市自来水公司", "据市自来水公司"])
def test_labels_are_no_difference(page: str, source: str) -> None:
    assert left(page, Labels("民生", source)) == []


@pytest.mark.parametrize("more", ["民生", "市", "，", "市自来水公司"])
def test_words_of_a_label_within_a_sentence_are_a_difference(more: str) -> None:
    assert left(PAGE.replace("管理组", f"{more}管理组"), Labels("民生", "市自来水公司")) == [(more, "")]


def test_a_mark_alone_is_a_difference_beside_labels() -> None:
    assert left(f"{PAGE}。（据市自来水公司）", Labels("", "市自来水公司")) != []


def test_what_a_label_came_between_is_no_difference() -> None:
    glyphs = printed("（据市自来水公司）遍。\n" + PAGE.removesuffix("遍。"))
    marks = compare(PrintedText("1", (TITLE, BODY)), glyphs)
    assert [(mark.printed, mark.written) for mark in marks] == [("（据市自来水公司）遍。", ""), ("", "遍。")]
    assert without_labels(marks, Labels("", "市自来水公司"), glyphs) == []
    assert len(without_labels(marks, Labels("", "市气象台"), glyphs)) == 2
