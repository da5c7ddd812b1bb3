"""Saved e-papers in the wild's variety, one small tree a dialect: what a reader of the old site saw is what comes in."""

import pytest

from articles.importing.formats import founder
from articles.importing.imported import ImportedIssue, PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.sources import FoundFile, open_source
from tests.articles.importing.founder.reading_trees import SAMPLES, articles, issues, readings, the_issue, write


def paths(issue):
    return {record.path: record for record in issue.issue.old_addresses}


def zones(issue, number):
    """Of the nth page: target, kind and corners in pixels of a picture of 1,000 × 1,000."""
    return [
        (zone.article or zone.url, zone.kind, [(round(x * 1000), round(y * 1000)) for x, y in zone.polygon])
        for zone in issue.issue.sections[number].zones
    ]


@pytest.fixture(scope="module")
def classic():
    """GBK that calls itself GB2312, upper case, no quotes, tags left open."""
    return the_issue(SAMPLES / "classic")


def test_pages_have_labels_names_and_keys(classic):
    found = [(section.key, section.label, section.name, section.width, section.height) for section in classic.issue.sections]
    assert found == [("2", "01", "要 闻", 350, 550), ("3", "02", "综合新闻", 700, 1100), ("5", "04", "副刊", 1000, 1414)]
    assert (str(classic.issue.date), classic.issue.edition, classic.paper_name, classic.language) == (
        "2011-03-08",
        1,
        "鹿湾日报",
        "zh-Hans",
    )
    assert classic.publication is None


def test_pages_have_pictures_and_pdfs(classic):
    first = classic.issue.sections[0]
    assert (first.picture, first.pdf) == ("page/2011-03/08/01/lw01_b.jpg", "page/2011-03/08/01/lw20110308_01.pdf")
    assert classic.read_file(first.picture).startswith(b"\xff\xd8")


def test_kicker_title_subtitle_and_byline_are_told_apart(classic):
    article = articles(classic)["52014"]
    assert (article.kicker, article.title, article.subtitle, article.byline) == (
        "百里江堤今动工",
        "春汛将至 全市加固 江堤四十里",
        "三千人上堤，四月底完工",
        "本报记者 何 苇 通讯员 沈棹",
    )
    assert article.authors == ("何苇", "沈棹")
    assert articles(classic)["52021"].byline == "简 舟"


def test_paragraphs_come_without_indents_and_leaked_comments(classic):
    assert articles(classic)["52014"].body == (
        '<figure data-figure="52014p1"></figure>'
        "<p>本报讯 昨天，鹿湾市在西河口开工加固江堤，全长４０里。㐂字与𠂇字都在名单里。</p>"
        "<p>“堤稳了，心就稳了。”<strong>老堤长</strong>说，𠮷日已选定。<em>（下转第二版）</em>下转</p>"
        "<p>工地分三班，</p><p>夜里点灯。</p>"
        '<figure data-figure="52014p2"></figure>'
        "<p>记者还看到 <strong>新到的石料</strong>与“\ufffd”。</p>"
    )
    assert articles(classic)["52021"].body == "<p>书店在东街。</p><p>门口种着桂花。</p><p>（上接第一版）</p>"
    assert "<table><tr><td>时段</td><td>班次</td></tr>" in articles(classic)["52015"].body


def test_private_use_and_lost_characters_are_counted(classic):
    assert (classic.repairs.private_use, classic.repairs.private_use_left, classic.repairs.lost) == (1, 0, 1)


def test_figures_have_their_captions_whatever_the_custom(classic):
    above, inside = articles(classic)["52014"].figures
    assert (above.key, above.picture, above.caption) == ("52014p1", "res/1/20110308/52.jpg", "江堤全景（资料图片）")
    assert (inside.key, inside.picture, inside.caption) == ("52014p2", "res/1/20110308/53.jpg", "西河口工地　丁一 摄")


