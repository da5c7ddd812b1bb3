"""Figures in the admin: pictures taken in, seen in small, with caption, credit and alternative text."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.admin.origins import ReturningAdmin
from articles.models import Article, Figure
from issues import files
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link
from issues.admin.fieldwise import FieldwiseForm
from issues.admin.placing import PlaceField, PlaceForm, placed
from issues.admin.saving import WritingAdmin, WritingForm
from issues.admin.uploads import PictureField, send_privately

FOCAL = {"focal_x", "focal_y"}


class FigureForm(FieldwiseForm, WritingForm):
    picture_upload = PictureField(label=_("New picture"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "caption" in self.fields:
            self.fields["caption"].widget.attrs["rows"] = 3
        for name in FOCAL.intersection(self.fields):
            self.fields[name].required = False
            self.fields[name].widget.attrs.update(min=0, max=1, step="any", **{"class": "focal"})

    def clean_focal_x(self) -> float:
        return self._or_middle("focal_x")

    def clean_focal_y(self) -> float:
        return self._or_middle("focal_y")

    def _or_middle(self, name: str) -> float:
        given = self.cleaned_data[name]
        return 0.5 if given is None else given

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.instance.pk and "picture_upload" not in self.errors and not self.cleaned_data.get("picture_upload"):
            self.add_error("picture_upload", ValidationError(gettext("A figure needs a picture.")))
        return cleaned


class FigureRowForm(PlaceForm, FigureForm):
    place = PlaceField()


def write_figures(article: Article, formset: Any) -> None:
    """Rows of the article's form; `formset.save(commit=False)` has sorted them already."""
    for figure in formset.deleted_objects:
        writing.delete_figure(figure)
    moves = []
    for form in formset.forms:
        if form in formset.deleted_forms or not form.has_changed():
            continue
        form.instance.article = article
        writing.save_figure(form.instance, picture=form.cleaned_data["picture_upload"])
        if "place" in form.changed_data and form.cleaned_data["place"]:
            moves.append((form.cleaned_data["place"], form.instance.pk))
    if moves:
        order = list(article.figures.order_by("position").values_list("pk", flat=True))
        writing.order_figures(article, placed(order, moves))


class FigurePaperFilter(PaperFilter):
    path = "issue__publication"


class FigureFacts:
    """What is shown of a figure beside its fields."""

    @admin.display(description=_("picture"))
    def preview(self, figure: Figure) -> SafeString | str:
        if not figure.pk:
            return "–"
        address = f"{reverse('admin:articles_figure_picture', args=[figure.pk])}?{figure.picture_version}"
        return format_html(
            '<a href="{0}"><img class="preview preview-figure" src="{0}" alt="{1}" loading="lazy"></a>', address, figure.alt_text
        )

    @admin.display(description=_("place in the text"))
    def placeholder(self, figure: Figure) -> SafeString | str:
        if not figure.pk:
            return "–"
        return format_html('<code data-figure-key="{}">{}</code>', figure.key, f'<figure data-figure="{figure.key}"></figure>')


class FiguresInline(FigureFacts, admin.StackedInline):
    model = Figure
    form = FigureRowForm
    extra = 0
    ordering = ["position"]
    readonly_fields = ["preview", "placeholder"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may add figures may change those of an article that he may change, which the article's page asks first."""
        return super().has_change_permission(request, obj) or self.has_add_permission(request, obj)

    @admin.display(description=_("position"))
    def place(self, figure: Figure) -> int:
        """For those who may only look."""
        return figure.position

    fieldsets = [
        (
            None,
            {
                "fields": [
                    "preview",
                    "picture_upload",
                    "caption",
                    ("credit", "is_decorative"),
                    "alt",
                    ("place", "focal_x", "focal_y"),
                    "placeholder",
                ]
            },
        )
    ]


@admin.register(Figure)
class FigureAdmin(ReturningAdmin, FigureFacts, ChoosingAdmin, WritingAdmin):
    form = FigureForm
    fixed_fields = ("article",)
    list_display = ["__str__", "key", "article_link", "credit", "width", "height"]
    list_filter = ["is_decorative", FigurePaperFilter]
    list_select_related = ["article", "issue__publication"]
    date_hierarchy = "issue__date"
    ordering = ["-issue__date", "-issue__edition", "article_id", "position"]  # “article” would bring its own order along
    search_fields = ["caption", "credit", "alt", "article__title", "issue__date"]
    autocomplete_fields = ["article"]
    readonly_fields = ["key", "position", "width", "height", "preview", "placeholder"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "article",
                    "preview",
                    "picture_upload",
                    "caption",
                    "credit",
                    "alt",
                    "is_decorative",
                    ("focal_x", "focal_y"),
                ]
            },
        ),
        (_("Kept by the system"), {"fields": ["placeholder", ("key", "position"), ("width", "height")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Figure]":
        return super().get_queryset(request).filter(article__in=Article.objects.editable_by(request.user))

    def get_urls(self) -> list[URLPattern]:
        picture = self.admin_site.admin_view(self.picture_view)
        return [path("<int:pk>/picture/", picture, name="articles_figure_picture"), *super().get_urls()]

    def picture_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        figure = self.get_queryset(request).select_related("issue").filter(pk=pk).first()
        if figure is None:
            raise Http404(f"No figure {pk}")
        width = figure.picture_widths[0]
        return send_privately(files.served_picture(figure.issue, "fig", figure.key, figure.picture_version, width), "image/jpeg")

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_figure(thing, picture=form.cleaned_data["picture_upload"])

    def erase(self, thing: Any) -> None:
        writing.delete_figure(thing)

    @admin.display(description=_("article"), ordering="article__title")
    def article_link(self, figure: Figure) -> SafeString:
        return change_link(figure.article, figure.article.title)
