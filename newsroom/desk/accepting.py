"""Everything that was found on an issue's pages, taken over at once: zones, then draft articles with a title."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.models import DraftArticle, ProposedZone
from articles.writing import accept_draft, accept_proposal
from issues.admin.rights import may_touch, touching
from issues.models import Issue

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

ACCEPTING = (
    *("articles.change_proposedzone", "articles.change_draftarticle"),
    *("articles.add_hotzone", "articles.add_article", "articles.add_figure"),
)


def may_accept(user: "AbstractUser | AnonymousUser", issue: Issue) -> bool:
    return user.has_perms(ACCEPTING) and may_touch(user, issue)


@require_POST
def accept_found(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the board, which says what was taken over and why each of the others was not."""
    issue = get_object_or_404(Issue.objects.editable_by(request.user), pk=pk)
    if not may_accept(request.user, issue):
        raise PermissionDenied
    with touching(request.user):
        _accept_all(request, issue)
    return redirect("desk:board", issue.pk)


def _accept_all(request: HttpRequest, issue: Issue) -> None:
    zones = ProposedZone.objects.waiting().filter(page_section__issue=issue).select_related("article", "page_section__issue")
    titled = DraftArticle.objects.waiting().exclude(title="")
    drafts = titled.filter(page_section__issue=issue).select_related("page_section__issue")
    done, refused = _each(zones.order_by("page_section__position", "pk"), accept_proposal)
    if done:
        messages.success(request, ngettext("%(count)s zone accepted.", "%(count)s zones accepted.", done) % {"count": done})
    made, also_refused = _each(drafts.order_by("page_section__position", "position"), accept_draft)
    if made:
        said = ngettext("%(count)s draft article accepted.", "%(count)s draft articles accepted.", made)
        messages.success(request, said % {"count": made})
    for sentence in refused + also_refused:
        messages.error(request, sentence)


def _each(rows: Iterable[Any], accept: Callable[[Any], object]) -> tuple[int, list[str]]:
    """How many were accepted, and a sentence for each other one, which does not hold the rest back. A transaction a row, since
    the search of a page may be at work meanwhile."""
    done, refused = 0, []
    for row in rows:
        name = str(row)
        try:
            accept(row)
        except ValidationError as refusal:
            refused.append(f"{name}: {' '.join(refusal.messages)}")
        else:
            done += 1
    return done, refused
