"""更正: from the article's form and from the board, by the publisher, on what readers see; the public page has it at once."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from articles.models import Article, Correction
from articles.publishing import withdraw_article
from newsroom.roles import EDITOR, PUBLISHER
from tests.factories import MORNING, make_article, make_issue, make_publication, make_section
from tests.staff import address, make_client
from tests.state import site_state, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
NOTE = {"date": "2023-02-15", "text": "“𠮷田”误作“吉田”。"}


@pytest.fixture
def article() -> Article:
    return make_article(make_section(make_issue()))


@pytest.fixture
def publisher() -> Client:
    client = make_client(PUBLISHER)
    client.cookies["django_language"] = "en"
    return client


def correct(client: Client, article: Article, query: str = "", **changes: str) -> Any:
    return client.post(reverse("admin:articles_article_correct", args=[article.pk]) + query, {**NOTE, **changes}, follow=True)


def test_readers_see_the_note_at_once_and_the_text_stays(publisher, client, article) -> None:
    before, version = client.get(article.get_absolute_url()), version_of(article.issue)
    correct(publisher, article)
    after = client.get(article.get_absolute_url())
    assert NOTE["text"] in after.content.decode()
    assert after["ETag"] != before["ETag"]
    assert version_of(article.issue) > version
    assert Article.objects.get().body == article.body


def test_the_way_there_is_on_the_form_and_on_the_board_and_leads_back(publisher, article) -> None:
    where = reverse("admin:articles_article_correct", args=[article.pk])
    board = reverse("desk:board", args=[article.issue_id])
    assert f'href="{where}"' in publisher.get(address(article)).content.decode()
    assert f'href="{where}?from=board"' in publisher.get(board).content.decode()
    assert correct(publisher, article).redirect_chain[-1][0] == address(article)
    assert correct(publisher, article, "?from=board").redirect_chain[-1][0].startswith(board)


def test_the_date_that_is_proposed_is_the_paper_s_today(publisher) -> None:
    article = make_article(make_section(make_issue(publication=make_publication(time_zone="Asia/Tokyo"))))
    with time_machine.travel(dt.datetime(2023, 2, 14, 23, 30, tzinfo=MORNING.tzinfo), tick=False):
        text = publisher.get(reverse("admin:articles_article_correct", args=[article.pk])).content.decode()
    assert 'value="2023-02-15"' in text


@pytest.mark.parametrize("changes", [{"text": ""}, {"text": " 　 "}, {"date": ""}, {"date": "明天"}, {"text": "长" * 5001}])
def test_a_note_that_says_nothing_comes_back_with_one_sentence(publisher, article, changes) -> None:
    before = site_state()
    answer = correct(publisher, article, **changes)
    assert answer.status_code == 200
    assert answer.content.decode().count("errorlist") == 1
    assert site_state() == before


def test_what_readers_do_not_see_is_mended_not_corrected(publisher) -> None:
    draft = make_article(make_section(make_issue(publish_at=None)))
    assert "is not public; mend its text instead." in correct(publisher, draft).content.decode()
    assert not Correction.objects.exists()
    assert "correct/" not in publisher.get(reverse("desk:board", args=[draft.issue_id])).content.decode()


def test_what_is_withdrawn_is_not_corrected(publisher, article) -> None:
    withdraw_article(article, "失实")
    correct(publisher, article)
    assert not Correction.objects.exists()


def test_an_editor_is_neither_offered_nor_allowed_to_correct(article) -> None:
    editor = make_client(EDITOR)
    assert correct(editor, article).status_code == 403
    assert "/correct/" not in editor.get(address(article)).content.decode()
    assert "/correct/" not in editor.get(reverse("desk:board", args=[article.issue_id])).content.decode()
    elsewhere = make_client(PUBLISHER, papers=[make_publication("other", "他报")])
    assert correct(elsewhere, article).status_code == 404
    assert not Correction.objects.exists()
