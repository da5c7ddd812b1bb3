"""What readers and the field's crawlers find in the pages of an issue."""

import re

import pytest
from lxml import html

from articles.publishing import withdraw_issue
from articles.renditions import make_renditions
from issues.models import Issue
from tests.factories import (
    SQUARE,
    VALENTINE,
    make_article,
    make_correction,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
    make_zone,
)
from tests.markup import find, page, tree, words

pytestmark = pytest.mark.django_db
FOLDER = "/gysb/html/2023-02/14/"


@pytest.fixture
def paper():
    return make_publication(icp_number="样ICP备0号", sponsor="公益时报社")


@pytest.fixture
def issue(paper):
    return make_issue(publication=paper, number_text="第6期")


def test_page_list_says_label_and_name_straight_inside_the_link(client, issue):
    make_section(issue, label="001", name="头版", pdf=make_pdf())
    make_section(issue, label="04-05", name="")
    make_section(issue, label="", name="中缝")
    text = page(client, FOLDER + "node_1.htm")
    assert re.findall(r'<a id="pageLink" href="(node_\d\.htm)">([^<]*)</a>', text) == [
        ("node_1.htm", "第01版：头版"),
        ("node_2.htm", "第04-05版"),
        ("node_3.htm", "中缝"),
    ]
    assert re.findall(r'<a href="([^"]+\.pdf)" class="pdf">', text) == ["gysb20230214_001.pdf"] * 2


def test_words_stay_as_text_at_both_ends(client, issue):
    make_article(make_section(issue))
    section = tree(client, FOLDER + "node_1.htm")
    article = tree(client, FOLDER + "content_1.htm")
    assert [words(step) for step in find(section, "span.step")] == ["上一期", "下一期", "上一版", "下一版"]
    assert not find(section, "a.step")
    assert [words(step) for step in find(article, "p.neighbour span")] == ["上一篇", "下一篇"]
    assert "2023年02月14日 星期二" in words(section)


def test_neighbours_are_relative_and_marked(client, issue, paper):
    make_article(make_section(make_issue(VALENTINE.replace(month=1), publication=paper)))
    first, second = make_section(issue), make_section(issue)
    make_article(first)
    make_article(second)
    section = tree(client, FOLDER + "node_2.htm")
    steps = {words(link): link.get("href") for link in find(section, "a.step")}
    assert steps == {"上一期": "../../2023-01/14/node_1.htm", "上一版": "node_1.htm"}
    assert find(section, "link[rel=prev]")[0].get("href") == "node_1.htm"
    article = tree(client, FOLDER + "content_1.htm")
    assert {link.get("href") for link in find(article, "a[rel=next]")} == {"content_2.htm"}


def test_zones_stand_in_the_map_and_once_each_in_the_drawing(client, issue):
    section = make_section(issue, picture=make_picture())
    article = make_article(section, title="一条 < 两处")
    lower = [[0.1, 0.6], [0.5, 0.6], [0.5, 0.9]]
    make_zone(section, article)
    make_zone(section, article, polygon=lower)
    make_zone(section, url="https://example.com/", kind="advertisement", polygon=[[0.6, 0.6], [0.9, 0.6], [0.9, 0.9]])
    make_zone(section, polygon=[[0.6, 0.1], [0.9, 0.1], [0.9, 0.3]])
    make_renditions(Issue.objects.all())
    found = tree(client, FOLDER + "node_1.htm")
    picture = find(found, "img[usemap='#PagePicMap']")[0]
    assert (picture.get("width"), picture.get("height")) == ("960", "1360")
    assert picture.get("src") == "page_1-1-960.jpg"
    assert picture.get("srcset") == "page_1-1-320.jpg 320w, page_1-1-960.jpg 960w, page_1-1-1200.jpg 1200w"
    areas = find(found, "map[name=PagePicMap] area")
    assert [area.get("href") for area in areas] == ["content_1.htm", "content_1.htm", "https://example.com/"]
    assert areas[0].get("coords") == "96,136,480,136,480,680,96,680"
    links = find(found, "svg.zones a")
    assert [(link.get("href"), link.get("rel")) for link in links] == [
        ("content_1.htm", None),
        ("https://example.com/", "noopener"),
    ]
    assert len(find(links[0], "polygon")) == 2
    assert find(links[0], "title")[0].text == "一条 < 两处"


