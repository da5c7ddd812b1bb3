"""How a preview answers: the public view with what the link opens; and one neutral page for whatever is not there."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from issues.models import Issue, PreviewLink
from issues.pages import NEVER_KEPT, View, render_page, uncached_redirect
from issues.showing import Showing
from issues.writing import note_opening


def previewed(view: View) -> View:
    """The only rooms that a GET writes to are the link's own: when it was opened last, and how often."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = _open_link(request, token)
        if link is None:
            return closed(request)
        try:
            response = view(request, showing=Showing.through(link), **kwargs)
        except Http404:
            return closed(request)
        if not link.is_own and request.method == "GET" and response.get("Content-Type", "").startswith("text/html"):
            note_opening(link)
        return _kept_private(response)

    return require_safe(answer)


@require_safe
def front(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where the issue is now: a draft's date may change after the link was handed out."""
    link = _open_link(request, token)
    issue: Issue | None = link.issues().select_related("publication").first() if link else None
    if issue is None:
        return closed(request)
    return _kept_private(uncached_redirect(f"./{issue.publication.slug}/html/{issue.day}/"))


@require_safe
def closed(request: HttpRequest) -> HttpResponseBase:
    """The same for a link that has ended, was taken back or never was, and for an address that it does not open."""
    response: HttpResponse = render_page(request, "preview/closed.html", None, {}, status=404)
    return _kept_private(response)


def _open_link(request: HttpRequest, token: str) -> PreviewLink | None:
    link = PreviewLink.objects.open().with_token(token).select_related("made_by").first()
    if link is not None and link.is_own and request.user.pk != link.made_by_id:
        return None
    return link


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """Neither caches nor indexes nor the sites that it links to learn of it; no ETag, so that nothing is answered by 304."""
    response["Cache-Control"] = NEVER_KEPT
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
