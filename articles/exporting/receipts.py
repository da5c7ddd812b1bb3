"""Asks each place of a receipt what it shows now, as an anonymous reader asks it."""

import datetime as dt
import re
import time

from django.utils import timezone

from articles.exporting.site_reader import AnonymousReader, Answer
from articles.models import Receipt, ReceiptPlace, SiteCopy
from articles.writing.receipts import begin_asking, note_answers
from issues.pages import AN_HOUR

Rule = ReceiptPlace.Rule
GONE = (404, 410)
A_REQUEST = 15.0  # seconds
KEPT_BY_BROWSERS = dt.timedelta(seconds=AN_HOUR)
_VERSION = re.compile(r"-(\d+)-\d+\.[a-z]+\Z")


def ask_places(receipt: Receipt, seconds: float | None = None) -> int:
    """Those that were not found clean yet; call it after the withdrawal's commit. Gives how many still wait. Some milliseconds a
    place; an issue of sixteen pages has some hundred, so a request gives it so many `seconds` and leaves the rest for later."""
    began = time.monotonic()
    begin_asking(receipt)
    places = list(receipt.places.filter(clean_at__isnull=True))
    reader = AnonymousReader()
    copies = dict(SiteCopy.objects.values_list("folder", "true_at"))
    for place in places:
        if seconds is not None and time.monotonic() - began > seconds:
            break
        if place.rule == Rule.EXPIRED:
            place.clean_at = _expired(receipt)
        elif place.rule == Rule.COPIED:
            true_at = copies.get(place.address)
            place.clean_at = true_at if true_at and receipt.asked_at and true_at >= receipt.asked_at else None
        else:
            place.answer, is_clean = look(reader, place)
            place.clean_at = timezone.now() if is_clean else None
    note_answers(places)
    return sum(place.clean_at is None for place in places)


def _expired(receipt: Receipt) -> dt.datetime | None:
    end = expires_at(receipt)
    return end if end and end <= timezone.now() else None


def expires_at(receipt: Receipt) -> dt.datetime | None:
    """When nothing that a browser or a proxy kept before is shown any more."""
    return receipt.asked_at + KEPT_BY_BROWSERS if receipt.asked_at else None


def look(reader: AnonymousReader, place: ReceiptPlace) -> tuple[str, bool]:
    """What it answers, and whether that is clean."""
    answer = reader.ask(place.address)
    said = str(answer.status)
    if answer.status in GONE:
        return said, True
    if place.rule == Rule.GONE:
        return said, False
    if place.rule == Rule.NEWER:
        return said, _is_newer(reader, place, answer)
    text = answer.location + answer.read().decode("utf-8", "replace")
    return said, not any(mark in text for mark in place.mark.split())


def _is_newer(reader: AnonymousReader, place: ReceiptPlace, answer: Answer) -> bool:
    """A PDF's address stays, and its ETag tells the version; a picture's leads to the picture that is valid now."""
    if answer.is_shown:
        return place.kind == ReceiptPlace.Kind.PDF and answer.etag not in ("", place.mark)
    version = _VERSION.search(answer.location) if answer.is_redirect else None
    return version is not None and int(version[1]) > int(place.mark) and reader.ask(answer.location).is_shown
