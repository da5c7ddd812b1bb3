"""Writing print: keys, places on the page, the sanitiser on every body, figures; and the version that every write raises."""

import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

import articles.writing
import issues.writing
from articles.models import Article, Author, Correction, Figure, HotZone, Keyword, OldAddress
from articles.publishing import withdraw_article
from articles.writing import (
    PageOrder,
    PageZones,
    bring_back_article,
    bring_back_zone,
    delete_article,
    delete_correction,
    delete_figure,
    delete_old_address,
    delete_page,
    delete_zone,
    move_article,
    order_articles,
    order_figures,
    order_issue,
    replace_zones,
    restore_article,
    restore_zone,
    save_article,
    save_correction,
    save_figure,
    save_old_address,
    save_zone,
    set_withdrawal,
    set_zones,
    zones_mark,
)
from issues.models import Issue, PageSection
from issues.writing import (
    SeenPage,
    delete_section,
    order_sections,
    restore_issue,
    restore_section,
    save_issue,
    save_section,
    set_masks,
    set_section_state,
    set_states,
    set_times,
)
from tests.factories import (
    MORNING,
    SQUARE,
    VALENTINE,
    make_article,
    make_correction,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_section,
    make_zone,
)
from tests.files import printed_picture
from tests.state import media_files, site_state, version_of

pytestmark = pytest.mark.django_db
SMALL = make_picture(16, 16)


def places(section: PageSection) -> list[tuple[int, str]]:
    return list(section.articles.order_by("position").values_list("position", "key"))


def test_keys_come_from_the_issue_and_are_never_given_again() -> None:
    section = make_section()
    stories = [make_article(section) for _ in range(3)]
    delete_article(stories[2])
    assert [story.key for story in stories] == ["1", "2", "3"]
    assert make_article(section).key == "4"


def test_an_imported_key_stays_and_the_counter_goes_on_behind_it() -> None:
    section = make_section()
    delete_article(make_article(section, key="52014"))
    assert make_article(section, key="52014_2").key == "52014_2"
    assert make_article(section).key == "52015"


@pytest.mark.parametrize("key", ["A1", "1_", "_1", "1-2", "１", "../1", "1\n"])
def test_an_article_key_is_ascii_digits_in_groups(key: str) -> None:
    with pytest.raises(ValidationError):
        make_article(key=key)
    assert not Article.objects.exists()


def test_a_key_that_is_taken_is_refused() -> None:
    section = make_article(key="7").page_section
    with pytest.raises(ValidationError):
        make_article(section, key="7")
    assert places(section) == [(1, "7")]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(1, "312"), (2, "132"), (3, "123"), (99, "123"), (0, "312")],
)
def test_a_new_article_takes_its_place(position: int, expected: str) -> None:
    section = make_section()
    make_article(section)
    make_article(section)
    article = make_article(section, position=position)
    assert "".join(key for _, key in places(section)) == expected
    assert places(section)[article.position - 1] == (article.position, "3")


def test_reordering_a_page_changes_positions_and_no_key() -> None:
    section = make_section()
    pks = [make_article(section).pk for _ in range(3)]
    order_articles(section, [pks[2], pks[0], pks[1]])
    assert places(section) == [(1, "3"), (2, "1"), (3, "2")]


def test_an_article_moves_to_another_page_with_its_key_and_address() -> None:
    issue = make_issue()
    front, back = make_section(issue), make_section(issue)
    stories = [make_article(front) for _ in range(3)]
    make_article(back)
    address = stories[0].get_absolute_url()
    move_article(stories[0], back, 1)
    assert places(front) == [(1, "2"), (2, "3")]
    assert places(back) == [(1, "1"), (2, "4")]
    assert Article.objects.get(key="1").get_absolute_url() == address


def test_an_article_that_somebody_else_moved_meanwhile_leaves_no_gap() -> None:
    issue = make_issue()
    first, second, third = (make_section(issue) for _ in range(3))
    story = make_article(first)
    make_article(second)
    loaded_before = Article.objects.get(pk=story.pk)
    move_article(story, second, 1)
    move_article(loaded_before, third, 1)
    assert [places(section) for section in (first, second, third)] == [[], [(1, "2")], [(1, "1")]]
    loaded_before = Article.objects.get(pk=story.pk)
    make_article(second)
    move_article(story, second, 2)
    delete_article(loaded_before)
    assert [places(section) for section in (first, second, third)] == [[], [(1, "2"), (2, "3")], []]


