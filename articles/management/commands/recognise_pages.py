"""Recognises the text of scanned pages by Tesseract."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.intake.running import counted, recognise_pages
from articles.management.arguments import add_choice, chosen_issues, number
from articles.management.stopping import caught_signals, end
from articles.telling import telling
from issues.models import PageSection
from issues.ocr import OcrMissing


class Command(BaseCommand):
    help = (
        "Recognise the text of pages that have a picture and no text layer, newest issues first: page text, hot zones and draft "
        "articles. Needs Tesseract with the paper's language. It may be ended at any moment; the next run goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choice(parser)
        parser.add_argument("--again", action="store_true", help="also pages that were recognised before, or could not be")
        parser.add_argument("--limit", type=number, metavar="N", help="end after N pages")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        sections = PageSection.objects.filter(issue__in=chosen_issues(options))
        with caught_signals() as caught, telling(self.stdout) as teller:
            try:
                run = recognise_pages(
                    sections,
                    again=options["again"],
                    teller=teller,
                    limit=options["limit"],
                    is_stopped=lambda: bool(caught),
                )
            except OcrMissing as missing:
                raise CommandError(f"{missing.sentence}.", returncode=2) from missing
            except OSError as error:
                raise CommandError(f"Ended early ({error}); what was recognised is kept, the next run goes on.") from error
        self.stdout.write(f"{counted(run.pages, 'page')} recognised: {run.found}.")
        end(run.problems, caught)
