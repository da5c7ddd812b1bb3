"""Earlier versions made the newest ones, deleted rows brought back, acts on many rows told: through the writing modules."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles import publishing, writing
from articles.models import Article, HotZone
from articles.models.history import with_words
from issues.models import Issue, PageSection
from issues.sentences import spoken
from issues.writing import order_sections, restore_issue, restore_section, save_section, set_section_state
from tests.factories import SQUARE, make_article, make_figure, make_issue, make_picture, make_section, make_zone
from tests.state import site_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def first_of(row):
    return row.history.earliest()


def change(article, **changes):
    words = {name: changes.pop(name) for name in ("authors", "keywords") if name in changes}
    for name, value in changes.items():
        setattr(article, name, value)
    writing.save_article(article, **words)


def known_words(article):
    return [(one.known_author_names, one.known_keyword_words) for one in with_words(article.history.order_by("history_id"))]


def test_every_version_knows_the_authors_and_keywords_that_it_had():
    article = make_article(authors=["林晚舟"], keywords=["渡口"])
    change(article, title="新题")
    change(article, authors=["林晚舟", "𠮷田"], keywords=[])
    assert known_words(article) == [(["林晚舟"], ["渡口"]), (["林晚舟"], ["渡口"]), (["林晚舟", "𠮷田"], [])]


def test_an_imported_version_is_told_its_words_when_they_change():
    issue = make_issue()
    article = Article(page_section=make_section(issue), key="9", title="进口稿", issue=issue)
    writing.create_articles(issue, [writing.NewArticle(article, authors=["旧作者"])])
    change(Article.objects.get(), authors=["新作者"])
    assert known_words(Article.objects.get()) == [(["旧作者"], []), (["新作者"], [])]


def test_a_restored_article_has_the_texts_authors_and_keywords_of_then():
    article = make_article(title="渡口开航", body="<p>首班。</p>", authors=["林晚舟"], keywords=["渡口"])
    change(article, title="错题", body="<p>错。</p>", authors=["别人"], keywords=["错"])
    writing.restore_article(article, first_of(article))
    now = Article.objects.get()
    assert (now.title, now.body) == ("渡口开航", "<p>首班。</p>")
    assert [entry.author.name for entry in now.author_entries.all()] == ["林晚舟"]
    assert [entry.keyword.word for entry in now.keyword_entries.all()] == ["渡口"]


def test_restoring_is_a_new_version_that_says_of_when_it_is():
    article = make_article(title="渡口开航")
    then = first_of(article)
    change(article, title="错题")
    writing.restore_article(article, then)
    assert article.history.count() == 3
    assert article.history.first().history_change_reason == f"restored from {then.history_date.isoformat()}"


def test_key_place_and_withdrawal_are_not_restored():
    issue = make_issue()
    first, second = make_section(issue), make_section(issue)
    article = make_article(first, title="渡口开航")
    then = first_of(article)
    change(article, title="错题")
    writing.move_article(article, second, 1)
    publishing.withdraw_article(article, "错")
    writing.restore_article(article, then)
    now = Article.objects.get()
    assert (now.title, now.page_section, now.key) == ("渡口开航", second, "1")
    assert now.withdrawn_at is not None


def test_an_earlier_body_passes_todays_sanitiser():
    article = make_article()
    then = first_of(article)
    type(then).objects.filter(pk=then.pk).update(body="<p>好<script>x</script></p>")
    writing.restore_article(article, first_of(article))
    assert Article.objects.get().body == "<p>好</p>"


def test_what_todays_checks_refuse_leaves_everything_as_it_was():
    article = make_article()
    then = first_of(article)
    type(then).objects.filter(pk=then.pk).update(kind="nonsense")
    before = site_state()
    with pytest.raises(ValidationError):
        writing.restore_article(article, first_of(article))
    assert site_state() == before


def test_restoring_what_is_so_already_is_refused():
    article = make_article(authors=["林晚舟"])
    doors: list[tuple[Any, Callable[[Any, Any], object]]] = [
        (article, writing.restore_article),
        (article.page_section, restore_section),
        (article.issue, restore_issue),
    ]
    for row, restore in doors:
        before = site_state()
        with pytest.raises(ValidationError):
            restore(row, row.history.latest())
        assert site_state() == before


def test_a_part_before_it_that_is_gone_is_not_linked_again():
    section = make_section()
    part, article = make_article(section), make_article(section)
    change(article, continues=part)
    then = article.history.latest()
    change(article, continues=None, title="错题")
    writing.delete_article(part)
    writing.restore_article(article, then)
    assert Article.objects.get().continues is None


def test_a_restored_page_has_its_name_label_and_kind_and_keeps_state_and_picture():
    section = make_section(name="要闻", label="01", picture=make_picture())
    then = section.history.latest()
    section.name, section.label, section.kind = "错", "02", "special"
    save_section(section)
    set_section_state(section, "proofread", "", None)
    restore_section(section, then)
    now = PageSection.objects.get()
    assert (now.name, now.label, now.kind, now.state) == ("要闻", "01", "news", "proofread")
    assert now.picture_version == section.picture_version


def test_a_label_that_another_page_has_now_is_refused():
    section = make_section(label="01")
    then = first_of(section)
    section.label = "02"
    save_section(section)
    make_section(section.issue, label="01")
    with pytest.raises(ValidationError, match="版号"):
        restore_section(section, then)


def test_a_restored_issue_has_its_number_and_keeps_its_address():
    issue = make_issue(number_text="第6期", publish_at=None)
    then = first_of(issue)
    issue.number_text = "第9期"
    issue.save()
    restore_issue(issue, then)
    assert Issue.objects.get().number_text == "第6期"


def test_a_restored_zone_has_its_outline_and_where_it_led():
    section = make_section()
    zone = make_zone(section, make_article(section))
    then = first_of(zone)
    zone.polygon, zone.article, zone.url = [[0, 0], [1, 0], [1, 1]], None, "https://example.org/"
    writing.save_zone(zone)
    writing.restore_zone(zone, then)
    now = HotZone.objects.get()
    assert (now.polygon, now.article, now.url) == (SQUARE, Article.objects.get(), "")


def test_a_zone_whose_article_is_gone_is_not_restored():
    section = make_section()
    article = make_article(section)
    zone = make_zone(section, article)
    then = first_of(zone)
    zone.article = None
    writing.save_zone(zone)
    writing.delete_article(article)
    with pytest.raises(ValidationError):
        writing.restore_zone(zone, then)


def deleted_article(**changes):
    section = make_section()
    others = [make_article(section, title="前"), make_article(section, title="后")]
    article = make_article(section, position=2, title="渡口开航", **changes)
    make_zone(section, article)
    writing.delete_article(article)
    return others, Article.history.filter(history_type="-").get()


def test_a_deleted_article_comes_back_with_key_place_words_and_zones():
    _others, gone = deleted_article(authors=["林晚舟"], keywords=["渡口"])
    back = Article.objects.get(pk=writing.bring_back_article(gone).pk)
    assert (back.key, back.position, back.pk) == (gone.key, 2, gone.id)
    assert [entry.author.name for entry in back.author_entries.all()] == ["林晚舟"]
    assert [entry.keyword.word for entry in back.keyword_entries.all()] == ["渡口"]
    assert back.zones.get().polygon == SQUARE
    assert [one.title for one in back.page_section.articles.order_by("position")] == ["前", "渡口开航", "后"]
    assert [(one.history_type, one.history_change_reason) for one in back.history.all()][:2] == [
        ("+", "brought back"),
        ("-", None),
    ]


def test_the_words_of_an_imported_article_come_back_too():
    issue = make_issue()
    article = Article(page_section=make_section(issue), key="9", title="进口稿", issue=issue)
    writing.create_articles(issue, [writing.NewArticle(article, authors=["旧作者"], keywords=["渡口"])])
    writing.delete_article(Article.objects.get())
    writing.bring_back_article(Article.history.get(history_type="-"))
    assert [entry.author.name for entry in Article.objects.get().author_entries.all()] == ["旧作者"]


def test_what_comes_back_does_not_come_back_twice():
    _others, gone = deleted_article()
    writing.bring_back_article(gone)
    before = site_state()
    with pytest.raises(ValidationError):
        writing.bring_back_article(gone)
    assert site_state() == before


def test_an_article_does_not_come_back_to_a_page_that_is_gone():
    others, gone = deleted_article()
    writing.delete_page(others[0].page_section)
    before = site_state()
    with pytest.raises(ValidationError):
        writing.bring_back_article(gone)
    assert site_state() == before


def test_an_article_deleted_twice_comes_back_with_the_zones_of_the_last_time():
    _others, gone = deleted_article()
    back = writing.bring_back_article(gone)
    zone = back.zones.get()
    zone.polygon = [[0, 0], [1, 0], [1, 1]]
    writing.save_zone(zone)
    writing.delete_article(Article.objects.get(pk=back.pk))
    writing.bring_back_article(Article.history.filter(history_type="-").latest())
    assert HotZone.objects.get().polygon == [[0, 0], [1, 0], [1, 1]]


def test_a_deleted_zone_comes_back_and_not_without_its_article():
    section = make_section()
    article = make_article(section)
    zone = make_zone(section, article)
    writing.delete_zone(zone)
    gone = HotZone.history.get(history_type="-")
    assert writing.bring_back_zone(gone).article == article
    writing.delete_zone(HotZone.objects.get())
    writing.delete_article(article)
    with pytest.raises(ValidationError):
        writing.bring_back_zone(gone)


def test_an_article_with_figures_comes_back_without_them():
    article = make_article(body='<p>文</p><figure data-figure="1"></figure>')
    make_figure(article)
    writing.delete_article(article)
    back = writing.bring_back_article(Article.history.filter(history_type="-").get())
    assert not back.figures.exists()


def acts(issue):
    return [spoken(version.told, str) for version in issue.history.filter(told__isnull=False)]


def test_another_order_of_pages_or_of_a_pages_articles_is_told_once():
    issue = make_issue()
    first, second = make_section(issue, name="要闻"), make_section(issue)
    one, other = make_article(first), make_article(first)
    order_sections(issue, [first.pk, second.pk])
    writing.order_articles(first, [one.pk, other.pk])
    assert acts(issue) == []
    order_sections(issue, [second.pk, first.pk])
    writing.order_articles(first, [other.pk, one.pk])
    writing.move_article(Article.objects.get(pk=one.pk), first, 1)
    assert len(acts(issue)) == 3
    assert "要闻" in acts(issue)[0]


def test_publishing_a_whole_issue_is_one_entry():
    issue = make_issue(publish_at=None)
    for _page in range(3):
        make_article(make_section(issue))
    models = (Issue, PageSection, Article, HotZone)
    before = [model.history.count() for model in models]
    publishing.publish_issue(issue)
    assert [model.history.count() for model in models] == [before[0] + 1, *before[1:]]
