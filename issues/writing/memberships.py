"""Who belongs to which paper: granted and taken away."""

from typing import TYPE_CHECKING

from django.db import transaction

from issues.models import Membership, Publication, reaches_every_paper

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User


def save_membership(membership: Membership) -> Membership:
    with transaction.atomic():
        membership.full_clean()
        membership.save()
    return membership


def delete_membership(membership: Membership) -> None:
    membership.delete()


def join_own_paper(publication: Publication, user: "User | AnonymousUser") -> None:
    """Who founds a paper belongs to it, unless he reaches every paper anyway."""
    if user.is_authenticated and not reaches_every_paper(user):
        Membership.objects.get_or_create(user=user, publication=publication)