def test_an_article_stays_in_its_issue() -> None:
    article, stranger = make_article(), make_section(make_issue(VALENTINE + dt.timedelta(1)))
    with pytest.raises(ValidationError):
        move_article(article, stranger, 1)
    article.page_section = stranger
    save_article(article)
    assert Article.objects.get().issue.date == Article.objects.get().page_section.issue.date == VALENTINE


def test_saving_a_form_of_an_article_does_not_undo_a_withdrawal_or_a_move() -> None:
    article = make_article()
    other = make_section(article.issue)
    loaded_before = Article.objects.get()
    move_article(article, other, 1)
    withdraw_article(article, "错误")
    loaded_before.title = "改题"
    save_article(loaded_before)
    now = Article.objects.get()
    assert (now.title, now.withdrawal_reason, now.page_section) == ("改题", "错误", other)
    assert now.withdrawn_at


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("<p>正文</p><script>alert(1)</script>", "<p>正文</p>"),
        ('<p onclick="x()" style="color:red">正文</p>', "<p>正文</p>"),
        ('<p><a href="javascript:alert(1)">点</a></p>', '<p><a rel="noopener noreferrer">点</a></p>'),
        ('<p><img src="x" onerror="x()">正文</p>', "<p>正文</p>"),
        ("<p>正文<!-- 内部 --></p>", "<p>正文</p>"),
        ('<founder-content><p class="turn evil">转</p></founder-content>', '<p class="turn">转</p>'),
        ("<p>3 < 5 & 村(居)民</p>", "<p>3 &lt; 5 &amp; 村(居)民</p>"),
    ],
)
def test_every_body_goes_through_the_sanitiser(received: str, kept: str) -> None:
    article = make_article(body=received)
    assert Article.objects.get().body == kept
    article.body = received
    save_article(article)
    assert Article.objects.get().body == kept


def test_a_body_that_is_too_long_is_refused(settings: Any) -> None:
    settings.MAX_BODY_CHARACTERS = 10
    with pytest.raises(ValidationError, match="11"):
        make_article(body="长" * 11)
    assert not Article.objects.exists()


def test_authors_and_keywords_keep_their_order_and_share_their_rows() -> None:
    section = make_section()
    first = make_article(section, authors=["李明", "王芳", "李明", " "], keywords=["民政", "救助"])
    make_article(section, authors=["王芳"], keywords=["救助"])
    assert list(first.author_entries.values_list("position", "author__name")) == [(1, "李明"), (2, "王芳")]
    assert (Author.objects.count(), Keyword.objects.count()) == (2, 2)
    save_article(first, authors=["王芳", "李明"])
    assert list(first.author_entries.values_list("author__name", flat=True)) == ["王芳", "李明"]
    assert first.keyword_entries.count() == 2


def test_a_name_that_is_too_long_is_refused_with_the_whole_article() -> None:
    section = make_section()
    before = site_state()
    with pytest.raises(ValidationError):
        make_article(section, authors=["李明", "长" * 101])
    with pytest.raises(ValidationError):
        make_article(section, keywords=["长" * 101])
    assert site_state() == before


def test_a_chain_of_parts_never_comes_back_to_itself() -> None:
    section = make_section()
    first = make_article(section)
    second = make_article(section, continues=first)
    third = make_article(section, continues=second)
    first.continues = third
    with pytest.raises(ValidationError):
        save_article(first)
    second.continues = second
    with pytest.raises(ValidationError):
        save_article(second)


def test_a_part_continues_an_article_of_its_own_issue() -> None:
    stranger = make_article(make_section(make_issue(VALENTINE + dt.timedelta(1))))
    section = make_section(make_issue())
    with pytest.raises(ValidationError):
        make_article(section, continues=stranger)


def test_a_figure_is_kept_as_it_came_and_served_at_once_at_its_full_size(media_root: Path) -> None:
    data = printed_picture(800, 600)
    figure = make_figure(make_article(), picture=data)
    assert media_files("masters") == {f"masters/{figure.picture}": data}
    assert set(media_files("served")) == {f"served/issues/{figure.issue_id}/fig_1-1-800.jpg"}
    assert (figure.key, figure.position, figure.width, figure.height) == ("1", 1, 800, 600)


