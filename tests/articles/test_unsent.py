"""Unsaved text: kept while it is typed, offered to its editor alone, gone when it is saved; and who else has the form open."""

import datetime as dt
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, HotZone, UnsentForm
from articles.models.unsent import LASTING, SILENCE
from articles.purging import purge_issue
from articles.writing import delete_article, save_article
from articles.writing.unsent import OpenForm, Typed, keep_form, newest_version, settle_form
from issues.models import Membership, PageSection
from issues.writing import set_times
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER, REPORTER
from tests.factories import MORNING, make_article, make_figure, make_issue, make_publication, make_section, make_zone
from tests.staff import address, form_values, make_client, send
from tests.state import version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
TYPED = {"title": ["电车开进云岫山脚"], "body": ["<p>𠮷野家６时开门</p>"], "is_indexed": ["on"]}


@pytest.fixture
def article() -> Article:
    return make_article(make_section(make_issue(publish_at=None)), title="旧题")


def keep(client: Any, thing: Any, fields: Any = TYPED, *, ticket: UUID | None = None, **more: Any) -> Any:
    sent = {"unsent-ticket": str(ticket or uuid4()), "unsent-version": "0", **more}
    if fields is not None:
        sent |= {"fields": json.dumps(fields), "labels": "{}"}
    act = "unsent_keep_new" if isinstance(thing, type) else "unsent_keep"
    return client.post(address(thing, act), sent)


def page(client: Any, thing: Any) -> str:
    return client.get(address(thing, "add" if isinstance(thing, type) else "change")).content.decode()


def look(client: Any, ticket: UUID, act: str = "look") -> Any:
    where = reverse(f"admin:articles_article_unsent_{act}", args=[ticket])
    return client.post(where) if act == "drop" else client.get(where)


def test_what_was_typed_is_offered_when_the_form_is_opened_again(article) -> None:
    editor = make_client(EDITOR)
    assert keep(editor, article).status_code == 200
    html = page(editor, article)
    assert "data-offer" in html
    assert "data-take" in html
    kept = UnsentForm.objects.get()
    assert kept.fields == TYPED
    assert Article.objects.get().title == "旧题"


def test_nothing_is_offered_where_nothing_was_typed(article) -> None:
    editor = make_client(EDITOR)
    keep(editor, article, None)
    assert "data-offer" not in page(editor, article)


def test_keeping_is_no_change_of_the_issue_and_no_entry_of_the_history(article) -> None:
    before = version_of(article.issue), article.history.count()
    keep(make_client(EDITOR), article)
    assert (version_of(article.issue), article.history.count()) == before


