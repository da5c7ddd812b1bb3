"""Everything that happened to an issue, on one page."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.writing import NewArticle, create_articles, delete_article, replace_zones, save_article
from issues.models import Issue, PageSection
from issues.writing import save_section
from newsroom.desk.chronicle import ON_A_PAGE, load_chronicle
from newsroom.roles import ARCHIVIST, EDITOR
from tests.factories import make_article, make_issue, make_publication, make_section, make_zone
from tests.newsroom.test_board import send
from tests.staff import make_client
from tests.state import version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def issue() -> Issue:
    issue = make_issue(publish_at=None)
    section = make_section(issue, name="要闻")
    make_zone(section, make_article(section, title="渡口开航"))
    make_article(make_section(issue, name="城事"), title="桥灯亮了")
    return issue


def history(issue, **chosen):
    return reverse("desk:history", args=[issue.pk], query=chosen)


def happened(issue, **chosen):
    return [(one.noun, str(one.act), len(one.rows)) for one in load_chronicle(issue, **chosen).happened]


def test_issue_pages_articles_and_zones_stand_together_newest_first(issue):
    article = Article.objects.get(title="桥灯亮了")
    article.title = "𠮷桥灯亮了"
    save_article(article)
    shown = make_client(EDITOR).get(history(issue))
    found = shown.context["chronicle"].happened
    assert {one.noun for one in found} == {"issue", "page", "article", "zone"}
    assert found[0].entry.changes[0].difference == "<ins>𠮷</ins>桥灯亮了"
    assert [one.when for one in found] == sorted((one.when for one in found), reverse=True)


def test_another_issues_history_stays_out(issue):
    other = make_issue(edition=2, publish_at=None)
    make_article(make_section(other))
    assert len(load_chronicle(other).happened) == 3


def test_an_act_of_the_board_says_who_and_what_in_one_entry(issue):
    send(make_client(EDITOR), issue)
    first = load_chronicle(issue).happened[0]
    assert (first.noun, first.who) == ("issue", EDITOR)
    assert first.entry is not None
    assert any(label in first.entry.told for label in ("01", "02"))


def test_rows_written_at_once_are_one_entry_with_their_names(issue):
    section = issue.sections.first()
    drafts = [NewArticle(Article(issue=issue, page_section=section, key=f"9{n}", title=f"稿{n}")) for n in range(40)]
    create_articles(issue, drafts)
    first = load_chronicle(issue).happened[0]
    assert (first.noun, str(first.reason), len(first.rows)) == ("article", "导入", 40)
    assert {row.name for row in first.rows} == {f"稿{n}" for n in range(40)}


def test_zones_replaced_at_once_are_two_entries(issue):
    section = issue.sections.first()
    for _zone in range(4):
        make_zone(section)
    replace_zones(section, list(section.zones.all()), "import")
    assert happened(issue)[:2] == [("zone", "新建", 5), ("zone", "删除", 5)]


def test_articles_deleted_at_once_are_one_entry_though_their_zones_go_between(issue):
    section = issue.sections.first()
    make_zone(section, make_article(section))
    for article in section.articles.all():
        delete_article(article)
    assert sorted(happened(issue)[:2]) == [("article", "删除", 2), ("zone", "删除", 2)]


def test_what_two_people_did_at_once_stays_apart(issue):
    for name in ("甲", "乙"):
        row: Any = Article.objects.get(title="渡口开航" if name == "甲" else "桥灯亮了")
        row._history_user = get_user_model().objects.create_user(name)
        row.lead = name
        save_article(row)
    assert [(one.who, len(one.rows)) for one in load_chronicle(issue).happened[:2]] == [("乙", 1), ("甲", 1)]


def test_noun_and_person_narrow_it(issue):
    send(make_client(EDITOR), issue)
    editor = get_user_model().objects.get(username=EDITOR)
    assert {noun for noun, _act, _count in happened(issue, noun="page")} == {"page"}
    assert [noun for noun, _act, _count in happened(issue, person=editor.pk)] == ["issue"]
    assert load_chronicle(issue).people == [(editor.pk, EDITOR)]
    assert happened(issue, noun="zone", person=editor.pk) == []


@pytest.mark.parametrize(
    "chosen", [{"p": "0"}, {"p": "999"}, {"p": "x"}, {"noun": "x"}, {"person": "９９９９９９９９９９"}, {"p": "9" * 30}]
)
def test_what_is_no_choice_counts_as_not_chosen(issue, chosen):
    assert make_client(EDITOR).get(history(issue, **chosen)).status_code == 200


def test_it_goes_on_over_pages(issue):
    article = Article.objects.get(title="渡口开航")
    for number in range(ON_A_PAGE):
        article.title = f"第{number}稿"
        save_article(article)
    first, second = load_chronicle(issue), load_chronicle(issue, page=2)
    assert (first.pages, len(first.happened)) == (2, ON_A_PAGE)
    assert second.happened
    assert first.happened[-1].when >= second.happened[0].when
    assert "p=2" in make_client(EDITOR).get(history(issue, noun="article")).content.decode()


def test_it_costs_at_most_fifteen_queries_however_much_happened(issue):
    client, counts = make_client(EDITOR), []
    for _step in range(2):
        send(client, issue)
        with CaptureQueriesContext(connection) as queries:
            client.get(history(issue))
        counts.append(len(queries))
        for number in range(8):
            section = make_section(issue)
            make_zone(section, make_article(section))
            article = make_article(section, title=f"{number}")
            article.title, article.continues = f"改{number}", Article.objects.first()
            save_article(article, authors=["林晚舟"])
            section.state = "proofread"
            save_section(section)
        delete_article(article)
    assert max(counts) <= 15
    assert counts[0] == counts[1]


def test_a_deleted_article_has_a_link_that_brings_it_back(issue):
    article = Article.objects.get(title="渡口开航")
    delete_article(article)
    gone = Article.history.get(history_type="-")
    where = reverse("admin:articles_article_bring_back", args=[gone.pk])
    client = make_client(EDITOR)
    assert where in client.get(history(issue)).content.decode()
    client.post(where)
    assert where not in client.get(history(issue)).content.decode()


def test_a_deleted_page_is_named_and_does_not_come_back(issue):
    section = issue.sections.get(name="城事")
    for article in section.articles.all():
        delete_article(article)
    section.delete()
    names = [row.name for one in load_chronicle(issue, noun="page").happened for row in one.rows]
    assert "02 城事" in names
    assert all(row.gone is None for one in load_chronicle(issue, noun="page").happened for row in one.rows)


def test_who_may_only_look_is_offered_nothing_to_bring_back(issue):
    delete_article(Article.objects.get(title="渡口开航"))
    html = make_client(ARCHIVIST).get(history(issue)).content.decode()
    assert "渡口开航" in html
    assert "/deleted/" not in html


def test_another_papers_issue_is_not_found(issue):
    client = make_client(EDITOR, papers=[make_publication("other", "他报")])
    assert client.get(history(issue)).status_code == 404


def test_a_reader_is_sent_to_the_login(client, issue):
    assert client.get(history(issue)).status_code == 302


def test_looking_changes_nothing(issue):
    before = version_of(issue), PageSection.history.count()
    client = make_client(EDITOR)
    assert client.get(history(issue)).status_code == 200
    assert client.post(history(issue)).status_code == 405
    assert (version_of(issue), PageSection.history.count()) == before
