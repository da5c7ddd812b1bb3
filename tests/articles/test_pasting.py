"""Pasted texts -> what bodies hold."""

from pathlib import Path

import pytest

from articles.pasting import tidied
from articles.richtext import clean_body

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "pasted"


def test_a_text_from_word_becomes_what_bodies_hold():
    found = tidied((SAMPLES / "word.html").read_text(encoding="utf-8"))
    expected = (SAMPLES / "word.body.html").read_text(encoding="utf-8").strip()
    assert clean_body(found.html).replace(' rel="noopener noreferrer"', "") == expected
    assert found.pictures == 1


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<div>甲<br><br>乙<div>丙</div></div>", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<div>甲<br>乙</div>", "<p>甲<br>乙</p>"),
        ("<b style='font-weight:normal'><p>甲</p></b>", "<p>甲</p>"),
        ("<p><span style='font-weight:700'>甲</span>乙</p>", "<p><strong>甲</strong>乙</p>"),
        ("<b><p>甲</p><p>乙</p></b><div>丙</div>", "<p><strong>甲</strong></p><p><strong>乙</strong></p><p>丙</p>"),
        ("<ul><li><p>甲</p></li><li><div>乙</div></li></ul>", "<ul><li>甲</li><li>乙</li></ul>"),
        ("<blockquote><div>引</div></blockquote>", "<blockquote><p>引</p></blockquote>"),
        ("<div><ruby>漢<rt>かん</rt></ruby>字</div>", "<p><ruby>漢<rt>かん</rt></ruby>字</p>"),
        ("<h2>题</h2>正文<u>下划</u>", "<h3>题</h3><p>正文下划</p>"),
        ('<p class="byline MsoNormal">记者&nbsp;李</p>', '<p class="byline">记者 李</p>'),
        ('<p>甲&nbsp;</p><figure data-figure="3"></figure>', '<p>甲</p><figure data-figure="3"></figure>'),
        ("<p>&nbsp;</p><p>　　首　尾　</p>", "<p>首　尾</p>"),
        ("<div>a &lt;b&gt; &amp; c\nd</div>", "<p>a &lt;b&gt; &amp; c d</p>"),
        ("<span>昨天\n下雨</span>", "<p>昨天下雨</p>"),
        ("<div>甲<svg><text>x</text></svg></div><p>乙", "<p>甲</p><p>乙</p>"),
        ("<div>甲</div></td></ul></b>", "<p>甲</p>"),
        ('<p>甲<del cite="mailto:w">删去的</del><ins>插入的</ins>乙</p>', "<p>甲插入的乙</p>"),
    ],
)  # fmt: skip
def test_what_is_foreign_is_understood(html, body):
    assert clean_body(tidied(html).html) == body


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲</p>\n<p>乙</p>",
        '<h3>题</h3><p class="turn">下转第2版</p><table><caption>表</caption><tr><td>甲</td></tr></table>',
        "没有段落",
        "",
    ],
)
def test_what_is_ours_stays_as_it_is(body):
    assert tidied(body).html == body