def test_a_page_whose_smaller_pictures_are_not_made_yet_shows_its_full_size(client, issue):
    section = make_section(issue, picture=make_picture())
    make_zone(section, make_article(section))
    found = tree(client, FOLDER + "node_1.htm")
    picture = find(found, "img[usemap='#PagePicMap']")[0]
    assert (picture.get("width"), picture.get("height")) == ("1200", "1700")
    assert (picture.get("src"), picture.get("srcset")) == ("page_1-1-1200.jpg", "page_1-1-1200.jpg 1200w")
    assert find(found, "area")[0].get("coords") == "120,170,600,170,600,850,120,850"
    assert not find(found, "source")
    assert {small.get("src") for small in find(found, ".thumbnails img")} == {"page_1-1-1200.jpg"}


@pytest.mark.parametrize("avif", [False, True])
def test_a_browser_is_offered_the_smallest_format_first_and_a_jpeg_last(avif, client, issue):
    section = make_section(issue, picture=make_picture(400, 560))
    make_figure(make_article(section), picture=make_picture(64, 48))
    make_renditions(Issue.objects.all(), avif=avif)
    endings = ["avif", "webp"] if avif else ["webp"]
    for shown, name, widths in [("node_1.htm", "page", (320, 400)), ("content_1.htm", "fig", (64,))]:
        pictures = [list(picture.iter())[1:] for picture in find(tree(client, FOLDER + shown), "picture")]
        *sources, image = next(inside for inside in pictures if inside[-1].get("src").startswith(f"{name}_"))
        assert [source.tag for source in sources] == ["source"] * len(endings)
        for source, ending in zip(sources, endings, strict=True):
            assert source.get("type") == f"image/{ending}"
            assert source.get("srcset") == ", ".join(f"{name}_1-1-{width}.{ending} {width}w" for width in widths)
            assert source.get("sizes") == image.get("sizes")


def test_zones_follow_the_headlines_and_a_guides_rows_follow_the_guide(client, issue):
    section, other = make_section(issue), make_section(issue)
    low, high, middle = ([[0.1, y], [0.9, y], [0.9, y + 0.1], [0.1, y + 0.1]] for y in (0.8, 0.1, 0.4))
    row = [[0.1, 0.5], [0.9, 0.5], [0.9, 0.55], [0.1, 0.55]]
    make_zone(section, make_article(section, title="头条"), polygon=low)
    make_zone(section, make_article(section, title="今日导读", kind="pointer"), polygon=middle)
    make_zone(section, make_article(section, title="次条"), polygon=high)
    make_zone(section, make_article(other, title="内页"), kind="pointer", polygon=row)
    links = find(tree(client, FOLDER + "node_1.htm"), "svg.zones a")
    assert [find(link, "title")[0].text for link in links] == ["头条", "今日导读", "内页", "次条"]
    assert [link.get("class") for link in links] == [None, None, "is-row", None]
    assert find(links[1], ".reach")[0].get("points") == "96,543 864,543 864,746 96,746"


def test_page_without_a_picture_is_a_blank_sheet_with_its_zones(client, issue):
    section = make_section(issue, label="01", name="头版", width=3, height=4)
    make_zone(section, make_article(section))
    found = tree(client, FOLDER + "node_1.htm")
    assert not find(found, "img, map")
    sheet, drawing = find(found, "div.sheet > svg")
    assert words(sheet) == "第01版 头版"
    assert sheet.get("viewbox") == drawing.get("viewbox") == "0 0 960 1280"
    assert find(drawing, "polygon")[0].get("points") == "96,128 480,128 480,640 96,640"


def test_every_title_is_listed_once_with_nothing_else_in_its_link(client, issue):
    front, inner = make_section(issue), make_section(issue)
    first = make_article(front, title="前一部分", kicker="引题", subtitle="副题", column="栏目")
    make_article(inner, title="后一部分", continues=first)
    make_article(inner, title="书店廿年", kind="advertisement")
    make_zone(inner, first, kind="pointer")
    listed = [
        [(link.get("href"), link.text) for link in find(tree(client, FOLDER + name), "#titleList > ul > li > a")]
        for name in ("node_1.htm", "node_2.htm")
    ]
    assert listed == [
        [("content_1.htm", "前一部分")],
        [("content_2.htm", "后一部分"), ("content_3.htm", "书店廿年")],
    ]


def test_advertisements_bear_the_word_and_stand_apart_from_the_headlines(client, issue):
    section = make_section(issue)
    make_article(section, title="书店廿年", kind="advertisement", body="<p>八折。</p>")
    make_article(section, title="新闻")
    in_list = find(tree(client, FOLDER + "node_1.htm"), "#titleList li")
    assert [words(entry).split()[:2] for entry in in_list] == [["新闻", "2月10日，座谈会在杭州召开。"], ["广告", "书店廿年"]]
    titles = tree(client, FOLDER + "titles.htm")
    assert [link.text for link in find(titles, ".titles-page li a")] == ["新闻"]
    assert words(find(titles, ".titles-notices")[0]) == "广告 书店廿年"
    assert words(find(tree(client, FOLDER + "content_1.htm"), "p.label")[0]) == "广告"
    assert "广告" in words(find(tree(client, FOLDER), "main")[0])


