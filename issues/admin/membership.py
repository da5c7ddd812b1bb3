"""Who belongs to which paper, in the admin: beside the paper, beside the user, and as a list."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from issues import writing
from issues.admin.choosing import ChoosingAdmin, PaperFilter
from issues.admin.saving import WritingAdmin
from issues.models import Membership, Publication, reaches_every_paper

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class MembersInline(admin.TabularInline):
    """On a paper's page."""

    model = Membership
    verbose_name = _("member")
    verbose_name_plural = _("members")
    extra = 0
    fields = ["user"]
    autocomplete_fields = ["user"]


class PapersInline(admin.TabularInline):
    """On a user's page. Nobody sees or grants more papers than he reaches."""

    model = Membership
    extra = 0
    fields = ["publication"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Membership]":
        memberships: Any = super().get_queryset(request)
        within: models.QuerySet[Membership] = memberships.editable_by(request.user).select_related("user", "publication")
        return within

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choices_within_reach(db_field, request.user))


def choices_within_reach(db_field: Any, user: "AbstractUser | AnonymousUser") -> dict[str, Any]:
    """Without “all papers” for those who do not reach all of them. The names come with the papers: each row offers them all."""
    if db_field.name != "publication":
        return {}
    within = Publication.objects.editable_by(user).with_name_on(timezone.localdate())
    papers = {"queryset": within, "required": not reaches_every_paper(user)}
    return papers | ({"empty_label": capfirst(_("all papers"))} if reaches_every_paper(user) else {})


def save_memberships(request: HttpRequest, formset: Any) -> None:
    """Of an inline whose `save(commit=False)` was called."""
    for membership in formset.deleted_objects:
        writing.delete_membership(membership)
    for form in formset.forms:
        if form not in formset.deleted_forms and form.has_changed():
            grant(request, form.instance)


def grant(request: HttpRequest, membership: Membership) -> None:
    if membership.publication_id is None and not reaches_every_paper(request.user):
        raise PermissionDenied
    writing.save_membership(membership)


class MembershipPaperFilter(PaperFilter):
    path = "publication"


@admin.register(Membership)
class MembershipAdmin(ChoosingAdmin, WritingAdmin):
    list_display = ["user", "paper"]
    list_filter = [MembershipPaperFilter]
    list_select_related = ["user", "publication"]
    search_fields = ["user__username", "publication__slug"]
    autocomplete_fields = ["user"]
    fixed_fields = ("user",)
    fields = ["user", "publication"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Membership]":
        memberships: Any = super().get_queryset(request)
        within: models.QuerySet[Membership] = memberships.editable_by(request.user).select_related("user", "publication")
        return within

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choices_within_reach(db_field, request.user))

    def write(self, request: HttpRequest, thing: Any, form: Any) -> None:
        grant(request, thing)

    def erase(self, thing: Any) -> None:
        writing.delete_membership(thing)

    @admin.display(description=_("publication"), ordering="publication__slug")
    def paper(self, membership: Membership) -> str:
        return membership.publication.slug if membership.publication else str(_("all papers"))
