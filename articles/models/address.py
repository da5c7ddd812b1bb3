"""Addresses that a paper's articles and pages had elsewhere, filled by import."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.figure import Figure
from issues.fields import length_check
from issues.models import Issue, PageSection

TARGETS = ("issue", "page_section", "article", "figure")


def _only(target: str) -> Q:
    """That one is set and no other."""
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class OldAddress(models.Model):
    class File(models.TextChoices):
        NONE = "", _("the page itself")
        PICTURE = "picture", _("its picture")
        PDF = "pdf", _("its PDF")

    path = models.CharField(_("path"), max_length=500, unique=True, help_text=_("As it was asked for, from the first slash on."))
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("issue"))
    page_section = models.ForeignKey(
        PageSection, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("page section")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("article")
    )

    figure = models.ForeignKey(
        Figure, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("figure")
    )
    file = models.CharField(_("leads to"), max_length=10, choices=File.choices, blank=True, default="")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (_only(target) for target in TARGETS)),
                name="old_address_leads_to_one_thing",
                violation_error_message=_("Choose one: an issue, a page section, an article or a figure."),
            ),
            models.CheckConstraint(
                condition=Q(file="", figure__isnull=True)
                | Q(file="picture", page_section__isnull=False)
                | Q(file="picture", figure__isnull=False)
                | Q(file="pdf", page_section__isnull=False),
                name="old_address_file_of_a_page_or_figure",
                violation_error_message=_("A picture is that of a page section or a figure, a PDF that of a page section."),
            ),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="old_address_begins_with_slash"),
            length_check("old_address_lengths", path=500),
        ]

    def __str__(self) -> str:
        return self.path
