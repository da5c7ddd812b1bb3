"""What machines are told of: feeds in Atom and RSS, sitemaps, the way to them."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.utils import timezone

from issues.models import Publication
from tests.factories import VALENTINE, make_article, make_correction, make_issue, make_publication, make_section

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DAY = dt.timedelta(days=1)
SITE = "https://paper.example"


def asked(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 (our own)


def titles(client: Client, address: str = "/gysb/feed.xml") -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in asked(client, address).iter(f"{ATOM}entry")]


def test_newest_issue_comes_first_and_each_as_it_is_printed(client: Client) -> None:
    old, new = make_issue(VALENTINE), make_issue(VALENTINE + DAY)
    make_article(make_section(old), title="昨日")
    front = make_section(new)
    make_article(make_section(new), title="二版")
    for title in ("头条", "次条"):
        make_article(front, title=title)
    assert titles(client) == ["头条", "次条", "二版", "昨日"]


def test_an_entry_says_what_when_and_by_whom(client: Client) -> None:
    article = make_article(
        make_section(name="要闻"), title="𠮷庆桥 A<B & C", column="民生", lead="导语", authors=["李　明", "王芳"]
    )
    feed = asked(client, "/gysb/feed.xml")
    assert feed.findtext(f"{ATOM}title") == "公益时报"
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/gysb/feed.xml"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "𠮷庆桥 A<B & C"
    assert entry.findtext(f"{ATOM}id") == SITE + article.get_absolute_url()
    assert entry.findtext(f"{ATOM}published") == "2023-02-14T06:00:00+08:00"
    assert entry.findtext(f"{ATOM}summary") == "导语"
    assert [name.text for name in entry.iter(f"{ATOM}name")] == [entry.author.name for entry in article.author_entries.all()]
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["民生", "要闻"]


def test_rss_says_the_same(client: Client) -> None:
    article = make_article(title="头条", authors=["王芳"], body="<p>正文</p>")
    channel = asked(client, "/gysb/rss.xml").find("channel")
    assert channel is not None
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == "头条"
    assert item.findtext("guid") == item.findtext("link") == SITE + article.get_absolute_url()
    assert item.findtext("pubDate") == "Tue, 14 Feb 2023 06:00:00 +0800"
    assert item.findtext("description") == "正文"
    assert item.findtext(f"{DC}creator") == "王芳"
    assert item.find(f"{CONTENT}encoded") is None


def test_a_correction_makes_the_entry_and_the_feed_newer(client: Client) -> None:
    article = make_article()
    make_correction(article, date=VALENTINE + 2 * DAY)
    feed = asked(client, "/gysb/feed.xml")
    changed = "2023-02-16T00:00:00+08:00"
    assert [updated.text for updated in feed.iter(f"{ATOM}updated")] == [changed, changed]
    urls = asked(client, "/gysb/html/2023-02/14/sitemap.xml")
    assert [changed.text for changed in urls.iter(f"{MAP}lastmod")] == ["2023-02-16"]


def test_whole_texts_are_given_away_by_setting_alone(client: Client, settings: Any) -> None:
    make_article(lead="导<语", body='<p>全文<a href="content_2.htm">另见</a></p>')
    assert asked(client, "/gysb/feed.xml").find(f".//{ATOM}content") is None
    settings.FEED_FULL_TEXT = True
    whole = '<p>导&lt;语</p><p>全文<a href="content_2.htm" rel="noopener noreferrer">另见</a></p>'
    assert asked(client, "/gysb/feed.xml").findtext(f".//{ATOM}content") == whole
    assert asked(client, "/gysb/rss.xml").findtext(f".//{CONTENT}encoded") == whole


def test_a_column_and_the_pages_of_a_name_have_feeds_of_their_own(client: Client) -> None:
    issue = make_issue()
    make_article(make_section(issue, name="要闻"), title="在栏", column="周末/汐桥 漫步")
    make_article(make_section(issue, name="体育"), title="球讯")
    column = f"/gysb/column/{quote('周末/汐桥 漫步')}/"
    assert titles(client, f"{column}feed.xml") == ["在栏"]
    assert titles(client, f"/gysb/section/{quote('体育')}/feed.xml") == ["球讯"]
    feed = asked(client, f"{column}feed.xml")
    assert feed.findtext(f"{ATOM}title") == "公益时报 · 周末/汐桥 漫步"
    assert unquote(feed.findtext(f"{ATOM}id") or "") == f"{SITE}/gysb/column/周末/汐桥 漫步/feed.xml"
    assert asked(client, f"/gysb/section/{quote('体育')}/rss.xml").findtext(".//item/title") == "球讯"
    assert client.get(f"/gysb/column/{quote('没有')}/feed.xml").status_code == 404


def test_advertisements_pointers_and_what_is_kept_out_of_indexes_are_not_told(client: Client) -> None:
    section = make_section()
    make_article(section, title="新闻")
    for kind in ("advertisement", "pointer"):
        make_article(section, title=kind, kind=kind)
    make_article(section, title="不入索引", is_indexed=False)
    first = make_article(section, title="上篇")
    make_article(section, title="下篇", continues=first)
    hidden = make_article(section, title="后半不入索引")
    make_article(section, title="后半", continues=hidden, is_indexed=False)
    assert titles(client) == ["新闻", "上篇"]
    told = [loc.text for loc in asked(client, "/gysb/html/2023-02/14/sitemap.xml").iter(f"{MAP}loc")]
    assert told == [f"{SITE}/gysb/html/2023-02/14/{name}" for name in ("", "node_1.htm", "content_1.htm", first.href)]


def test_a_character_that_no_xml_may_hold_spoils_nothing(client: Client) -> None:
    article = make_article()
    type(article).objects.update(title="标\ufffe题\x0b", column="\uffff栏")
    assert titles(client) == ["标题"]
    assert asked(client, "/gysb/rss.xml").findtext(".//item/category") == "栏"


def test_the_index_leads_to_each_issue_s_list(client: Client) -> None:
    make_article()
    make_issue(VALENTINE, edition=2)
    make_issue(VALENTINE + DAY, publish_at=None)
    listed = [loc.text for loc in asked(client, "/sitemap.xml").iter(f"{MAP}loc")]
    assert listed == [f"{SITE}/gysb/html/2023-02/{day}/sitemap.xml" for day in ("14-2", "14")]
    assert client.get("/gysb/html/2023-02/14-2/sitemap.xml").status_code == 200


def test_news_of_two_days_alone_are_in_the_news_sitemap(client: Client) -> None:
    now = timezone.now()
    make_article(make_section(make_issue(VALENTINE, publish_at=now - 3 * DAY)), title="旧闻")
    fresh = make_publication("xinbao", "新报", language="zh-Hant")
    article = make_article(make_section(make_issue(VALENTINE, publication=fresh, publish_at=now - DAY)), title="新聞")
    found = asked(client, "/sitemap-news.xml")
    assert [loc.text for loc in found.iter(f"{MAP}loc")] == [SITE + article.get_absolute_url()]
    assert [found.findtext(f".//{NEWS}{name}") for name in ("name", "language", "title")] == ["新报", "zh-tw", "新聞"]


def test_robots_and_pages_lead_to_what_machines_read(client: Client) -> None:
    article = make_article()
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert 'href="/gysb/feed.xml"' in client.get(article.get_absolute_url()).content.decode()


def test_a_paper_in_another_language_says_so(client: Client) -> None:
    paper = make_publication("zweite", "Zweite", language="de")
    make_article(make_section(make_issue(publication=paper)), title="Brücke")
    feed = asked(client, "/zweite/feed.xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert Publication.objects.get(slug="zweite").language == asked(client, "/zweite/rss.xml").findtext(".//language")


@pytest.mark.parametrize("address", ["/gysb/feed.xml", "/gysb/rss.xml", "/nobody/feed.xml", "/GYSB/feed.xml"])
def test_a_paper_without_a_public_issue_has_no_feed(address: str, client: Client) -> None:
    make_article(make_section(make_issue(publish_at=None)))
    assert client.get(address).status_code == 404
