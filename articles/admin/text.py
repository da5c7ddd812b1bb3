"""The text of an article in its form: what was pasted, whom the byline names, and what the editor in the browser finds there."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from articles.finding.authorship import authors_of
from articles.models import Article
from articles.pasting import tidied
from articles.richtext import TAGS, plain_text

BYLINE_LENGTH, BEGINNING_LENGTH = 500, 300  # characters that are looked at


class TextForm(forms.ModelForm):
    """Of an article. `pictures_left_out`: of a text that was pasted with them."""

    pictures_left_out = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "body" in self.fields:
            self.fields["body"].widget.attrs.update(rows=24, **{"class": "vLargeTextField body", "data-body": ""})
            self.fields["lead"].widget.attrs.update(rows=3, **{"data-lead": ""})
            self.fields["author_names"].widget.attrs["data-authors"] = ""
            self.fields["body"].help_text = gettext(
                "HTML of these elements: %(elements)s. Everything else is taken out when you save."
            ) % {"elements": ", ".join(sorted(TAGS))}

    def clean_body(self) -> str:
        """What is too long is left to writing, which refuses it."""
        body: str = self.cleaned_data["body"]
        if len(body) > settings.MAX_BODY_CHARACTERS:
            return body
        found = tidied(body)
        self.pictures_left_out = found.pictures
        return found.html


class TextAdmin(admin.ModelAdmin):
    change_form_template = "admin/articles/article_form.html"

    def get_urls(self) -> list[URLPattern]:
        byline = self.admin_site.admin_view(require_safe(self.byline_view))
        return [path("byline/", byline, name="articles_article_byline"), *super().get_urls()]

    def byline_view(self, request: HttpRequest) -> JsonResponse:
        """Whom `byline` names, or without one the bracket that `text`, the first paragraph, begins with."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        byline, text = request.GET.get("byline", ""), request.GET.get("text", "")
        return JsonResponse({"authors": "、".join(authors_of(byline[:BYLINE_LENGTH], text[:BEGINNING_LENGTH]))})

    def named_authors(self, article: Article, given: list[str], *, is_new: bool) -> list[str]:
        """As given; of a new article without any, those that its byline names."""
        return given or (authors_of(article.byline, plain_text(article.body)[:BEGINNING_LENGTH]) if is_new else [])

    def tell_what_was_left_out(self, request: HttpRequest, form: Any) -> None:
        count: int = form.pictures_left_out
        if count:
            sentence = ngettext(
                "%(count)s picture of the pasted text was left out; add it as a figure.",
                "%(count)s pictures of the pasted text were left out; add them as figures.",
                count,
            )
            messages.warning(request, sentence % {"count": count})
