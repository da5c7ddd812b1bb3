"""Bodies read for comparing: the words, and the elements beside them."""

import pytest

from articles.structure import Mark, changed_marks, read


def test_a_block_is_a_line_and_elements_are_named_with_their_words():
    reading = read(
        '<h3>开航</h3><p class="byline">林晚舟</p><p>首班<strong>清晨</strong>离岸<br>𠮷日</p><ul><li>甲&amp;乙</li></ul>'
    )
    assert reading.text == "开航\n林晚舟\n首班清晨离岸\n𠮷日\n甲&乙"
    assert reading.marks == [
        Mark("h3", "开航"),
        Mark("p", "林晚舟", "byline"),
        Mark("strong", "清晨"),
        Mark("ul", "甲&乙"),
        Mark("li", "甲&乙"),
    ]


def test_cells_of_a_table_are_words_of_one_line():
    assert read("<table><tr><th>站</th><td>时</td></tr><tr><td>渡口</td><td>6时</td></tr></table>").text == "站 时\n渡口 6时"


def test_an_address_and_a_figures_key_are_told():
    marks = read('<p><a href="https://example.org/">见此</a></p><figure data-figure="3"></figure>').marks
    assert marks == [Mark("a", "见此", "https://example.org/"), Mark("figure", "", "3")]


def changed(before: str, after: str) -> tuple[list[Mark], list[Mark]]:
    return changed_marks(read(before).marks, read(after).marks)


def test_a_paragraph_that_becomes_a_heading_is_a_change_of_structure_alone():
    assert read("<p>开航</p>").text == read("<h3>开航</h3>").text
    assert changed("<p>开航</p>", "<h3>开航</h3>") == ([], [Mark("h3", "开航")])


def test_words_mended_in_bold_are_no_change_of_structure():
    assert changed("<p><b>渡口开航</b></p>", "<p><strong>新渡口开航</strong></p>") == ([], [])


def test_a_link_that_leads_elsewhere_is_told():
    gone, new = changed('<p><a href="https://a.example/">见</a></p>', '<p><a href="https://b.example/">见</a></p>')
    assert [mark.detail for mark in (*gone, *new)] == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("html", ["<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>", "<ul>" * 3000 + "一" + "</ul>" * 3000])
def test_lists_within_lists_are_read_to_their_end(html):
    reading = read(html)
    assert reading.text.split() == [word for word in "一二三" if word in html]
    assert len(reading.marks) == html.count("<ul>") + html.count("<li>")
