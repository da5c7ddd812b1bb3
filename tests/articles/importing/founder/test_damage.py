"""A saved article whose text was lost on the way: its issue is refused with the file's name, and what is here stays."""

import pytest

from articles.importing.formats import founder
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.problems import ImportProblem
from articles.importing.saving import SavingOptions, save_imported
from articles.models import Article
from tests.articles.importing.founder.reading_trees import SAMPLES, articles, readings, refusal, the_issue, write

DAY = "html/2013-05/05"
FILE = f"{DAY}/content_2.htm"
NODE = (
    "<html><body><a id=pageLink href=node_1.htm>第01版：头版</a><ul>"
    "<li><a href=content_1.htm>渡口开航</a><li><a href=content_2.htm>𠮷野桥通车</a></ul></body></html>"
)
GOOD = (
    "<html><head><title>{0}</title></head><body><founder-title>{0}</founder-title><founder-content><p>{1}</p></founder-content>"
    "</body></html><!--enpproperty <date>2013-05-05 00:00:00</date><title>{0}</title> /enpproperty-->"
)
SECOND = GOOD.format("𠮷野桥通车", "桥长四十里，今晨通车，两岸居民步行过江。")
# Our own spelling of what web servers, gateways and login doors send in the place of a page.
ERROR_PAGES = {
    "404 Not Found": "<center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0</center>",
    "Not Found": "<h1>Not Found</h1><p>The requested URL was not found on this server.</p><hr><address>Apache/2.4</address>",
    "HTTP Error 404.0 - Not Found": "<div id=content><h2>HTTP Error 404.0 - Not Found</h2><h3>It was removed.</h3></div>",
    "404 - 找不到文件或目录。": "<div id=content><h2>404 - 找不到文件或目录。</h2><h3>资源已被删除，或者名称已更改。</h3></div>",
    "页面不存在": "<div class=content><h1>页面不存在</h1><p>五秒后返回首页</p></div>",
    "頁面不存在": "<div class=content><h1>頁面不存在</h1><p>五秒後返回首頁</p></div>",
    "抱歉，您访问的页面已被删除": "<div class=content><p>抱歉，您访问的页面已被删除</p></div>",
    "鹿湾新闻网": "<div class=content><p>您要查看的文章不存在或已被删除，请返回首页。</p></div>",
    "403 Forbidden": "<h1>403 Forbidden</h1>",
    "500 Internal Server Error": "<h1>Internal Server Error</h1><p>Please contact the administrator.</p>",
    "502 Bad Gateway": "<center><h1>502 Bad Gateway</h1></center>",
    "用户登录": "<div id=content><h1>用户登录</h1><form>用户名 <input><br>密码 <input type=password></form></div>",
}


def tree(folder, second, node=NODE):
    return write(folder, {f"{DAY}/node_1.htm": node, f"{DAY}/content_1.htm": GOOD.format("渡口开航", "首班。"), FILE: second})


def found(folder, second):
    """What the refusal of the second article says was found."""
    sentence = refusal(tree(folder, second))
    start = f"{folder}/{FILE}: expected the page of the article “𠮷野桥通车”, found "
    assert sentence.startswith(start)
    return sentence.removeprefix(start)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (b"", "an empty file"),
        (b"\r\n  \n", "an empty file"),
        (bytes(4096), "a binary file"),
        (bytes(range(256)) * 40, "a binary file"),
        (b"PK\x03\x04" + bytes(range(40)), "a binary file"),
        (b"Service Unavailable", "a file that is no HTML"),
        (b"<h1>Not Found</h1>", "a file that is no HTML"),
        (b"<htm", "a file that is no HTML"),
        (b"<html><body></body></html>", "one without title, text and picture"),
        (b"<html><head><meta http-equiv=refresh content='0;url=/'></head></html>", "one without title, text and picture"),
        ("<html><title>鹿湾新闻网</title><p>欢迎</html>".encode(), "one without text and picture, under the title “鹿湾新闻网”"),
        (
            SECOND.replace("桥长四十里，今晨通车，两岸居民步行过江。", ""),
            "one without text and picture, under the title “𠮷野桥通车”",
        ),
        (SECOND.encode()[:120] + bytes(3000), "a binary file"),
    ],
)
def test_what_is_no_article_refuses_its_issue(tmp_path, second, words):
    assert found(tmp_path, second) == words


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_article_cut_off_anywhere_before_its_end_is_refused(tmp_path, encoding):
    data = SECOND.encode(encoding)
    end = data.index(b"</founder-content")
    for length in range(0, end, 7):
        assert "found " in refusal(tree(tmp_path, data[:length])), data[:length]
    assert refusal(tree(tmp_path, data[:end])).endswith("one that is cut off after “桥长四十里，今晨通车，两岸居民步行过江。”")


