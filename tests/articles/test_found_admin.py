"""Found things in the admin: what waits is listed, what was decided on request; all of it is seen on the page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from articles.models import Article, DraftArticle, ProposedZone
from articles.writing import accept_draft, drop_draft
from issues.models import Issue, PageSection
from newsroom.roles import ARCHIVIST, EDITOR
from tests.factories import SQUARE, make_article, make_issue, make_picture, make_section
from tests.staff import address, form_values, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
PICTURES = [
    {"box": [0.1, 0.1, 0.5, 0.3], "caption": "渡轮靠岸。", "credit": "何苇 摄"},
    {"box": [0.1, 0.3, 0.5, 0.5], "caption": "广告", "credit": ""},
]


@pytest.fixture
def editor() -> Client:
    return make_client(EDITOR)


def any_section() -> PageSection:
    """Of a draft: what readers see already is changed by publishers alone."""
    issue = Issue.objects.first() or make_issue(publish_at=None)
    return PageSection.objects.exclude(picture="").first() or make_section(issue, picture=make_picture())


def make_draft(title: str = "渡轮停航", section: PageSection | None = None, **changes: Any) -> DraftArticle:
    section = section or any_section()
    position = section.draft_articles.waiting().count() + 1
    fields = {"body": "<p>末班船离岸。</p>", "polygons": [SQUARE], "confidence": 0.8, **changes}
    return DraftArticle.objects.create(page_section=section, position=position, title=title, **fields)


def make_proposal(**changes: Any) -> ProposedZone:
    article = make_article(any_section())
    return ProposedZone.objects.create(
        page_section=article.page_section, article=article, polygon=SQUARE, confidence=0.4, **changes
    )


def listed(client: Client, model: type, **query: str) -> list[str]:
    return [str(row) for row in client.get(address(model, "changelist"), query).context["cl"].result_list]


def act(client: Client, action: str, *rows: Any, **query: str) -> list[str]:
    """What the list says after an action on some of its rows."""
    where = f"{address(type(rows[0]), 'changelist')}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
    response = client.post(where, {"action": action, "_selected_action": [row.pk for row in rows]})
    return [str(message) for message in get_messages(response.wsgi_request)] if response.status_code == 302 else []


def picture_of(client: Client, row: Any) -> HttpResponseBase:
    return client.get(reverse(f"admin:articles_{row._meta.model_name}_page_picture", args=[row.pk]))


def test_lists_show_what_waits_and_the_rest_to_who_asks(editor) -> None:
    make_draft("等着")
    drop_draft(make_draft("丢下"))
    accept_draft(make_draft("收下"))
    assert listed(editor, DraftArticle) == ["等着"]
    assert listed(editor, DraftArticle, state="dropped") == ["丢下"]
    assert listed(editor, DraftArticle, state="accepted") == ["收下"]
    assert sorted(listed(editor, DraftArticle, state="all")) == sorted(["等着", "丢下", "收下"])


def test_an_editor_drops_and_takes_back(editor) -> None:
    draft, other = make_draft("一"), make_draft("二")
    assert act(editor, "drop", draft, other) == ["已放弃 2 项。"]
    assert listed(editor, DraftArticle) == []
    assert act(editor, "take_back", draft, state="dropped") == ["已恢复 1 项，重新待定。"]
    assert listed(editor, DraftArticle) == ["一"]
    proposal = make_proposal()
    act(editor, "drop", proposal)
    assert ProposedZone.objects.get().state == "dropped"
    act(editor, "take_back", proposal, state="dropped")
    assert ProposedZone.objects.get().state == "waiting"


def test_deleting_a_found_thing_drops_it(editor) -> None:
    for row in (make_draft(), make_proposal()):
        assert editor.post(address(row, "delete"), {"post": "yes"}).status_code == 302
        row.refresh_from_db()
        assert row.state == "dropped"
        page = editor.get(address(row, "delete"))
        assert page.context["protected"], "decided already"
        assert editor.post(address(row, "delete"), {"post": "yes"}).status_code == 200


def test_accepting_says_what_cannot_be_accepted_and_goes_on(editor) -> None:
    untitled, good = make_draft(""), make_draft("渡轮停航")
    said = act(editor, "accept", untitled, good)
    assert len(said) == 2
    assert "标题" in said[0]
    assert Article.objects.get().title == "渡轮停航"
    assert untitled.page_section.draft_articles.waiting().get() == untitled


def test_what_was_decided_is_shown_and_not_changed(editor) -> None:
    draft = make_draft()
    article = accept_draft(draft)
    text = editor.get(address(draft)).content.decode()
    assert address(article) in text
    assert editor.post(address(draft), {"title": "改"}).status_code == 403
    draft.refresh_from_db()
    assert draft.title == "渡轮停航"


def test_who_may_not_change_them_decides_nothing() -> None:
    archivist = make_client(ARCHIVIST)
    draft = make_draft()
    for action in ("accept", "drop", "take_back", "merge"):
        act(archivist, action, draft)
    assert archivist.post(address(draft), {"title": "改"}).status_code == 403
    assert archivist.post(address(draft, "delete"), {"post": "yes"}).status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.title) == ("waiting", "渡轮停航")


def test_the_form_shows_the_piece_of_the_page_and_its_pictures(editor) -> None:
    draft = make_draft(pictures=PICTURES)
    text = editor.get(address(draft)).content.decode()
    width, height = draft.page_section.width, draft.page_section.height
    picture = reverse("admin:articles_draftarticle_page_picture", args=[draft.pk])
    assert f'<image href="{picture}?1" width="{width}" height="{height}"/>' in text
    assert 'viewBox="106 156 509 709"' in text
    assert text.count('<polygon class="cutting-figure"') == 2
    assert "渡轮靠岸。 何苇 摄" in text
    assert picture_of(editor, draft)["Content-Type"] == "image/jpeg"
    assert "no-store" in picture_of(editor, draft)["Cache-Control"]
    assert picture_of(editor, make_proposal()).status_code == 200


def test_a_draft_of_a_page_without_a_picture_has_a_form_too(editor) -> None:
    draft = make_draft(section=make_section(make_issue(publish_at=None)), polygons=[])
    assert editor.get(address(draft)).status_code == 200
    assert picture_of(editor, draft).status_code == 404
    drawn = make_draft("二", section=any_section(), polygons=[])
    assert 'viewBox="0 0 1200 1700"' in editor.get(address(drawn)).content.decode()


def test_the_page_of_a_draft_is_for_staff_who_may_see_drafts(client) -> None:
    draft = make_draft()
    assert picture_of(client, draft).status_code == 302
    assert picture_of(make_client(username="nobody", is_superuser=False), draft).status_code == 404


def test_pictures_that_are_not_ticked_are_left_out(editor) -> None:
    draft = make_draft(pictures=PICTURES)
    assert send(editor, address(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.pictures == PICTURES
    assert send(editor, address(draft), kept_pictures=["0"]).status_code == 302
    draft.refresh_from_db()
    assert draft.pictures == PICTURES[:1]
    assert send(editor, address(draft), kept_pictures=[]).status_code == 302
    draft.refresh_from_db()
    assert draft.pictures == []
    assert "kept_pictures" not in editor.get(address(draft)).content.decode()


def test_a_form_that_somebody_else_overtook_comes_back_with_the_reason(editor) -> None:
    draft = make_draft()
    values = form_values(editor.get(address(draft)))
    drop_draft(draft)
    DraftArticle.objects.filter(pk=draft.pk).delete()
    assert editor.post(address(draft), values).status_code == 302, "the list says that it is gone"
    assert not DraftArticle.objects.exists()
