"""The admin's own name, its accounts with their papers, and the word that went out. What else it shows comes from the apps."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from issues.admin.choosing import moment_column, state_mark
from issues.admin.membership import PapersInline, save_memberships
from issues.admin.saving import QuietAdmin
from issues.models import Membership
from newsroom.models import Word

admin.site.site_header = _("Newsroom")
admin.site.site_title = _("Newsroom")
admin.site.index_title = _("The paper and the print")
admin.site.unregister([User, Group])


def with_permissions(rows: "models.QuerySet[Any]", name: str) -> "models.QuerySet[Any]":
    """Who may only look is shown each permission by name, which begins with its content type's."""
    return rows.prefetch_related(models.Prefetch(name, Permission.objects.select_related("content_type")))


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Who manages accounts gives roles and papers; a superuser, and single permissions, are made by superusers alone."""

    inlines = [PapersInline]
    show_facets = admin.ShowFacets.NEVER  # they count each choice of each filter

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return with_permissions(super().get_queryset(request), "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_delete_permission(request, obj) and not is_above

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        user = self.get_object(request, id)
        if user is not None and not self.has_change_permission(request, user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Membership:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        save_memberships(request, formset)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Nobody but a superuser changes what a role may."""

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return with_permissions(super().get_queryset(request), "permissions")


CREATED_AT, NEXT_AT = moment_column(Word, "created_at"), moment_column(Word, "next_at")


@admin.register(Word)
class WordAdmin(QuietAdmin):
    """To see what went out and why something did not."""

    list_display = [CREATED_AT, "state_word", "text", "robot", "attempts", "note"]
    list_filter = ["state", "what"]
    list_select_related = ["issue__publication"]
    search_fields = ["text"]
    fields = [CREATED_AT, "what", "text", "robot", "state_word", NEXT_AT, "attempts", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("state"), ordering="state")
    def state_word(self, word: Word) -> SafeString:
        return state_mark(word.state, word.get_state_display())
