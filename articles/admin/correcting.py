"""更正: a dated note on an article that readers have seen, from its form and from the board; the publisher's act."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.admin.origins import origin
from articles.models import Article, Correction
from issues.admin.rights import PUBLISH
from issues.models import Issue


class NoteForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["date", "text"]
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        }
        help_texts = {"text": _("Readers see it with its date at the article, at once.")}


class CorrectionDesk(admin.ModelAdmin):
    """What the admin of articles gets of it: the page, and a link to it beside the acts."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct_view)
        return [path("<path:object_id>/correct/", view, name="articles_article_correct"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        article = kwargs.get("obj")
        if article is not None and may_correct(request) and is_seen(article):
            link = (reverse("admin:articles_article_correct", args=[article.pk]), _("Correct"))
            response.context_data["acts"] = [link, *response.context_data.get("acts", ())]
        return response

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404(f"No article {object_id}")
        if not may_correct(request):
            raise PermissionDenied
        after = origin(request, article) or reverse("admin:articles_article_change", args=[article.pk])
        if not is_seen(article):
            messages.error(request, gettext("%(title)s is not public; mend its text instead.") % {"title": article})
            return redirect(after)
        note = Correction(article=article, date=article.issue.publication.today(timezone.now()))
        form = NoteForm(request.POST or None, instance=note)
        if request.method == "POST" and self._save(request, form):
            return redirect(after)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Correct: %(title)s") % {"title": article.title},
            "article": article,
            "notes": article.corrections.order_by("date", "pk"),
            "form": form,
            "after": after,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/articles/correct.html", context)

    def _save(self, request: HttpRequest, form: NoteForm) -> bool:
        if not form.is_valid():
            return False
        note = form.instance
        try:
            writing.save_correction(note)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        self.log_change(request, note.article, str(_("Correct")))
        told = (gettext("Readers see the note."), note.article.get_absolute_url(), gettext("Open"))
        messages.success(request, format_html('{} <a href="{}">{}</a>', *told))
        return True


def may_correct(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH) and request.user.has_perm("articles.add_correction")


def is_seen(article: Article) -> bool:
    return article.issue.state() == Issue.State.PUBLISHED and article.withdrawn_at is None
