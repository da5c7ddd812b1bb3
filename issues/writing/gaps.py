"""What was never printed: ticks on gaps that an audit names. They are the staff's own: no page shows them, no version rises."""

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from issues.models import NeverPrinted, Publication

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def tick_gap(publication: Publication, date: dt.date, label: str = "", note: str = "", user: "User | None" = None) -> bool:
    """Without a label: no issue that day; with one: no such page in it. True where it was not ticked yet; a new note replaces."""
    gap = NeverPrinted(publication=publication, date=date, label=_spelled(label), note=note, noted_by=user)
    gap.clean_fields()
    with transaction.atomic():
        kept, is_new = NeverPrinted.objects.get_or_create(
            publication=publication, date=date, label=gap.label, defaults={"note": note, "noted_by": user}
        )
        if note and kept.note != note:
            kept.note, kept.noted_by = note, user
            kept.save(update_fields=["note", "noted_by"])
    return is_new


def untick_gap(publication: Publication, date: dt.date, label: str = "") -> None:
    """It counts as missing again. Refused where nothing is ticked: a mistyped day would stay ticked unnoticed."""
    deleted, _rows = NeverPrinted.objects.filter(publication=publication, date=date, label=_spelled(label)).delete()
    if not deleted:
        gap = NeverPrinted(publication=publication, date=date, label=_spelled(label))
        raise ValidationError(_("%(gap)s is not ticked as never printed.") % {"gap": gap})


def _spelled(label: str) -> str:
    """Full-width figures and letters are typed as easily."""
    return unicodedata.normalize("NFKC", label).strip()
