"""Hot zones in the admin: corners as text, where they lead, and how they are listed beside pages and articles."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.admin.history import ZoneHistoryAdmin
from articles.admin.origins import ReturningAdmin
from articles.admin.unsent import UnsentAdmin
from articles.covering import covering
from articles.models import HotZone
from articles.zones import area
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link, full_name
from issues.admin.fieldwise import FieldwiseForm
from issues.admin.saving import WritingAdmin, WritingForm
from issues.models import Issue


class ZonePaperFilter(PaperFilter):
    path = "page_section__issue__publication"


class ZoneForm(FieldwiseForm, WritingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "polygon" in self.fields:
            self.fields["polygon"].widget.attrs["rows"] = 4

    def clean(self) -> dict[str, Any] | None:
        """Whether page and article are of one issue can be asked only where there is a page: a zone that exists has its own."""
        if "page_section" in self.fields and "page_section" not in self.cleaned_data:
            self.cleaned_data.pop("article", None)
        return super().clean()


@admin.register(HotZone)
class HotZoneAdmin(ReturningAdmin, UnsentAdmin, ChoosingAdmin, ZoneHistoryAdmin, WritingAdmin):
    form = ZoneForm
    fixed_fields = ("page_section",)
    list_display = ["__str__", "section_link", "kind", "corners", "share"]
    sortable_by = ["section_link"]  # of half a million
    list_filter = ["kind", ZonePaperFilter]
    list_select_related = ["page_section__issue__publication", "article"]
    date_hierarchy = "page_section__issue__date"
    ordering = ["-page_section__issue__date", "page_section__position", "pk"]
    search_fields = ["article__title", "=page_section__label", "page_section__issue__date"]
    autocomplete_fields = ["page_section", "article"]
    fieldsets = [(None, {"fields": ["page_section", "polygon", "article", "url", "kind"]})]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[HotZone]":
        return (
            super()
            .get_queryset(request)
            .filter(page_section__issue__in=Issue.objects.editable_by(request.user))
            .defer("article__body", "page_section__text")
        )

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        """A zone drawn for a withdrawn article takes the place of the paint over its whole sheet: publishing, in a way."""
        if thing.article and thing.article.withdrawn_at and not request.user.has_perm("issues.publish_issue"):
            sentence = gettext("%(title)s is withdrawn; only those who may publish draw zones for it.")
            raise ValidationError({"article": sentence % {"title": thing.article}})
        writing.save_zone(thing)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Writing refuses to uncover; the page that asks for certainty says so beforehand."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        covers = [gettext("%(zone)s (covers the print of a withdrawn article)") % {"zone": zone} for zone in covering(objs)]
        return deleted, counts, lacking, [*protected, *covers]

    def erase(self, thing: Any) -> None:
        writing.delete_zone(thing)

    @admin.display(description=_("page section"), ordering="page_section__issue__date")
    def section_link(self, zone: HotZone) -> SafeString:
        return change_link(zone.page_section, full_name(zone.page_section))

    @admin.display(description=_("corners"))
    def corners(self, zone: HotZone) -> int:
        return len(zone.polygon)

    @admin.display(description=_("share of the page"))
    def share(self, zone: HotZone) -> str:
        return f"{area(zone.polygon):.1%}"


def zone_lines(zones: Iterable[HotZone], *, with_page: bool = False) -> SafeString:
    """A list of links. Give zones with their article, and with their page where that is named."""
    lines = [
        (
            reverse("admin:articles_hotzone_change", args=[zone.pk]),
            _place(zone) if with_page else _target(zone),
            zone.get_kind_display(),
        )
        for zone in zones
    ]
    listed = format_html_join("", '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>', lines)
    return format_html('<ul class="linked">{}</ul>', listed)


def _place(zone: HotZone) -> str:
    return f"{zone.page_section} · {area(zone.polygon):.1%}"


def _target(zone: HotZone) -> str:
    return Truncator(str(zone.article or zone.url or "–")).chars(60)
