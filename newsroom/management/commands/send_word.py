"""Sends word that is due: of issues whose time has come, and what a robot did not take before. For a timer, every minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.word.sending import send_due


class Command(BaseCommand):
    help = "Sends what waits for the robots of NEWSROOM_WORD_OUT. Ends with 1 where a robot did not take a message."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_due()
        if sent:
            self.stdout.write(f"{sent} sent.")
        if failed:
            raise CommandError(f"{failed} not taken; the log says why. They are tried again.")
