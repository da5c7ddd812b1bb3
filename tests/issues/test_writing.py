"""Writing paper: keys, positions, frozen addresses, files that come and go with their rows."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction

from articles.renditions import make_renditions
from issues import files
from issues.models import Issue, PageSection, Publication, PublicationName, Suspension
from issues.writing import (
    changing,
    delete_issue,
    delete_name,
    delete_publication,
    delete_section,
    delete_suspension,
    keep_ahead,
    order_sections,
    save_issue,
    save_name,
    save_publication,
    save_section,
    save_suspension,
    set_masks,
    set_section_state,
    set_times,
)
from tests.factories import (
    MORNING,
    SQUARE,
    VALENTINE,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
    make_user,
)
from tests.files import is_ink, printed_picture
from tests.state import media_files, site_state, version_of

pytestmark = pytest.mark.django_db
SQUARES = [[(x, y) for x, y in SQUARE]]


def keys(issue: Issue) -> list[str]:
    return list(issue.sections.in_order().values_list("key", flat=True))


def places(issue: Issue) -> list[tuple[int, str]]:
    return list(issue.sections.in_order().values_list("position", "key"))


def served(section: PageSection, width: int) -> bytes:
    name = files.served_picture(section.issue, "page", section.key, section.picture_version, width)
    with storages["served"].open(name) as file:
        return bytes(file.read())


def test_keys_come_from_the_issue_and_begin_at_one() -> None:
    issue, other = make_issue(), make_issue(VALENTINE + dt.timedelta(1))
    assert [make_section(issue).key, make_section(issue).key, make_section(other).key] == ["1", "2", "1"]


def test_a_key_is_never_given_again_after_its_page_is_deleted() -> None:
    issue = make_issue()
    sections = [make_section(issue) for _ in range(3)]
    for section in sections[1:]:
        delete_section(section)
    assert make_section(issue, label="09").key == "4"


def test_an_imported_key_stays_and_the_counter_goes_on_behind_it() -> None:
    issue = make_issue()
    far = make_section(issue, key="52")
    delete_section(far)
    make_section(issue, key="A01")
    assert make_section(issue).key == "53"


def test_the_counter_passes_over_a_key_that_is_taken() -> None:
    issue = make_issue()
    PageSection.objects.create(issue=issue, key="1", position=1, label="01")
    assert make_section(issue).key == "2"


def test_the_counter_never_goes_back() -> None:
    issue = make_issue()
    keep_ahead(issue, "section", ["900"])
    keep_ahead(issue, "section", ["3", "A9", "99999999999999999999"], at_least=5)
    assert make_section(issue).key == "901"


def test_reordering_changes_positions_and_no_key() -> None:
    issue = make_issue()
    pks = [make_section(issue).pk for _ in range(4)]
    order_sections(issue, [pks[3], pks[0], pks[2], pks[1]])
    assert places(issue) == [(1, "4"), (2, "1"), (3, "3"), (4, "2")]


def test_an_order_that_leaves_a_page_out_is_refused() -> None:
    issue = make_issue()
    pks = [make_section(issue).pk for _ in range(3)]
    stranger = make_section(make_issue(VALENTINE + dt.timedelta(1)))
    for order in (pks[:2], [*pks, pks[0]], [*pks[:2], stranger.pk], [*pks, stranger.pk]):
        with pytest.raises(ValidationError):
            order_sections(issue, order)
    assert keys(issue) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(1, ["3", "1", "2"]), (2, ["1", "3", "2"]), (3, ["1", "2", "3"]), (99, ["1", "2", "3"]), (0, ["3", "1", "2"])],
)
def test_a_new_page_takes_its_place(position: int, expected: list[str]) -> None:
    issue = make_issue()
    make_section(issue)
    make_section(issue)
    section = make_section(issue, position=position)
    assert keys(issue) == expected
    assert places(issue)[section.position - 1] == (section.position, "3")


def test_deleting_a_page_closes_the_gap() -> None:
    issue = make_issue()
    sections = [make_section(issue) for _ in range(3)]
    delete_section(sections[0])
    assert places(issue) == [(1, "2"), (2, "3")]


@pytest.mark.parametrize("change", [{"date": VALENTINE + dt.timedelta(1)}, {"edition": 2}])
def test_date_and_edition_are_frozen_once_readers_saw_the_issue(change: dict[str, Any]) -> None:
    for times in ({}, {"withdrawn_at": MORNING + dt.timedelta(1)}):
        Issue.objects.all().delete()
        issue = make_issue(**times)
        for name, value in change.items():
            setattr(issue, name, value)
        with pytest.raises(ValidationError):
            save_issue(issue)
        assert Issue.objects.get().day == (VALENTINE, 1)


def test_a_draft_changes_its_date_and_a_public_issue_its_number() -> None:
    draft = make_issue(publish_at=None)
    draft.date = VALENTINE + dt.timedelta(3)
    assert save_issue(draft).day.date == VALENTINE + dt.timedelta(3)
    public = make_issue()
    public.number_text = " 第6期 "
    save_issue(public)
    assert Issue.objects.get(pk=public.pk).number_text == "第6期"


def test_saving_a_form_of_an_issue_does_not_undo_its_publication() -> None:
    make_issue(publish_at=None)
    loaded_before = Issue.objects.get()
    set_times(Issue.objects.get(), publish_at=MORNING)
    save_issue(loaded_before)
    assert Issue.objects.get().publish_at == MORNING


def test_a_slug_is_frozen_once_an_issue_was_public_whatever_else_is_planned() -> None:
    paper = make_publication()
    make_issue()
    make_issue(VALENTINE + dt.timedelta(1), publish_at=dt.datetime(2199, 1, 1, tzinfo=dt.UTC))
    paper.slug = "new"
    with pytest.raises(ValidationError, match="gysb"):
        save_publication(paper)
    paper.refresh_from_db()
    assert paper.slug == "gysb"


def test_a_slug_stays_frozen_when_the_only_issue_is_withdrawn() -> None:
    paper = make_publication()
    make_issue(withdrawn_at=MORNING + dt.timedelta(1))
    paper.slug = "new"
    with pytest.raises(ValidationError):
        save_publication(paper)


def test_a_slug_can_change_while_nothing_was_public() -> None:
    paper = make_publication()
    make_issue(publish_at=None)
    paper.slug = "new"
    assert save_publication(paper).slug == "new"


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "admin"},
        {"slug": "zh-hant"},
        {"slug": "Paper"},
        {"slug": "报"},
        {"slug": "a b"},
        {"slug": "paper\n"},
        {"time_zone": "Mars/Olympus"},
        {"weekdays": "17 "},
        {"weekdays": "77"},
    ],
    ids=str,
)
def test_a_publication_with_an_impossible_field_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_publication(**{"slug": "paper", **wrong})


@pytest.mark.parametrize("key", ["A-1", "١", "a/b", "../1", "1\n", "9" * 41])
def test_a_section_key_is_a_few_ascii_letters_and_digits(key: str, media_root: Path) -> None:
    with pytest.raises(ValidationError):
        make_section(key=key, picture=make_picture())
    assert not PageSection.objects.exists()
    assert not media_files()


def test_a_page_s_picture_is_kept_as_it_came_and_served_at_once_at_its_full_size(media_root: Path) -> None:
    data = printed_picture(1200, 1700)
    section = make_section(picture=data)
    assert media_files("masters") == {f"masters/{section.picture}": data}
    assert (section.width, section.height, section.picture_widths) == (1200, 1700, [1200])
    assert set(media_files("served")) == {f"served/issues/{section.issue_id}/page_1-1-1200.jpg"}


@pytest.mark.parametrize(("width", "widths"), [(300, [300]), (320, [320]), (2401, [320, 960, 2400])])
def test_no_picture_is_served_larger_than_it_came(width: int, widths: list[int], media_root: Path) -> None:
    section = make_section(picture=printed_picture(width, 16))
    make_renditions(Issue.objects.all())
    section.refresh_from_db()
    assert section.picture_widths == widths
    assert len(media_files("served")) == 2 * len(widths)


def test_a_replaced_page_has_a_new_address_and_the_old_files_go(
    media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    section = make_section(picture=printed_picture(1200, 1700), pdf=make_pdf())
    with django_capture_on_commit_callbacks(execute=True):
        save_section(section, picture=printed_picture(900, 1275), pdf=make_pdf(200, 300))
    names = [name.rpartition("/")[2] for name in media_files("served")]
    pictures = [f"page_1-2-{width}.{ending}" for width in (320, 900) for ending in ("jpg", "webp")]
    assert sorted(names) == [*pictures, "page_1-2.pdf"]
    assert section.picture_version == section.pdf_version == 2


def test_a_stale_form_does_not_bring_back_an_old_picture(media_root: Path) -> None:
    make_section(picture=printed_picture())
    loaded_before = PageSection.objects.get()
    save_section(PageSection.objects.get(), picture=printed_picture(1000, 1400))
    loaded_before.name, loaded_before.width = "要闻", 5
    save_section(loaded_before)
    section = PageSection.objects.get()
    assert (section.name, section.picture_version, section.width) == ("要闻", 2, 1000)
    assert is_ink(served(section, 1000), 0.5, 0.5)


def test_the_size_of_a_blank_sheet_can_be_changed() -> None:
    section = make_section()
    section.width, section.height = 700, 500
    save_section(section)
    assert PageSection.objects.get().width == 700


def test_a_page_stays_in_its_issue() -> None:
    section, other = make_section(), make_issue(VALENTINE + dt.timedelta(1))
    section.issue = other
    with pytest.raises(ValidationError):
        save_section(section)
    assert not other.sections.exists()


def test_credits_stand_in_the_printed_order_and_are_replaced_as_a_whole() -> None:
    section = make_section(credits=[("责任编辑", "李明"), ("校对", "王芳")])
    assert list(section.credits.values_list("position", "role")) == [(1, "责任编辑"), (2, "校对")]
    save_section(section, credits=[("校对", "王芳")])
    assert list(section.credits.values_list("position", "role")) == [(1, "校对")]
    save_section(section)
    assert section.credits.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"picture": b"not a picture"},
        {"picture": make_picture()[:2000]},
        {"picture": make_picture(4, 4)},
        {"pdf": b"%PDF-1.4 and no more"},
        {"picture": make_picture(), "pdf": b"not a PDF"},
        {"picture": make_picture(), "credits": [("长" * 101, "李明")]},
    ],
    ids=["no picture", "half a picture", "a dot", "half a PDF", "a picture beside no PDF", "a role that is too long"],
)
def test_a_refused_page_leaves_rows_and_files_as_they_were(wrong: dict[str, Any], media_root: Path) -> None:
    section = make_section(picture=printed_picture(), pdf=make_pdf(), credits=[("校对", "王芳")])
    before = site_state()
    section.name = "改名"
    with pytest.raises(ValidationError):
        save_section(section, **wrong)
    assert site_state() == before


def test_a_new_page_with_a_label_that_is_taken_leaves_no_file_and_no_key(media_root: Path) -> None:
    issue = make_section(label="01").issue
    before = site_state()
    with pytest.raises(ValidationError):
        make_section(issue, label="01", picture=make_picture())
    assert site_state() == before


def test_a_picture_that_declares_too_many_pixels_is_refused(settings: Any, media_root: Path) -> None:
    settings.MAX_PICTURE_PIXELS = 1000
    with pytest.raises(ValidationError, match="100×100"):
        make_section(picture=make_picture(100, 100))


def test_files_of_a_failed_transaction_disappear_even_when_an_inner_write_went_well(media_root: Path) -> None:
    section = make_section(picture=printed_picture())
    before = site_state()

    def change_and_fail() -> None:
        with changing(section.issue):
            save_section(section, picture=printed_picture(800, 800), pdf=make_pdf())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert site_state() == before


@pytest.mark.django_db(transaction=True)
def test_deleted_files_are_still_there_after_a_rollback(media_root: Path) -> None:
    section = make_section(picture=printed_picture(), pdf=make_pdf())
    before = site_state()

    def delete_and_fail() -> None:
        with transaction.atomic():
            delete_issue(section.issue)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert site_state() == before


def test_an_issue_goes_with_its_files(media_root: Path, django_capture_on_commit_callbacks: Any) -> None:
    section = make_section(picture=printed_picture(), pdf=make_pdf())
    with django_capture_on_commit_callbacks(execute=True):
        delete_issue(section.issue)
    assert not Issue.objects.exists()
    assert not media_files()


def test_a_masthead_is_kept_as_it_came_and_versioned(media_root: Path) -> None:
    data = printed_picture(2000, 300)
    paper = save_publication(make_publication(), masthead=data)
    assert media_files("masters") == {f"masters/papers/{paper.pk}/masthead-1.png": data}
    assert (paper.masthead_version, paper.masthead_width, paper.masthead_height) == (1, 1200, 180)


def test_a_stale_form_of_a_paper_does_not_touch_its_masthead(media_root: Path) -> None:
    paper = make_publication()
    loaded_before = type(paper).objects.get()
    save_publication(paper, masthead=printed_picture(400, 80))
    loaded_before.motto = "公益"
    save_publication(loaded_before)
    paper.refresh_from_db()
    assert (paper.motto, paper.masthead_version) == ("公益", 1)


def test_a_bad_masthead_leaves_the_paper_as_it_was(media_root: Path) -> None:
    paper = save_publication(make_publication(), masthead=printed_picture(400, 80))
    before = site_state()
    paper.motto = "公益"
    with pytest.raises(ValidationError):
        save_publication(paper, masthead=b"not a picture")
    assert site_state() == before


def test_masks_that_are_as_they_were_write_nothing(media_root: Path) -> None:
    section = make_section(picture=printed_picture())
    set_masks(section, SQUARES)
    before, version = site_state(), version_of(section.issue)
    set_masks(PageSection.objects.get(), SQUARES)
    assert (site_state(), version_of(section.issue)) == (before, version)


def test_a_new_picture_and_pdf_of_a_masked_page_are_masked_too(media_root: Path) -> None:
    section = make_section(picture=printed_picture(), pdf=make_pdf())
    set_masks(section, SQUARES)
    save_section(section, picture=printed_picture(1000, 1400))
    assert not is_ink(served(section, 1000), 0.3, 0.3)
    assert is_ink(served(section, 1000), 0.8, 0.8)
    assert section.pdf_version == 3
    assert storages["served"].exists(files.served_pdf(section))


def test_a_masked_page_serves_its_pdf_again_once_it_has_a_picture(media_root: Path) -> None:
    section = make_section(pdf=make_pdf())
    set_masks(section, SQUARES)
    assert not section.serves_pdf
    save_section(section, picture=printed_picture())
    assert section.serves_pdf
    assert storages["served"].exists(files.served_pdf(section))


def test_a_page_s_state_names_who_set_it_and_when() -> None:
    section, editor = make_section(), make_user("editor")
    assert set_section_state(section, "signed", "editor", MORNING)
    assert not set_section_state(section, "signed", "editor", MORNING)
    assert PageSection.objects.get().state_by == editor
    with pytest.raises(ValidationError):
        set_section_state(section, "lost", "", None)


def version(paper: Publication) -> int:
    return Publication.objects.values_list("version", flat=True).get(pk=paper.pk)


def test_every_write_of_a_paper_s_own_rows_raises_its_version() -> None:
    paper = save_publication(Publication(slug="paper"))
    stale = Publication.objects.get()
    name = PublicationName(publication=paper, from_date=VALENTINE, name="公益时报")
    pause = Suspension(publication=paper, first=VALENTINE, last=VALENTINE)
    assert version(paper) == 1
    writes: list[Callable[[], Any]] = [
        lambda: save_publication(stale),
        lambda: save_name(name),
        lambda: save_name(name),
        lambda: save_suspension(pause),
        lambda: delete_suspension(pause),
        lambda: delete_name(name),
    ]
    for write in writes:
        before = version(paper)
        write()
        assert version(paper) == before + 1


def test_a_name_that_is_refused_leaves_the_version() -> None:
    paper, other = make_publication(), make_publication("other", "他报")
    versions = version(paper), version(other)
    name = paper.names.get()
    name.publication = other
    with pytest.raises(ValidationError):
        save_name(name)
    with pytest.raises(ValidationError):
        save_name(PublicationName(publication=paper, from_date=VALENTINE, name=""))
    assert (version(paper), version(other)) == versions


def test_a_paper_with_issues_is_not_deleted() -> None:
    paper = make_issue(publish_at=None).publication
    with pytest.raises(ValidationError, match="gysb"):
        delete_publication(paper)
    assert Publication.objects.get().names.exists()


def test_a_paper_is_deleted_with_its_names_and_every_masthead(media_root: Path, django_capture_on_commit_callbacks: Any) -> None:
    paper = make_publication()
    for width in (300, 400):
        save_publication(paper, masthead=make_picture(width, 100))
    assert media_files("masters")
    with django_capture_on_commit_callbacks(execute=True):
        delete_publication(paper)
    assert not Publication.objects.exists()
    assert not PublicationName.objects.exists()
    assert not media_files()
