"""Items are signed off on the issue's page by who may publish, with a reason; the record stays."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.models import SignOff, WatchedWord
from articles.preflight import tonight
from articles.preflight.gathering import page_subject
from articles.preflight.items import as_items
from articles.proofreading.finding import Finding
from articles.publishing import withdraw_article
from articles.writing import save_article
from articles.writing.preflight import sign_off
from issues.models import Issue, PageSection
from issues.writing import save_section, set_section_state
from newsroom.roles import EDITOR, PUBLISHER
from tests.articles.preflight.ready import ready_article, ready_issue, ready_section, sign_again
from tests.factories import MORNING, make_pdf, make_picture, make_user
from tests.staff import address, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def publisher() -> Client:
    return make_client(PUBLISHER)


@pytest.fixture
def issue() -> Issue:
    """With one open item."""
    made = ready_issue()
    ready_article(made.sections.get(), 1, title="声明书", body="<p>他说：“好。</p>")
    return made


def page_of(issue: Issue) -> str:
    return reverse("admin:issues_issue_preflight", args=[issue.pk])


def marks(issue: Issue) -> list[str]:
    return [item.fingerprint for item in tonight(issue).open]


def sign(client: Client, issue: Issue, **changes: Any) -> Any:
    return client.post(page_of(issue), {"act": "sign", "items": marks(issue), "reason": "原文如此", **changes})


def test_the_page_shows_each_open_item_with_a_link_to_its_place(publisher, issue) -> None:
    page = publisher.get(page_of(issue))
    text = page.content.decode()
    assert page.status_code == 200
    assert address(issue.articles.get(title="声明书")) in text
    assert "他说：“好。" in text
    assert page_of(issue) in publisher.get(address(issue)).content.decode()


def test_what_was_mended_from_the_list_leads_back_to_it(publisher, issue) -> None:
    article = issue.articles.get(title="声明书")
    form = f"{address(article)}?from=preflight"
    assert form in publisher.get(page_of(issue)).content.decode()
    assert send(publisher, form, body="<p>他说：“好。”</p>").headers["Location"] == page_of(issue)
    assert "marks" not in {item.code for item in tonight(issue).open}


def test_what_a_page_lacks_is_mended_on_the_board(publisher, issue) -> None:
    section = issue.sections.get()
    set_section_state(section, PageSection.State.IN_WORK, "", MORNING)
    board = reverse("desk:board", args=[issue.pk])
    assert f'href="{board}#page-{section.pk}"' in publisher.get(page_of(issue)).content.decode()


def test_publisher_signs_off_with_a_reason_and_the_record_says_who_and_why(publisher, issue) -> None:
    assert sign(publisher, issue).status_code == 302
    night = tonight(issue)
    ((item, row),) = night.signed
    assert night.open == ()
    assert (row.name, row.reason, row.subject, row.code) == (PUBLISHER, "原文如此", "01 声明书", "marks")
    assert row.sentence == item.sentence.data
    text = publisher.get(page_of(issue)).content.decode()
    assert "原文如此" in text
    assert "原文如此" in publisher.get(address(SignOff, "changelist")).content.decode()


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": " "}, {"items": []}, {"items": ["0" * 64]}])
def test_without_a_reason_or_for_what_is_not_open_nothing_is_signed_off(publisher, issue, changes) -> None:
    shown = sign(publisher, issue, **changes)
    assert shown.status_code == 200
    assert 'class="errorlist"' in shown.content.decode()
    assert not SignOff.objects.exists()


def test_who_may_not_publish_reads_the_list_and_signs_nothing(issue) -> None:
    editor = make_client(EDITOR)
    page = editor.get(page_of(issue))
    assert page.status_code == 200
    assert "checkbox" not in page.content.decode().partition('<div class="preflight">')[2]
    assert sign(editor, issue).status_code == 403
    assert editor.post(page_of(issue), {"act": "take_back", "sign_off": "1"}).status_code == 403
    assert not SignOff.objects.exists()


def test_nobody_and_unknown_acts_and_issues_get_no_further(publisher, issue) -> None:
    assert Client().get(page_of(issue)).status_code == 302
    assert publisher.post(page_of(issue), {"act": "erase"}).status_code == 403
    assert publisher.get(page_of(issue).replace(f"/{issue.pk}/", "/999999/")).status_code == 404
    assert publisher.post(page_of(issue), {"act": "take_back", "sign_off": "999"}).status_code == 404


def test_a_changed_item_needs_a_new_sign_off(publisher, issue) -> None:
    sign(publisher, issue)
    article = issue.articles.get(title="声明书")
    article.body = "<p>她说：“不。</p>"
    save_article(article)
    sign_again(issue.sections.get())
    night = tonight(issue)
    assert (len(night.open), night.signed) == (1, ())
    assert "他说：“好。" in publisher.get(page_of(issue)).content.decode()  # among the earlier ones


def in_work(issue: Issue) -> PageSection:
    section = issue.sections.get()
    set_section_state(section, PageSection.State.IN_WORK, "", MORNING)
    return section


def new_files(section: PageSection, **given: Any) -> None:
    """As a page comes in and is read."""
    section.refresh_from_db()
    save_section(section, **given)
    section.refresh_from_db()
    PageSection.objects.filter(pk=section.pk).update(layer_digest=section.pdf_digest)


@pytest.mark.parametrize("given", [{"picture": make_picture(colour="red")}, {"pdf": make_pdf(400, 560)}])
def test_a_sign_off_of_an_unsigned_page_ends_with_the_print_it_was_given_for(given, issue) -> None:
    section = in_work(issue)
    sign_off(issue, tonight(issue).open, make_user("chief"), "总编电话同意")
    assert tonight(issue).open == ()
    new_files(section, **given)
    night = tonight(issue)
    assert [item.code for item in night.open] == ["unsigned"]
    assert [item.code for item, _row in night.signed] == ["marks"]


@pytest.mark.parametrize(
    ("there", "code", "given"),
    [
        ({"pdf": None}, "no_pdf", {"picture": make_picture(colour="red")}),
        ({"picture": None}, "no_picture", {"pdf": make_pdf(400, 560)}),
        ({"picture": make_picture(800, 1100)}, "small_picture", {"picture": make_picture(800, 1100, colour="red")}),
    ],
)
def test_a_sign_off_of_what_a_page_lacks_ends_with_its_print(there, code, given, issue) -> None:
    section = ready_section(issue, **there)
    sign_off(issue, tonight(issue).open, make_user("chief"), "来不及了")
    new_files(section, **given)
    assert code in {item.code for item in tonight(issue).open}


def test_a_sign_off_of_an_unsigned_page_outlives_texts_and_masks(issue) -> None:
    section = in_work(issue)
    user = make_user("chief")
    sign_off(issue, tonight(issue).open, user, "总编电话同意")
    withdraw_article(ready_article(section, 2, title="启事"), "先压一压")
    PageSection.objects.update(layer_digest=section.pdf_digest)
    assert tonight(issue).open == ()


@pytest.mark.parametrize("state", ["awaited", "proofread"])
def test_a_page_without_files_keeps_the_marks_that_its_items_had(state, issue) -> None:
    bare = ready_section(issue, picture=None, pdf=None)
    set_section_state(bare, state, "", None)
    found = [item for item in tonight(issue).open if item.subject == page_subject(bare)]
    assert len(found) == 2
    without_print = as_items((item.subject, Finding(item.code, item.sentence)) for item in found)
    assert [item.fingerprint for item in found] == [item.fingerprint for item in without_print]


def test_a_sign_off_is_taken_back_and_the_item_is_open_again(publisher, issue) -> None:
    sign(publisher, issue)
    row = SignOff.objects.get()
    assert publisher.post(page_of(issue), {"act": "take_back", "sign_off": row.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.taken_back_by, row.taken_back_at is None) == (PUBLISHER, False)
    assert len(tonight(issue).open) == 1
    again = publisher.post(page_of(issue), {"act": "take_back", "sign_off": row.pk}, follow=True)
    assert "errornote" in again.content.decode() or 'class="error"' in again.content.decode()
    sign(publisher, issue)
    assert SignOff.objects.count() == 2


def test_signing_off_twice_is_one_sign_off(issue) -> None:
    user, items = make_user("chief"), tonight(issue).open
    assert len(sign_off(issue, items, user, "原文如此")) == 1
    assert sign_off(issue, items, user, "再签") == []
    with pytest.raises(ValidationError):
        sign_off(issue, items, user, "  ")
    assert SignOff.objects.get().reason == "原文如此"


def test_publisher_keeps_the_watch_list(publisher, issue) -> None:
    assert publisher.post(address(WatchedWord, "add"), {"word": " 渡船 ", "suggestion": "", "note": ""}).status_code == 302
    assert WatchedWord.objects.get().word == "渡船"
    again = publisher.post(address(WatchedWord, "add"), {"word": "渡船", "suggestion": "", "note": ""})
    assert again.status_code == 200
    assert len(tonight(issue).open) == 3
    assert publisher.post(address(WatchedWord, "add"), {"word": "……", "suggestion": "", "note": ""}).status_code == 200


def test_a_word_of_all_papers_is_kept_by_members_of_all(issue) -> None:
    common, own = WatchedWord.objects.create(word="禁用"), {"word": "渡船", "suggestion": "", "note": ""}
    member = make_client(PUBLISHER, papers=[issue.publication])
    assert "_save" not in member.get(address(common)).content.decode()
    assert member.post(address(common), {"word": "改了"}).status_code == 403
    assert member.post(address(common, "delete"), {"post": "yes"}).status_code == 403
    assert member.post(address(WatchedWord, "add"), own).status_code == 200
    assert member.post(address(WatchedWord, "add"), {**own, "publication": issue.publication_id}).status_code == 302
    assert [word.word for word in WatchedWord.objects.order_by("pk")] == ["禁用", "渡船"]


def test_the_page_takes_as_many_queries_for_many_items_as_for_one(publisher, issue, django_assert_max_num_queries) -> None:
    for row in range(2, 9):
        ready_article(issue.sections.get(), row, title=f"第{row}条", body=f"<p>第{row}人说：“好。</p>")
    with django_assert_max_num_queries(15):
        publisher.get(page_of(issue))
