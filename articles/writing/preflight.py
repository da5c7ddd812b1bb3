"""What preflight keeps: sign-offs of tonight's items, the watch list, comparisons of pages. Readers see nothing of it, so the
issue's version stays."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import PageComparison, SignOff, WatchedWord
from articles.preflight.items import Item
from issues.models import Issue


def sign_off(issue: Issue, items: Iterable[Item], user: User, reason: str) -> list[SignOff]:
    """Each item as it is now, for one reason. The caller knows that the user may. What is signed off already stays as it was."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why it may stay as it is.")})
    moment, name = timezone.now(), (user.get_full_name() or user.get_username())[:150]
    with transaction.atomic():
        Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        standing = set(SignOff.objects.filter(issue=issue).standing().values_list("fingerprint", flat=True))
        rows = [
            SignOff(
                issue=issue,
                fingerprint=item.fingerprint,
                code=item.code,
                subject=str(item.subject)[:500],
                sentence=item.sentence.data,
                reason=reason,
                user=user,
                name=name,
                signed_at=moment,
            )
            for item in items
            if item.fingerprint not in standing
        ]
        for row in rows:
            row.full_clean(validate_unique=False, validate_constraints=False, exclude=["issue", "user"])
        return SignOff.objects.bulk_create(rows)


def take_back_sign_off(row: SignOff, user: User) -> None:
    """The item is open again; that it was signed off once stays on record."""
    with transaction.atomic():
        now = SignOff.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.taken_back_at is not None:
            raise ValidationError(_("It was taken back already, by %(name)s.") % {"name": now.taken_back_by})
        now.taken_back_at, now.taken_back_by = timezone.now(), (user.get_full_name() or user.get_username())[:150]
        now.save(update_fields=["taken_back_at", "taken_back_by"])


def save_watched_word(word: WatchedWord) -> None:
    word.word, word.suggestion, word.note = word.word.strip(), word.suggestion.strip(), word.note.strip()
    word.full_clean()
    word.save()


def delete_watched_word(word: WatchedWord) -> None:
    word.delete()


def keep_comparison(comparison: PageComparison) -> None:
    """In the place of the one before."""
    comparison.full_clean(validate_unique=False, validate_constraints=False, exclude=["page_section"])
    PageComparison.objects.update_or_create(
        page_section=comparison.page_section,
        defaults={name: getattr(comparison, name) for name in ("digest", "differences", "missing", "compared_at")},
    )
