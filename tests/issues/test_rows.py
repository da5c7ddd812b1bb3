"""Rows that are written many at a time hold what was given, to the character, on either database."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, HotZone
from issues.writing import insert_models, insert_rows
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
ODD = "C:\\new\\table\t制表\r\n行\\N\\.\n\\\\，’“𠮷\u2028 %s $1 \x7f"


def test_texts_come_back_as_they_were_given_and_rows_know_their_keys() -> None:
    section = make_section()
    rows = [
        Article(issue=section.issue, page_section=section, key=str(at), position=at, title="题", body=body)
        for at, body in enumerate([ODD, "\\N", "", "末"], start=1)
    ]
    insert_models(rows)
    for row in rows:
        kept = Article.objects.get(pk=row.pk)
        assert (kept.body, kept.key, kept.withdrawn_at) == (row.body, row.key, None)


def test_rows_with_nothing_in_a_place_are_stored_by_the_thousand() -> None:
    section = make_section()
    polygon = "[[0,0],[1,0],[1,1]]"
    names = ("page_section", "polygon", "article", "url", "kind")
    insert_rows(HotZone, names, [(section.pk, polygon, None, f"https://example.org/{n}", "article") for n in range(5000)])
    assert HotZone.objects.filter(article=None).count() == 5000
    assert HotZone.objects.latest("pk").polygon == [[0, 0], [1, 0], [1, 1]]


def test_the_databases_own_rules_hold() -> None:
    article = make_article()
    twin = Article(issue=article.issue, page_section=article.page_section, key=article.key, position=9, title="同键")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_models([twin])
    assert Article.objects.count() == 1
