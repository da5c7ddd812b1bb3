"""What was never printed: a day or a page that an audit misses and that is not missing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, length_check, possible_date
from issues.models.publication import Publication


class NeverPrinted(models.Model):
    """`label` empty: no issue at all on that day; else the page with that label was not part of it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="never_printed", verbose_name=_("publication"))
    date = models.DateField(_("date"), validators=[possible_date])
    label = Line(_("label"), max_length=20)
    note = Line(_("note"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("never printed")
        verbose_name_plural = _("never printed")
        ordering = ["publication", "date", "label"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "date", "label"], name="one_note_a_gap"),
            length_check("never_printed_lengths", label=20, note=500),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.label}".strip()