def test_saving_the_form_takes_the_offer_away(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    assert send(editor, address(article), title="新题", **{"unsent-ticket": str(ticket)}).status_code == 302
    assert "data-offer" not in page(editor, article)
    assert UnsentForm.objects.get().fields == {}


def test_what_was_on_its_way_while_the_form_was_saved_comes_too_late(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    send(editor, address(article), title="新题", **{"unsent-ticket": str(ticket)})
    late = keep(editor, article, ticket=ticket)
    assert late.status_code == 409
    assert UUID(late.json()["ticket"]) != ticket
    assert "data-offer" not in page(editor, article)


def test_a_form_that_is_refused_goes_on_under_its_ticket_and_keeps_its_text(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    again = send(editor, address(article), title="", **{"unsent-ticket": str(ticket), "unsent-version": "7"})
    assert again.status_code == 200
    assert (again.context["unsent"].ticket, again.context["unsent"].version) == (str(ticket), 7)
    assert UnsentForm.objects.get().fields == TYPED


def test_a_new_article_is_kept_and_offered_before_it_exists() -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    section = make_section(make_issue(publish_at=None))
    keep(editor, Article, ticket=ticket)
    assert "data-offer" in page(editor, Article)
    where = f"{address(Article, 'add')}?page_section={section.pk}"
    assert send(editor, where, title="新题", **{"unsent-ticket": str(ticket)}).status_code == 302
    assert "data-offer" not in page(editor, Article)


def test_page_sections_and_zones_are_kept_as_well(article) -> None:
    editor = make_client(EDITOR)
    for row in (article.page_section, make_zone(article.page_section, article)):
        keep(editor, row, {"name": ["要闻"]})
        assert "data-offer" in page(editor, row)
    assert {kept.noun for kept in UnsentForm.objects.all()} == {PageSection._meta.label_lower, HotZone._meta.label_lower}


def test_a_text_is_its_editors_alone(article) -> None:
    ticket = uuid4()
    keep(make_client(EDITOR), article, ticket=ticket)
    other = make_client(PUBLISHER)
    assert "data-offer" not in page(other, article)
    assert look(other, ticket).status_code == 404
    assert look(other, ticket, "drop").status_code == 404
    assert keep(other, article, {"title": ["抢"]}, ticket=ticket).status_code == 409
    assert UnsentForm.objects.get().fields == TYPED


def test_looking_shows_the_typed_text_beside_the_saved_one(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, {**TYPED, "kind": ["notice"]}, ticket=ticket)
    html = look(editor, ticket).content.decode()
    for seen in ("<del>旧题</del>", "<ins>电车开进云岫山脚</ins>", "𠮷野家", "公告"):
        assert seen in html


def test_looking_shows_no_field_that_is_as_it_was(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    values = {name: [str(value)] for name, value in form_values(editor.get(address(article))).items()}
    keep(editor, article, {**values, "title": ["新题"]}, ticket=ticket)
    assert [field.name for field in look(editor, ticket).context["fields"]] == ["title"]


def test_looking_shows_what_was_typed_into_rows_of_figures(article) -> None:
    make_figure(article, caption="旧图说")
    editor, ticket = make_client(EDITOR), uuid4()
    values = {name: [str(value)] for name, value in form_values(editor.get(address(article))).items()}
    keep(editor, article, {**values, "figures-0-caption": ["电车出站"]}, ticket=ticket)
    assert [field.name for field in look(editor, ticket).context["fields"]] == ["figures-0-caption"]
    set_times(article.issue, publish_at=MORNING, withdrawn_at=None)
    assert [field.name for field in look(editor, ticket).context["fields"]] == ["figures-0-caption"]


def test_dropping_takes_the_offer_away(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    assert look(editor, ticket, "drop").status_code == 200
    assert "data-offer" not in page(editor, article)
    assert keep(editor, article, ticket=ticket).status_code == 409


def test_who_may_not_change_the_row_keeps_nothing(article) -> None:
    assert keep(make_client(ARCHIVIST), article).status_code == 403
    assert keep(make_client(REPORTER), article).status_code == 403
    elsewhere = make_client(EDITOR, papers=[make_publication("else", "他报")])
    assert keep(elsewhere, article).status_code == 404
    seen_by_readers = make_article(make_section(make_issue(dt.date(2023, 2, 15))))
    assert keep(make_client(EDITOR, username="second"), seen_by_readers).status_code == 403
    assert not UnsentForm.objects.exists()


def test_who_lost_the_paper_reaches_his_text_no_more(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    Membership.objects.all().delete()
    assert look(editor, ticket).status_code == 404
    assert look(editor, ticket, "drop").status_code == 404


def test_a_text_for_an_issue_that_was_scheduled_meanwhile_can_be_looked_at_and_not_taken(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    set_times(article.issue, publish_at=MORNING, withdrawn_at=None)
    html = look(editor, ticket).content.decode()
    assert "𠮷野家" in html
    assert "data-take" not in html
    assert address(article) not in html.split("content-main")[1]
    shown = page(editor, article)
    assert reverse("admin:articles_article_unsent_look", args=[ticket]) in shown
    assert "data-take" not in shown
    assert look(make_client(PUBLISHER), ticket).status_code == 404


def test_a_save_that_came_too_late_is_refused_with_a_page_that_leads_to_the_typed_text(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    values = form_values(editor.get(address(article)))
    set_times(article.issue, publish_at=MORNING, withdrawn_at=None)
    sent = {**values, "body": "<p>𠮷野家６时开门</p>", "unsent-ticket": str(ticket), "unsent-version": "0"}
    refused = editor.post(address(article), sent)
    where = reverse("admin:articles_article_unsent_look", args=[ticket])
    assert refused.status_code == 403
    assert where in refused.content.decode()
    assert "𠮷野家" in editor.get(where).content.decode()
    assert Article.objects.get().body != sent["body"]


def test_a_new_article_for_an_issue_that_was_scheduled_meanwhile_is_kept() -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    section = make_section(make_issue(publish_at=None))
    where = f"{address(Article, 'add')}?page_section={section.pk}"
    values = form_values(editor.get(where))
    set_times(section.issue, publish_at=MORNING, withdrawn_at=None)
    assert editor.post(where, {**values, "title": "新题", "unsent-ticket": str(ticket)}).status_code == 403
    assert "data-offer" in page(editor, Article)


def test_a_text_for_an_article_that_was_deleted_meanwhile_is_shown_to_be_copied(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(editor, article, ticket=ticket)
    where = address(article)
    delete_article(article)
    seen = editor.get(where, follow=True)
    assert "𠮷野家" in seen.content.decode()
    assert "data-take" not in seen.content.decode()
    assert look(make_client(PUBLISHER), ticket).status_code == 404
    assert look(editor, ticket, "drop").status_code == 200
    assert editor.get(where)["Location"] == reverse("admin:index")


def test_a_save_of_an_article_that_was_deleted_meanwhile_leads_to_the_typed_text(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    values, where = form_values(editor.get(address(article))), address(article)
    delete_article(article)
    sent = {**values, "body": "<p>被删后的话</p>", "unsent-ticket": str(ticket), "unsent-version": "0"}
    seen = editor.post(where, sent, follow=True)
    assert "被删后的话" in seen.content.decode()
    assert [str(message) for message in seen.context["messages"]]


def test_who_may_not_type_is_refused_without_a_word_kept(article) -> None:
    refused = make_client(ARCHIVIST).post(address(article), {"title": "题", "unsent-ticket": str(uuid4())})
    assert refused.status_code == 403
    assert "notice-head" in refused.content.decode()
    assert not UnsentForm.objects.exists()


def test_a_reader_is_sent_to_the_login(client, article) -> None:
    assert keep(client, article).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"unsent-ticket": "x"},
        {"unsent-version": "x"},
        {"fields": "x"},
        {"fields": "[]"},
        {"fields": '{"title": "x"}'},
        {"fields": '{"title": [1]}'},
        {"fields": '{"title": ["x"]}', "labels": "7"},
    ],
)
def test_what_is_no_form_is_a_bad_request(article, sent) -> None:
    given = {"unsent-ticket": str(uuid4()), "unsent-version": "1", **sent} if sent else {}
    assert make_client(EDITOR).post(address(article, "unsent_keep"), given).status_code == 400
    assert not UnsentForm.objects.exists()


def test_what_no_database_keeps_is_kept_as_a_mark(article) -> None:
    assert keep(make_client(EDITOR), article, {"title": ["题\0目\ud83d"]}).status_code == 200
    assert UnsentForm.objects.get().fields == {"title": ["题\ufffd目\ufffd"]}


def test_editors_see_who_else_has_the_form_open(article) -> None:
    editor, publisher = make_client(EDITOR, first_name="李梅"), make_client(PUBLISHER)
    ticket = uuid4()
    assert keep(editor, article, None, ticket=ticket).json()["others"] == ""
    assert "李梅" in keep(publisher, article, None).json()["others"]
    assert "李梅" in page(publisher, article)
    keep(editor, article, None, ticket=ticket, left="yes")
    assert keep(publisher, article, None).json()["others"] == ""


def test_who_fell_silent_is_there_no_more(article) -> None:
    editor, publisher = make_client(EDITOR), make_client(PUBLISHER)
    keep(editor, article)
    UnsentForm.objects.update(seen_at=timezone.now() - SILENCE)
    assert keep(publisher, article, None).json()["others"] == ""


def test_at_another_article_of_the_issue_nobody_is_named(article) -> None:
    keep(make_client(EDITOR), article)
    assert keep(make_client(PUBLISHER), make_article(article.page_section), None).json()["others"] == ""


def test_a_sign_of_life_costs_one_small_query_for_each_question(article) -> None:
    editor, ticket = make_client(EDITOR), uuid4()
    keep(make_client(PUBLISHER), article)
    keep(editor, article, ticket=ticket)
    with CaptureQueriesContext(connection) as queries:
        keep(editor, article, None, ticket=ticket)
    own = [query["sql"] for query in queries if "articles_unsentform" in query["sql"]]
    assert [sql.split()[0] for sql in own] == ["UPDATE", "SELECT"]


def test_a_form_left_without_a_text_leaves_nothing_and_one_with_a_text_leaves_that(article) -> None:
    editor, empty, full = make_client(EDITOR), uuid4(), uuid4()
    keep(editor, article, None, ticket=empty)
    keep(editor, article, None, ticket=empty, left="yes")
    keep(editor, article, ticket=full, left="yes")
    assert UnsentForm.objects.get().ticket == full
    assert "data-offer" in page(editor, article)


def test_a_save_in_between_is_told_while_the_form_is_open(article) -> None:
    editor = make_client(EDITOR)
    begun: dict[str, Any] = {"unsent-version": newest_version(Article, article.pk)}
    assert keep(editor, article, None, **begun).json()["overtaken"] == ""
    send(make_client(PUBLISHER), address(article), title="值班改题")
    assert PUBLISHER in keep(editor, article, None, **begun).json()["overtaken"]


def test_old_texts_go_with_the_next_form_that_is_saved(article) -> None:
    user = get_user_model().objects.create_user("old")
    forms = [OpenForm(uuid4(), user, "articles.article", article.pk) for _form in range(3)]
    for form in forms[:2]:
        keep_form(form, Typed(1, TYPED))
    UnsentForm.objects.filter(ticket=forms[0].ticket).update(seen_at=timezone.now() - LASTING - dt.timedelta(minutes=1))
    settle_form(forms[2])
    assert set(UnsentForm.objects.values_list("ticket", flat=True)) == {forms[1].ticket, forms[2].ticket}


def test_an_issue_that_goes_for_good_takes_what_was_typed_along(article) -> None:
    editor, left = make_client(EDITOR), make_article(make_section(make_issue(dt.date(2023, 2, 15), publish_at=None)))
    for row in (article, article.page_section, left):
        keep(editor, row)
    save_article(article)
    purge_issue(article.issue)
    assert UnsentForm.objects.get().row == left.pk
