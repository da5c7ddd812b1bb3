"""Receipts of withdrawals. They are the staff's own: no page shows them, no version rises."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.models import Article, Receipt, ReceiptPlace
from issues.models import Issue
from issues.writing import acting_user_pk


def keep_receipt(issue: Issue, article: Article | None, moment: dt.datetime, places: Sequence[ReceiptPlace]) -> Receipt | None:
    """In the transaction of the withdrawal; `places` as they were before it. None where readers saw it nowhere."""
    if not places:
        return None
    user_pk = acting_user_pk()
    user = get_user_model().objects.filter(pk=user_pk).first() if user_pk is not None else None
    name = (user.get_full_name() or user.get_username())[:150] if user else ""
    title = (article.title if article else str(issue))[:500]
    receipt = Receipt.objects.create(issue=issue, article=article, title=title, name=name, withdrawn_at=moment)
    for place in places:
        place.receipt = receipt
        place.clean_fields(exclude=["receipt"])
    ReceiptPlace.objects.bulk_create(places)
    return receipt


def close_receipts(issue: Issue, articles: Iterable[Article] | None, moment: dt.datetime) -> None:
    """What came back is looked for no more: of these articles, or of the issue itself."""
    rows = Receipt.objects.standing().filter(issue=issue)
    rows = rows.filter(article__isnull=True) if articles is None else rows.filter(article__in=list(articles))
    rows.update(came_back_at=moment)


def begin_asking(receipt: Receipt) -> None:
    """After the withdrawal's commit: nothing that is read from now on is older."""
    if receipt.asked_at is None:
        receipt.asked_at = timezone.now()
        receipt.save(update_fields=["asked_at"])


def note_answers(places: Sequence[ReceiptPlace]) -> None:
    ReceiptPlace.objects.bulk_update(places, ["answer", "clean_at"], batch_size=200)


def settle_copy(folder: str, true_at: dt.datetime) -> None:
    """For the export: its copy shows what readers saw at `true_at`. Of several times the first is kept."""
    waiting = ReceiptPlace.objects.filter(rule=ReceiptPlace.Rule.COPIED, address=folder, clean_at__isnull=True)
    waiting.filter(receipt__in=Receipt.objects.filter(asked_at__lte=true_at)).update(clean_at=true_at)
