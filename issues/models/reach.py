"""Which papers somebody of the staff reaches: those that he is a member of. The one rule behind every `editable_by`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def papers_within_reach(user: "AbstractUser | AnonymousUser") -> frozenset[int] | None:
    """Primary keys of papers; None: all, those to come among them.

    One query for a user that was loaded, none for a superuser: the answer stays with the user, as Django's permissions do.
    """
    if not (user.is_active and user.is_staff):
        return frozenset()
    if user.is_superuser:
        return None
    known: Any = user
    if not hasattr(known, "_paper_pks"):
        known._paper_pks = frozenset(known.paper_memberships.values_list("publication_id", flat=True))
    papers: frozenset[int | None] = known._paper_pks
    return None if None in papers else frozenset(pk for pk in papers if pk is not None)


def reaches_every_paper(user: "AbstractUser | AnonymousUser") -> bool:
    return papers_within_reach(user) is None
