"""Days of mourning, on which everything public of a paper is grey."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, length_check, possible_date
from issues.models.publication import Publication


class GreyDays(models.Model):
    """Both ends included, on the paper's own calendar; it ends by itself. Kept on the publication, too, as `grey_spans`."""

    # The unique constraint below is its index.
    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="grey_days", verbose_name=_("publication"), db_index=False
    )
    first = models.DateField(_("first day"), validators=[possible_date])
    last = models.DateField(_("last day"), validators=[possible_date])
    note = Line(_("note"), help_text=_("For the newsroom alone; readers do not see it."))

    class Meta:
        verbose_name = _("days of mourning")
        verbose_name_plural = _("days of mourning")
        ordering = ["publication", "first"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "first"],
                name="one_mourning_a_date",
                violation_error_message=_("The paper has days of mourning from this date on already."),
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="mourning_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            length_check("mourning_lengths", note=500),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"
