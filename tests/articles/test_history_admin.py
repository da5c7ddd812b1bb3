"""Histories in the admin: versions compared, restored, and what was deleted brought back; who may and who may not."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, HotZone
from articles.publishing import withdraw_article
from articles.writing import delete_article, delete_zone, save_article, save_zone
from issues.models import Issue
from issues.writing import save_section
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER, REPORTER
from tests.factories import make_article, make_issue, make_picture, make_publication, make_section, make_zone
from tests.staff import address, make_client
from tests.state import site_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def article():
    section = make_section(make_issue(publish_at=None), name="要闻")
    article = make_article(section, title="渡口开航", body="<p>首班渡轮离岸。</p><p>𠮷日。</p>", authors=["林晚舟"])
    article.title, article.body = "新渡口开航", "<p>首班渡轮清晨离岸。</p><h3>𠮷日。</h3>"
    save_article(article, authors=["林晚舟", "高静"])
    return article


def version(row, place=-1):
    """By default the first one."""
    return list(row.history.order_by("-history_id"))[place]


def compare(row, **chosen):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_compare", args=[row.pk], query=chosen)


def restore(row, then=None):
    then = then or version(row)
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_restore", args=[row.pk, then.pk])


def bring_back(gone):
    meta = gone.instance_type._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_bring_back", args=[gone.pk])


def differences(answer):
    return {change.field: change.difference for change in answer.context["changes"]}


def test_two_versions_are_compared_character_by_character(article):
    shown = make_client(EDITOR).get(compare(article, old=version(article).pk, new=version(article, 0).pk))
    told = " ".join(differences(shown).values())
    assert "<ins>新</ins>渡口开航" in told
    assert "首班渡轮<ins>清晨</ins>离岸。\n𠮷日。" in told
    assert "林晚舟<ins>、高静</ins>" in told
    assert "<ins>𠮷日。</ins></li>" in told
    assert len(differences(shown)) == 3


def test_the_order_in_which_they_are_chosen_does_not_matter(article):
    first, last = version(article).pk, version(article, 0).pk
    client = make_client(EDITOR)
    one, other = (client.get(compare(article, **chosen)) for chosen in ({"old": first, "new": last}, {"old": last, "new": first}))
    assert differences(one) == differences(other)


def test_one_version_alone_is_compared_with_now(article):
    shown = make_client(EDITOR).get(compare(article, old=version(article).pk))
    assert (shown.context["older"].pk, shown.context["newer"].pk) == (version(article).pk, version(article, 0).pk)


@pytest.mark.parametrize("chosen", [{}, {"old": "x"}, {"old": "９" * 30, "new": "1"}, {"old": "0", "new": "-1"}])
def test_what_are_no_two_versions_leads_back_with_a_sentence(article, chosen):
    answer = make_client(EDITOR).get(compare(article, **chosen), follow=True)
    assert answer.redirect_chain[-1][0] == address(article, "history")
    [sentence] = answer.context["messages"]
    assert "新渡口开航" in str(sentence)


def test_a_version_of_another_article_is_none_of_this_one(article):
    other = make_article(article.page_section)
    answer = make_client(EDITOR).get(compare(article, old=version(other).pk, new=version(article).pk), follow=True)
    assert answer.context["messages"]


def test_outlines_of_a_zone_are_drawn_over_the_pages_picture(article):
    section = make_section(article.issue, picture=make_picture())
    zone = make_zone(section, article)
    zone.polygon = [[0, 0], [1, 0], [1, 1]]
    save_zone(zone)
    html = make_client(EDITOR).get(compare(zone, old=version(zone).pk)).content.decode()
    assert 'class="outline-gone" points="120,170 600,170 600,850 120,850"' in html
    assert 'class="outline-new" points="0,0 1200,0 1200,1700"' in html
    assert reverse("admin:issues_pagesection_picture", args=[section.pk]) in html


def test_restoring_asks_first_and_shows_what_would_change(article):
    client = make_client(EDITOR)
    before = site_state()
    shown = client.get(restore(article))
    assert "<del>新</del>渡口开航" in " ".join(differences(shown).values())
    assert site_state().keys() == before.keys()
    assert Article.objects.get(pk=article.pk).title == "新渡口开航"


def test_editor_restores_a_version_and_history_says_so(article):
    client = make_client(EDITOR)
    answer = client.post(restore(article), follow=True)
    now = Article.objects.get(pk=article.pk)
    assert (now.title, [entry.author.name for entry in now.author_entries.all()]) == ("渡口开航", ["林晚舟"])
    newest = answer.context["entries"][0]
    assert newest.who == EDITOR
    assert f"{timezone.localtime(version(article).history_date):%Y-%m-%d %H:%M:%S}" in newest.reason


def test_a_refused_restoring_says_why_and_changes_nothing(article):
    section = article.page_section
    section.label = "09"
    save_section(section)
    make_section(article.issue, label="01")
    answer = make_client(EDITOR).post(restore(section), follow=True)
    assert "版号" in str(next(iter(answer.context["messages"])))
    section.refresh_from_db()
    assert section.label == "09"


def test_a_page_and_a_zone_and_an_issue_are_restored_from_their_histories(article):
    zone, section, issue = make_zone(article.page_section, article), article.page_section, article.issue
    client = make_client(PUBLISHER)
    zone.kind, section.name, issue.number_text = "pointer", "错", "第9期"
    save_zone(zone)
    save_section(section)
    issue.save()
    for row in (zone, section, issue):
        assert client.post(restore(row), follow=True).status_code == 200
        row.refresh_from_db()
    assert (zone.kind, section.name, issue.number_text) == ("article", "要闻", "")


def test_who_may_only_look_compares_and_does_not_restore(article):
    client = make_client(ARCHIVIST)
    assert client.get(compare(article, old=version(article).pk)).status_code == 200
    history = client.get(address(article, "history")).content.decode()
    assert restore(article) not in history
    assert [client.get(restore(article)).status_code, client.post(restore(article)).status_code] == [403, 403]
    assert Article.objects.get(pk=article.pk).title == "新渡口开航"


def test_a_reporter_restores_what_is_his_own_alone(article):
    assert make_client(REPORTER).post(restore(article)).status_code == 403


def test_what_readers_saw_is_restored_by_the_publisher_alone(article):
    Issue.objects.filter(pk=article.issue_id).update(publish_at=dt.datetime(2023, 2, 14, tzinfo=dt.UTC))
    assert make_client(EDITOR).post(restore(article)).status_code == 403
    assert make_client(PUBLISHER).post(restore(article)).status_code == 302


def test_another_papers_rows_are_not_found(article):
    other = make_publication("other", "他报")
    client = make_client(EDITOR, papers=[other])
    for where in (compare(article), restore(article)):
        assert client.get(where).status_code == 404
    delete_article(article)
    assert client.get(bring_back(Article.history.get(history_type="-"))).status_code == 404


def test_a_version_that_is_not_there_is_not_found(article):
    where = reverse("admin:articles_article_restore", args=[article.pk, 10**9])
    assert make_client(EDITOR).post(where).status_code == 404


def test_a_deleted_article_is_shown_and_brought_back(article):
    delete_article(article)
    gone = Article.history.get(history_type="-")
    client = make_client(EDITOR)
    assert "新渡口开航" in client.get(bring_back(gone)).content.decode()
    assert not Article.objects.exists()
    answer = client.post(bring_back(gone), follow=True)
    assert answer.redirect_chain[-1][0] == address(Article.objects.get())
    assert Article.objects.get().key == article.key


def test_a_deleted_zone_is_shown_and_brought_back(article):
    delete_zone(make_zone(article.page_section, article))
    gone = HotZone.history.get(history_type="-")
    client = make_client(EDITOR)
    assert "polygon" in client.get(bring_back(gone)).content.decode()
    client.post(bring_back(gone))
    assert HotZone.objects.get().article == article


def test_what_cannot_come_back_says_why(article):
    delete_article(article)
    gone = Article.history.get(history_type="-")
    client = make_client(EDITOR)
    client.post(bring_back(gone))
    answer = client.post(bring_back(gone), follow=True)
    assert [message.level_tag for message in answer.context["messages"]][-1] == "error"
    assert Article.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(ARCHIVIST, 403), (REPORTER, 403), (EDITOR, 302)])
def test_who_may_change_articles_brings_them_back(article, role, status):
    delete_article(article)
    assert make_client(role).post(bring_back(Article.history.get(history_type="-"))).status_code == status


def test_to_an_issue_that_readers_saw_the_publisher_alone_brings_back(article):
    delete_article(article)
    Issue.objects.update(publish_at=dt.datetime(2023, 2, 14, tzinfo=dt.UTC))
    gone = Article.history.get(history_type="-")
    assert make_client(EDITOR).post(bring_back(gone)).status_code == 403
    assert make_client(PUBLISHER).post(bring_back(gone)).status_code == 302


def test_a_zone_over_withdrawn_print_comes_back_by_the_publisher_alone(article):
    delete_zone(make_zone(article.page_section, article))
    withdraw_article(article, "错")
    gone = HotZone.history.get(history_type="-")
    assert make_client(EDITOR).post(bring_back(gone)).status_code == 403
    assert make_client(PUBLISHER).post(bring_back(gone)).status_code == 302


def test_a_version_that_is_there_is_not_brought_back(article):
    assert make_client(EDITOR).get(bring_back(version(article))).status_code == 404
