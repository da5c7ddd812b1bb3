"""Finds the articles on pages that were read, as hot zones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from articles.intake.running import counted, find_zones
from articles.management.arguments import add_choice, chosen_issues
from articles.management.stopping import caught_signals, end
from articles.telling import telling
from issues.models import PageSection


class Command(BaseCommand):
    help = (
        "Find the articles on pages whose PDFs were read (read_pages): sure ones become hot zones, others wait as proposals, "
        "texts of no article as draft articles. Zones that a person or an import set are left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choice(parser)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        sections = PageSection.objects.filter(issue__in=chosen_issues(options))
        with caught_signals() as caught, telling(self.stdout) as teller:
            run = find_zones(sections, teller=teller, is_stopped=lambda: bool(caught))
        self.stdout.write(f"{counted(run.pages, 'page')} searched: {run.found}.")
        end(run.problems, caught, "Stopped.")