def test_areas_of_every_shape_become_zones(classic):
    assert zones(classic, 0) == [
        ("52014", "article", [(6, 178), (643, 178), (643, 665), (6, 665)]),
        ("52015", "article", [(503, 13), (991, 13), (991, 153), (503, 153)]),
        ("52014", "article", [(671, 175), (991, 175), (991, 356)]),
        ("52021", "pointer", [(671, 364), (991, 364), (991, 545), (671, 545)]),
        ("http://ad.example.com/spring", "advertisement", [(29, 909), (971, 909), (971, 996), (29, 996)]),
    ]


def test_height_of_the_areas_picture_comes_from_its_file(classic):
    assert zones(classic, 1)[0] == ("52021", "article", [(0, 0), (1000, 0), (1000, 500), (0, 500)])


def test_what_is_missing_is_named_and_not_fatal(classic):
    said = "\n".join(classic.warnings)
    assert "page 04 has no file; it is made of the lists and of its articles" in said
    assert "content_52050.htm: no page links to it; it goes to page 04, which it names" in said
    assert "content_52051.htm: no page links to it and it names none; it goes to the first page" in said
    assert "1 articles have no file, only headline and zones are known: 52099" in said
    assert "node_2.htm: area 5 (content_52015.htm) is left out" in said
    assert "content_52021.htm: the picture ../../../res/1/20110308/missing.jpg is not in the tree" in said
    assert [article.key for article in classic.issue.sections[0].articles] == ["52014", "52015", "52051"]
    assert [article.key for article in classic.issue.sections[2].articles] == ["52050"]
    assert articles(classic)["52099"].title == "只有标题的一篇"


def test_every_old_address_is_kept(classic):
    found = paths(classic)
    assert found["/html/2011-03/08/node_3.htm"].section == "3"
    assert found["/html/2011-03/08/content_52014.htm"].article == "52014"
    picture, pdf = found["/page/2011-03/08/01/lw01_b.jpg"], found["/page/2011-03/08/01/lw20110308_01.pdf"]
    assert (picture.section, picture.file, pdf.section, pdf.file) == ("2", "picture", "2", "pdf")
    assert found["/res/1/20110308/53.jpg"].figure == "52014p2"
    issue = found["/html/2011-03/08/"]
    assert (issue.section, issue.article, issue.figure) == (None, None, None)


def test_old_root_stands_before_the_trees_names():
    issue = the_issue(SAMPLES / "classic", ReadingOptions(old_root="/newdzb"))
    assert paths(issue)["/newdzb/html/2011-03/08/content_52014.htm"].article == "52014"


def test_modern_tree_joins_layout_and_content():
    issue = the_issue(SAMPLES / "modern")
    assert [(section.key, section.label, section.name) for section in issue.issue.sections] == [
        ("A01", "A01", "要闻"),
        ("A02", "A02", "社会"),
    ]
    article = articles(issue)["88001"]
    assert (article.kicker, article.title, article.subtitle, article.byline) == (
        "东线今日试车",
        "电车开到鹿鸣山",
        "沿途设四站",
        "何秋实",
    )
    assert article.body == '<p>第一段。</p><figure data-figure="88001p1"></figure><p>第二段。</p>'
    assert (article.figures[0].picture, article.figures[0].caption) == ("pc/att/202302/14/big.jpg", "首班电车驶出云岫站")
    assert paths(issue)["/pc/att/202302/14/small.jpg"].figure == "88001p1"
    assert zones(issue, 0)[1] == ("88003", "pointer", [(500, 0), (1000, 0), (1000, 500), (500, 500)])
    assert zones(issue, 1) == [("88003", "article", [(0, 0), (1000, 0), (1000, 500)])], "the size is that of the file"
    said = "\n".join(issue.warnings)
    assert "node_A02.html: read as UTF-8, which is not the charset that it declares" in said
    assert "page A04: listed, but without a file and without articles here; left out" in said


