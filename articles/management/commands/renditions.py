"""Makes the smaller widths and other formats of pictures that are served as a full-size JPEG so far."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from articles.management.arguments import add_choice, chosen_issues, number
from articles.management.stopping import caught_signals, end
from articles.renditions import counted, make_renditions
from articles.telling import telling
from issues.renditions import can_write_avif


class Command(BaseCommand):
    help = (
        "Make smaller widths and WebP (with --avif also AVIF) of page pictures and figures, newest issues first. "
        "It may be ended at any moment; the next run goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choice(parser)
        parser.add_argument("--avif", action="store_true", help="AVIF too: some seconds a page")
        parser.add_argument("--limit", type=number, metavar="N", help="end after N pictures")
        parser.add_argument("--workers", type=number, default=1, metavar="N", help="processes that render at once (default: 1)")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        issues = chosen_issues(options)
        if options["avif"] and not can_write_avif():
            raise CommandError("This Pillow was built without AVIF; install one with it, or leave out --avif.", returncode=2)
        with caught_signals() as caught, telling(self.stdout) as teller:
            try:
                run = make_renditions(
                    issues,
                    avif=options["avif"],
                    limit=options["limit"],
                    workers=options["workers"],
                    teller=teller,
                    is_stopped=lambda: bool(caught),
                )
            except (OSError, DatabaseError) as error:
                raise CommandError(f"Ended early ({error}); what was made is kept, the next run goes on.") from error
        self.stdout.write(f"{counted(run.made)} rendered.")
        end(run.problems, caught)
