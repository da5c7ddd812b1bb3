"""What is typed and not saved yet: kept, settled, forgotten; and the version under which a form may be saved. Readers see nothing
of it, so no issue's version rises."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from articles.models import Article, UnsentForm
from articles.models.unsent import UnsentFormQuerySet
from articles.writing.articles import save_article
from issues.models import Issue
from issues.sentences import kept
from issues.writing import give_reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

OVERTAKEN = "overtaken"  # reason in the history of a text that somebody else's save came before


@dataclass(frozen=True)
class OpenForm:
    """Whose form of what. `row` is None where the row does not exist yet."""

    ticket: UUID
    user: "AbstractUser"
    noun: str
    row: int | None


@dataclass(frozen=True)
class Typed:
    version: int
    fields: dict[str, list[str]]
    labels: dict[str, list[str]] = field(default_factory=dict)


def keep_form(form: OpenForm, typed: Typed | None = None, *, is_open: bool = True) -> bool:
    """The form is there, and what was typed since. False where it was settled, or the ticket is not this form's: then nothing is
    kept. As a rule one UPDATE."""
    changes: dict[str, Any] = {"seen_at": timezone.now(), "is_open": is_open}
    if typed is not None:
        texts = {"fields": kept(typed.fields), "labels": kept(typed.labels)}
        changes |= {"version": typed.version, "kept_at": timezone.now(), **texts}
    if _mine(form).filter(settled_at=None).update(**changes):
        return True
    row = UnsentForm(ticket=form.ticket, user_id=form.user.pk, noun=form.noun, row=form.row, **changes)
    UnsentForm.objects.bulk_create([row], ignore_conflicts=True)  # the same form may arrive twice at once
    return _mine(form).filter(settled_at=None).exists()


def settle_form(form: OpenForm) -> None:
    """It was saved or dropped. What is still on its way under its ticket comes too late. Old ones of everybody go on the way."""
    now = timezone.now()
    row = UnsentForm(ticket=form.ticket, user_id=form.user.pk, noun=form.noun, row=form.row, seen_at=now, settled_at=now)
    UnsentForm.objects.bulk_create([row], ignore_conflicts=True)
    _mine(form).update(settled_at=now, is_open=False, kept_at=None, fields={}, labels={})
    UnsentForm.objects.outlived(now).delete()


def leave_form(form: OpenForm) -> None:
    """Closed; what was typed into it stays. Of a form without a text nothing stays."""
    _mine(form).filter(settled_at=None, kept_at=None).delete()
    _mine(form).update(is_open=False)


def _mine(form: OpenForm) -> UnsentFormQuerySet:
    return UnsentForm.objects.of(form.noun, form.row).filter(ticket=form.ticket, user=form.user.pk)


def newest_version(model: Any, pk: int) -> int:
    """The number of the newest entry in a row's history; 0 where there is none. One query, by an index."""
    newest: int | None = model.history.filter(id=pk).order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def hold_article(article: Article) -> int:
    """Until the transaction ends nobody else saves the article, because every write of it needs its issue's lock. Gives the
    version as it is under the lock."""
    Issue.objects.select_for_update(of=("self",)).only("pk").get(pk=article.issue_id)
    return newest_version(Article, article.pk)


def set_aside(article: Article, authors: Sequence[str], keywords: Sequence[str]) -> None:
    """A text that somebody else's save came before becomes a version in the history, for another that follows at once."""
    give_reason(article, OVERTAKEN)
    save_article(article, authors=authors, keywords=keywords)
