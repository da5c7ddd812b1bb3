"""Preview links: made, revoked, counted when they are opened. They are the staff's own: no page shows them, no version rises."""

import base64
import datetime as dt
import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from issues.models import Issue, PreviewLink, token_digest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

USUAL, LONGEST = dt.timedelta(hours=24), dt.timedelta(days=7)
TOKEN_BYTES = 24
ONE_OPENING = dt.timedelta(minutes=10)  # who reads on within it has not opened the link again


class MadeLink(NamedTuple):
    """The token is told here and nowhere else."""

    link: PreviewLink
    token: str


def make_preview_link(issue: Issue, user: "User", note: str, lasts: dt.timedelta = USUAL) -> MadeLink:
    """For somebody without an account, whom `note` names."""
    if not note.strip():
        raise ValidationError({"note": _("Say whom the link is for.")})
    if not dt.timedelta() < lasts <= LONGEST:
        raise ValidationError({"expires_at": _("A preview link holds for %(days)s days at most.") % {"days": LONGEST.days}})
    token, now = secrets.token_urlsafe(TOKEN_BYTES), timezone.now()
    link = PreviewLink(issue=issue, note=note.strip(), made_by=user, made_at=now, expires_at=now + lasts)
    return MadeLink(_saved(link, token), token)


def own_preview(issue: Issue, user: "User") -> str:
    """The token of the user's own link: the one that is there while it holds for some hours yet, else a new one."""
    now = timezone.now()
    for link in PreviewLink.objects.open(now + USUAL / 2).filter(issue=issue, made_by=user, is_own=True):
        token = _own_token(link)
        if link.digest == token_digest(token) and link.issues().exists():
            return token
    link = PreviewLink(issue=issue, is_own=True, made_by=user, made_at=now, expires_at=now + USUAL)
    token = _own_token(link)
    _saved(link, token)
    return token


def _own_token(link: PreviewLink) -> str:
    """Made again from the row and the site's secret, so that it need not be kept."""
    facts = f"{link.issue_id} {link.made_by_id} {link.expires_at.astimezone(dt.UTC).isoformat()}"
    signed = salted_hmac("issues.preview", facts, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _saved(link: PreviewLink, token: str) -> PreviewLink:
    link.digest = token_digest(token)
    with transaction.atomic():
        link.full_clean()
        link.save()
    return link


def revoke_preview_link(link: PreviewLink, user: "User") -> None:
    """What was revoked before stays as it was."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now(), revoked_by=user)
    link.refresh_from_db()


def note_opening(link: PreviewLink) -> None:
    """No query where it was opened a moment ago."""
    now = timezone.now()
    if link.opened_at is None or link.opened_at <= now - ONE_OPENING:
        PreviewLink.objects.filter(pk=link.pk).update(opened_at=now, openings=F("openings") + 1)
