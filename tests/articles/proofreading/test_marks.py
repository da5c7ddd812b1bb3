"""Quotation marks and brackets without a partner."""

import pytest

from articles.proofreading.marks import unpaired_marks


def lone(*paragraphs: str) -> list[str]:
    return [str(finding.sentence.values["mark"]) for finding in unpaired_marks(paragraphs)]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“今天‘开航’了。”",
        "《澄浦日报》（2024年）【本报讯】「甲『乙』丙」",
        "混排 (GDP）与（CPI)",
        "1）甲；2）乙；（3）丙；a) 丁",
        "don’t, the students’ and ‘the rest’; rock ’n’ roll",
        'He is 6\'2" tall and said "yes".',
        "一块32”的屏幕",
        "﹁豎排﹂︽書名︾",
        "𠮷野家“開業”",
    ],
)
def test_marks_with_their_partners_pass(text: str) -> None:
    assert lone(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("他说：“好。", ["“"]),
        ("他说：好。”", ["”"]),
        ("他“好“吗", ["“", "“"]),
        ("读《红楼梦", ["《"]),
        ("（甲《乙）丙》", ["《", "》"]),
        ("「𠮷『乙」", ["『"]),
        ('He said "yes.', ['"']),
        ("（未完", ["（"]),
    ],
)
def test_a_mark_without_a_partner_is_named(text: str, marks: list[str]) -> None:
    assert lone(text) == marks


def test_a_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    assert lone("他说：“第一。", "“第二。", "“第三。”") == []
    assert lone("“甲说‘乙", "“‘丙’丁”") == []
    assert lone("「第一。", "「第二。」") == []


def test_a_quotation_that_the_next_paragraph_does_not_open_again_has_no_partner() -> None:
    assert lone("他说：“第一。", "第二。”") == ["“", "”"]
    assert lone("“第一。", "“第二。") == ["“"]


def test_the_place_is_shown_with_its_neighbours() -> None:
    (finding,) = unpaired_marks(["今天上午，记者在码头看到，他说：“好。随后离开了码头，往前走去。"])
    assert finding.sentence == "The mark “ has no partner: …码头看到，他说：“好。随后离开了码…"