def test_article_is_marked_as_the_field_reads_it(client, issue):
    section = make_section(issue, label="001", name="头版")
    make_article(section, column="观察", kicker="引题", title="标题", subtitle="副题", byline="本报记者 王小明", source="新华社")
    text = page(client, FOLDER + "content_1.htm")
    found = html.fromstring(text)
    head = find(found, "hgroup")[0]
    assert [(part.tag, part.get("id"), words(part)) for part in head] == [
        ("p", "PreTitle", "引题"),
        ("h1", "Title", "标题"),
        ("p", "SubTitle", "副题"),
    ]
    assert len(find(found, "h1")) == 1
    assert text.count("<founder-title>标题</founder-title>") == 1
    assert text.count("<founder-author>本报记者 王小明</founder-author>") == 1
    assert text.count('<div id="ozoom"') == text.count("<founder-content>") == 1
    assert [words(part) for part in find(found, "#ozoom p")] == ["2月10日，座谈会在杭州召开。"]
    assert words(find(found, "p.source")[0]) == "（新华社）"


def test_what_is_empty_is_left_out(client, issue):
    make_article(make_section(issue))
    found = tree(client, FOLDER + "content_1.htm")
    assert not find(found, "#PreTitle, #SubTitle, founder-author, .source, .correction, .label, figcaption")


def test_continued_article_shows_its_later_part_once(client, issue):
    first = make_article(make_section(issue), title="前一部分", body="<p>前文。</p>")
    later = make_article(make_section(issue, label="03"), title="后一部分", body="<p>后文。</p>", continues=first)
    make_correction(later)
    story = tree(client, FOLDER + "content_1.htm")
    assert [words(part) for part in find(story, "#ozoom p")] == ["前文。", "以下见第03版", "后文。"]
    assert find(story, "#ozoom a")[0].get("href") == "content_2.htm"
    assert words(find(story, ".correction")[0]) == "更正 2月15日 电话应为0000-1。"
    part = tree(client, FOLDER + "content_2.htm")
    assert find(part, "link[rel=canonical]")[0].get("href") == f"https://paper.example{FOLDER}content_1.htm"
    assert words(find(part, ".article-before")[0]) == "上接第01版 前一部分"


def test_corrected_article_says_so_at_its_head(client, issue):
    article = make_article(make_section(issue))
    make_correction(article)
    make_correction(article)
    found = tree(client, FOLDER + "content_1.htm")
    assert [(words(link), link.get("href")) for link in find(found, ".article-line .mark")] == [("有更正", "#correction")]
    assert [part.get("class") for part in find(found, "#correction")] == ["correction"]


def test_subheads_follow_the_title_without_a_gap(client, issue):
    make_article(make_section(issue), body="<h3>甲</h3><p>一。</p><h4>乙</h4><p>&lt;h3&gt;</p>")
    story = find(tree(client, FOLDER + "content_1.htm"), "founder-content")[0]
    assert [(part.tag, words(part)) for part in story] == [("h2", "甲"), ("p", "一。"), ("h3", "乙"), ("p", "<h3>")]


def test_page_under_a_mask_says_that_a_part_is_not_offered(client, issue):
    make_section(issue, masks=[SQUARE])
    make_section(issue)
    said = [words(find(tree(client, FOLDER + name), "main")[0]) for name in ("node_1.htm", "node_2.htm")]
    assert ["本版部分内容已不再提供。" in text for text in said] == [True, False]


def test_figures_have_sizes_and_a_caption(client, issue):
    article = make_article(make_section(issue), body='<p>一。</p><figure data-figure="1"></figure><p>二。</p>')
    make_figure(article, picture=make_picture(900, 600), alt="坐满人的会场")
    make_renditions(Issue.objects.all())
    story = find(tree(client, FOLDER + "content_1.htm"), "founder-content")[0]
    assert [part.tag for part in story] == ["p", "figure", "p"]
    picture = find(story, "img")[0]
    assert (picture.get("width"), picture.get("height"), picture.get("alt")) == ("900", "600", "坐满人的会场")
    assert picture.get("srcset") == "fig_1-1-640.jpg 640w, fig_1-1-900.jpg 900w"
    assert words(find(story, "figcaption")[0]) == "会场 本报记者 摄"