@pytest.mark.parametrize("cut", ["</body>", "<!--enpproperty", "<title>𠮷野桥通车</title> /enp"])
def test_an_article_cut_off_behind_its_text_comes_in(tmp_path, cut):
    issue = the_issue(tree(tmp_path, SECOND[: SECOND.index(cut) + 1]))
    assert articles(issue)["2"].body == "<p>桥长四十里，今晨通车，两岸居民步行过江。</p>"


def test_a_template_without_marks_is_cut_where_all_its_neighbours_end(tmp_path):
    plain = "<html><body><h1>题{0}</h1><div id=ozoom><p>第{0}篇。</p><p>完。</p></div></body></html>"
    node = "<html><body>第01版：头版<ul>" + "".join(f"<li><a href=content_{n}.htm>题{n}</a>" for n in range(6)) + "</ul></html>"
    files = {f"{DAY}/content_{number}.htm": plain.format(number) for number in range(6)}
    write(tmp_path, {f"{DAY}/node_1.htm": node, **files})
    assert len(articles(the_issue(tmp_path))) == 6
    write(tmp_path, {f"{DAY}/content_4.htm": plain.format(4).partition("<p>完")[0]})
    assert refusal(tmp_path).endswith(
        "content_4.htm: expected the page of the article “题4”, found one that is cut off after “第4篇。”"
    )
    write(tmp_path, {name: text.partition("</div>")[0] for name, text in files.items()})
    assert len(articles(the_issue(tmp_path))) == 6, "where no file ends as HTML ends, that is the custom"


@pytest.mark.parametrize("title", ERROR_PAGES)
def test_an_error_page_never_becomes_an_article(tmp_path, title):
    page = f"<html><head><title>{title}</title></head><body>{ERROR_PAGES[title]}</body></html>"
    assert found(tmp_path, page).startswith("an error page, “")


def test_all_damaged_files_of_an_issue_are_named(tmp_path):
    tree(tmp_path, b"")
    write(tmp_path, {f"{DAY}/content_1.htm": "<html><title>404</title></html>"})
    assert refusal(tmp_path).endswith("found an empty file; more damaged files of this issue: content_1.htm")


def test_articles_about_errors_are_articles(tmp_path):
    node = NODE.replace("𠮷野桥通车", "页面不存在？")
    unmarked = "<html><body><h1>页面不存在？</h1><div class=content><p>网站搬家后的三天。</p></div></body></html>"
    assert articles(the_issue(tree(tmp_path, unmarked, node)))["2"].body == "<p>网站搬家后的三天。</p>"
    marked = GOOD.format("404 Not Found", "一部新戏。")
    assert articles(the_issue(tree(tmp_path, marked)))["2"].title == "404 Not Found"
    number = "<html><body><h1>404路公交改道</h1><div class=content><p>今起。</p></div></body></html>"
    assert articles(the_issue(tree(tmp_path, number)))["2"].title == "404路公交改道"


