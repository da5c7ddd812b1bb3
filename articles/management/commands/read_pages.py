"""Reads the PDFs of pages: picture, text layer, page text, reading PDF, hot zones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.intake.running import read_pages
from articles.management.arguments import add_choice, chosen_issues, number
from articles.management.stopping import caught_signals, end
from articles.telling import telling
from issues.models import PageSection
from issues.writing import read_again


class Command(BaseCommand):
    help = (
        "Read page PDFs that were not read yet, newest issues first: page text, picture where none was given, a small PDF for "
        "readers, hot zones and draft articles. Then pages are searched again whose articles came or changed after they were "
        "read. It may be ended at any moment; the next run goes on. Exit status: 0 all is well, 1 a page has a note, 2 the "
        "command line is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choice(parser)
        parser.add_argument("--again", action="store_true", help="also pages that were read before")
        parser.add_argument("--limit", type=number, metavar="N", help="end after N pages")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        sections = PageSection.objects.filter(issue__in=chosen_issues(options))
        if options["again"]:
            read_again(sections)
        with caught_signals() as caught, telling(self.stdout) as teller:
            try:
                run = read_pages(sections, teller=teller, limit=options["limit"], is_stopped=lambda: bool(caught))
            except OSError as error:
                raise CommandError(f"Ended early ({error}); what was read is kept, the next run goes on.") from error
        self.stdout.write(f"{run.read}.")
        end(run.problems, caught)
