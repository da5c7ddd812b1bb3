"""Who may change which row, beyond Django's permission for its noun: what readers have seen, and what is somebody's own."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from issues.models import Issue, PageSection, SectionCredit
from issues.writing import demanding

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

PUBLISH = "issues.publish_issue"


@singledispatch
def issue_of(_thing: Any) -> Issue | None:
    """The issue that a row's content stands in; None for what belongs to a paper or to the house."""
    return None


@issue_of.register
def _itself(issue: Issue) -> Issue | None:
    return issue


@issue_of.register
def _of_section(section: PageSection) -> Issue | None:
    return section.issue


@issue_of.register
def _of_credit(credit: SectionCredit) -> Issue | None:
    return credit.page_section.issue


@singledispatch
def is_own(_thing: Any, _user: "AbstractUser | AnonymousUser") -> bool:
    """Whether the user made the row. Who may add rows of this noun may change his own, until readers see them."""
    return False


def may_touch(user: "AbstractUser | AnonymousUser", thing: Any) -> bool:
    """Drafts are everybody's who may change such rows. What has a time of publication is the publisher's: readers saw it, or it
    went past tonight's list as it is."""
    if user.has_perm(PUBLISH):
        return True
    issue = issue_of(thing)
    return issue is None or issue.publish_at is None


def demand_touch(user: "AbstractUser | AnonymousUser", thing: Any) -> None:
    """Answers 403; also where a new row is put on a page that readers see."""
    if not may_touch(user, thing):
        raise PermissionDenied


@contextmanager
def touching(user: "AbstractUser | AnonymousUser", noun: type = Issue) -> Iterator[None]:
    """What is written meanwhile asks `may_touch` again under the issue's lock: it may be scheduled since the view asked. Not for
    rows of a `noun` that stands in no issue, such as an old address: they may be written whatever the issue's time is."""
    is_of_issue = issue_of.dispatch(noun) is not issue_of.dispatch(object)
    with demanding(lambda issue: demand_touch(user, issue)) if is_of_issue else nullcontext():
        yield


def demand_state(user: "AbstractUser | AnonymousUser", before: str, after: str) -> None:
    """A page is signed, and its signature taken back, by the publisher alone."""
    if before != after and PageSection.State.SIGNED in (before, after) and not user.has_perm(PUBLISH):
        raise PermissionDenied


class GuardedAdmin(admin.ModelAdmin):
    """Asks both for each row. Rows of other papers are none: `get_queryset` does not give them."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_change = super().has_change_permission(request, obj)
        if obj is None or obj.pk is None:
            return may_change
        if not may_change and not self.has_add_permission(request):
            return False
        return may_touch(request.user, obj) and (may_change or is_own(obj, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or may_touch(request.user, obj))

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """Django asks for the permission before it looks for the row; who may not change any is told of no row elsewhere."""
        if object_id and not self.has_change_permission(request) and self.get_object(request, unquote(object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The same order here."""
        if not self.has_delete_permission(request) and self.get_object(request, unquote(object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return super().delete_view(request, object_id, extra_context)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """An action of the list is no way round: it fails as a whole where one of its rows may not be touched."""
        if request.POST.get("action") and not request.user.has_perm(PUBLISH):
            chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
            everything = request.POST.get("select_across", "0") not in ("", "0")
            rows = queryset if everything else queryset.filter(pk__in=[pk for pk in chosen if pk.isdigit()])
            if not all(may_touch(request.user, row) for row in rows):
                raise PermissionDenied
        return super().response_action(request, queryset, *args, **kwargs)
