"""Looks again at the places of receipts that were not clean yet; for a timer, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, no_translations

from articles.exporting.receipts import ask_places
from articles.models import Receipt


class Command(BaseCommand):
    help = "Ask again at every place that was not found clean after a withdrawal. Ends with 1 where one still waits."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        left = 0
        for receipt in Receipt.objects.waiting().order_by("pk"):
            count = ask_places(receipt)
            self.stdout.write(f"{receipt}: {f'{count} places wait' if count else 'all places are clean'}")
            left += count
        if left:
            raise SystemExit(1)
