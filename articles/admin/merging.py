"""An article that two editors had open: who saves second sees both texts field by field, and both end up in the history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin.texts import WORDS, Differing, differing, texts, typed, typed_texts
from articles.admin.unsent import VERSION, UnsentAdmin, posted_version
from articles.differing import together
from articles.models import Article, UnsentForm
from articles.writing.unsent import Typed, hold_article, newest_version, set_aside, settle_form
from issues.admin.rights import demand_touch, touching
from issues.files import files_with_rows

MINE, THEIRS, HAND = "mine", "theirs", "hand"


@dataclass(frozen=True)
class Sides:
    """The texts of one article: as my form was begun (empty where no history tells), as it is now, as I typed it."""

    before: dict[str, str]
    theirs: dict[str, str]
    mine: dict[str, str]

    def is_overtaken(self, name: str) -> bool:
        """Saving mine would take away what somebody else wrote."""
        return self.mine[name] != self.theirs[name] != self.before.get(name)

    def both(self, name: str) -> str | None:
        """What both changed in a field, each at its place."""
        return together(self.before[name], self.mine[name], self.theirs[name]) if name in self.before else None

    def proposed(self, name: str) -> str:
        """Which text there is no doubt about."""
        if self.mine[name] == self.before.get(name):
            return THEIRS
        if self.theirs[name] == self.before.get(name):
            return MINE
        return HAND if self.both(name) is not None else ""


@dataclass(frozen=True)
class Choice:
    field: Differing
    chosen: str
    hand: forms.BoundField
    are_both_in_hand: bool


def before(form_class: type[forms.ModelForm], article: Article, version: int) -> dict[str, str]:
    record = article.history.filter(history_id=version).first()
    known = texts(form_class(instance=record.instance)) if record else {}
    return {name: value for name, value in known.items() if name not in WORDS}


class MergingAdmin(UnsentAdmin):
    merges = True

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("unsent/<uuid:ticket>/merge/", view, name=self.unsent_name("merge")), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Figures and corrections are rows of their own and are saved in any case; the article's own fields may have to wait."""
        if change and VERSION in request.POST and self.is_overtaken(request, obj, form):
            demand_touch(request.user, obj)
            request.overtaken = self.keep_overtaken(request, obj, form)  # type: ignore[attr-defined]
        else:
            super().save_model(request, obj, form, change)

    def is_overtaken(self, request: HttpRequest, article: Article, form: forms.ModelForm) -> bool:
        if hold_article(article) <= posted_version(request):
            return False
        now = Article.objects.get(pk=article.pk)
        theirs = texts(type(form)(instance=now))
        sides = Sides(before(type(form), now, posted_version(request)), theirs, texts(form))
        return any(map(sides.is_overtaken, theirs))

    def keep_overtaken(self, request: HttpRequest, article: Article, form: forms.ModelForm) -> UUID:
        names = {name for field in form.fields for name in (form.add_prefix(field), form.add_initial_prefix(field))}
        given = Typed(posted_version(request), {name: request.POST.getlist(name) for name in request.POST if name in names})
        return self.keep_sent(self.open_form(request, article), given)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if hasattr(request, "overtaken") else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if hasattr(request, "overtaken"):
            return redirect(f"admin:{self.unsent_name('merge')}", request.overtaken)
        return super().response_change(request, obj)

    def merge_view(self, request: HttpRequest, ticket: UUID) -> HttpResponseBase:
        kept, article = self.own_form(request, ticket)
        form_class = self.get_form(request, article, change=True)
        version = newest_version(Article, article.pk)  # before the text is read
        article.refresh_from_db()
        sides = Sides(
            before(form_class, article, kept.version),
            texts(form_class(instance=article)),
            typed_texts(form_class, article, kept.fields),
        )
        names = [name for name in sides.theirs if sides.theirs[name] != sides.mine[name]]
        if request.method == "POST":
            try:
                self.save_merged(request, kept, article, sides, names)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", article.pk)
        form = form_class(instance=article)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Two texts: %(title)s") % {"title": article},
            "opts": self.opts,
            "article": article,
            "newest": article.history.order_by("-history_id").select_related("history_user").first(),
            "version": version,
            "version_name": VERSION,
            "choices": choices(request, form, sides, differing(form, sides.theirs, sides.mine, kept.labels)),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    def save_merged(self, request: HttpRequest, kept: UnsentForm, article: Article, sides: Sides, names: list[str]) -> None:
        """Mine becomes a version by itself, then what was chosen the next one. Raises ValidationError; then nothing is saved."""
        form_class = self.get_form(request, article, change=True)
        mine = form_class(typed(kept.fields), instance=Article.objects.get(pk=article.pk))
        merged = form_class(chosen(request.POST, kept, sides, names, form_class), instance=Article.objects.get(pk=article.pk))
        refuse_errors(mine, merged)
        with touching(request.user), files_with_rows():
            demand_touch(request.user, article)
            if hold_article(article) != posted_version(request):
                raise ValidationError(gettext("The article was saved once more meanwhile; look at the texts again."))
            if texts(merged) != sides.mine:
                set_aside(mine.instance, mine.cleaned_data["author_names"], mine.cleaned_data["keyword_words"])
            self.write(request, merged.instance, merged)
            settle_form(self.open_form(request, article, kept.ticket))
            self.log_change(request, article, gettext("Two texts brought together."))
        messages.success(request, gettext("The article is saved. Both texts that it was made of are in its history."))


def chosen(post: QueryDict, kept: UnsentForm, sides: Sides, names: list[str], form_class: type[forms.ModelForm]) -> QueryDict:
    """The form as it is to be saved: of each field that differs the text that was chosen."""
    data = typed(kept.fields)
    missing = [name for name in names if post.get(f"choice-{name}") not in (MINE, THEIRS, HAND)]
    if missing:
        labels = [capfirst(str(form_class.base_fields[name].label or name)) for name in missing]
        raise ValidationError(gettext("Choose a text for: %(fields)s.") % {"fields": gettext(", ").join(labels)})
    for name in names:
        if post[f"choice-{name}"] == THEIRS:
            data.setlist(name, [sides.theirs[name]] if sides.theirs[name] else [])
        elif post[f"choice-{name}"] == HAND:
            data.setlist(name, post.getlist(f"{HAND}-{name}"))
    return data


def refuse_errors(*sent: forms.ModelForm) -> None:
    for form in sent:
        for name, errors in form.errors.items():
            label = capfirst(str(form.fields[name].label or name)) if name in form.fields else ""
            raise ValidationError(f"{label}: {' '.join(map(str, errors))}" if label else " ".join(map(str, errors)))


def choices(request: HttpRequest, form: forms.ModelForm, sides: Sides, found: list[Differing]) -> list[Choice]:
    """What was chosen and written by hand stays where the page comes back with a sentence."""
    both = {field.name: sides.both(field.name) for field in found}
    initial = {name: sides.mine[name] if joined is None else joined for name, joined in both.items()}
    data = request.POST if request.method == "POST" else None
    hands = type(form)(data, initial=initial, instance=form.instance, prefix=HAND)
    return [
        Choice(
            field,
            request.POST.get(f"choice-{field.name}", "") or sides.proposed(field.name),
            hands[field.name],
            both[field.name] is not None and sides.proposed(field.name) == HAND,
        )
        for field in found
    ]
