"""Form fields for masters: a file is looked at as writing will look at it, so that a bad one is an error beside its field."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.pages import send_file
from issues.pictures import FileRefused, clean_pdf, look_at_picture


def megabytes(size: int) -> str:
    """In the decimal units that the limits are set in."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"


class MasterField(forms.FileField):
    """Cleaned to the bytes that were received, or None without a file. `greatest` names a setting, in bytes."""

    accepted = ""
    greatest = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": self.accepted}))
        super().__init__(**kwargs)

    def look_at(self, data: bytes) -> None:
        """Raises FileRefused."""
        raise NotImplementedError

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        limit: int = getattr(settings, self.greatest)
        if upload.size > limit:
            sizes = {"found": megabytes(upload.size), "limit": megabytes(limit)}
            raise ValidationError(gettext("The file has %(found)s; expected at most %(limit)s.") % sizes)
        upload.seek(0)
        received: bytes = upload.read()
        try:
            self.look_at(received)
        except FileRefused as error:
            raise ValidationError(
                gettext("The file cannot be taken: %(reason)s.") % {"reason": error.sentence.said(gettext)}
            ) from error
        return received


class PictureField(MasterField):
    accepted = "image/jpeg,image/png,image/webp,image/tiff"
    greatest = "MAX_PICTURE_BYTES"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", format_lazy(_("JPEG, PNG, WebP or TIFF, at most {limit}."), limit=megabytes(settings.MAX_PICTURE_BYTES))
        )
        super().__init__(**kwargs)

    def look_at(self, data: bytes) -> None:
        """Decoded only once, by writing; what that refuses comes back to this field."""
        look_at_picture(data, settings.MAX_PICTURE_PIXELS)


class PdfField(MasterField):
    accepted = "application/pdf"
    greatest = "MAX_PDF_BYTES"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", format_lazy(_("One page, without a password, at most {limit}."), limit=megabytes(settings.MAX_PDF_BYTES))
        )
        super().__init__(**kwargs)

    def look_at(self, data: bytes) -> None:
        clean_pdf(data)


def send_privately(name: str, content_type: str) -> HttpResponseBase:
    """A served file for an editor's eyes: kept nowhere, since its issue may be a draft."""
    response = send_file(name, content_type, 0)
    response["Cache-Control"] = "private, no-store"
    return response
