"""Page sections with their credits, pictures, PDFs and masks, in their order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from issues import files
from issues.models import Issue, PageSection, SectionCredit
from issues.sentences import Sentence
from issues.signing import Void
from issues.writing.changing import (
    NotCreated,
    after_last,
    changing,
    keep_ahead,
    renumber,
    take_key,
    take_keys,
    take_over,
)
from issues.writing.history import record_act, record_created
from issues.writing.page_files import receive_pdf, receive_picture, serve_pdf_anew
from issues.writing.pictures import render_after_commit
from issues.writing.rows import insert_models
from issues.writing.signing import fall

FILE_FIELDS = (
    *("picture", "picture_version", "picture_digest", "rendered_version", "has_avif"),
    *("pdf", "pdf_version", "pdf_digest", "masks"),
    *("layer", "earlier_layer", "layer_digest", "layer_notes", "awaits_picture", "awaits_search"),
)
STATE_FIELDS = ("state", "state_by_id", "state_at")  # `set_section_state` alone changes them


def save_section(
    section: PageSection,
    *,
    picture: bytes | None = None,
    pdf: bytes | None = None,
    credits: Sequence[tuple[str, str]] | None = None,
    position: int | None = None,
    renditions: bool = True,
    has_own_picture: bool = False,
) -> PageSection:
    """Creates a section at the issue's end (or at `position`), or changes one. `None` leaves files and credits as they are.
    A new picture's renditions are made after the commit, or left to the queue. A PDF that comes without a picture gets the
    page's picture made from it by the queue of `read_pages`, unless the page `has_own_picture`. A new file voids a signature."""
    with changing(section.issue) as issue:
        section.issue = issue
        if section.pk is not None:
            _take_over_kept_fields(section)
        else:
            section.key = section.key or take_key(issue, "section", PageSection.objects.all())
            keep_ahead(issue, "section", [section.key])
            section.position = after_last(issue.sections.all())
        section.full_clean()
        if section.pk and section.state == PageSection.State.SIGNED and (picture is not None or pdf is not None):
            fall(section, Void.PICTURE if picture is not None else Void.PDF)
        if picture is not None:
            receive_picture(section, picture)
        if pdf is not None:
            receive_pdf(section, pdf)
            section.awaits_picture = picture is None and not has_own_picture
        elif picture is not None and section.masks and section.pdf:
            serve_pdf_anew(section)
        section.save()
        if picture is not None and renditions:
            render_after_commit(section)
        if credits is not None:
            _save_credits(section, credits)
        if position is not None and position != section.position:
            _put_at(issue, section, position)
    return section


def _put_at(issue: Issue, section: PageSection, position: int) -> None:
    order = list(issue.sections.exclude(pk=section.pk).in_order().values_list("pk", flat=True))
    order.insert(max(position, 1) - 1, section.pk)
    order_sections(issue, order)
    section.refresh_from_db(fields=["position"])


@dataclass(frozen=True)
class NewSection:
    """`picture` and `pdf` give the bytes when they are wanted: of many pages one is in memory at a time."""

    section: PageSection
    picture: Callable[[], bytes] | None = None
    pdf: Callable[[], bytes] | None = None
    credits: Sequence[tuple[str, str]] = ()


def create_sections(
    issue: Issue, drafts: Sequence[NewSection], *, are_first: bool = False, reason: str | None = "import"
) -> None:
    """At the issue's end, in the given order, at a fixed number of queries; `are_first`: the issue has no others. For imports:
    the caller has the issue's lock and raises its version. Raises `NotCreated`."""
    if not drafts:
        return
    take_keys(issue, "section", [draft.section for draft in drafts], PageSection.objects.all())
    others = issue.sections.none() if are_first else issue.sections.all()
    position = after_last(others)
    there = set(others.exclude(label="").values_list("fold", "label"))
    for place, draft in enumerate(drafts):
        section = draft.section
        section.issue, section.position = issue, position + place
        try:
            section.clean_fields(exclude=["issue", "state_by"])
            _refuse_label_again(section, there)
            _receive_files(draft)
        except ValidationError as error:
            raise NotCreated(place, error) from error
    sections = [draft.section for draft in drafts]
    insert_models(sections)
    SectionCredit.objects.bulk_create(credit for draft in drafts for credit in _credits(draft.section, draft.credits))
    record_created(PageSection, [section.pk for section in sections], reason)


