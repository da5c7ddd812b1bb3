"""Why a page's signature fell, and of which pages it did: what the board and the history say of it."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models import PageSection


class Void(models.TextChoices):
    """Stands in the history as the reason of the entry with which the page went back into work."""

    PICTURE = "void: picture", _("signature void: a new picture came")
    PDF = "void: pdf", _("signature void: a new PDF came")
    ARTICLE = "void: article", _("signature void: the text of an article changed")
    FIGURE = "void: figure", _("signature void: a picture of an article changed")
    ZONE = "void: zone", _("signature void: a hot zone changed")
    ORDER = "void: order", _("signature void: the page has other articles or another order")


def voided(sections: Iterable[PageSection]) -> dict[int, Void]:
    """By primary key, the pages among them whose state is still the one that voiding left behind. One query."""
    since = {section.pk: section.state_at for section in sections if section.state == PageSection.State.IN_WORK}
    records = PageSection.history.filter(id__in=since, history_change_reason__in=Void.values).order_by("history_id")
    rows = records.values_list("id", "state_at", "history_change_reason")
    return {pk: Void(reason) for pk, moment, reason in rows if moment and moment == since[pk]}
