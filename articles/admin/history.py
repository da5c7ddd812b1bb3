"""History of the print: bodies compared as they are read, zones as they are drawn; what was deleted comes back from here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.models import Article, HotZone
from articles.models.history import with_words
from articles.structure import Mark, changed_marks, read
from articles.writing.restoring import FIELDS_OF_ARTICLE, FIELDS_OF_ZONE
from articles.zones import svg_points
from issues.admin.changes import Rows, tells
from issues.admin.differences import marked, marked_whole
from issues.admin.history import HistoryAdmin, entry
from issues.admin.rights import PUBLISH, demand_touch, touching
from issues.models import Issue, PageSection
from issues.moments import zone_of

ELEMENTS = {
    "p": _("kind of paragraph"),
    "h3": _("heading"),
    "h4": _("smaller heading"),
    "strong": _("bold"),
    "em": _("emphasis"),
    "sub": _("subscript"),
    "sup": _("superscript"),
    "ul": _("list"),
    "ol": _("numbered list"),
    "li": _("list entry"),
    "blockquote": _("quotation"),
    "a": _("link"),
    "ruby": _("reading of a word"),
    "table": _("table"),
    "th": _("table heading"),
    "figure": _("place of a figure"),
}
SHOWN = 40  # characters of an element's text


@tells(Article, "body")
def _body(older: Any, newer: Any, _rows: Rows, is_whole: bool) -> SafeString:
    before, after = read(older.body), read(newer.body)
    mark = marked_whole if is_whole else marked
    words = mark(before.text, after.text) if is_whole or before.text != after.text else ""
    gone, new = changed_marks(before.marks, after.marks)
    lines = [*(("del", "−", *_told(one)) for one in gone), *(("ins", "+", *_told(one)) for one in new)]
    if not lines and before.text == after.text:
        lines = [("span", "·", gettext("HTML that readers do not see"), "")]
    listed = format_html_join("", "<li>{1} {2} <{0}>{3}</{0}></li>", lines)
    structure = format_html('<ul class="structure" aria-label="{}">{}</ul>', gettext("Structure"), listed) if lines else ""
    return format_html('<div class="difference-text">{}</div>{}', words, structure)


def _told(mark: Mark) -> tuple[str, str]:
    text = mark.text[:SHOWN] + "…" if len(mark.text) > SHOWN else mark.text
    return str(ELEMENTS.get(mark.element, mark.element)), f"{text} ({mark.detail})" if mark.detail else text


@tells(HotZone, "polygon")
def _polygon(older: Any, newer: Any, rows: Rows, is_whole: bool) -> SafeString:
    """Both outlines on the page's small picture, as it is now."""
    page = rows.get(PageSection, newer.page_section_id)
    width, height = (page.width, page.height) if page else (1000, 1414)
    picture = ""
    if page and page.picture:
        address = reverse("admin:issues_pagesection_picture", args=[page.pk])
        small = "" if is_whole else "small&"
        picture = format_html('<img src="{}?{}{}" alt="" loading="lazy">', address, small, page.picture_version)
    outlines = format_html_join(
        "",
        '<polygon class="outline-{}" points="{}" vector-effect="non-scaling-stroke" />',
        [("gone", svg_points(older.polygon, width, height)), ("new", svg_points(newer.polygon, width, height))],
    )
    return format_html(
        '<figure class="outlines"><div>{0}'
        '<svg viewBox="0 0 {1} {2}" width="{1}" height="{2}" role="img" aria-label="{3}">{4}</svg></div>'
        '<figcaption><del>{5}</del> <ins>{6}</ins></figcaption></figure>',
        picture, width, height, gettext("Both outlines on the page"), outlines, gettext("before"), gettext("after"),
    )  # fmt: skip


