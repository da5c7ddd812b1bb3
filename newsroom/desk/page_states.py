"""States of pages on the board: awaited, in work, proofread, signed; one press each, all proofread ones signed at once."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from issues.admin.rights import PUBLISH, demand_state, may_touch, touching
from issues.models import Issue, PageSection
from issues.writing import SeenPage, set_states
from newsroom.desk.board import Board, BoardPage, issue_in_reach

User = AbstractUser | AnonymousUser
State = PageSection.State
_TOKEN = re.compile(r"(?P<pk>[0-9]{1,15}):(?P<state>[a-z_]{1,20}):(?P<picture>[0-9]{1,9}):(?P<pdf>[0-9]{1,9})", re.ASCII)


@dataclass(frozen=True)
class StateButton:
    """`value` names the page as the board shows it, so that nobody signs what he has not seen."""

    state: str
    label: str
    value: str
    is_now: bool


@dataclass(frozen=True)
class PageStates:
    """What this person may do with the pages of a board, by primary key. `proofread_all` and `sign_all` are the values of the
    buttons that take all pages in work, and all that are proofread, one state on; `in_work` and `proofread` are their numbers."""

    buttons: dict[int, list[StateButton]]
    proofread_all: str = ""
    in_work: int = 0
    sign_all: str = ""
    proofread: int = 0


def page_states(user: User, board: Board) -> PageStates:
    if not may_set_states(user, board.issue):
        return PageStates({})
    buttons = {page.section.pk: state_buttons(user, page) for page in board.pages}
    in_work = [_token(page) for page in board.pages if page.section.state == State.IN_WORK]
    proofread = [_token(page) for page in board.pages if page.section.state == State.PROOFREAD and user.has_perm(PUBLISH)]
    proofread_all, sign_all = " ".join([State.PROOFREAD, *in_work]), " ".join([State.SIGNED, *proofread])
    return PageStates(buttons, proofread_all, len(in_work), sign_all, len(proofread))


def may_set_states(user: User, issue: Issue) -> bool:
    return user.has_perm("issues.change_pagesection") and may_touch(user, issue)


def state_buttons(user: User, page: BoardPage) -> list[StateButton]:
    """Those that he may press: a signature is given, and taken back, by the publisher alone."""
    now = page.section.state
    may_sign = user.has_perm(PUBLISH)
    if now == State.SIGNED and not may_sign:
        return []
    states = [state for state in State if may_sign or state != State.SIGNED]
    return [StateButton(state.value, str(state.label), f"{state} {_token(page)}", state == now) for state in states]


def _token(page: BoardPage) -> str:
    section = page.section
    return f"{section.pk}:{section.state}:{section.picture_version}:{section.pdf_version}"


def _seen(sent: str) -> tuple[str, list[SeenPage]]:
    state, *tokens = sent.split(" ")
    found = [_TOKEN.fullmatch(token) for token in tokens]
    pages = [SeenPage(int(one["pk"]), one["state"], int(one["picture"]), int(one["pdf"])) for one in found if one]
    if state not in State.values or not pages or len(pages) < len(tokens):
        raise BadRequest(f"expected a state, and pages as the board shows them; found {sent[:100]!r}")
    return state, pages


@require_POST
def set_page_states(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes `set`: a state, and the pages as they were shown; all of them, or none with a sentence why."""
    issue = issue_in_reach(request.user, pk)
    if not may_set_states(request.user, issue):
        raise PermissionDenied
    state, pages = _seen(request.POST.get("set", ""))
    for page in pages:
        demand_state(request.user, page.state, state)
    try:
        with touching(request.user):
            count = set_states(issue, pages, state, request.user.get_username())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        sentence = ngettext("%(count)s page section: %(state)s.", "%(count)s page sections: %(state)s.", count)
        messages.success(request, sentence % {"count": count, "state": State(state).label})
    anchor = f"#page-{pages[0].section}" if len(pages) == 1 else ""
    return redirect(f"{reverse('desk:board', args=[issue.pk])}{anchor}")
