"""How a moment is told to the newsroom: on the clock of the paper that it belongs to, with the name of that clock's zone."""

import datetime as dt
from typing import Any

from django.utils import timezone

from issues.models import Publication

TO_ITS_PAPER = ("publication", "issue", "page_section")


def zone_of(thing: Any) -> dt.tzinfo:
    """Of the paper that a row belongs to, by its foreign keys; what belongs to no paper goes by the site's clock."""
    while thing is not None and not isinstance(thing, Publication):
        thing = next((found for way in TO_ITS_PAPER if (found := getattr(thing, way, None)) is not None), None)
    return timezone.get_default_timezone() if thing is None else thing.zone


def said(moment: dt.datetime | None, zone: dt.tzinfo, *, is_exact: bool = False) -> str:
    """Empty where there is none. `is_exact`: with seconds."""
    if moment is None:
        return ""
    return f"{moment.astimezone(zone):{'%Y-%m-%d %H:%M:%S' if is_exact else '%Y-%m-%d %H:%M'}} ({zone})"