def test_compact_tree_below_a_host_name():
    issue = the_issue(SAMPLES / "compact")
    assert [(section.key, section.label, section.name) for section in issue.issue.sections] == [
        ("01", "01", "头版"),
        ("02", "02", "新闻"),
    ]
    first, second = articles(issue)["20190607001001"], articles(issue)["02_7"]
    assert (first.kicker, first.title, first.subtitle, first.byline) == ("端午将至", "龙舟下水", "二十一条船", "记者 安 桥")
    assert first.body == "<p>船在东河。</p><p>鼓在船头。</p>"
    assert (second.kicker, second.title, second.subtitle, second.byline) == ("旧河新貌", "东河 清淤完成", "一年无臭", "白石")
    assert second.body == "<p>清了。</p><p>净了。</p>"
    found = paths(issue)
    assert found["/lwwb/20190607/html/page_01.htm"].section == "01", "the host is no part of the path"
    assert found["/lwwb/20190607/html/index.htm"].section is None
    assert zones(issue, 0)[0][:2] == ("20190607001001", "article")
    assert issue.warnings == ()


def test_titles_that_only_a_script_writes():
    issue = the_issue(SAMPLES / "scripts")
    found = articles(issue)
    assert {key: article.title for key, article in found.items()} == {
        "1_01": "河长上岗 一年见清流",
        "2_01": "老照片里的“渡口”",
        "1_02": "二版的一篇",
    }
    assert (found["1_01"].kicker, found["1_01"].byline) == ("河湖治理", "本报记者　白石")
    assert found["1_01"].body == "<p>第一段。</p><p>第二段。</p>"
    assert [(section.label, section.name, section.pdf) for section in issue.issue.sections] == [
        ("01", "要闻", "page/2017-10/16/01/x.pdf"),
        ("02", "历史性变革⑧", None),
    ]
    assert zones(issue, 1)[0][0] == "1_02", "?div=-1 is the same article"
    assert any("page picture ../../../page/2017-10/16/02/x_b.jpg is not in the tree" in warning for warning in issue.warnings)


def test_big5_and_a_date_in_the_comment_alone():
    issue = the_issue(SAMPLES / "traditional")
    assert (str(issue.issue.date), issue.language, issue.paper_name) == ("2009-12-24", "zh-Hant", "雲岫時報")
    assert [(section.key, section.label, section.name) for section in issue.issue.sections] == [("1", "A1", "要聞")]
    article = articles(issue)["1_101"]
    assert (article.title, article.subtitle) == ("雲岫電車通車", "沿線居民歡迎")
    assert article.body == "<p>記者昨日在雲岫站看到，乘客排隊上車。</p>"


def test_words_are_turned_into_the_script_that_the_user_wants():
    issue = the_issue(SAMPLES / "traditional", ReadingOptions(script="hans"))
    assert (issue.language, articles(issue)["1_101"].title) == ("zh-Hans", "云岫电车通车")
    assert issue.repairs.converted > 10


def test_pages_without_article_files_give_headlines_and_zones():
    issue = the_issue(SAMPLES / "pages-only")
    assert [(article.key, article.title, article.body) for article in issue.issue.sections[0].articles] == [
        ("1", "劳动最光荣", ""),
        ("2", "公园人多", ""),
    ]
    assert [zone[0] for zone in zones(issue, 0)] == ["1", "2"]
    assert issue.told == {"title", "page"}, "a text that is here already is not taken away"
    assert any("no article files; the 2 headlines and their zones are those of the pages" in one for one in issue.warnings)


PAGE = (
    "<html><body><img usemap=#p width=100 height=100><map name=p><area shape=rect coords=0,0,50,50 href=content_1.htm></map>"
    "<a id=pageLink href=node_1.htm>第01版：要闻</a></body></html>"
)
ARTICLE = "<html><body><founder-title>{}</founder-title><founder-content><p>短。</p></founder-content></body></html>"
PAPER = "<!--enpproperty <founder-papername>{}</founder-papername><founder-type>2</founder-type> /enpproperty-->"


def tree(folder, name="html/2023-02/14", title="一", page=PAGE):
    return write(folder, {f"{name}/node_1.htm": page, f"{name}/content_1.htm": ARTICLE.format(title)})


def test_two_papers_of_one_day_are_two_issues(tmp_path):
    tree(tmp_path, "rb/html/2023-02/14", page=PAGE + PAPER.format("鹿湾日报"))
    tree(tmp_path, "wb/html/2023-02/14", page=PAGE + PAPER.format("鹿湾晚报"))
    assert [issue.paper_name for issue in issues(tmp_path)] == ["鹿湾日报", "鹿湾晚报"]


