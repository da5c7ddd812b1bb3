"""Who belongs to which paper's staff."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from issues.models.publication import Publication
from issues.models.reach import papers_within_reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class MembershipQuerySet(models.QuerySet["Membership"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        """Nobody grants, sees or takes away more than he reaches himself."""
        papers = papers_within_reach(user)
        return self.all() if papers is None else self.filter(publication__in=papers)


class Membership(models.Model):
    """What the user may do there, his groups say. Without a publication: every paper, those to come among them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="paper_memberships", verbose_name=_("user"), db_index=False
    )
    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("publication"),
        help_text=_("Empty: all papers, those to come among them."),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "publication"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "publication"],
                name="one_membership_a_paper",
                violation_error_message=_("The user is a member of this paper already."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(publication__isnull=True),
                name="one_membership_of_all_papers",
                violation_error_message=_("The user is a member of all papers already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.publication.slug if self.publication else _('all papers')}"