def test_spot_shows_the_page_with_the_zone_lit(client, issue):
    section = make_section(issue, picture=make_picture(), pdf=make_pdf())
    make_zone(section, make_article(section), polygon=SQUARE)
    make_renditions(Issue.objects.all())
    spot = find(tree(client, FOLDER + "content_1.htm"), "section.spot")[0]
    assert find(spot, "h2")[0].text == "见报位置"
    assert find(spot, "img")[0].get("src") == "page_1-1-320.jpg"
    assert find(spot, "polygon")[0].get("points") == "32,45 160,45 160,226 32,226"
    assert [link.get("href") for link in find(spot, "p a")] == ["node_1.htm", "gysb20230214_01.pdf"]


def test_unindexed_article_says_so(client, issue):
    section = make_section(issue)
    make_article(section, is_indexed=False)
    make_article(section)
    assert find(tree(client, FOLDER + "content_1.htm"), "meta[name=robots][content=noindex]")
    assert not find(tree(client, FOLDER + "content_2.htm"), "meta[name=robots]")


def test_property_comment_cannot_be_broken_out_of(client):
    paper = make_publication("nasty", "晚报--><b>")
    make_article(make_section(make_issue(publication=paper), label="0A1"))
    for name, kind in (("node_1.htm", "2"), ("content_1.htm", "1")):
        comments = tree(client, f"/nasty/html/2023-02/14/{name}").xpath("//comment()")
        found = [comment.text for comment in comments if comment.text.startswith("enpproperty")]
        assert found == [
            "enpproperty <founder-date>2023-02-14 00:00:00</founder-date><founder-pagenum>0A1</founder-pagenum>"
            "<founder-papername>晚报&#45;-&gt;&lt;b&gt;</founder-papername>"
            f"<founder-type>{kind}</founder-type> /enpproperty"
        ]


def test_issue_groups_its_pages_by_fold_and_lights_the_current_place(client, issue):
    make_article(make_section(issue, fold="A叠"), title="甲")
    make_article(make_section(issue, fold="B叠"), title="乙")
    found = tree(client, FOLDER)
    assert [words(head) for head in find(found, "h2.fold")] == ["A叠", "B叠"]
    assert [words(link) for link in find(found, ".overview-titles a")] == ["甲", "乙"]
    lit = {
        name: [words(link) for link in find(tree(client, FOLDER + name), ".masthead [aria-current]")]
        for name in ("", "node_1.htm", "titles.htm", "content_1.htm")
    }
    assert lit == {"": ["版面导航"], "node_1.htm": ["版面导航"], "titles.htm": ["标题导航"], "content_1.htm": []}


def test_foot_shows_what_is_filled_in_and_nothing_else(client, issue):
    make_section(issue)
    foot = words(find(tree(client, FOLDER), "footer")[0])
    assert foot == "主办：公益时报社 样ICP备0号"


def test_traditional_paper_speaks_traditional_characters(client):
    paper = make_publication("lhb", "聯合晚報", language="zh-Hant")
    make_article(make_section(make_issue(publication=paper), name="頭版"))
    found = tree(client, "/lhb/html/2023-02/14/node_1.htm")
    assert found.get("lang") == "zh-Hant"
    assert [words(link) for link in find(found, ".masthead-words a")] == ["首頁", "版面導航", "標題導航", "往期"]
    assert "第01版：頭版" in words(found)
    assert "2023年02月14日 星期二" in words(found)


def test_no_page_carries_a_style_or_a_script_of_its_own(client, issue):
    section = make_section(issue, picture=make_picture())
    make_zone(section, make_article(section))
    withdraw_issue(make_issue(VALENTINE.replace(day=13), publication=issue.publication))
    pages = [page(client, FOLDER + name) for name in ("", "node_1.htm", "content_1.htm", "titles.htm")]
    pages += [page(client, "/gysb/archive/"), page(client, "/gysb/none/", 404)]
    pages += [page(client, "/gysb/html/2023-02/13/", 410)]
    for text in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)


def test_withdrawn_page_says_nothing_of_what_it_was(client, issue):
    make_article(make_section(issue), title="不再提供的标题")
    withdraw_issue(issue)
    for name in ("", "node_1.htm", "content_1.htm"):
        text = page(client, FOLDER + name, 410)
        assert "内容已撤下" in text
        assert "不再提供的标题" not in text


def test_summary_joins_paragraphs_as_its_language_does(client, issue):
    section = make_section(issue)
    make_article(section, body="<p>甲说：“好。”</p><p>乙也说好。</p>")
    make_article(section, body="<ul><li>早渡最后一班　第02版</li><li>跑步的人　第04版</li></ul>")
    make_article(section, body="<p>It rained.</p><p>Then it stopped.</p>")
    found = find(tree(client, FOLDER + "node_1.htm"), "p.summary")
    assert [text.text for text in found] == [
        "甲说：“好。”乙也说好。",
        "早渡最后一班　第02版 跑步的人　第04版",
        "It rained. Then it stopped.",
    ]