class BringingBackAdmin(HistoryAdmin):
    """Deleted rows have no page of their own; their last version has one, with a button."""

    def bring_back(self, version: Any) -> Any:
        """Calls the writing module."""
        raise NotImplementedError

    def issue_of_version(self, version: Any) -> Issue | None:
        """None where it is gone, too."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bring_back_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_bring_back"
        return [path("deleted/<int:version>/", view, name=name), *super().get_urls()]

    def may_bring_back(self, request: HttpRequest, version: Any) -> bool:
        return bool(request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}"))

    def bring_back_view(self, request: HttpRequest, version: int) -> HttpResponseBase:
        """Asks first. An issue that the user does not reach has no deleted rows for him."""
        gone = self._deleted(version)
        issue = self.issue_of_version(gone) if gone else None
        if issue is None or not Issue.objects.editable_by(request.user).filter(pk=issue.pk).exists():
            raise Http404(f"No deleted {self.opts.model_name} {version}")
        if not self.may_bring_back(request, gone):
            raise PermissionDenied
        demand_touch(request.user, issue)
        if request.method == "POST":
            with touching(request.user):
                return self._brought_back(request, gone)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Bring back: %(row)s") % {"row": self.name_of(gone)},
            "subtitle": None,
            "issue": issue,
            "zone": zone_of(issue),
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "entry": entry(gone, None, Rows()),
            "facts": self.facts(gone),
        }
        return TemplateResponse(request, "admin/bring_back.html", context)

    def _deleted(self, version: int) -> Any:
        found: Any = self.model.history.filter(pk=version, history_type="-")
        return found.select_related("history_user").first()

    def _brought_back(self, request: HttpRequest, gone: Any) -> HttpResponseBase:
        try:
            row = self.bring_back(gone)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.path)
        self.log_addition(request, row, gettext("brought back"))
        messages.success(request, gettext("%(row)s is back.") % {"row": row})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)

    def name_of(self, gone: Any) -> str:
        raise NotImplementedError

    def facts(self, gone: Any) -> list[tuple[str, Any]]:
        """What tells the row that would come back."""
        raise NotImplementedError


class ArticleHistoryAdmin(BringingBackAdmin):
    restored_fields = (*FIELDS_OF_ARTICLE, "continues", "author_names", "keyword_words")

    def restore(self, row: Any, version: Any) -> Any:
        return writing.restore_article(row, version)

    def bring_back(self, version: Any) -> Any:
        return writing.bring_back_article(version)

    def issue_of_version(self, version: Any) -> Issue | None:
        return Issue.objects.filter(pk=version.issue_id).first()

    def versions(self, row: Any) -> "models.QuerySet[Any]":
        return with_words(super().versions(row))

    def name_of(self, gone: Any) -> str:
        return str(gone.title)

    def facts(self, gone: Any) -> list[tuple[str, Any]]:
        return [
            (gettext("key"), gone.key),
            (gettext("title"), gone.title),
            (gettext("page section"), Rows().name(PageSection, gone.page_section_id)),
            (gettext("body"), read(gone.body).text[:400]),
        ]


class ZoneHistoryAdmin(BringingBackAdmin):
    restored_fields = FIELDS_OF_ZONE

    def restore(self, row: Any, version: Any) -> Any:
        return writing.restore_zone(row, version)

    def restore_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponseBase:
        """Paint over withdrawn print is the publisher's, in whatever way a zone comes to it."""
        then = HotZone.history.filter(pk=version).first()
        if then is not None and not _may_cover(request, then):
            raise PermissionDenied
        return super().restore_view(request, object_id, version)

    def bring_back(self, version: Any) -> Any:
        return writing.bring_back_zone(version)

    def may_bring_back(self, request: HttpRequest, version: Any) -> bool:
        return super().may_bring_back(request, version) and _may_cover(request, version)

    def issue_of_version(self, version: Any) -> Issue | None:
        """Of a page that is gone as well, its last version knows."""
        page = PageSection.objects.filter(pk=version.page_section_id).first()
        page = page or PageSection.history.filter(id=version.page_section_id).order_by("-history_id").first()
        return Issue.objects.filter(pk=page.issue_id).first() if page else None

    def name_of(self, gone: Any) -> str:
        return gettext("hot zone on %(page)s") % {"page": Rows().name(PageSection, gone.page_section_id)}

    def facts(self, gone: Any) -> list[tuple[str, Any]]:
        rows = Rows()
        page = rows.name(PageSection, gone.page_section_id)
        article = rows.name(Article, gone.article_id) if gone.article_id else gone.url
        outline = _polygon(gone, gone, rows, False)
        return [(gettext("page section"), page), (gettext("leads to"), article), (gettext("polygon"), outline)]


def _may_cover(request: HttpRequest, version: Any) -> bool:
    is_withdrawn = Article.objects.withdrawn().filter(pk=version.article_id).exists()
    return not is_withdrawn or bool(request.user.has_perm(PUBLISH))
