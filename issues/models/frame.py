"""A paper's page list without content, kept under a name: what a new issue may begin with."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.fields import length_check
from issues.models.issue import Issue
from issues.models.publication import Publication
from issues.models.reach import papers_within_reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class IssueFrameQuerySet(models.QuerySet["IssueFrame"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        papers = papers_within_reach(user)
        return self.all() if papers is None else self.filter(publication__in=papers)


class IssueFrame(models.Model):
    """`pages` holds, in order, one mapping a page: fold, label, name, kind, width, height, and credits as [role, name].

    It is written and read whole, so it is one value and no table. Written by `issues.writing.frames` alone.
    """

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="frames", verbose_name=_("publication"), db_index=False, editable=False
    )
    name = models.CharField(_("name"), max_length=100)
    made_from = models.ForeignKey(
        Issue,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("issue"),
        help_text=_("Its pages are kept without content: folds, labels, names, kinds, sizes and credits."),
    )
    pages = models.JSONField(_("page sections"), default=list, editable=False)

    objects = IssueFrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("frame of an issue")
        verbose_name_plural = _("frames of issues")
        ordering = ["publication", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "name"],
                name="one_frame_a_name",
                violation_error_message=_("The paper has a frame of this name already."),
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="frame_has_name"),
            length_check("frame_lengths", name=100),
        ]

    def __str__(self) -> str:
        return self.name