def free_label(section: PageSection) -> None:
    """For the time until the page gets another one, inside `changing`: no reader sees it, no history tells of it."""
    section.label = f"x{section.pk}"
    PageSection.objects.filter(pk=section.pk).update(label=section.label)


def _refuse_label_again(section: PageSection, there: set[tuple[str, str]]) -> None:
    """`there` are the folds and labels of the issue's pages, and becomes those with this one."""
    if section.label and (section.fold, section.label) in there:
        raise ValidationError({"label": _("The issue has a page section with this label already.")})
    there.add((section.fold, section.label))


def _receive_files(draft: NewSection) -> None:
    if draft.picture is not None:
        receive_picture(draft.section, draft.picture())
    if draft.pdf is not None:
        receive_pdf(draft.section, draft.pdf())
        draft.section.awaits_picture = draft.picture is None


def _take_over_kept_fields(section: PageSection) -> None:
    """A page's size is that of its picture, where it has one."""
    now = PageSection.objects.get(pk=section.pk)
    if now.issue_id != section.issue_id:
        raise ValidationError({"issue": _("A page section stays in its issue.")})
    take_over(section, now, ("position", "key", *STATE_FIELDS, *FILE_FIELDS) + (("width", "height") if now.picture else ()))


def _save_credits(section: PageSection, credits: Sequence[tuple[str, str]]) -> None:
    """A credit that stays, or is only changed, keeps its key: forms that are open name it by that."""
    wanted, there = _credits(section, credits), list(section.credits.order_by("position"))
    for names in (("role", "name"), ("role",), ()):
        for row in wanted:
            old = next((old for old in there if all(getattr(old, name) == getattr(row, name) for name in names)), None)
            if row.pk is None and old is not None:
                there.remove(old)
                row.pk, row._state.adding = old.pk, False
    section.credits.filter(pk__in=[old.pk for old in there]).delete()
    kept, new = ([row for row in wanted if (row.pk is None) is is_new] for is_new in (False, True))
    if kept:
        aside = after_last(section.credits.all()) + len(wanted)  # the database checks each row at once
        section.credits.update(position=F("position") + aside)
        SectionCredit.objects.bulk_update(kept, ["position", "role", "name"])
    SectionCredit.objects.bulk_create(new)


def _credits(section: PageSection, credits: Sequence[tuple[str, str]]) -> list[SectionCredit]:
    rows = [
        SectionCredit(page_section=section, position=n, role=role, name=name) for n, (role, name) in enumerate(credits, start=1)
    ]
    for row in rows:
        row.clean_fields(exclude=["page_section"])
    return rows


def order_sections(issue: Issue, order: Sequence[int]) -> None:
    """`order` holds the primary keys of all the issue's sections."""
    with changing(issue):
        rows = PageSection.objects.filter(issue=issue)
        is_new = list(order) != list(rows.in_order().values_list("pk", flat=True))
        renumber(rows, order)
        if is_new:
            record_act(issue, Sentence("The page sections were put in another order."))


def delete_section(section: PageSection) -> None:
    """With its files; what is printed on it is `articles.writing.delete_page`'s to delete first."""
    with changing(section.issue) as issue:
        files.delete_folder_after_commit(files.folder(issue), prefix=f"page_{section.key}-")
        section.delete()
        renumber(issue.sections.all(), list(issue.sections.in_order().values_list("pk", flat=True)))
