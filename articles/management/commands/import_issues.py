"""Brings issues in: drafts unless told otherwise."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.importing.options import ReadingOptions
from articles.importing.saving import SavingOptions
from articles.importing.running import run_import


class Command(BaseCommand):
    help = (
        "Import issues from packages (folders or ZIPs with an issue.json) and text dumps. "
        "New ones become drafts unless --publish or --restore is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a ZIP, or a folder of them")
        parser.add_argument("--paper", default="", metavar="SLUG", help="the paper's slug; made if it does not exist")
        parser.add_argument(
            "--paper-name", default="", metavar="NAME", help="the name of a paper that is made (default: its slug)"
        )
        parser.add_argument(
            "--script",
            choices=["hans", "hant", "keep"],
            default="keep",
            help="convert text dumps to simplified or traditional",
        )
        parser.add_argument("--page", metavar="LABEL", help="the page that a dump's headlines stand on (default: the first)")
        states = parser.add_mutually_exclusive_group()
        states.add_argument("--publish", action="store_true", help="publish what is imported")
        states.add_argument(
            "--restore", action="store_true", help="bring back times, withdrawals and page states as the package says"
        )
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        reading = ReadingOptions(script=options["script"], page=options["page"])
        saving = SavingOptions(
            slug=options["paper"],
            name=options["paper_name"],
            publish=options["publish"],
            restore=options["restore"],
            dry_run=options["dry_run"],
            is_page_named=options["page"] is not None,
        )
        problems = run_import(options["paths"], reading, saving, self.stdout)
        if problems:
            raise CommandError("\n".join(problems))