def test_a_picture_alone_is_an_article(tmp_path):
    write(tmp_path, {f"{DAY}/1.jpg": (SAMPLES / "traditional" / "a1.jpg").read_bytes()})
    issue = the_issue(tree(tmp_path, GOOD.format("𠮷野桥通车", "<img src=1.jpg>")))
    assert len(articles(issue)["2"].figures) == 1
    assert issue.warnings == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [("广告", ""), ("整版廣告", ""), ("𠮷野桥通车", "<img src=1.gif>"), ("𠮷野桥通车", "<video src=1.mp4></video>")],
)
def test_a_whole_file_with_nothing_that_can_be_taken_is_a_headline(tmp_path, title, text):
    issue = the_issue(tree(tmp_path, GOOD.format(title, text)))
    assert (articles(issue)["2"].title, articles(issue)["2"].body) == (title, "")
    assert issue.warnings == (
        f"{tmp_path}/{FILE}: it has no text and no picture that can be taken; headline and zones come in alone",
    )


@pytest.mark.parametrize("second", [b"", b"\0\1\2", b"<html><title>404 Not Found</title><h1>Not Found</h1></html>"])
def test_what_is_no_article_and_is_linked_nowhere_is_left_out_and_named(tmp_path, second):
    issue = the_issue(tree(tmp_path, second, NODE.replace("<li><a href=content_2.htm>𠮷野桥通车</a>", "")))
    assert list(articles(issue)) == ["1"]
    (warning,) = issue.warnings
    assert warning.startswith(f"{tmp_path}/{FILE}: it is ")
    assert warning.endswith(", and no page links to it; left out")


def test_a_whole_copy_beside_a_damaged_one_is_taken(tmp_path):
    tree(tmp_path, b"")
    write(tmp_path, {f"{FILE}?div=-1": SECOND})
    assert articles(the_issue(tmp_path))["2"].title == "𠮷野桥通车"


def test_a_damaged_article_refuses_its_issue_and_no_other(tmp_path):
    tree(tmp_path, SECOND[:60])
    write(tmp_path, {"html/2013-05/06/node_1.htm": NODE, "html/2013-05/06/content_1.htm": SECOND})
    damaged, whole = readings(tmp_path)
    assert isinstance(damaged, ImportProblem)
    assert isinstance(whole, ImportedIssue)


def test_what_is_called_like_an_article_and_stands_alone_is_listed(tmp_path):
    (unread,) = readings(write(tmp_path, {FILE: b""}))
    assert isinstance(unread, Unread)
    assert unread.origins == (f"{tmp_path}/{FILE}",)


def test_other_formats_keep_their_files():
    assert founder.kind_of(b'<?xml version="1.0"?><nitf>', FILE) == ""
    assert founder.kind_of(b"<nitf>", FILE) == ""
    assert founder.kind_of(b"", f"{DAY}/content_2.txt") == ""
    assert founder.kind_of(b"\xff\xd8\xff\xe0", f"{DAY}/content_2.jpg") == ""
    assert founder.kind_of(b"", FILE) == "illegible"


@pytest.mark.django_db
def test_text_that_is_here_outlives_a_missing_file(tmp_path, media_root):
    options = SavingOptions(slug="old", name="旧报", publish=True)
    save_imported(the_issue(tree(tmp_path, SECOND)), options)
    before = Article.objects.get(key="2").body
    assert "四十里" in before
    (tmp_path / FILE).unlink()
    write(tmp_path, {f"{DAY}/content_1.htm": GOOD.format("渡口开航", "末班。")})
    issue = the_issue(tmp_path)
    assert any("1 articles have no file, only headline and zones are known: 2" in warning for warning in issue.warnings)
    save_imported(issue, options)
    assert Article.objects.get(key="2").body == before
    assert "末班" in Article.objects.get(key="1").body


@pytest.mark.django_db
def test_text_that_is_here_outlives_a_whole_file_without_one(tmp_path, media_root):
    options = SavingOptions(slug="old", name="旧报", publish=True)
    save_imported(the_issue(tree(tmp_path, GOOD.format("广告", "桥头商场开业。"))), options)
    save_imported(the_issue(tree(tmp_path, GOOD.format("广告", ""))), options)
    assert "开业" in Article.objects.get(key="2").body
