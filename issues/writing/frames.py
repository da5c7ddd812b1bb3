"""Page lists without content: taken from an issue, kept under a name, laid under a new issue."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from issues.models import Issue, IssueFrame, PageSection
from issues.writing.changing import NotCreated, changing
from issues.writing.sections import NewSection, create_sections


@dataclass(frozen=True, slots=True)
class FramePage:
    """A page without content; `width` and `height` are the picture's pixels or a blank sheet's proportions."""

    fold: str
    label: str
    name: str
    kind: str
    width: int
    height: int
    credits: tuple[tuple[str, str], ...] = ()


def pages_of_issue(issue: Issue) -> list[FramePage]:
    """In order; two queries."""
    return [
        FramePage(
            *(section.fold, section.label, section.name, section.kind, section.width, section.height),
            tuple((credit.role, credit.name) for credit in section.credits.all()),
        )
        for section in issue.sections.in_order().without_text().prefetch_related("credits")
    ]


def pages_of_frame(frame: IssueFrame) -> list[FramePage]:
    return [FramePage(**{**page, "credits": _pairs(page["credits"])}) for page in frame.pages]


def _pairs(credits: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((role, name) for role, name in credits)


def save_frame(frame: IssueFrame) -> IssueFrame:
    """Takes the pages of `made_from`, whose paper the frame is then of. Renaming it later leaves its pages as they are."""
    with transaction.atomic():
        if frame.pk is None:
            if frame.made_from is None:
                raise ValidationError({"made_from": _("Choose the issue whose pages are kept.")})
            pages = pages_of_issue(frame.made_from)
            if not pages:
                sentence = _("%(issue)s has no page section; there is nothing to keep.")
                raise ValidationError({"made_from": sentence % {"issue": frame.made_from}})
            frame.publication = frame.made_from.publication
            frame.pages = [asdict(page) for page in pages]
        frame.full_clean(exclude=["made_from"])
        frame.save()
    return frame


def delete_frame(frame: IssueFrame) -> None:
    frame.delete()


def lay_pages(issue: Issue, pages: Sequence[FramePage]) -> None:
    """Under a new issue, awaited, at a fixed number of queries. The caller's transaction holds the paper's lock."""
    with changing(issue) as locked:
        drafts = [NewSection(PageSection(issue=locked, **_fields(page)), credits=page.credits) for page in pages]
        try:
            create_sections(locked, drafts, are_first=True, reason=None)
        except NotCreated as refusal:
            raise refusal.error from refusal


def _fields(page: FramePage) -> dict[str, Any]:
    return {name: value for name, value in asdict(page).items() if name != "credits"}
