"""Addresses that a paper's articles and pages had elsewhere, filled by import."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from issues.fields import length_check
from issues.models import Issue, PageSection


class OldAddress(models.Model):
    path = models.CharField(_("path"), max_length=500, unique=True, help_text=_("As it was asked for, from the first slash on."))
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("issue"))
    page_section = models.ForeignKey(
        PageSection, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("page section")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, page_section__isnull=True, article__isnull=True)
                | Q(issue__isnull=True, page_section__isnull=False, article__isnull=True)
                | Q(issue__isnull=True, page_section__isnull=True, article__isnull=False),
                name="old_address_leads_to_one_thing",
                violation_error_message=_("Choose one: an issue, a page section or an article."),
            ),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="old_address_begins_with_slash"),
            length_check("old_address_lengths", path=500),
        ]

    def __str__(self) -> str:
        return self.path
