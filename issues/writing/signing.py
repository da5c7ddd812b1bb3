"""Signatures of pages: given to the page that was seen, void as soon as what was signed is another one. Voiding is here alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from issues.models import Issue, PageSection
from issues.signing import Void
from issues.writing.changing import changing
from issues.writing.history import acting_user_pk, give_reason


@dataclass(frozen=True)
class SeenPage:
    """A page as somebody has it on his screen, who now says what state it is in."""

    section: int
    state: str
    picture_version: int
    pdf_version: int


def set_section_state(section: PageSection, state: str, user_name: str, moment: dt.datetime | None) -> bool:
    """Who signed the page and when; a user whom this site does not know leaves no name. True where something changed."""
    user = get_user_model().objects.filter(username=user_name).first() if user_name else None
    if (section.state, section.state_by_id, section.state_at) == (state, user and user.pk, moment):
        return False
    with changing(section.issue):
        give_reason(section, None)
        section.state, section.state_by, section.state_at = state, user, moment
        section.clean_fields()
        section.save(update_fields=["state", "state_by", "state_at"])
    return True


def set_states(issue: Issue, seen: Sequence[SeenPage], state: str, user_name: str) -> int:
    """All of these pages of the issue, or none where one is not as it was seen. Gives how many changed."""
    moment, changed = timezone.now(), 0
    with changing(issue) as now:
        pages = {page.pk: page for page in now.sections.filter(pk__in=[one.section for one in seen]).without_text()}
        for one in seen:
            page = pages.get(one.section)
            if page is None:
                raise ValidationError(_("The issue does not have this page section any more; look at the board again."))
            if (page.state, page.picture_version, page.pdf_version) != (one.state, one.picture_version, one.pdf_version):
                raise ValidationError(_("%(page)s was changed meanwhile; look at it as it is now.") % {"page": page})
            page.issue = now
            if page.state != state:
                changed += set_section_state(page, state, user_name, moment)
    return changed


def begin_pages(issue: Issue) -> None:
    """For who brings files: pages that were awaited and have a picture or a PDF now are in work, in nobody's hand yet."""
    arrived = list(issue.sections.filter(state=PageSection.State.AWAITED).exclude(picture="", pdf="").without_text())
    if not arrived:
        return
    with changing(issue):
        for section in arrived:
            section.state, section.state_by_id, section.state_at = PageSection.State.IN_WORK, None, timezone.now()
            section.save(update_fields=["state", "state_by", "state_at"])


def void_signatures(sections: Iterable[int], why: Void) -> None:
    """For who changes what is printed on pages, inside `changing`: those of them that are signed go back into work. What a
    machine finds on a page that was signed is made from what was signed, and voids nothing. One query, where none is signed."""
    signed = PageSection.objects.filter(pk__in=list(sections), state=PageSection.State.SIGNED)
    for section in signed.without_text():
        fall(section, why)
        section.save(update_fields=["state", "state_by", "state_at"])


def fall(section: PageSection, why: Void) -> None:
    """For who saves the row itself."""
    section.state, section.state_by_id, section.state_at = PageSection.State.IN_WORK, acting_user_pk(), timezone.now()
    give_reason(section, why.value)
