"""Publications with their mastheads, names through time and days without paper."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from issues import files, pictures
from issues.models import GreyDays, Publication, PublicationName, Suspension
from issues.writing.changing import refusals_as_validation, take_over

KEPT_FIELDS = ("version", "masthead", "masthead_version", "masthead_width", "masthead_height", "masthead_digest", "grey_spans")


@contextmanager
def changing_publication(publication: Publication) -> Iterator[Publication]:
    """Holds the row's lock and gives the row as it is now, its version raised: name and foot stand on every page."""
    with files.files_with_rows():
        Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
        Publication.objects.filter(pk=publication.pk).update(version=F("version") + 1)
        yield Publication.objects.get(pk=publication.pk)


def save_publication(publication: Publication, *, masthead: bytes | None = None) -> Publication:
    """Creates a publication, or changes one; its slug is frozen once an issue was public."""
    if publication.pk is None:
        with files.files_with_rows():
            _save(publication, masthead)
        return publication
    with changing_publication(publication) as before:
        if publication.slug != before.slug and before.was_public():
            sentence = _("The slug is frozen: issues were public under “%(slug)s”.")
            raise ValidationError({"slug": sentence % {"slug": before.slug}})
        take_over(publication, before, KEPT_FIELDS)
        _save(publication, masthead)
    return publication


def _save(publication: Publication, masthead: bytes | None) -> None:
    publication.full_clean()
    publication.save()
    if masthead is not None:
        _receive_masthead(publication, masthead)


def _receive_masthead(publication: Publication, data: bytes) -> None:
    with refusals_as_validation("masthead"):
        served, size = pictures.masthead_png(data, settings.MAX_PICTURE_PIXELS)
    publication.masthead_version += 1
    publication.masthead = files.masthead(publication)
    publication.masthead_width, publication.masthead_height = size.width, size.height
    publication.masthead_digest = files.digest(data)
    files.write("masters", publication.masthead, data)
    files.write("served", publication.masthead, served)
    publication.save()


def delete_publication(publication: Publication) -> None:
    """With its names, its suspensions and every masthead it had; refused while it has issues."""
    with files.files_with_rows():
        # The whole lock: an issue that is made meanwhile waits for it, and then finds no publication.
        locked = Publication.objects.select_for_update().get(pk=publication.pk)
        if locked.issues.exists():
            raise ValidationError(_("“%(slug)s” has issues; delete them first.") % {"slug": locked.slug})
        for version in range(1, locked.masthead_version + 1):
            locked.masthead_version = version
            for kind in ("masters", "served"):
                files.delete_after_commit(kind, files.masthead(locked))
        publication.delete()


def save_name(name: PublicationName) -> PublicationName:
    _save_row(name)
    return name


def save_suspension(suspension: Suspension) -> Suspension:
    _save_row(suspension)
    return suspension


def save_grey_days(days: GreyDays) -> GreyDays:
    with changing_publication(days.publication):
        _save_row(days)
        _keep_grey_spans(days.publication)
    return days


def delete_grey_days(days: GreyDays) -> None:
    with changing_publication(days.publication):
        days.delete()
        _keep_grey_spans(days.publication)


def _keep_grey_spans(publication: Publication) -> None:
    spans = publication.grey_days.order_by("first").values_list("first", "last")
    publication.grey_spans = [[first.isoformat(), last.isoformat()] for first, last in spans]
    Publication.objects.filter(pk=publication.pk).update(grey_spans=publication.grey_spans)


def _save_row(row: PublicationName | Suspension | GreyDays) -> None:
    with changing_publication(row.publication):
        if not row._state.adding and not type(row)._default_manager.filter(pk=row.pk, publication=row.publication_id).exists():
            raise ValidationError({"publication": _("A name, a suspension and days of mourning stay with their publication.")})
        row.full_clean()
        row.save()


def delete_name(name: PublicationName) -> None:
    with changing_publication(name.publication):
        name.delete()


def delete_suspension(suspension: Suspension) -> None:
    with changing_publication(suspension.publication):
        suspension.delete()
