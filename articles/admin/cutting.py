"""The piece of a page that something was found on, shown beside what is mended: the page's picture, cut by its view."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.zones import box_around, svg_points
from issues import files
from issues.admin.saving import QuietAdmin
from issues.admin.uploads import send_privately
from issues.geometry import WHOLE_SHEET
from issues.models import PageSection

MARGIN = 0.012  # of the page's width, around what is shown


class CuttingAdmin(QuietAdmin):
    """Rows with a `page_section`. Its picture goes out in its largest width, so that print can be read: masks included, and only
    to who may edit the page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.page_picture_view)
        return [path("<int:pk>/page-picture/", view, name=self._address()), *super().get_urls()]

    def page_picture_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows: models.QuerySet[Any] = self.get_queryset(request)
        row = rows.filter(pk=pk).first() if self.has_view_permission(request) else None
        if row is None or not row.page_section.picture:
            raise Http404(f"No picture for {self.opts.model_name} {pk}")
        section = row.page_section
        width = section.picture_widths[-1]
        name = files.served_picture(section.issue, "page", section.key, section.picture_version, width)
        return send_privately(name, "image/jpeg")

    def cutting_of(self, row: Any, polygons: Sequence[Any], boxes: Sequence[Sequence[float]] = ()) -> SafeString | str:
        """`polygons` lit, `boxes` (left, top, right, bottom) dashed; all in fractions."""
        section: PageSection = row.page_section
        if not section.picture:
            return gettext("The page has no picture.")
        address = f"{reverse(f'admin:{self._address()}', args=[row.pk])}?{section.picture_version}"
        drawn = [("cutting-text", polygon) for polygon in polygons]
        drawn += [
            ("cutting-figure", [(left, top), (right, top), (right, bottom), (left, bottom)]) for left, top, right, bottom in boxes
        ]
        size = (section.width, section.height)
        shapes = format_html_join(
            "", '<polygon class="{}" points="{}"/>', [(name, svg_points(polygon, *size)) for name, polygon in drawn]
        )
        return format_html(
            '<a href="{0}"><svg class="cutting" viewBox="{1}" preserveAspectRatio="xMinYMin" role="img" aria-label="{2}">'
            '<image href="{0}" width="{3}" height="{4}"/>{5}</svg></a>',
            address,
            _view([polygon for _name, polygon in drawn], *size),
            gettext("The place on the page"),
            *size,
            shapes,
        )

    def _address(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_page_picture"


def _view(polygons: Sequence[Any], width: int, height: int) -> str:
    """For `viewBox`, in pixels of the picture; the whole page where nothing is to be shown of it."""
    (left, top), _corner, (right, bottom), _other = box_around(polygons or [WHOLE_SHEET])
    margin = MARGIN * width if polygons else 0.0
    x, y = max(0.0, left * width - margin), max(0.0, top * height - margin)
    return f"{x:.0f} {y:.0f} {min(width, right * width + margin) - x:.0f} {min(height, bottom * height + margin) - y:.0f}"