def test_a_replaced_figure_has_a_new_address_and_the_old_files_go(
    media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    article = make_article()
    make_figure(article, picture=printed_picture(800, 600))
    loaded_before = Figure.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        save_figure(Figure.objects.get(), picture=printed_picture(500, 400))
    loaded_before.caption = "新说明"
    save_figure(loaded_before)
    assert {name.rpartition("/")[2] for name in media_files("served")} == {"fig_1-2-500.jpg", "fig_1-2-500.webp"}
    fields = ("caption", "picture_version", "rendered_version", "width")
    assert Figure.objects.values_list(*fields).get() == ("新说明", 2, 2, 500)


def test_a_figure_s_key_is_never_given_again_and_its_files_go_with_it(
    media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    article = make_article()
    with django_capture_on_commit_callbacks(execute=True):
        delete_figure(make_figure(article, picture=SMALL))
    assert not media_files()
    assert make_figure(article, picture=SMALL).key == "2"


def test_a_figure_moves_to_another_article_s_end_with_its_files(media_root: Path) -> None:
    one = make_article()
    other = make_article(one.page_section)
    first, second = make_figure(one, picture=SMALL), make_figure(one, picture=SMALL)
    make_figure(other, picture=SMALL)
    before = media_files()
    first.article = other
    save_figure(first)
    assert [(row.key, row.position) for row in other.figures.all()] == [("3", 1), ("1", 2)]
    assert [(row.key, row.position) for row in one.figures.all()] == [(second.key, 1)]
    assert media_files() == before


def test_an_article_goes_with_the_files_of_its_figures(media_root: Path, django_capture_on_commit_callbacks: Any) -> None:
    article = make_article()
    figure = make_figure(article, picture=SMALL)
    save_figure(figure, picture=printed_picture(32, 32))
    with django_capture_on_commit_callbacks(execute=True):
        delete_article(article)
    assert not media_files()


def test_a_figure_needs_a_picture_and_stays_in_its_issue(media_root: Path) -> None:
    article = make_article()
    with pytest.raises(ValidationError):
        save_figure(Figure(article=article))
    figure = make_figure(article, picture=SMALL)
    figure.article = make_article(make_section(make_issue(VALENTINE + dt.timedelta(1))))
    with pytest.raises(ValidationError):
        save_figure(figure)


@pytest.mark.parametrize(
    "wrong",
    [{"picture": b"not a picture"}, {"picture": SMALL, "caption": "长" * 5001}, {"picture": SMALL, "focal_x": 2.0}],
    ids=["no picture", "a caption that is too long", "a focal point outside"],
)
def test_a_refused_figure_leaves_rows_and_files_as_they_were(wrong: dict[str, Any], media_root: Path) -> None:
    article = make_article()
    figure = make_figure(article, picture=SMALL)
    before = site_state()
    with pytest.raises(ValidationError):
        make_figure(article, **wrong)
    changes = {name: value for name, value in wrong.items() if name != "picture"}
    for name, value in changes.items():
        setattr(figure, name, value)
    with pytest.raises(ValidationError):
        save_figure(figure, picture=wrong["picture"])
    assert site_state() == before


def test_a_bad_zone_among_good_ones_leaves_the_old_ones() -> None:
    section = make_section()
    make_zone(section)
    before = site_state()
    with pytest.raises(ValidationError):
        replace_zones(section, [HotZone(polygon=SQUARE), HotZone(polygon=[[0, 0], [2, 0], [0, 1]])])
    assert site_state() == before


def test_a_refused_correction_writes_nothing() -> None:
    article = make_article()
    before = site_state()
    with pytest.raises(ValidationError):
        make_correction(article, text="")
    assert site_state() == before


def earlier(thing: Any, **changes: object) -> Any:
    """Its last version, as if it had been otherwise."""
    version = thing.history.first()
    for name, value in changes.items():
        setattr(version, name, value)
    return version


def deleted(thing: Any, **changes: object) -> Any:
    """The last version of a row that was there once."""
    version = earlier(thing, id=thing.pk + 1000, history_type="-", pk=None, **changes)
    version.save()
    return version


WRITES: dict[str, Callable[[Article], object]] = {
    "save_issue": lambda article: save_issue(article.issue),
    "set_times": lambda article: set_times(article.issue, publish_at=MORNING),
    "save_section": lambda article: save_section(article.page_section),
    "set_masks": lambda article: set_masks(article.page_section, [[(0, 0), (1, 0), (1, 1)]]),
    "set_states": lambda article: set_states(article.issue, [SeenPage(article.page_section_id, "awaited", 0, 0)], "signed", ""),
    "set_section_state": lambda article: set_section_state(article.page_section, "signed", "", None),
    "order_sections": lambda article: order_sections(article.issue, [article.page_section_id]),
    "delete_page": lambda article: delete_page(article.page_section),
    "delete_section": lambda article: delete_section(article.page_section),
    "save_article": save_article,
    "set_withdrawal": lambda article: set_withdrawal(article, MORNING, "错误"),
    "move_article": lambda article: move_article(article, article.page_section, 1),
    "order_articles": lambda article: order_articles(article.page_section, [article.pk]),
    "order_issue": lambda article: order_issue(
        article.issue, article.issue.version, [PageOrder(article.page_section_id, [article.pk])]
    ),
    "delete_article": delete_article,
    "save_figure": lambda article: save_figure(article.figures.get()),
    "delete_figure": lambda article: delete_figure(article.figures.get()),
    "order_figures": lambda article: order_figures(article, [article.figures.get().pk]),
    "save_zone": lambda article: save_zone(article.zones.get()),
    "delete_zone": lambda article: delete_zone(article.zones.get()),
    "replace_zones": lambda article: replace_zones(article.page_section, []),
    "set_zones": lambda article: set_zones(
        article.page_section, PageZones(zones_mark(article.page_section, article.zones.all()), [])
    ),
    "restore_issue": lambda article: restore_issue(article.issue, earlier(article.issue, number_text="第1期")),
    "restore_section": lambda article: restore_section(article.page_section, earlier(article.page_section, name="旧名")),
    "restore_article": lambda article: restore_article(article, earlier(article, title="旧题")),
    "restore_zone": lambda article: restore_zone(article.zones.get(), earlier(article.zones.get(), kind="pointer")),
    "bring_back_article": lambda article: bring_back_article(deleted(article, key="77")),
    "bring_back_zone": lambda article: bring_back_zone(deleted(article.zones.get())),
    "save_correction": lambda article: save_correction(article.corrections.get()),
    "delete_correction": lambda article: delete_correction(article.corrections.get()),
    "save_old_address": lambda article: save_old_address(OldAddress(path="/old/1.htm", article=article)),
    "delete_old_address": lambda article: delete_old_address(OldAddress.objects.create(path="/old/2.htm", article=article)),
}
# Why these raise no issue's version: it is the paper's own, the row is gone, no reader sees it, or they are parts of others.
OTHER = {
    "begin_pages",  # raises it only where a page begins
    "save_publication",
    "delete_publication",
    "save_name",
    "delete_name",
    "save_suspension",
    "delete_suspension",
    "save_grey_days",
    "delete_grey_days",
    "delete_issue",
    "set_import_facts",
    "cleaned_body",
    "changing",
    "demanding",
    "ask_again",
    "take_key",
    "take_keys",
    "free_label",
    "keep_ahead",
    "renumber",
    "refusals_as_validation",
    # An import's, inside `changing`; that it raises the version is tests/articles/importing's matter.
    "create_issue",
    "create_sections",
    "create_articles",
    "create_zones",
    "add_old_addresses",
    "break_chains",
    "raise_version",
    "set_import",
    "insert_models",
    "insert_rows",
    "next_key",
    "give_reason",
    "acting_user_pk",
    "record_act",
    "record_changed",
    "record_created",
    # Parts of restoring.
    "put_back",
    "refuse_unchanged",
    "restored_from",
    "after_last",
    "kept_words",
    "zones_mark",
    # A paper's own, beside its issues; a new issue begins its own version.
    "make_next_issue",
    "save_frame",
    "delete_frame",
    "save_membership",
    "delete_membership",
    "join_own_paper",
    # Readers see nothing of what waits for an editor; accepting it is saving an article or a zone.
    "accept_draft",
    "accept_proposal",
    "drop_draft",
    "drop_proposal",
    "merge_drafts",
    "replace_found",
    "save_draft",
    "split_draft",
    "take_back_draft",
    "take_back_proposal",
    # What reading a page gives, inside `changing`; put back into the queue.
    "receive_reading",
    "receive_recognition",
    "read_again",
    # For who changes a page's print, inside `changing`.
    "void_signatures",
    # The staff's own, of which readers see nothing.
    "begin_asking",
    "close_receipts",
    "keep_receipt",
    "note_answers",
    "settle_copy",
    # Queues of the machine's, of which neither a reader nor an import knows.
    "search_again",
    "settle_search",
    # The staff's own, which changes nothing that readers see.
    "make_preview_link",
    "own_preview",
    "revoke_preview_link",
    "note_opening",
}


def test_no_writing_function_is_forgotten_here() -> None:
    there = {
        name
        for module in (issues.writing, articles.writing)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and f"{value.__module__}.".startswith(f"{module.__name__}.") and not name.startswith("_")
    }
    assert there == WRITES.keys() | OTHER


@pytest.mark.parametrize("name", WRITES)
def test_every_write_raises_the_version_of_the_issue(name: str, media_root: Path) -> None:
    article = make_article()
    make_figure(article, picture=SMALL)
    make_zone(article.page_section, article)
    make_correction(article)
    issue, other = article.issue, make_issue(VALENTINE + dt.timedelta(1))
    before = version_of(issue), version_of(other)
    WRITES[name](Article.objects.get())
    assert version_of(issue) > before[0]
    assert version_of(other) == before[1]


def test_a_refused_write_does_not_raise_the_version() -> None:
    article = make_article()
    before = version_of(article.issue)
    article.title = ""
    with pytest.raises(ValidationError):
        save_article(article)
    assert version_of(article.issue) == before
    assert not Correction.objects.exists()
    assert Issue.objects.get().next_article_key == 2


def test_deleted_page_takes_its_articles_and_all_their_files_along(
    media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    issue = make_issue(publish_at=None)
    section = make_section(issue, picture=make_picture(), pdf=make_pdf())
    make_figure(make_article(section))
    kept = make_section(issue, picture=make_picture())

    with django_capture_on_commit_callbacks(execute=True):
        delete_page(section)

    left = {path.name for path in media_root.rglob("*") if path.is_file()}
    assert left
    assert all(name.startswith(f"page_{kept.key}-") for name in left)
    assert not issue.articles.exists()


BOLD = "".join(f"<b title={n}>" for n in range(500))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{BOLD}</p>" + "<p>x</p>" * 500,
        "<!--<b x='-->" + BOLD.replace(">", "><!--</b>-->") + "<p>x</p>" * 500,
        "<p>" + "<b>" * 101 + "</p>",
        "<p>" + "</b>" * 200 + "<b>" * 101 + "</p>",
        "<p>" + "".join(f"<{name}>" * 3 for name in "b i u s em tt code small strong".split()) + "</p>" + "<p>x" * 50_000,
        "长" * 1_000_001,
    ],
    ids=["told apart", "hidden ends", "alike", "ends before", "longer when clean", "too long"],
)
def test_a_body_that_would_grow_without_end_is_refused_by_name(body: str) -> None:
    article = make_article()
    article.body = body
    with pytest.raises(ValidationError) as refusal:
        save_article(article)
    assert list(refusal.value.message_dict) == ["body"]
    assert Article.objects.get().body == "<p>2月10日，座谈会在杭州召开。</p>"


def test_formatting_that_is_closed_is_kept_however_much_there_is() -> None:
    body = '<p><b class="x" title="a>b">粗</b><strong>重</strong></p>' * 200
    assert make_article(body=body).body == "<p><b>粗</b><strong>重</strong></p>" * 200


def test_articles_that_were_loaded_before_cannot_continue_one_another_in_a_circle() -> None:
    section = make_section()
    first, second = make_article(section), make_article(section)
    stale = Article.objects.select_related("continues").get(pk=first.pk)
    second.continues = first
    save_article(second)
    stale.continues = Article(pk=second.pk, issue=first.issue)  # as it was before, without a part before it
    with pytest.raises(ValidationError):
        save_article(stale)
    assert Article.objects.get(pk=first.pk).continues is None


def test_a_zone_stays_in_its_issue() -> None:
    zone = make_zone(make_section())
    zone.page_section = make_section(make_issue(VALENTINE + dt.timedelta(1)))
    with pytest.raises(ValidationError):
        save_zone(zone)
    assert HotZone.objects.get().page_section.issue.date == VALENTINE
