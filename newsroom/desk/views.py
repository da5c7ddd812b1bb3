"""The board of an issue, and what is done on it."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.importing.problems import ImportProblem, megabytes
from articles.models import SiteCopy
from articles.writing import PageOrder, order_issue
from issues.admin.rights import may_touch, touching
from issues.models import Issue
from issues.sentences import Sentence
from newsroom.desk.accepting import may_accept
from newsroom.desk.acts import board_acts
from newsroom.desk.board import issue_in_reach, load_board
from newsroom.desk.dropping import Dropped, start_reading, take_file
from newsroom.desk.page_states import page_states
from newsroom.desk.previews import may_see_links
from newsroom.desk.today import load_desk

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

ORDERING = ("issues.change_pagesection", "articles.change_article")
DROPPING = ("issues.change_pagesection", "issues.add_pagesection", "articles.change_article", "articles.add_article")


def _issue(request: HttpRequest, pk: int) -> Issue:
    return issue_in_reach(request.user, pk)


def may_order(user: "AbstractUser | AnonymousUser", issue: Issue) -> bool:
    return user.has_perms(ORDERING) and may_touch(user, issue)


def may_drop(user: "AbstractUser | AnonymousUser", issue: Issue) -> bool:
    return user.has_perms(DROPPING) and may_touch(user, issue)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The admin's first page."""
    context = {"desks": load_desk(request.user, timezone.now()), "copies": SiteCopy.objects.order_by("folder")}
    return admin.site.index(request, context)


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_board(_issue(request, pk))
    context = {
        **admin.site.each_context(request),
        "title": f"{found.issue.paper_name} {found.issue}",
        "opts": Issue._meta,
        "board": found,
        "may_accept": may_accept(request.user, found.issue),
        "zone": found.issue.publication.time_zone,
        "acts": board_acts(request.user, found.issue, timezone.now()),
        "states": page_states(request.user, found),
        "may_drop": may_drop(request.user, found.issue),
        "may_order": may_order(request.user, found.issue),
        "may_see_links": may_see_links(request.user),
    }
    return TemplateResponse(request, "desk/board.html", context)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes {"version": n, "pages": [{"section": pk, "articles": [pk, …]}, …], "seen": […]}, all of the issue as it shall be and
    as the sender saw it; gives its new version. 409 with a sentence where the order is not that one any more."""
    issue = _issue(request, pk)
    if not may_order(request.user, issue):
        raise PermissionDenied
    version, pages, seen = _order_in(request.body)
    try:
        with touching(request.user):
            order_issue(issue, version, pages, seen)
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=409)
    return JsonResponse({"version": issue.version})


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one `file`; says in a sentence what became of it, 422 where it was not taken."""
    issue = _issue(request, pk)
    file = request.FILES.get("file")
    if not may_drop(request.user, issue):
        raise PermissionDenied
    if file is None or file.name is None:
        raise BadRequest("expected a file")
    limit = max(settings.MAX_PDF_BYTES, settings.MAX_PICTURE_BYTES)
    try:
        if (file.size or 0) > limit:
            raise ImportProblem(file.name, Sentence("at most %(limit)s", limit=megabytes(limit)), megabytes(file.size or 0))
        with touching(request.user):
            dropped = take_file(issue, file.name, file.read())
    except ImportProblem as problem:
        return JsonResponse({"error": problem.said(gettext)}, status=422)
    return JsonResponse({"said": said(dropped)})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins to read the pages that wait for it; nothing where that is at work."""
    issue = _issue(request, pk)
    if not may_drop(request.user, issue):
        raise PermissionDenied
    return JsonResponse({"began": start_reading(issue)})


def said(dropped: Dropped) -> str:
    outcome = dropped.outcome
    parts = [gettext("Page %(label)s") % {"label": dropped.page}]
    if outcome.status == "unchanged":
        parts.append(gettext("nothing new"))
    if count := outcome.created["article"]:
        parts.append(ngettext("%(count)s new article", "%(count)s new articles", count) % {"count": count})
    if count := outcome.updated["article"]:
        parts.append(ngettext("%(count)s changed article", "%(count)s changed articles", count) % {"count": count})
    if outcome.created["page section"]:
        parts.append(gettext("a new page section"))
    elif outcome.updated["page section"]:
        parts.append(gettext("page replaced"))
    parts += [gettext("kept, edited here: %(title)s") % {"title": title} for title in outcome.kept]
    return " · ".join(parts)


def _order_in(body: bytes) -> tuple[int, list[PageOrder], list[PageOrder]]:
    try:
        sent: Any = json.loads(body)
        return int(sent["version"]), _pages_in(sent["pages"]), _pages_in(sent.get("seen", ()))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
        raise BadRequest(f"expected an order of the issue's pages and articles, found {problem!r}") from problem


def _pages_in(sent: Any) -> list[PageOrder]:
    return [PageOrder(int(page["section"]), [int(pk) for pk in page["articles"]]) for page in sent]