def test_second_edition_lies_in_a_folder_with_its_number(tmp_path):
    tree(tmp_path)
    tree(tmp_path, "html/2023-02/14-2")
    assert [(str(issue.issue.date), issue.issue.edition) for issue in issues(tmp_path)] == [("2023-02-14", 1), ("2023-02-14", 2)]


def test_issues_come_in_the_order_of_their_dates(tmp_path):
    for day in ("2023-02/14", "2022-12/31", "2023-01/02"):
        tree(tmp_path, f"html/{day}")
    assert [str(issue.issue.date) for issue in issues(tmp_path)] == ["2022-12-31", "2023-01-02", "2023-02-14"]


def test_misleading_endings_are_seen_through(tmp_path):
    write(tmp_path, {"html/2023-02/14/node_1.php": PAGE, "html/2023-02/14/content_1.jpg": ARTICLE.format("一")})
    assert articles(the_issue(tmp_path))["1"].body == "<p>短。</p>"


def test_what_is_no_e_paper_is_not_taken():
    assert founder.kind_of(b"<html><body><p>Hello</p>", "about.html") == ""
    assert founder.kind_of(b"\x89PNG\r\n\x1a\n", "html/2023-02/14/node_1.htm") == ""
    assert founder.kind_of("第01版".encode(), "html/2023-02/14/node_1.txt") == ""
    assert founder.kind_of(b"", "") == ""
    assert founder.kind_of(PAGE.encode(), "html/2023-02/14/node_1.htm") == "page"
    assert founder.kind_of(b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "html/2023-02/14/content_1.htm") == "article"
    assert founder.kind_of(b"<html><a id=pageLink href=node_2.htm>", "index.html") == "frame"


def test_an_overview_alone_is_listed_as_not_read(tmp_path):
    write(tmp_path, {"index.html": "<html><body><a id=pageLink href=node_1.htm>第01版</a>"})
    (unread,) = readings(tmp_path)
    assert isinstance(unread, Unread)
    assert unread.origins == (f"{tmp_path}/index.html",)


def test_an_overview_called_like_a_page_is_no_page(tmp_path):
    tree(tmp_path)
    write(tmp_path, {"html/2023-02/14/node_99.htm": "<html><body><a href=node_1.htm>第01版：要闻</a></body></html>"})
    issue = the_issue(tmp_path)
    assert [section.key for section in issue.issue.sections] == ["1"]
    assert any("node_99.htm: no page" in warning for warning in issue.warnings)
    assert paths(issue)["/html/2023-02/14/node_99.htm"].section is None


def test_labels_of_every_kind(tmp_path):
    entries = {
        "1": "第001版：头 版",
        "2": "Ａ０２版:社会",
        "3": "第04-05版：通版",
        "4": "中缝",
        "5": "第 06 版 ： 副 刊",
        "6": "第７版",
    }
    links = "".join(f"<a id=pageLink href=node_{key}.htm>{text}</a>" for key, text in entries.items())
    write(tmp_path, {f"html/2023-02/14/node_{key}.htm": f"<html><body>{links}</body></html>" for key in entries})
    write(tmp_path, {"html/2023-02/14/content_1.htm": ARTICLE.format("一")})
    assert [(section.label, section.name, section.kind) for section in the_issue(tmp_path).issue.sections] == [
        ("001", "头 版", "news"),
        ("A02", "社会", "news"),
        ("04-05", "通版", "spread"),
        ("", "中缝", "news"),
        ("06", "副 刊", "news"),
        ("7", "", "news"),
    ]


def test_keys_that_cannot_stand_in_an_address_are_made_anew(tmp_path):
    write(
        tmp_path,
        {
            "html/2023-02/14/node_A-1.htm": PAGE.replace("node_1", "node_A-1").replace("content_1", "content_A01_7"),
            "html/2023-02/14/content_A01_7.htm": ARTICLE.format("甲"),
            "html/2023-02/14/content_01_7.htm": ARTICLE.format("乙"),
        },
    )
    issue = the_issue(tmp_path)
    assert [section.key for section in issue.issue.sections] == ["A1"]
    assert {key: article.title for key, article in articles(issue).items()} == {"01_7_2": "甲", "01_7": "乙"}
    assert issue.issue.sections[0].zones[0].article == "01_7_2"


