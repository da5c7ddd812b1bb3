"""How public pages are answered: in the paper's language, for GET and HEAD, withdrawn things with 410."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from issues import files
from issues.converters import PaperConverter
from issues.models import Issue, Publication
from issues.navigation import IssueFrame, Withdrawn
from issues.renditions import CONTENT_TYPES, JPEG, Pictured
from issues.showing import Showing

View = Callable[..., HttpResponseBase]
_shown_views: set[View] = set()
AN_HOUR, FIVE_MINUTES = 3600, 300
NEVER_KEPT = "private, no-store"


def chrome_language(language: str) -> str:
    """The interface language for a paper's BCP 47 tag; papers in a language that we do not speak get English."""
    tag = language.lower()
    if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-hant"
    return "zh-hans" if tag.startswith("zh") else "en"


def render_page(
    request: HttpRequest, template: str, paper: Publication | None, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """`paper` is None only where no single paper is meant: the newsstand, an unknown address."""
    language = chrome_language(paper.language) if paper else settings.LANGUAGE_CODE
    page = {
        "paper": paper,
        "paper_name": _masthead_name(paper, context.get("frame")),
        "canonical": settings.BASE_URL + request.path,
    }
    with translation.override(language):
        return render(request, template, {**page, **context}, status=status)


def _masthead_name(paper: Publication | None, frame: IssueFrame | None) -> str:
    """The name on the date of the issue that is shown, else today's."""
    if frame is not None:
        return str(frame.issue.paper_name)  # annotated by `with_names`
    return paper.name_on(timezone.localdate()) if paper else ""


def paper_view(view: View) -> View:
    """Wraps a view whose first argument is the paper's slug."""

    @wraps(view)
    def answer(request: HttpRequest, paper: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, paper, **kwargs)
        except Withdrawn:
            return gone_page(request, paper)

    return require_safe(answer)


def shown_view(view: View) -> View:
    """Wraps a view whose first arguments are what is shown and the paper's slug. At public addresses that is what everybody sees;
    who calls it with a preview's answers for what is not there himself."""

    @wraps(view)
    def answer(request: HttpRequest, paper: str, showing: Showing | None = None, **kwargs: Any) -> HttpResponseBase:
        if showing is not None:
            return view(request, showing, paper, **kwargs)
        try:
            return view(request, Showing.public(), paper, **kwargs)
        except Withdrawn:
            return gone_page(request, paper)

    found = require_safe(answer)
    _shown_views.add(found)
    return found


def is_shown_view(view: View) -> bool:
    return view in _shown_views


def gone_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A neutral notice: no headline, no reason."""
    paper = Publication.objects.with_name_on(timezone.localdate()).filter(slug=slug).first()
    return render_page(request, "410.html", paper, {"newest": _newest(slug)}, status=410)


def not_found_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In the paper's dress where the address begins with a public paper; what cannot be a paper's slug is not asked for."""
    beginning = re.match(rf"/({PaperConverter.regex})(?:/|\Z)", request.path_info)
    if beginning is None:
        return render_page(request, "404.html", None, {"newest": None}, status=404)
    slug = beginning[1]
    paper = Issue.objects.public().papers().with_name_on(timezone.localdate()).filter(slug=slug).first()
    return render_page(request, "404.html", paper, {"newest": _newest(slug)}, status=404)


def _newest(slug: str) -> Issue | None:
    return Issue.objects.public().of(slug).newest_first().select_related("publication").first()


def uncached_redirect(address: str) -> HttpResponseBase:
    response = redirect(address)
    response["Cache-Control"] = "no-store"
    return response


def send_picture(
    shown: Pictured | None, version: int, width: int, ending: str, name: str, seconds: int = AN_HOUR
) -> HttpResponseBase:
    """`name` is the file's, `seconds` are `send_file`'s. An older version's address leads to the picture that is valid now,
    in the width next to its own; a browser takes a JPEG where it had asked for something smaller that is not made yet."""
    widths = shown.picture_widths if shown else []
    if shown and widths and version < shown.picture_version:
        nearest = min(widths, key=lambda served: abs(served - width))
        return uncached_redirect(shown.picture_href(nearest, ending if ending in shown.picture_endings else JPEG))
    is_served = shown and version == shown.picture_version and width in widths and ending in shown.picture_endings
    if not is_served:
        raise Http404(f"No picture {name}")
    return send_file(name, CONTENT_TYPES[ending], seconds)


def send_file(name: str, content_type: str, seconds: int, filename: str = "") -> HttpResponseBase:
    """A served file whose row was found in what is shown; nginx sends it where an internal location is set. `filename` is for
    who saves it. Its name holds its version, so the ETag is made of that. `seconds` in caches; with 0 it is kept nowhere, and
    sent from here, since nginx would add an ETag and drop the headers that keep a file private."""
    filename = filename or name.rpartition("/")[2]
    if settings.ACCEL_REDIRECT and seconds:
        response: HttpResponseBase = HttpResponse(
            content_type=content_type, headers={"X-Accel-Redirect": f"{settings.ACCEL_REDIRECT.rstrip('/')}/{name}"}
        )
    else:
        try:
            response = FileResponse(storages["served"].open(name), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404(f"{name} is not there") from error
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    if not seconds:
        response["Cache-Control"] = NEVER_KEPT
        return response
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["ETag"] = files.etag(name)
    return response
