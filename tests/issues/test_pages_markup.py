"""What readers and machines find on the paper's own pages: newsstand, calendar, newest issue."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from lxml import etree

from articles.renditions import make_renditions
from issues.models import Issue, Suspension
from issues.writing import save_section
from tests.factories import make_issue, make_pdf, make_picture, make_publication, make_section
from tests.markup import find, tree, words

pytestmark = pytest.mark.django_db


def test_paperindex_is_one_line_that_ends_in_the_address(client):
    make_section(make_issue())
    line = client.get("/gysb/paperindex.htm").content.decode().rstrip("\n")
    assert "\n" not in line
    assert line.startswith('<!DOCTYPE html><html lang="zh-Hans">')
    assert "<title>公益时报</title>" in line
    assert line.rsplit('"', 2)[1] == "0; URL=html/2023-02/14/node_1.htm"


def test_period_lists_every_edition_of_the_month(client):
    for edition in (1, 2):
        make_section(make_issue(edition=edition))
    periods = etree.fromstring(client.get("/gysb/html/2023-02/period.xml").content)
    assert [[part.text for part in period] for period in periods] == [
        ["2023-02-14", "14/node_1.htm"],
        ["2023-02-14", "14-2/node_1.htm"],
    ]


def test_calendar_links_only_dates_with_a_public_issue(client):
    make_issue()
    make_issue(dt.date(2023, 2, 15), publish_at=None)
    days = find(tree(client, "/gysb/archive/2023/02/"), "td a")
    assert [(words(day), day.get("href")) for day in days] == [("14", "/gysb/html/2023-02/14/")]


def test_calendar_offers_each_edition_and_marks_an_extra(client):
    make_issue(kind="extra")
    make_issue(edition=2, edition_name="晚刊")
    make_issue(edition=3)
    days = find(tree(client, "/gysb/archive/"), "td a")
    assert [(words(day), day.get("href")) for day in days] == [
        ("14 号外", "/gysb/html/2023-02/14/"),
        ("晚刊", "/gysb/html/2023-02/14-2/"),
        ("第3刊次", "/gysb/html/2023-02/14-3/"),
    ]


def test_calendar_names_a_suspension_once_with_its_note(client):
    paper = make_issue().publication
    Suspension.objects.create(publication=paper, first=dt.date(2023, 2, 18), last=dt.date(2023, 2, 21), note="印刷厂检修")
    found = tree(client, "/gysb/archive/2023/02/")
    assert [words(day) for day in find(found, "td") if "休刊" in words(day)] == [f"{day} 休刊" for day in (18, 19, 20, 21)]
    assert [words(note) for note in find(found, ".month-note")] == ["2月18日—2月21日 休刊：印刷厂检修"]


def test_calendar_leads_to_its_years_and_months(client):
    for date in (dt.date(2022, 12, 31), dt.date(2023, 1, 2), dt.date(2023, 2, 14)):
        make_issue(date)
    found = tree(client, "/gysb/archive/2023/01/")
    strips = [[link.get("href") for link in find(strip, "a")] for strip in find(found, ".strip")]
    assert strips == [
        ["/gysb/archive/2022/", "/gysb/archive/2023/"],
        ["/gysb/archive/2023/01/", "/gysb/archive/2023/02/"],
    ]
    assert [words(place) for place in find(found, "[aria-current]")] == ["往期", "2023", "1月"]


def test_both_calendars_lead_to_the_newest_issue(client):
    make_issue()
    make_issue(dt.date(2022, 12, 31))
    for address in ("/gysb/archive/2022/", "/gysb/archive/2022/12/"):
        ways = [(words(link), link.get("href")) for link in find(tree(client, address), ".masthead-words a")]
        assert ways == [
            ("首页", "/gysb/"),
            ("版面导航", "/gysb/html/2023-02/14/"),
            ("标题导航", "/gysb/html/2023-02/14/titles.htm"),
            ("往期", "/gysb/archive/"),
        ]


def test_calendar_of_one_year_and_month_offers_no_choice(client):
    make_issue()
    found = tree(client, "/gysb/archive/2023/02/")
    assert words(find(found, "h1")[0]) == "2023年2月 1 期"
    assert not find(found, ".strip")


def test_newsstand_shows_each_paper_with_its_front_page(client):
    make_section(make_issue(), picture=make_picture())
    make_section(make_issue(publication=make_publication("lhb", "聯合晚報", language="zh-Hant")))
    make_renditions(Issue.objects.all())
    stands = find(tree(client, "/"), ".newsstand li")
    assert [words(find(stand, "b")[0]) for stand in stands] == ["公益时报", "聯合晚報"]
    folder = "/gysb/html/2023-02/14/"
    assert find(stands[0], "img")[0].get("src") == f"{folder}page_1-1-320.jpg"
    smaller = find(stands[0], "picture > source")[0].get("srcset").split(", ")
    assert smaller == [f"{folder}page_1-1-{width}.webp {width}w" for width in (320, 960, 1200)]
    assert words(find(stands[1], "svg")[0]) == "第01版 新闻"


def test_empty_newsstand_says_that_nothing_has_appeared(client):
    assert "还没有出报" in words(tree(client, "/"))


def test_missing_page_leads_on_in_the_papers_dress(client):
    make_section(make_issue())
    found = tree(client, "/gysb/html/2023-02/15/", 404)
    assert words(find(found, "header")[0]).startswith("公益时报")
    ways = {words(link): link.get("href") for link in find(found, "main a")}
    assert ways == {"最新一期：2023年2月14日": "/gysb/", "往期回顾": "/gysb/archive/"}


def test_page_of_an_unknown_paper_leads_home(client):
    assert [link.get("href") for link in find(tree(client, "/nobody/", 404), "main a")] == ["/"]


def test_server_error_needs_neither_database_nor_context(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "<h1" in render_to_string("500.html")


@pytest.mark.parametrize(("path", "queries"), [("*", 1), ("/\0/", 0), ("//", 1), ("/\xe6\x8a\xa5/", 1), ("/%27/html/", 1)])
def test_an_address_that_no_paper_can_have_is_asked_of_the_old_ones_at_most(path, queries, client, django_assert_num_queries):
    with django_assert_num_queries(queries):
        answer = client.request(PATH_INFO=path)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_a_pdf_s_address_outlives_new_labels_and_a_second_page_of_the_same(client):
    issue = make_issue()
    section = make_section(issue, label="01", pdf=make_pdf())
    folder = issue.get_absolute_url()
    link, *_others = find(tree(client, f"{folder}node_1.htm"), "main a.pdf")
    assert link.get("href") == "gysb20230214_01.pdf"
    make_section(issue, label="01", fold="副刊", pdf=make_pdf(310, 425))
    addresses = [folder + name for name in ("gysb20230214_01_1.pdf", "gysb20230214_01.pdf")]
    first, second = (b"".join(client.get(address).streaming_content) for address in addresses)
    assert first == second
    section.label = "A01"
    save_section(section)
    assert b"".join(client.get(addresses[0]).streaming_content) == first
    assert b"".join(client.get(f"{folder}gysb20230214_A01.pdf").streaming_content) == first
    assert b"".join(client.get(addresses[1]).streaming_content) != first


@pytest.mark.parametrize("name", ["gysb20230214_02", "gysb20230214_02_2", "gysb20230214_", "gysb20230214_01_1_1", "x_01"])
def test_a_name_that_means_no_pdf_is_missing(name, client):
    issue = make_issue()
    make_section(issue, pdf=make_pdf())
    make_section(issue)
    assert client.get(f"{issue.get_absolute_url()}{name}.pdf").status_code == 404
