"""Page sections in the admin: their files, credits and place. What stands on them comes from `articles.admin.paper`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues import files, writing
from issues.admin.choosing import ChoosingAdmin, PaperFilter, change_link, full_name, moment_column, state_mark
from issues.admin.fieldwise import FieldwiseForm
from issues.admin.history import HistoryAdmin
from issues.admin.placing import PlaceField, PlaceForm, placed
from issues.admin.rights import PUBLISH, demand_state
from issues.admin.saving import WritingAdmin, WritingForm
from issues.admin.uploads import PdfField, PictureField, send_privately
from issues.models import Issue, PageSection, SectionCredit
from issues.writing.restoring import FIELDS_OF_SECTION

PREVIEW_WIDTH, SMALL_WIDTH = 960, 320
STATE_AT = moment_column(PageSection, "state_at")


def record_state(section: PageSection, form: forms.ModelForm, request: HttpRequest) -> None:
    """Who set it, and when, go with the state, where the form sets one: what somebody set meanwhile bears his name."""
    state = form.cleaned_data.get("state")
    if state and state != form.initial.get("state"):
        writing.set_section_state(section, state, request.user.get_username(), timezone.now())


class CreditForm(FieldwiseForm, PlaceForm):
    pass


class CreditsInline(admin.TabularInline):
    model = SectionCredit
    form = CreditForm
    fields = ["place", "role", "name"]
    extra = 0

    @admin.display(description=_("position"))
    def place(self, credit: SectionCredit) -> int:
        """For those who may only look."""
        return credit.position


class PageForm(FieldwiseForm, PlaceForm):
    def meanwhile(self, name: str, value: str) -> str:
        """A state is set for the page that was seen; who may not touch a signature is promised nothing."""
        if name != "state":
            return super().meanwhile(name, value)
        sentence = gettext("Somebody set the state meanwhile to: %(value)s. Look at the page before you set another.")
        return sentence % {"value": value}


class SectionForm(PageForm, WritingForm):
    place = PlaceField(help_text=_("Place within the issue; empty: at its end."))
    picture_upload = PictureField(label=_("New page picture"))
    pdf_upload = PdfField(label=_("New PDF"))


class PageSectionAdmin(ChoosingAdmin, HistoryAdmin, WritingAdmin):
    form = SectionForm
    fixed_fields = ("issue",)
    long_fields = ("text",)
    list_display = ["title_and_fold", "issue_link", "kind", "state_word", "has_picture", "has_pdf", "on_site"]
    list_filter = ["state", "kind", PaperFilter]
    list_select_related = ["issue__publication"]
    date_hierarchy = "issue__date"
    ordering = ["-issue__date", "-issue__edition", "position"]
    search_fields = ["=label", "name", "fold", "issue__date", "issue__publication__slug"]
    autocomplete_fields = ["issue"]
    readonly_fields = ["key", "preview", "picture_now", "pdf_now", "state_by", STATE_AT, "notes_now", "text_source"]
    inlines = [CreditsInline]
    restored_fields = FIELDS_OF_SECTION
    fieldsets = [
        (None, {"fields": ["issue", ("label", "name"), ("fold", "place"), ("kind", "key")]}),
        (
            _("Picture and PDF"),
            {"fields": ["preview", "picture_now", "picture_upload", "pdf_now", "notes_now", "pdf_upload", ("width", "height")]},
        ),
        (_("State"), {"fields": ["state", "state_by", STATE_AT]}),
        (_("Page text"), {"fields": ["text_source", "text"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[PageSection]":
        sections: Any = super().get_queryset(request)
        found: models.QuerySet[PageSection] = sections.editable_by(request.user).select_related("issue__publication")
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Text that was read is not typed over by a form that was opened before; a signature is the publisher's to take back."""
        is_signed = obj is not None and obj.state == PageSection.State.SIGNED and not request.user.has_perm(PUBLISH)
        fixed = [*(["text"] if obj and obj.text_source else []), *(["state"] if is_signed else [])]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "state" and not request.user.has_perm(PUBLISH):
            kwargs["choices"] = [choice for choice in db_field.choices if choice[0] != PageSection.State.SIGNED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        """Signing is not a mistake in the form of somebody who was not offered it: it is an act that is not allowed. Another
        state for a page that was signed since the form was shown is a mistake."""
        form = super().get_form(request, obj, change=change, **kwargs)
        now = obj.state if obj else PageSection.State.AWAITED
        was_shown = request.POST.get("initial-state", now)
        state = request.POST.get("state", was_shown)
        if state == was_shown:
            return form
        is_signed_meanwhile = was_shown != now and now == PageSection.State.SIGNED
        if is_signed_meanwhile and not request.user.has_perm(PUBLISH):
            sentence = gettext("The page was signed meanwhile; its state is the publisher's to change.")
            form.refusal = ValidationError({"state": sentence})  # type: ignore[attr-defined]
        else:
            demand_state(request.user, now, state)
        return form

    def get_urls(self) -> list[URLPattern]:
        picture = self.admin_site.admin_view(self.picture_view)
        return [path("<int:pk>/picture/", picture, name="issues_pagesection_picture"), *super().get_urls()]

    def picture_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The picture as readers get it, masks included; drafts' too, so only for those who may edit. With `?small` for lists."""
        section = PageSection.objects.editable_by(request.user).filter(pk=pk).without_text().first()
        if section is None or not section.picture:
            raise Http404(f"No picture for page section {pk}")
        wanted = SMALL_WIDTH if "small" in request.GET else PREVIEW_WIDTH
        width = next((width for width in section.picture_widths if width >= wanted), section.picture_widths[-1])
        name = files.served_picture(section.issue, "page", section.key, section.picture_version, width)
        return send_privately(name, "image/jpeg")

    def view_on_site(self, section: PageSection) -> str | None:
        return section.get_absolute_url() if section.issue.state() == Issue.State.PUBLISHED else None

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        given = form.cleaned_data
        place = given["place"] if "place" in form.changed_data else None
        writing.save_section(thing, picture=given["picture_upload"], pdf=given["pdf_upload"], position=place)
        record_state(thing, form, request)

    def restore(self, row: Any, version: Any) -> Any:
        return writing.restore_section(row, version)

    def erase(self, thing: Any) -> None:
        writing.delete_section(thing)

    def write_rows(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        """A credit that somebody else added since the form was shown stays."""
        forms = [form for form in formset.forms if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())]
        places = {id(form.instance): form.cleaned_data["place"] for form in forms if "place" in form.changed_data}
        shown = {form.instance.pk: form.instance for form in forms if form.instance.pk}
        gone = {credit.pk for credit in formset.deleted_objects}
        rows = [shown.get(credit.pk, credit) for credit in parent.credits.order_by("position") if credit.pk not in gone]
        rows += [form.instance for form in forms if not form.instance.pk]
        moves = [(place, n) for n, row in enumerate(rows) if (place := places.get(id(row)))]
        credits = [rows[n] for n in placed(list(range(len(rows))), moves)]
        writing.save_section(parent, credits=[(credit.role, credit.name) for credit in credits])

    @admin.display(description=_("notes on the page's PDF"))
    def notes_now(self, section: PageSection) -> str:
        return " ".join(section.notes) or "–"

    @admin.display(description=_("page section"), ordering="position")
    def title_and_fold(self, section: PageSection) -> str:
        return str(section)

    @admin.display(description=_("issue"), ordering="issue__date")
    def issue_link(self, section: PageSection) -> SafeString:
        return change_link(section.issue, full_name(section.issue))

    @admin.display(description=_("state"), ordering="state")
    def state_word(self, section: PageSection) -> SafeString:
        return state_mark(section.state, section.get_state_display())

    @admin.display(description=_("picture"), boolean=True)
    def has_picture(self, section: PageSection) -> bool:
        return bool(section.picture)

    @admin.display(description=_("PDF"), boolean=True)
    def has_pdf(self, section: PageSection) -> bool:
        return bool(section.pdf)

    @admin.display(description=_("public page"))
    def on_site(self, section: PageSection) -> SafeString | str:
        address = self.view_on_site(section)
        return format_html('<a href="{}">{}</a>', address, gettext("Open")) if address else "–"

    @admin.display(description=_("picture on the site"))
    def picture_now(self, section: PageSection) -> str:
        return version_text(section.picture_version) if section.picture else "–"

    @admin.display(description=_("PDF on the site"))
    def pdf_now(self, section: PageSection) -> str:
        return version_text(section.pdf_version) if section.serves_pdf else "–"

    @admin.display(description=_("picture"))
    def preview(self, section: PageSection) -> SafeString | str:
        if not section.picture:
            return gettext("No picture; readers see a blank sheet.")
        address = reverse("admin:issues_pagesection_picture", args=[section.pk])
        version = f"?{section.picture_version}"
        return format_html(
            '<a href="{}{}"><img class="preview" src="{}{}" alt="{}"></a>', address, version, address, version, str(section)
        )


def version_text(number: int) -> str:
    return gettext("version %(number)s") % {"number": number}


def erase_credits(section: PageSection, leaving: set[int]) -> None:
    staying = section.credits.exclude(pk__in=leaving)
    writing.save_section(section, credits=[(credit.role, credit.name) for credit in staying])


class CreditPaperFilter(PaperFilter):
    path = "page_section__issue__publication"


@admin.register(SectionCredit)
class SectionCreditAdmin(WritingAdmin):
    """Who made which page; changed on the page section, where the order is."""

    list_display = ["role", "name", "section_link"]
    list_filter = [CreditPaperFilter]
    list_select_related = ["page_section__issue__publication"]
    ordering = ["-page_section__issue__date", "page_section__position", "position"]
    search_fields = ["role", "name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[SectionCredit]":
        return super().get_queryset(request).filter(page_section__in=PageSection.objects.editable_by(request.user))

    def delete_queryset(self, request: HttpRequest, queryset: "models.QuerySet[SectionCredit]") -> None:
        """Page by page, since saving a page's credits renumbers those that stay."""
        leaving: dict[PageSection, set[int]] = {}
        for credit in queryset:
            leaving.setdefault(credit.page_section, set()).add(credit.pk)
        with files.files_with_rows():
            for section, credits in leaving.items():
                erase_credits(section, credits)

    def erase(self, thing: Any) -> None:
        erase_credits(thing.page_section, {thing.pk})

    @admin.display(description=_("page section"))
    def section_link(self, credit: SectionCredit) -> SafeString:
        return change_link(credit.page_section, full_name(credit.page_section))
