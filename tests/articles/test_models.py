"""What the print's tables and sets promise: the rule of visibility, reading order, constraints."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from articles.models import (
    Article,
    ArticleAuthor,
    ArticleKeyword,
    Author,
    Correction,
    Figure,
    HotZone,
    Keyword,
    OldAddress,
)
from articles.publishing import publish_issue, withdraw_article, withdraw_issue
from tests.factories import (
    MORNING,
    SQUARE,
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_section,
    make_user,
    make_zone,
)

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)
LONG = "长" * 501


def refuses(*rows: models.Model) -> None:
    """The database itself says no: `bulk_create` asks no validator. PostgreSQL has an error of its own for length."""
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        type(rows[0])._default_manager.bulk_create(rows)


def withdraw(article: Article, at: dt.datetime) -> None:
    Article.objects.filter(pk=article.pk).update(withdrawn_at=at)


def test_an_article_is_public_with_its_issue() -> None:
    article = make_article()
    make_figure(article)
    assert not Article.objects.public(MORNING - SECOND)
    assert not Figure.objects.public(MORNING - SECOND)
    assert Article.objects.public(MORNING).get() == article
    assert Figure.objects.public(MORNING).get().article == article


@pytest.mark.parametrize("times", [{"publish_at": None}, {"publish_at": FUTURE}, {"withdrawn_at": MORNING + SECOND}])
def test_articles_of_hidden_issues_are_not_public(times: dict[str, Any]) -> None:
    make_figure(make_article(make_section(make_issue(**times))))
    assert not Article.objects.public()
    assert not Figure.objects.public()


def test_an_article_withdrawn_after_it_was_read_is_remembered_with_its_figures() -> None:
    article = make_article()
    figure = make_figure(article)
    withdraw_article(article, "错误")
    assert not Article.objects.public()
    assert Article.objects.withdrawn_after_public().get() == article
    assert Figure.objects.withdrawn_after_public().get() == figure


def test_an_article_withdrawn_before_its_issue_came_out_was_never_public() -> None:
    article = make_article(make_section(make_issue(publish_at=None)))
    withdraw_article(article, "未核实")
    publish_issue(article.issue, timezone.now() + SECOND)
    article.refresh_from_db()
    assert not Article.objects.public(FUTURE)
    assert not Article.objects.withdrawn_after_public()


def test_the_articles_of_a_withdrawn_issue_were_public_but_for_those_that_never_were() -> None:
    section = make_section()
    read, never = make_article(section), make_article(section)
    withdraw(never, MORNING - SECOND)
    withdraw_issue(section.issue)
    assert Article.objects.withdrawn_after_public().get() == read


def test_an_article_of_a_scheduled_issue_was_not_public() -> None:
    article = make_article(make_section(make_issue(publish_at=FUTURE)))
    withdraw(article, timezone.now())
    assert not Article.objects.withdrawn_after_public()


def test_editors_reach_articles_of_every_issue() -> None:
    article = make_article(make_section(make_issue(publish_at=None)))
    assert Article.objects.editable_by(make_user("editor", "issues.view_issue")).get() == article
    assert not Article.objects.editable_by(make_user("clerk"))


def test_reading_order_goes_page_by_page_and_down_each_page() -> None:
    issue = make_issue()
    front, back = make_section(issue), make_section(issue)
    last = make_article(back)
    second = make_article(front)
    first = make_article(front, position=1)
    assert list(issue.articles.in_reading_order()) == [first, second, last]


def test_headlines_leave_bodies_out() -> None:
    make_article()
    headline = Article.objects.headlines().get()
    assert "body" in headline.get_deferred_fields()
    assert not {"title", "kicker", "key", "kind"} & headline.get_deferred_fields()


def test_zones_of_hidden_articles_are_not_shown() -> None:
    section = make_section()
    gone, there = make_article(section), make_article(section)
    zones = [make_zone(section, article) for article in (gone, there)]
    zones.append(make_zone(section, url="https://shop.example/", kind="advertisement"))
    withdraw_article(gone, "错误")
    assert list(HotZone.objects.leading_to_public().order_by("pk")) == zones[1:]


@pytest.mark.parametrize(
    "wrong",
    [
        {"polygon": [[0, 0], [1, 1]]},
        {"polygon": [[0, 0], [1, 0], [1, 1.01]]},
        {"polygon": [[0, 0], [0.5, 0.5], [1, 1]]},
        {"polygon": [[0, 0], [1, 0], [float("nan"), 1]]},
        {"polygon": "SQUARE"},
        {"polygon": [["0", 0], [1, 0], [1, 1]]},
        {"url": "javascript:alert(1)"},
        {"url": "//shop.example/"},
    ],
    ids=str,
)
def test_a_zone_with_an_impossible_shape_or_target_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_zone(make_section(), **wrong)
    assert not HotZone.objects.exists()


def test_a_zone_leads_to_an_article_of_its_own_issue() -> None:
    stranger = make_article(make_section(make_issue(VALENTINE + dt.timedelta(1))))
    section = make_section(make_issue())
    with pytest.raises(ValidationError) as refusal:
        make_zone(section, stranger)
    assert list(refusal.value.message_dict) == ["article"]


def test_a_figure_s_alternative_text_is_its_caption_unless_said_otherwise() -> None:
    assert Figure(caption="会场").alt_text == "会场"
    assert Figure(caption="会场", alt="台上三人").alt_text == "台上三人"
    assert Figure(caption="会场", alt="台上三人", is_decorative=True).alt_text == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 1},
        {"position": 0},
        {"key": "1"},
        {"key": ""},
        {"key": "1" * 41},
        {"title": ""},
        {"title": LONG},
        {"kicker": LONG},
        {"byline": LONG},
        {"column": LONG},
        {"external_id": "a"},
        {"kind": "gossip"},
        {"withdrawal_reason": LONG},
        {"lead": "长" * 5001},
        {"body": "长" * 1_000_001},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses_an_impossible_article(wrong: dict[str, Any]) -> None:
    there = make_article(external_id="a")
    fields = {"issue": there.issue, "page_section": there.page_section, "position": 2, "key": "2", "title": "标题"}
    refuses(Article(**{**fields, **wrong}))


def test_the_database_refuses_an_article_that_continues_itself() -> None:
    there = make_article()
    refuses(
        Article(
            pk=there.pk + 1,
            continues_id=there.pk + 1,
            issue=there.issue,
            page_section=there.page_section,
            position=2,
            key="2",
            title="标题",
        )
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 1},
        {"position": 0},
        {"key": "1"},
        {"key": ""},
        {"picture": ""},
        {"width": 0},
        {"focal_x": 1.1},
        {"focal_y": -0.1},
        {"caption": "长" * 5001},
        {"credit": LONG},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses_an_impossible_figure(wrong: dict[str, Any]) -> None:
    there = make_figure(make_article())
    fields = {"issue": there.issue, "article": there.article, "position": 2, "key": "2", "picture": "x.jpg"}
    refuses(Figure(**{**fields, "width": 8, "height": 8, **wrong}))


@pytest.mark.parametrize("wrong", [{"url": "https://shop.example/"}, {"kind": "cold"}], ids=str)
def test_the_database_refuses_a_zone_with_two_targets_or_of_no_known_kind(wrong: dict[str, Any]) -> None:
    article = make_article()
    refuses(HotZone(**{"page_section": article.page_section, "polygon": SQUARE, "article": article, **wrong}))


def test_the_database_refuses_impossible_words_corrections_and_old_addresses() -> None:
    article = make_article(authors=["李明"], keywords=["民政"])
    author, keyword = Author.objects.get(), Keyword.objects.get()
    others = Author.objects.create(name="王芳"), Keyword.objects.create(word="救助")
    refuses(Author(name="李明"))
    refuses(Author(name=""))
    refuses(Keyword(word="长" * 101))
    refuses(ArticleAuthor(article=article, author=author, position=2))
    refuses(ArticleAuthor(article=article, author=others[0], position=1))
    refuses(ArticleKeyword(article=article, keyword=keyword, position=2))
    refuses(ArticleKeyword(article=article, keyword=others[1], position=1))
    refuses(Correction(article=article, date=VALENTINE, text=""))
    refuses(Correction(article=article, date=VALENTINE, text="长" * 5001))
    refuses(OldAddress(path="/a.htm"))
    refuses(OldAddress(path="/a.htm", issue=article.issue, article=article))
    refuses(OldAddress(path="a.htm", article=article))
    refuses(*(OldAddress(path="/a.htm", article=article) for _ in range(2)))


def test_a_text_that_is_too_long_is_an_error_of_its_field() -> None:
    article = make_article()
    article.lead = "长" * 5001
    with pytest.raises(ValidationError) as refusal:
        article.full_clean()
    assert list(refusal.value.message_dict) == ["lead"]
