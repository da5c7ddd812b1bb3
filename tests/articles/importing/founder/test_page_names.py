"""What a page is called where no list of pages says it: with the spaces that it was set with, and without what stands behind."""

import pytest

from tests.articles.importing.founder.reading_trees import the_issue, write
from tests.articles.importing.founder.test_dialects import ARTICLE

DAY = "html/2013-05/05"


def label_and_name(folder, body, name="node_1.htm"):
    write(folder, {f"{DAY}/{name}": f"<html>{body}</html>", f"{DAY}/content_1.htm": ARTICLE.format("稿1")})
    (section,) = the_issue(folder).issue.sections
    return section.label, section.name


TITLES = "<ul><li><a href=content_1.htm>稿1</a></ul>"


@pytest.mark.parametrize(
    ("markup", "label", "name"),
    [
        ("<h2>第01版：财 经</h2>", "01", "财 经"),
        ("<h2>第01版:  财 经 </h2>", "01", "财 经"),
        ("<H2>第001版:  财 经 </H2>", "001", "财 经"),
        ("<h2>第01版　财 经</h2>", "01", "财 经"),
        ("<div class=x>第01版：国际 新闻</div>", "01", "国际 新闻"),
        ("<strong>第01版：要&nbsp;闻</strong>", "01", "要 闻"),
        ("<title>第01版：财 经</title>", "01", "财 经"),
        ("<title>第01版：要闻-鹿湾日报</title>", "01", "要闻"),
        ("<title>鹿湾日报 第01版</title><h2>第01版：财 经</h2>", "01", "财 经"),
        ("<p>2023年2月14日 星期二 第01版：文化 副刊</p>", "01", "文化 副刊"),
        ("<p>第A02版：社 会 2023年2月14日 星期二</p>", "A02", "社 会"),
        ("<p>第A02版：星期天特刊　上一版 下一版</p>", "A02", "星期天特刊"),
        ("<table><tr><td width=20><td><strong>第01版：要闻</strong></td></tr></table>", "01", "要闻"),
        ("<table><tr><td>第01版</td><td>要 聞</td></tr></table>", "01", "要 聞"),
        ("<td><strong>第01版：要闻</strong></td>", "01", "要闻"),
        ("<div>第01版</div>", "01", ""),
        ("第01版", "01", ""),
        ("<p>第01版：𠮷野\n  Life A-Z</p>", "01", "𠮷野 Life A-Z"),
        ("<p>第01版：要 闻 今天天气很好，记者到东河看新船下水，岸上站满了人。</p>", "01", "要 闻"),
        ("<p>第01版：要闻 今天天气很好，记者到东河看新船下水，岸上站满了人。</p>", "01", "要闻"),
    ],
)
def test_a_name_keeps_its_spaces_and_ends_with_its_block(tmp_path, markup, label, name):
    assert label_and_name(tmp_path, f"<body>{markup}{TITLES}") == (label, name)


def test_a_headline_is_no_name_even_in_the_same_block(tmp_path):
    assert label_and_name(tmp_path, "<body><div>第01版：<a href=content_1.htm>稿1</a></div>") == ("01", "")


def test_links_whose_addresses_have_no_date_name_the_pages_of_the_only_issue(tmp_path):
    links = '<a href="nbs.D110000mrxb_01.htm">第01版：头 版</a><a href="nbs.D110000mrxb_02.htm">第02版：二版</a>'
    files = {
        f"nbs.D110000mrxb_0{n}.htm": f"<html><body>2012年6月7日{links}<a href=nw.D110000mrxb_20120607_1-0{n}.htm>题{n}</a>"
        for n in (1, 2)
    }
    files |= {f"nw.D110000mrxb_20120607_1-0{n}.htm": ARTICLE.format(f"题{n}") for n in (1, 2)}
    issue = the_issue(write(tmp_path, files))
    assert [(section.label, section.name) for section in issue.issue.sections] == [("01", "头 版"), ("02", "二版")]
    assert issue.warnings == ()
