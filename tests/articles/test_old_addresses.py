"""Addresses that a paper's pages had elsewhere lead to where they are now."""

import datetime as dt

import pytest
from django.test import Client

from articles.models import OldAddress
from articles.publishing import withdraw_article, withdraw_issue
from articles.writing import set_withdrawal
from issues.writing import set_times
from tests.factories import make_article, make_figure, make_issue, make_pdf, make_picture, make_section

pytestmark = pytest.mark.django_db
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def section(media_root):
    return make_section(picture=make_picture(), pdf=make_pdf())


def remember(path: str, **target: object) -> str:
    OldAddress.objects.create(path=path, **target)
    return path


def test_each_kind_of_old_address_leads_to_what_it_showed(client: Client, section) -> None:
    article = make_article(section)
    figure = make_figure(article)
    old = [
        remember("/newdzb/html/2023-02/14/node_9.htm", page_section=section),
        remember("/newdzb/html/2023-02/14/content_52014.htm", article=article),
        remember("/newdzb/2023-02/14/", issue=section.issue),
        remember("/newdzb/旧图/01.jpg", page_section=section, file="picture"),
        remember("/newdzb/01.pdf", page_section=section, file="pdf"),
        remember("/newdzb/res/1.jpg", figure=figure, file="picture"),
    ]
    for path in old:
        answer = client.get(path, follow=True)
        assert [status for _address, status in answer.redirect_chain] == [301], path
        assert answer.status_code == 200, path
    assert client.get("/newdzb/html/2023-02/14/content_52014.htm?div=-1").status_code == 301
    assert client.get(old[1]).headers["Location"] == article.get_absolute_url()


def test_old_address_of_what_readers_never_saw_is_not_found(client: Client, media_root) -> None:
    for publish_at in (None, FUTURE):
        section = make_section(make_issue(dt.date(2023, 3, 1 + bool(publish_at)), publish_at=publish_at))
        path = remember(f"/old/{section.pk}.htm", page_section=section)
        assert client.get(path).status_code == 404


def test_old_address_of_what_was_withdrawn_leads_to_the_notice(client: Client, section) -> None:
    article = make_article(section)
    path = remember("/old/1.htm", article=article)
    withdraw_article(article, "a reason")
    assert client.get(path, follow=True).status_code == 410
    withdraw_issue(section.issue)
    assert client.get(path, follow=True).status_code == 410


def test_unknown_address_costs_one_more_query_and_stays_not_found(client: Client, section, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        assert client.get("/newdzb/html/2023-02/14/node_99.htm").status_code == 404
    assert client.post(remember("/old/2.htm", page_section=section)).status_code == 404


def test_page_without_the_file_that_it_had_is_shown_itself(client: Client, media_root) -> None:
    section = make_section()
    path = remember("/old/1.pdf", page_section=section, file="pdf")
    assert client.get(path).headers["Location"] == section.get_absolute_url()


def test_old_address_of_an_article_withdrawn_before_it_was_public_is_not_found(client: Client, media_root) -> None:
    section = make_section(make_issue(publish_at=None))
    article = make_article(section)
    path = remember("/old/9.htm", article=article)
    set_withdrawal(article, dt.datetime(2023, 2, 13, tzinfo=dt.UTC), "a reason")
    set_times(section.issue, publish_at=dt.datetime(2023, 2, 14, tzinfo=dt.UTC))
    assert client.get(path).status_code == 404


def test_old_pdf_leads_to_the_name_that_the_page_itself_gives(client: Client, section) -> None:
    path = remember("/old/01.pdf", page_section=section, file="pdf")
    href = client.get(path).headers["Location"].rpartition("/")[2]
    assert f'href="{href}"' in client.get(section.get_absolute_url()).content.decode()
