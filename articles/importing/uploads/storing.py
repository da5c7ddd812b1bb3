"""Where an uploaded file lies until it is imported, and how its pieces come together. Private: nothing here is ever served."""

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.holding import is_held
from articles.importing.problems import megabytes
from articles.models import Upload

PIECE_BYTES = 5_000_000  # what static/js/upload.js sends at a time
MOST_IN_A_PIECE = 8_000_000
SPARE_BYTES = 200_000_000  # of the disk, for what an import makes of the file
UNFINISHED_FOR = dt.timedelta(days=2)
WAITING_FOR = dt.timedelta(days=14)
NAME_BYTES = 200  # of 255 that a file system takes


class UploadRefused(Exception):
    """One sentence for the person who sends the file."""


def max_upload_bytes() -> int:
    return int(settings.MAX_UPLOAD_BYTES)


def uploads_folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads"


def folder_of(upload: Upload) -> Path:
    return uploads_folder() / str(upload.pk)


def file_of(upload: Upload) -> Path:
    """Alone in a folder of its own. It keeps the last part of its name, from which formats read dates and pages."""
    return folder_of(upload) / harmless(upload.name)


def harmless(name: str) -> str:
    """A name that cannot lead anywhere, hide the file or be too long for a file system; its ending stays."""
    plain = "".join(mark if mark.isprintable() and mark not in "/\\:" else "_" for mark in name).lstrip(". ").rstrip()
    stem, ending = os.path.splitext(plain)
    ending = ending if len(ending.encode()) <= 20 else ""
    room = NAME_BYTES - len(ending.encode())
    return (stem.encode()[:room].decode(errors="ignore") + ending) or "upload"


def begin_upload(user: User, name: str, size: int, options: dict[str, Any]) -> Upload:
    """An empty file and its row. Raises UploadRefused."""
    remove_old_uploads()
    limit = max_upload_bytes()
    if not 0 < size <= limit:
        sizes = {"found": megabytes(max(size, 0)).said(_), "limit": megabytes(limit).said(_)}
        raise UploadRefused(_("The file has %(found)s; expected 1 byte to %(limit)s.") % sizes)
    upload = Upload(user=user, name=name, size=size, options=options)
    try:
        upload.full_clean()
    except ValidationError as error:
        raise UploadRefused(" ".join(error.messages)) from error
    try:
        uploads_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(uploads_folder()).free < size + _announced() + SPARE_BYTES:
            raise UploadRefused(_("There is no room for the file on the server's disk."))
        upload.save()
        folder_of(upload).mkdir(mode=0o700)
        os.close(os.open(file_of(upload), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise _not_stored(error) from error
    return upload


def _announced() -> int:
    """Bytes that are still to come for uploads that were begun."""
    return int(Upload.objects.aggregate(left=Sum(F("size") - F("received"), default=0))["left"])


def add_piece(upload: Upload, offset: int, data: bytes) -> int:
    """Gives how many bytes are there now. A piece that does not begin where the file ends is left: the sender goes on from
    the number. Raises UploadRefused."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if offset != row.received:
            return row.received
        if offset + len(data) > row.size:
            sizes = {"name": row.name, "found": offset + len(data), "size": row.size}
            raise UploadRefused(_("%(name)s brings at least %(found)s bytes; expected %(size)s, as it was announced.") % sizes)
        try:
            with file_of(row).open("r+b") as file:
                file.seek(offset)
                file.write(data)
                file.truncate()
        except OSError as error:
            raise _not_stored(error) from error
        row.received += len(data)
        row.save(update_fields=["received"])
        return row.received


def _not_stored(error: OSError) -> UploadRefused:
    return UploadRefused(_("The server cannot store the file: %(reason)s.") % {"reason": error.strerror or error})


def has_file(upload: Upload) -> bool:
    """Whole, as it was announced."""
    try:
        return upload.is_complete and file_of(upload).stat().st_size == upload.size
    except OSError:
        return False


def remove_file(upload: Upload) -> None:
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def discard(upload: Upload) -> None:
    """The file and its row; runs keep theirs."""
    if is_held(folder_of(upload)):
        raise UploadRefused(_("%(name)s is being imported; wait until that has ended.") % {"name": upload.name})
    remove_file(upload)
    upload.delete()


def remove_old_uploads() -> None:
    """Those that were never finished, those that nobody came back to, and folders whose row went with its user."""
    now = timezone.now()
    for upload in Upload.objects.filter(created_at__lt=now - UNFINISHED_FOR):
        waited = now - upload.created_at > WAITING_FOR
        if (waited or not upload.is_complete) and not is_held(folder_of(upload)):
            remove_file(upload)
            upload.delete()
    there = {path.name: path for path in uploads_folder().glob("*") if path.is_dir()}
    known = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    for name in there.keys() - known:
        if not is_held(there[name]):
            shutil.rmtree(there[name], ignore_errors=True)
