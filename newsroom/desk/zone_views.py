"""The zone editor of a page section, and what is done in it."""

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from articles.models import DraftArticle, HotZone
from articles.writing import PageChanged, PageZones, WantedZone, accept_draft, set_zones, zones_mark
from issues import files
from issues.admin.choosing import full_name
from issues.admin.rights import PUBLISH, touching
from issues.admin.uploads import send_privately
from issues.models import PageSection
from newsroom.desk.zone_page import (
    given_polygons,
    layer_mark,
    load_zone_page,
    may_accept,
    may_decide,
    may_save,
    page_grounds,
)

LOOKING = "articles.view_hotzone"
MOST_GIVEN = 100  # sets of blocks in one question


def _section(request: HttpRequest, pk: int) -> PageSection:
    sections = PageSection.objects.editable_by(request.user).select_related("issue__publication").without_text()
    section = get_object_or_404(sections, pk=pk)
    if not request.user.has_perm(LOOKING):
        raise PermissionDenied
    return section


@require_safe
def zones(request: HttpRequest, pk: int) -> HttpResponse:
    section = _section(request, pk)
    page = load_zone_page(section, request.user)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Zones of %(page)s") % {"page": full_name(section)},
        "opts": PageSection._meta,
        "page": page,
        "section": section,
        "kinds": HotZone.Kind.choices,
        "may": page.data["may"],
    }
    return TemplateResponse(request, "desk/zones.html", context)


@require_safe
def zone_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """In its largest width, so that print can be read; masks included."""
    section = _section(request, pk)
    if not section.picture:
        raise Http404(f"No picture for page section {pk}")
    width = section.picture_widths[-1]
    return send_privately(files.served_picture(section.issue, "page", section.key, section.picture_version, width), "image/jpeg")


@require_safe
def zone_blocks(request: HttpRequest, pk: int) -> HttpResponse:
    """The page's blocks, in a request of their own: the page is there before they are found."""
    return JsonResponse(page_grounds(_section(request, pk)))


@require_safe
def zone_outlines(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes `layer`, as it came with the blocks, and for each article `given`, places of blocks as 3-4-12; gives the polygons of
    each. 409 with a sentence where the page was read anew meanwhile."""
    section = _section(request, pk)
    given = _places_in(request.GET.getlist("given"))
    polygons = given_polygons(section, given) if request.GET.get("layer") == layer_mark(section) else None
    if polygons is None:
        sentence = gettext("The page was read anew meanwhile; load it again, then give its blocks again.")
        return JsonResponse({"error": sentence}, status=409)
    return JsonResponse({"polygons": polygons})


@require_POST
def save_zones(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes {"mark", "zones": [{"pk", "polygon", "article", "url", "kind", "proposal"}, …], "dropped": [pk, …]}, all zones of the
    page; gives the page's new mark and its zones' keys. A sentence comes with 409 where the page is not as the sender saw it,
    with 422 where a zone cannot be."""
    section = _section(request, pk)
    wanted = _zones_in(request.body)
    decides = wanted.dropped or any(zone.proposal is not None for zone in wanted.zones)
    if not may_save(request.user, section) or (decides and not may_decide(request.user, section)):
        raise PermissionDenied
    try:
        with touching(request.user):
            pks = set_zones(section, wanted, may_draw_covers=request.user.has_perm(PUBLISH))
    except ValidationError as refusal:
        return _refused(refusal)
    section.refresh_from_db(fields=["picture_version"])
    return JsonResponse({"mark": zones_mark(section, section.zones.all()), "pks": pks})


@require_POST
def accept_zone_draft(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """It becomes an article with its zones; gives the page as it is then."""
    section = _section(request, pk)
    row = get_object_or_404(DraftArticle.objects.select_related("page_section__issue"), pk=draft, page_section=section)
    if not may_accept(request.user, section):
        raise PermissionDenied
    try:
        with touching(request.user):
            accept_draft(row)
    except ValidationError as refusal:
        return _refused(refusal)
    return JsonResponse(load_zone_page(_section(request, pk), request.user).data)


def _refused(refusal: ValidationError) -> JsonResponse:
    return JsonResponse({"error": " ".join(refusal.messages)}, status=409 if isinstance(refusal, PageChanged) else 422)


def _places_in(given: list[str]) -> list[list[int]]:
    try:
        sets = [[int(place) for place in places.split("-")] for places in given]
    except ValueError as problem:
        raise BadRequest(f"expected places of blocks, found {problem}") from problem
    if not 1 <= len(sets) <= MOST_GIVEN:
        raise BadRequest(f"expected 1 to {MOST_GIVEN} sets of blocks, found {len(sets)}")
    return sets


def _zones_in(body: bytes) -> PageZones:
    try:
        sent: Any = json.loads(body)
        wanted = [_zone_in(zone) for zone in sent["zones"]]
        return PageZones(str(sent["mark"]), wanted, [int(pk) for pk in sent.get("dropped", ())])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
        raise BadRequest(f"expected the zones of a page, found {problem!r}") from problem


def _zone_in(zone: Any) -> WantedZone:
    numbers = {name: None if zone.get(name) is None else int(zone[name]) for name in ("pk", "article", "proposal")}
    polygon = [[float(x), float(y)] for x, y in zone["polygon"]]
    return WantedZone(polygon=polygon, url=str(zone.get("url", "")).strip(), kind=str(zone["kind"]), **numbers)
