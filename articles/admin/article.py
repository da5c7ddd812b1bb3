"""Articles in the admin: text, place on the page, authors and keywords in order, figures and corrections."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing, writing
from articles.admin.acts import Act, ActingAdmin
from articles.admin.correcting import CorrectionDesk
from articles.admin.figure import FiguresInline, write_figures
from articles.admin.history import ArticleHistoryAdmin
from articles.admin.merging import MergingAdmin
from articles.admin.origins import ReturningAdmin, preflight_address
from articles.admin.receipts import ReceiptDesk
from articles.admin.text import TextAdmin, TextForm
from articles.admin.words import CorrectionsInline
from articles.admin.zone import zone_lines
from articles.models import Article, Figure
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link, full_name, moment_column, state_mark
from issues.admin.placing import PlaceField, PlaceForm
from issues.admin.saving import WritingForm
from issues.models import Issue

WORD_LENGTH = 100
WITHDRAWN_AT = moment_column(Article, "withdrawn_at")


def _republish(article: Article) -> None:
    """Refused with a link to the list that its story has still to pass."""
    try:
        publishing.republish_article(article)
    except publishing.StoryNotReady as refusal:
        address = preflight_address(refusal.article.issue, refusal.article)
        raise ValidationError(
            format_html('{} <a href="{}">{}</a>', refusal.message, address, gettext("See tonight's list."))
        ) from refusal


ARTICLE_ACTS = (
    Act(
        "withdraw",
        _("Withdraw"),
        _("The story with its later parts will answer “gone”; its place is painted over in every picture and PDF."),
        publishing.withdraw_article,
        lambda article: article.withdrawn_at is None,
        asks_reason=True,
    ),
    Act(
        "republish",
        _("Publish again"),
        _("The story with its later parts comes back at the addresses it had, and the paint is taken off the page."),
        lambda article, _reason: _republish(article),
        lambda article: article.withdrawn_at is not None,
    ),
)


@full_name.register
def _full_article(article: Article) -> str:
    return f"{full_name(article.page_section)} {article.title}"


class WordsField(forms.CharField):
    """Words in order, separated by 、 or a comma; cleaned to a list."""

    widget = forms.TextInput(attrs={"class": "vLargeTextField"})

    def clean(self, value: Any) -> list[str]:
        words = [word.strip() for word in re.split(r"[、,，;；\n]+", super().clean(value)) if word.strip()]
        too_long = next((word for word in words if len(word) > WORD_LENGTH), None)
        if too_long:
            raise ValidationError(
                gettext("“%(word)s” is too long; expected at most %(limit)s characters.")
                % {"word": too_long, "limit": WORD_LENGTH}
            )
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or "") != (data or "").strip())


class ArticleForm(TextForm, PlaceForm, WritingForm):
    place = PlaceField(help_text=_("Place on the page; empty: at its end."))
    author_names = WordsField(label=capfirst(_("authors")), required=False, help_text=_("In order, separated by 、 or a comma."))
    keyword_words = WordsField(
        label=capfirst(_("keywords")), required=False, help_text=_("In order, separated by 、 or a comma.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "page_section" in self.fields:
            self.fields["page_section"].show_hidden_initial = True
        if self.instance.pk:
            self.fields["author_names"].initial = "、".join(
                entry.author.name for entry in self.instance.author_entries.select_related("author")
            )
            self.fields["keyword_words"].initial = "、".join(
                entry.keyword.word for entry in self.instance.keyword_entries.select_related("keyword")
            )

    def clean_page_section(self) -> Any:
        section = self.cleaned_data["page_section"]
        if self.instance.pk and section.issue_id != self.instance.issue_id:
            raise ValidationError(gettext("An article stays in its issue; the page section belongs to another."))
        return section


class WithdrawnFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("public", _("public")), ("withdrawn", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "public":
            return queryset.public()
        return queryset.withdrawn_after_public() if self.value() == "withdrawn" else queryset


@admin.register(Article)
class ArticleAdmin(
    ReturningAdmin, TextAdmin, MergingAdmin, ReceiptDesk, CorrectionDesk, ChoosingAdmin, ArticleHistoryAdmin, ActingAdmin
):
    form = ArticleForm
    acts = ARTICLE_ACTS
    long_fields = ("body", "lead", "page_section__text")
    list_display = ["title", "section_link", "position", "kind", "column", "state_word", "on_site"]
    list_filter = ["kind", WithdrawnFilter, "is_indexed", PaperFilter]
    list_select_related = ["issue__publication", "page_section__issue__publication"]
    date_hierarchy = "issue__date"
    ordering = ["-issue__date", "-issue__edition", "page_section__position", "position"]
    search_fields = ["title", "subtitle", "kicker", "byline", "column", "issue__date", "=page_section__label"]
    autocomplete_fields = ["page_section", "continues"]
    readonly_fields = ["issue_link", "key", WITHDRAWN_AT, "withdrawal_reason", "zones_list"]
    inlines = [FiguresInline, CorrectionsInline]
    fieldsets = [
        (_("Headline"), {"fields": ["column", "kicker", "title", "subtitle"], "classes": ["story"]}),
        (_("Text"), {"fields": ["lead", "body"], "classes": ["story"]}),
        (_("Place"), {"fields": ["issue_link", "page_section", "place", "kind", "continues"]}),
        (_("Who wrote it"), {"fields": ["byline", "author_names", "source", "keyword_words"]}),
        (_("Hot zones"), {"fields": ["zones_list"]}),
        (
            _("Repost and indexes"),
            {"fields": ["original_source", "original_title", "is_indexed", "external_id"], "classes": ["collapse"]},
        ),
        (_("Kept by the system"), {"fields": ["key", WITHDRAWN_AT, "withdrawal_reason"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Article]":
        articles: Any = super().get_queryset(request)
        found: models.QuerySet[Article] = articles.editable_by(request.user).select_related(
            "issue__publication", "page_section__issue__publication"
        )
        return found

    def view_on_site(self, article: Article) -> str | None:
        is_public = article.issue.state() == Issue.State.PUBLISHED and article.withdrawn_at is None
        return article.get_absolute_url() if is_public else None

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        given = form.cleaned_data
        is_new, moved = thing.pk is None, {"page_section", "place"} & set(form.changed_data)  # changed since the form was shown
        authors = self.named_authors(thing, given["author_names"], is_new=is_new)
        writing.save_article(thing, authors=authors, keywords=given["keyword_words"], position=given["place"] if is_new else None)
        self.tell_what_was_left_out(request, form)
        if moved and not is_new:
            section = given["page_section"] if "page_section" in moved else thing.page_section
            place = given["place"] if "place" in moved else None
            writing.move_article(thing, section, place or section.articles.count() + 1)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Writing refuses to delete a withdrawn article; the page that asks for certainty says so beforehand."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        covered = [
            gettext("%(title)s (withdrawn: its print is covered)") % {"title": article}
            for article in objs
            if article.withdrawn_at
        ]
        return deleted, counts, lacking, [*protected, *covered]

    def erase(self, thing: Any) -> None:
        writing.delete_article(thing)

    def write_rows(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        if formset.model is Figure:
            write_figures(parent, formset)
            return
        for row in formset.deleted_objects:
            writing.delete_correction(row)
        for form in formset.forms:
            if form in formset.deleted_forms or not form.has_changed():
                continue
            form.instance.article = parent
            writing.save_correction(form.instance)

    @admin.display(description=_("page section"), ordering="page_section__position")
    def section_link(self, article: Article) -> SafeString:
        """Short: the list is wide, and the date's year stands above it."""
        section = article.page_section
        return change_link(section, f"{article.issue.date:%m-%d} {section.short_label} {section.name}")

    @admin.display(description=_("issue"))
    def issue_link(self, article: Article) -> SafeString | str:
        return change_link(article.issue, full_name(article.issue)) if article.pk else "–"

    @admin.display(description=_("state"))
    def state_word(self, article: Article) -> SafeString:
        state = Issue.State.WITHDRAWN if article.withdrawn_at else article.issue.state()
        return state_mark(state.value, state.label)

    @admin.display(description=_("public page"))
    def on_site(self, article: Article) -> SafeString | str:
        address = self.view_on_site(article)
        return format_html('<a href="{}">{}</a>', address, gettext("Open")) if address else "–"

    @admin.display(description=_("hot zones"))
    def zones_list(self, article: Article) -> SafeString | str:
        return zone_lines(article.zones.select_related("page_section", "article"), with_page=True) if article.pk else "–"
