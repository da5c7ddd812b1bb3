"""Authors, keywords, corrections and old addresses in the admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.models import Article, Author, Correction, Keyword, OldAddress
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link
from issues.admin.fieldwise import FieldwiseForm
from issues.admin.saving import QuietAdmin, WritingAdmin, WritingForm
from issues.models import Issue, reaches_every_paper


class WordAdmin(QuietAdmin):
    """A word that articles share."""

    relation = ""

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        """Counted word by word, for those shown: a join would count all of them first."""
        entries = self.model.entries.rel.related_model.objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        counted = entries.order_by().values(self.model._meta.model_name).annotate(count=models.Count("pk")).values("count")
        return super().get_queryset(request).annotate(article_count=Coalesce(models.Subquery(counted), 0))

    @admin.display(description=_("articles"))  # to order by it, all would have to be counted
    def articles_with_it(self, word: Any) -> SafeString:
        address = f"{reverse('admin:articles_article_changelist')}?{self.relation}__id__exact={word.pk}"
        return format_html('<a href="{}">{}</a>', address, word.article_count)


@admin.register(Author)
class AuthorAdmin(WordAdmin):
    relation = "authors"
    list_display = ["name", "articles_with_it"]
    search_fields = ["name"]


@admin.register(Keyword)
class KeywordAdmin(WordAdmin):
    relation = "keywords"
    list_display = ["word", "articles_with_it"]
    search_fields = ["word"]


class CorrectionForm(FieldwiseForm, WritingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].widget.attrs["rows"] = 3


class CorrectionsInline(admin.TabularInline):
    model = Correction
    form = CorrectionForm
    extra = 0


class CorrectionPaperFilter(PaperFilter):
    path = "article__issue__publication"


@admin.register(Correction)
class CorrectionAdmin(ChoosingAdmin, WritingAdmin):
    form = CorrectionForm
    fixed_fields = ("article",)
    list_display = ["date", "article_link", "text"]
    list_filter = [CorrectionPaperFilter]
    list_select_related = ["article__issue"]
    date_hierarchy = "date"
    ordering = ["-date", "-pk"]
    search_fields = ["text", "article__title"]
    autocomplete_fields = ["article"]
    fieldsets = [(None, {"fields": ["article", "date", "text"]})]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Correction]":
        return super().get_queryset(request).filter(article__in=Article.objects.editable_by(request.user))

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_correction(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_correction(thing)

    @admin.display(description=_("article"), ordering="article__title")
    def article_link(self, correction: Correction) -> SafeString:
        return change_link(correction.article, correction.article.title)


@admin.register(OldAddress)
class OldAddressAdmin(ChoosingAdmin, WritingAdmin):
    list_display = ["path", "target", "file_word"]
    list_filter = ["file"]
    list_select_related = ["issue__publication", "page_section", "article", "figure"]
    long_fields = ("article__body", "article__lead", "page_section__text")
    search_fields = ["path", "article__title"]
    autocomplete_fields = ["issue", "page_section", "article", "figure"]
    fields = ["path", "issue", "page_section", "article", "figure", "file"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[OldAddress]":
        addresses = super().get_queryset(request)
        if reaches_every_paper(request.user):
            return addresses
        issues = Issue.objects.editable_by(request.user)
        pages, articles = models.Q(page_section__issue__in=issues), models.Q(article__issue__in=issues)
        return addresses.filter(models.Q(issue__in=issues) | pages | articles | models.Q(figure__issue__in=issues))

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        writing.save_old_address(thing)

    def erase(self, thing: Any) -> None:
        writing.delete_old_address(thing)

    @admin.display(description=_("leads to"))
    def target(self, address: OldAddress) -> SafeString:
        thing = address.article or address.figure or address.page_section or address.issue
        return change_link(thing, f"{thing._meta.verbose_name}: {thing}") if thing else format_html("{}", gettext("nothing"))

    @admin.display(description=_("what of it"), ordering="file")
    def file_word(self, address: OldAddress) -> str:
        return address.get_file_display()
