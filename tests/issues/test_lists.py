"""Long lists of the admin: where they end, how words are looked for, which dates they offer."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages

from articles.models import Article
from issues.admin import lists, saving
from issues.admin.lists import span_of
from issues.models import Issue, PageSection
from newsroom.roles import EDITOR, PUBLISHER
from tests.factories import VALENTINE, make_article, make_issue, make_publication, make_section, make_week
from tests.staff import address, make_client

pytestmark = pytest.mark.django_db


def shown(client, noun, query=""):
    return [str(row) for row in client.get(address(noun, "changelist") + query).context["cl"].result_list]


@pytest.fixture
def few(monkeypatch):
    """Lists end after four rows."""
    monkeypatch.setattr(lists, "MOST_ROWS", 4)
    monkeypatch.setattr(saving, "MOST_ROWS", 4)


def test_a_list_leads_to_its_first_rows_and_says_that_there_are_more(few):
    client = make_client(EDITOR)
    make_week(4)
    page = client.get(address(Issue, "changelist"))
    assert (page.context["cl"].result_count, "more than" in page.content.decode()) == (4, False)
    for day in (4, 5):
        make_issue(VALENTINE + dt.timedelta(days=day))
    for query in ("", "?q=2023-02"):
        page = client.get(address(Issue, "changelist") + query, headers={"accept-language": "en"})
        assert "more than 4" in " ".join(page.content.decode().split())
        assert str(page.context["cl"].result_list[0]) == "2023-02-19"
        assert page.context["cl"].result_count == 4
    assert shown(client, Issue, "?o=0")[0] == "2023-02-14"


def test_pages_of_a_list_follow_one_another(monkeypatch):
    monkeypatch.setattr(saving.QuietAdmin, "list_per_page", 2)
    client = make_client(EDITOR)
    make_week(5)
    pages = [shown(client, Issue, f"?p={number}") for number in (1, 2, 3)]
    assert [day for page in pages for day in page] == [f"2023-02-{day}" for day in (18, 17, 16, 15, 14)]
    assert client.get(address(Issue, "changelist") + "?p=9").status_code == 302


def test_an_act_on_all_of_a_list_is_refused_where_the_list_does_not_lead_to_all(few):
    client = make_client(PUBLISHER)
    make_week(5, publish_at=None)
    sent = {"action": "publish", "_selected_action": Issue.objects.all()[0].pk, "select_across": "1", "confirmed": "yes"}
    response = client.post(address(Issue, "changelist"), sent)
    [sentence] = [str(message) for message in get_messages(response.wsgi_request)]
    assert "4" in sentence
    assert Issue.objects.public().count() == 0


@pytest.mark.parametrize("word", ["2023-02-14", "2023.2.14", "2023年2月14日", "２０２３年２月１４日", "20230214"])
def test_a_day_is_found_however_it_is_written(word):
    client = make_client(EDITOR)
    make_week(3)
    assert shown(client, Issue, f"?q={word}") == ["2023-02-14"]
    assert len(shown(client, PageSection, f"?q={word}")) == 1


def test_dates_that_are_none_are_words():
    assert span_of("2024-02") == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert span_of("2024-12") == (dt.date(2024, 12, 1), dt.date(2024, 12, 31))
    assert span_of("2024") == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert [span_of(word) for word in ("2023-02-30", "0000", "2024-13", "20241301", "民政", "123")] == [None] * 6


def test_each_word_must_stand_somewhere_whatever_its_width_and_case():
    section = make_section()
    for title in ("𠮷庆桥通车", "ＡＰＥＣ会议召开", "Reed Bridge opens"):
        make_article(section, title=title, byline="本报记者 林晚舟")
    client = make_client(EDITOR)
    assert shown(client, Article, "?q=𠮷庆") == ["𠮷庆桥通车"]
    assert shown(client, Article, "?q=𠮷庆 林晚舟") == ["𠮷庆桥通车"]
    assert shown(client, Article, "?q=𠮷庆 何苇") == []
    assert shown(client, Article, "?q=ＡＰＥＣ") == ["ＡＰＥＣ会议召开"]
    assert shown(client, Article, "?q=reed") == ["Reed Bridge opens"]
    assert shown(client, Article, '?q="Reed Bridge"') == ["Reed Bridge opens"]
    assert shown(client, Article, "?q=Ｒｅｅｄ") == ["Reed Bridge opens"]


def test_a_year_is_looked_for_among_dates_and_texts():
    make_article(title="展望2030")
    make_article(make_section(make_issue(dt.date(2030, 1, 2), publish_at=None)), title="新年")
    assert sorted(shown(make_client(EDITOR), Article, "?q=2030")) == ["展望2030", "新年"]


def test_lists_offer_the_dates_of_the_papers_that_one_reaches():
    own, other = make_publication("own", "本报"), make_publication("other", "他报")
    for paper, days in ((own, (0, 1, 40, 400)), (other, (800,))):
        for day in days:
            make_article(make_section(make_issue(VALENTINE + dt.timedelta(days=day), publication=paper)))
    client = make_client(EDITOR, papers=[own])
    for noun, name in ((Issue, "date"), (Article, "issue__date")):
        page = address(noun, "changelist")
        offered = []
        for query in (
            "",
            f"?{name}__year=2023",
            f"?{name}__year=2023&{name}__month=2",
            f"?{name}__year=2023&{name}__month=2&{name}__day=15",
        ):
            response = client.get(page + query, headers={"accept-language": "en"})
            dates = response.context["cl"].issue_dates
            offered.append([choice["title"] for choice in dates.choices])
        assert offered == [["2023", "2024"], ["February 2023", "March 2023"], ["February 14", "February 15"], ["February 15"]]
        assert len(response.context["cl"].result_list) == 1
        assert dates.back["link"] == f"?{name}__month=2&{name}__year=2023"