def test_missing_title_is_taken_from_the_page_or_the_text(tmp_path):
    write(
        tmp_path,
        {
            "html/2023-02/14/node_1.htm": PAGE.replace(
                "</map>", "</map><div id=titleList><a href=content_1.htm>来自版面</a></div>"
            ),
            "html/2023-02/14/content_1.htm": ARTICLE.format(""),
            "html/2023-02/14/content_2.htm": ARTICLE.format(""),
        },
    )
    issue = the_issue(tmp_path)
    assert {key: article.title for key, article in articles(issue).items()} == {"1": "来自版面", "2": "短。"}


def test_remote_pictures_are_fetched_only_when_asked(tmp_path):
    picture = (SAMPLES / "traditional" / "a1.jpg").read_bytes()
    article = ARTICLE.replace("<p>短", "<p><img src=http://img.example.com/1.jpg></p><p>短").format("一")
    write(tmp_path, {"html/2023-02/14/node_1.htm": PAGE, "html/2023-02/14/content_1.htm": article})
    issue = the_issue(tmp_path)
    assert articles(issue)["1"].figures == ()
    assert any("http://img.example.com/1.jpg lies elsewhere and is not fetched" in warning for warning in issue.warnings)
    asked = []

    def fetch(url):
        asked.append(url)
        return picture

    issue = the_issue(tmp_path, ReadingOptions(fetch=fetch))
    (figure,) = articles(issue)["1"].figures
    assert issue.read_file(figure.picture) == picture
    assert asked == ["http://img.example.com/1.jpg"]


def test_digest_sees_every_byte_that_reading_sees(tmp_path):
    picture = (SAMPLES / "traditional" / "a1.jpg").read_bytes()
    tree(tmp_path, page=PAGE.replace("<img ", "<img src=../../../p/1.jpg "))
    write(tmp_path, {"p/1.jpg": picture})

    def digest():
        source = open_source(tmp_path)
        files = [
            FoundFile(source, name, kind) for name in source.names() if (kind := founder.kind_of(source.start(name, 4096), name))
        ]
        (pending,) = [one for one in founder.read_each(files, ReadingOptions()) if isinstance(one, PendingIssue)]
        return pending.digest()

    first = digest()
    assert digest() == first
    write(tmp_path, {"p/1.jpg": picture + b"\0"})
    second = digest()
    write(tmp_path, {"html/2023-02/14/content_1.htm": ARTICLE.format("二")})
    assert len({first, second, digest()}) == 3


def test_every_file_of_a_tree_is_accounted_for():
    source = open_source(SAMPLES / "classic")
    files = [
        FoundFile(source, name, kind) for name in source.names() if (kind := founder.kind_of(source.start(name, 4096), name))
    ]
    (pending,) = founder.read_each(files, ReadingOptions())
    assert isinstance(pending, PendingIssue)
    (issue,) = pending.read()
    assert isinstance(issue, ImportedIssue)
    assert set(source.names()) - source.used == set()
    assert issue.issue.sections


def test_what_wget_saves_of_a_query_is_the_same_article(tmp_path):
    tree(tmp_path)
    write(tmp_path, {"html/2023-02/14/content_1.htm?div=-1": ARTICLE.format("二")})
    assert [article.title for article in articles(the_issue(tmp_path)).values()] == ["一"]


def test_only_what_wget_saved_of_a_query_is_read_too(tmp_path):
    write(tmp_path, {"html/2023-02/14/node_1.htm": PAGE, "html/2023-02/14/content_1.htm@div=-1": ARTICLE.format("二")})
    issue = the_issue(tmp_path)
    assert [article.title for article in articles(issue).values()] == ["二"]
    assert paths(issue)["/html/2023-02/14/content_1.htm@div=-1"].article == "1"
