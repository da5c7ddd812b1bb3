"""Links in the copy: what is rewritten, what stays, where it leads."""

import posixpath
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.exporting.folders import ExportProblem
from articles.exporting.site_files import address_of, file_of
from articles.exporting.site_links import Rewriting, own_address, redirect_page, relative, rewrite

PAGE = "/cprb/html/2024-10/14/node_1.htm"
HOW = Rewriting("https://paper.example")


def html(text: str, how: Rewriting = HOW, address: str = PAGE) -> str:
    return rewrite("text/html", text, address, how).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/cprb/archive/">', '<a href="../../../archive/">'),
        ('<a href="/">', '<a href="../../../../">'),
        ('<a href="/cprb/html/2024-10/14/titles.htm#x">', '<a href="titles.htm#x">'),
        ('<a href="/cprb/html/2024-10/14/">', '<a href="./">'),
        ('<link rel="stylesheet" href="/static/css/a.css">', '<link rel="stylesheet" href="../../../../static/css/a.css">'),
        ('<img srcset="/cprb/a.jpg 1w, /b.jpg 2w">', '<img srcset="../../../a.jpg 1w, ../../../../b.jpg 2w">'),
        ('<a href="/a%20b/%E6%9C%9F.htm">', '<a href="../../../../a%20b/%E6%9C%9F.htm">'),
        ('<a href="/cprb/?a=1&amp;b=2">', '<a href="../../../?a=1&amp;b=2">'),
        ('<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=/cprb/">', '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=../../../">'),
    ],
)
def test_absolute_paths_become_relative(before, after):
    assert html(before) == after


@pytest.mark.parametrize(
    "text",
    [
        '<a id="pageLink" href="node_2.htm">第02版：新闻</a>',
        '<a href="../13/node_1.htm"><a href="./"><a href="#main"><a href="">',
        '<a href="https://beian.miit.gov.cn/"><a href="//other.example/x"><a href="mailto:a@b.example"><a href="tel:+861">',
        '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2024-10/19/node_1.htm">',
        '<p>他写道：href="/cprb/archive/"</p>',
        "<p>1 &lt; 2 href=&quot;/x&quot;</p>",
        '<a title="&lt;a href=&quot;/x&quot;&gt;" href="content_1.htm">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<!--enpproperty <founder-date>2024-10-14 00:00:00</founder-date> /enpproperty-->",
        '<a href="http://[bad">',
    ],
)
def test_everything_else_stays_byte_for_byte(text):
    assert html(text) == text


def test_addresses_in_the_world_are_the_copy_s_where_it_has_one():
    text = '<link rel="canonical" href="https://paper.example/cprb/"><meta property="og:url" content="https://paper.example">'
    assert html(text) == text
    copy = Rewriting("https://paper.example", "https://copy.example/a/")
    assert html(text, copy) == (
        '<link rel="canonical" href="https://copy.example/a/cprb/"><meta property="og:url" content="https://copy.example/a">'
    )
    other = '<a href="https://paper.example.org/">'
    assert html(other, copy) == other
    feed = "<link>https://paper.example/cprb/</link><id>https://paper.example.org/</id>"
    assert rewrite("application/xml", feed, "/cprb/feed.xml", copy).text == (
        "<link>https://copy.example/a/cprb/</link><id>https://paper.example.org/</id>"
    )


def test_search_is_left_out_or_goes_where_it_is_told():
    form = '<p>a</p><form role="search" action="/cprb/search/"><input name="q"></form><p>b</p>'
    assert html(form) == "<p>a</p><p>b</p>"
    assert 'action="https://live.example/cprb/search/"' in html(form, Rewriting("", search_url="https://live.example/"))
    assert 'action="https://find.example/q"' in html(form, Rewriting("", search_url="https://find.example/q"))
    link = '<a href="/cprb/search/?q=a">'
    assert html(link, Rewriting("", search_url="https://live.example")) == '<a href="https://live.example/cprb/search/?q=a">'


def test_links_of_styles_and_scripts_are_found_and_made_relative():
    style = '@import "b.css"; a { background: url("/static/img/a.svg") } b { mask: url(../img/b.svg); c: url(#d) }'
    found = rewrite("text/css", style, "/static/css/a.css", HOW)
    assert found.text == style.replace("/static/img/a.svg", "../img/a.svg")
    assert found.links == {"/static/css/b.css", "/static/img/a.svg", "/static/img/b.svg"}
    script = 'import { a } from "./b.js"; const c = await import("/static/js/d.js"); import "./e.js";'
    found = rewrite("text/javascript", script, "/static/js/a.js", HOW)
    assert found.links == {"/static/js/b.js", "/static/js/d.js", "/static/js/e.js"}
    assert 'import("./d.js")' in found.text, "a module's address begins with a dot"


def test_links_lead_to_decoded_addresses_without_query_and_fragment():
    found = rewrite("text/html", '<a href="content_1.htm?div=-1#a"><img src="%E6%9C%9F.jpg"><a href="../13/">', PAGE, HOW)
    assert found.links == {
        "/cprb/html/2024-10/14/content_1.htm",
        "/cprb/html/2024-10/14/期.jpg",
        "/cprb/html/2024-10/13/",
    }


PATHS = st.lists(st.text("ab.:%期 ", min_size=1, max_size=4).filter(lambda part: part not in (".", "..")), max_size=5)


@given(PATHS, PATHS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_relative_link_leads_back_to_its_target(start, target, is_folder):
    base = "/" + "/".join(start)
    wanted = "/" + "/".join(target) + ("/" if is_folder and target else "")
    link = relative(base, wanted)
    assert unquote(urljoin(f"http://copy.example{base.replace('%', '%25')}", link)) == f"http://copy.example{wanted}"


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_link_leads_out_of_the_site_and_none_breaks_it(value):
    found = own_address(PAGE, value)
    assert found is None or (found[0].startswith("/") and ".." not in found[0].split("/"))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_passes_through(text):
    rewrite("text/html", text, PAGE, HOW)
    rewrite("text/html", f'<a href="{text}" src="/x">', PAGE, HOW)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_every_file_of_an_address_stays_in_the_folder_and_is_not_hidden(address):
    try:
        name = file_of(f"/{address}")
    except ExportProblem:
        return
    assert posixpath.normpath(name) == name
    assert not name.startswith(("/", "."))
    assert "/." not in name


def test_address_and_file_name_each_other():
    for address in ("/", "/cprb/", "/cprb/archive/2024/", PAGE, "/a/index.htm", "/xindex.html"):
        assert address_of(file_of(address)) == address


def test_page_that_leads_on_cannot_carry_markup():
    page = redirect_page("/old/a.htm", '/new/"><script>.htm', HOW)
    assert "<script" not in page
    assert page.count("http-equiv") == 1
