"""A signature is of the page that was seen: whatever changes its print makes it fall, and nothing else does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, HotZone
from articles.publishing import withdraw_article
from articles.writing import (
    FoundOnPage,
    NewArticle,
    NewZone,
    PageOrder,
    create_articles,
    delete_article,
    delete_figure,
    delete_zone,
    move_article,
    order_articles,
    order_issue,
    replace_found,
    replace_zones,
    save_article,
    save_figure,
    save_zone,
)
from issues.models import Issue, PageSection
from issues.signing import Void, voided
from issues.writing import SeenPage, changing, save_section, set_masks, set_section_state, set_states
from tests.factories import (
    MORNING,
    SQUARE,
    make_article,
    make_correction,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_section,
    make_user,
    make_zone,
)
from tests.state import site_state, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
Act = Callable[[PageSection, Article], object]


@pytest.fixture
def signed() -> PageSection:
    """Two articles, the first with a zone and a figure; a page without anything beside it."""
    issue = make_issue(publish_at=None)
    section = make_section(issue, picture=make_picture())
    article = make_article(section)
    make_zone(section, article)
    make_figure(article, picture=make_picture(64, 64))
    make_article(section, title="第二篇")
    make_section(issue)
    set_section_state(section, "signed", make_user("chief").username, MORNING)
    return section


def changed(thing: Any, save: Callable[[Any], object], **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    save(thing)


def other_page(section: PageSection) -> PageSection:
    return section.issue.sections.exclude(pk=section.pk).get()


def pks(section: PageSection) -> list[int]:
    return list(section.articles.order_by("position").values_list("pk", flat=True))


def reorder_issue(section: PageSection, articles: list[int], rest: list[int]) -> None:
    order = [PageOrder(section.pk, articles), PageOrder(other_page(section).pk, rest)]
    order_issue(section.issue, version_of(section.issue), order)


def import_article(section: PageSection) -> None:
    with changing(section.issue) as issue:
        create_articles(issue, [NewArticle(Article(issue=issue, page_section=section, title="补稿"))])


VOIDING: dict[str, tuple[Void, Act]] = {
    "new picture": (Void.PICTURE, lambda section, _a: save_section(section, picture=make_picture(1201, 1700))),
    "new PDF": (Void.PDF, lambda section, _a: save_section(section, pdf=make_pdf())),
    "changed title": (Void.ARTICLE, lambda _s, article: changed(article, save_article, title="改题𠮷")),
    "changed body": (Void.ARTICLE, lambda _s, article: changed(article, save_article, body="<p>改文。</p>")),
    "new article": (Void.ARTICLE, lambda section, _a: make_article(section)),
    "imported article": (Void.ARTICLE, lambda section, _a: import_article(section)),
    "deleted article": (Void.ARTICLE, lambda section, _a: delete_article(section.articles.get(title="第二篇"))),
    "article moved away": (Void.ORDER, lambda section, article: move_article(article, other_page(section), 1)),
    "article moved down": (Void.ORDER, lambda section, article: move_article(article, section, 2)),
    "articles ordered": (Void.ORDER, lambda section, _a: order_articles(section, pks(section)[::-1])),
    "board: articles ordered": (Void.ORDER, lambda section, _a: reorder_issue(section, pks(section)[::-1], [])),
    "board: article moved": (Void.ORDER, lambda section, _a: reorder_issue(section, pks(section)[:1], pks(section)[1:])),
    "new figure": (Void.FIGURE, lambda _s, article: make_figure(article, picture=make_picture(32, 32))),
    "changed caption": (Void.FIGURE, lambda _s, article: changed(article.figures.get(), save_figure, caption="新图说")),
    "deleted figure": (Void.FIGURE, lambda _s, article: delete_figure(article.figures.get())),
    "new zone": (Void.ZONE, lambda section, article: make_zone(section, article)),
    "changed zone": (Void.ZONE, lambda section, _a: changed(section.zones.get(), save_zone, polygon=[[0, 0], [1, 0], [0, 1]])),
    "deleted zone": (Void.ZONE, lambda section, _a: delete_zone(section.zones.get())),
    "replaced zones": (Void.ZONE, lambda section, _a: replace_zones(section, [HotZone(polygon=SQUARE)])),
}


@pytest.mark.parametrize("act", VOIDING)
def test_what_changes_the_print_of_a_signed_page_sends_it_back_into_work(act: str, signed: PageSection) -> None:
    why, change = VOIDING[act]
    before = timezone.now()
    change(signed, signed.articles.get(position=1))
    now = PageSection.objects.get(pk=signed.pk)
    assert (now.state, now.state_by) == ("in_work", None)
    assert now.state_at is not None
    assert now.state_at >= before
    assert voided([now]) == {now.pk: why}
    assert now.history.latest("history_id").history_change_reason == why.value


LEAVING: dict[str, Act] = {
    "article saved as it was": lambda _s, article: save_article(article),
    "article out of the indexes": lambda _s, article: changed(article, save_article, is_indexed=False),
    "page saved as it was": lambda section, _a: save_section(section),
    "credits": lambda section, _a: save_section(section, credits=[("校对", "王芳")]),
    "figure saved as it was": lambda _s, article: save_figure(article.figures.get()),
    "alternative text": lambda _s, article: changed(article.figures.get(), save_figure, alt="会场全景"),
    "zone saved as it was": lambda section, _a: save_zone(section.zones.get()),
    "zones replaced by the same": lambda section, _a: replace_zones(section, list(section.zones.all())),
    "the same order": lambda section, _a: order_articles(section, pks(section)),
    "board: the same order": lambda section, _a: reorder_issue(section, pks(section), []),
    "article of another page": lambda section, _a: make_article(other_page(section)),
    "correction": lambda _s, article: make_correction(article),
    "withdrawal": lambda _s, article: withdraw_article(article, "失实"),
    "paint": lambda section, _a: set_masks(section, [[(0, 0), (1, 0), (1, 1)]]),
    "found by a machine": lambda section, _a: replace_found(
        section, FoundOnPage([NewZone(section.pk, SQUARE, pks(section)[-1], confidence=0.9)], [], [])
    ),
}


@pytest.mark.parametrize("act", LEAVING)
def test_what_leaves_the_print_as_it_is_leaves_the_signature(act: str, signed: PageSection) -> None:
    LEAVING[act](signed, signed.articles.get(position=1))
    now = PageSection.objects.get(pk=signed.pk)
    assert (now.state, now.state_by, now.state_at) == ("signed", signed.state_by, MORNING)


def test_a_form_that_was_opened_before_the_signature_does_not_take_it_back(signed: PageSection) -> None:
    loaded_before = PageSection.objects.get(pk=signed.pk)
    loaded_before.state, loaded_before.state_by, loaded_before.state_at = "proofread", None, None
    save_section(loaded_before)
    assert PageSection.objects.get(pk=signed.pk).state == "signed"


def test_pages_that_were_not_signed_stay_as_they_are(signed: PageSection) -> None:
    set_section_state(signed, "proofread", "chief", MORNING)
    save_section(signed, pdf=make_pdf())
    now = PageSection.objects.get(pk=signed.pk)
    assert now.state == "proofread"
    assert voided([now]) == {}


def test_a_page_that_is_taken_in_hand_again_is_not_called_void_any_more(signed: PageSection) -> None:
    save_section(signed, pdf=make_pdf())
    set_section_state(signed, "proofread", "chief", timezone.now())
    set_section_state(signed, "in_work", "chief", timezone.now())
    assert voided([PageSection.objects.get(pk=signed.pk)]) == {}


def seen(page: PageSection, **changes: Any) -> SeenPage:
    fields: dict[str, Any] = {
        "section": page.pk,
        "state": page.state,
        "picture_version": page.picture_version,
        "pdf_version": page.pdf_version,
    }
    return SeenPage(**(fields | changes))


@pytest.mark.parametrize(
    "changes", [{"state": "awaited"}, {"picture_version": 7}, {"pdf_version": 7}, {"section": 999_999}], ids=str
)
def test_pages_that_are_not_as_they_were_seen_are_not_signed_and_neither_are_the_others(changes: dict[str, Any]) -> None:
    issue = make_issue(publish_at=None)
    pages = [make_section(issue, state="proofread") for _ in range(3)]
    before = site_state()
    with pytest.raises(ValidationError) as refusal:
        set_states(issue, [seen(pages[0]), seen(pages[1], **changes)], "signed", "")
    assert len(refusal.value.messages) == 1
    assert site_state() == before


def test_pages_that_are_signed_together_bear_one_name_and_one_moment() -> None:
    issue: Issue = make_issue(publish_at=None)
    pages = [make_section(issue, state="proofread") for _ in range(3)]
    chief = make_user("chief")
    assert set_states(issue, [seen(page) for page in pages], "signed", "chief") == 3
    rows = set(issue.sections.values_list("state", "state_by", "state_at"))
    assert len(rows) == 1
    assert rows.pop()[:2] == ("signed", chief.pk)
