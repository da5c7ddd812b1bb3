"""Brings issues out as packages, with everything that the site knows of them: drafts and withdrawn ones too."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.exporting.choosing import Choice
from articles.exporting.folders import BrokenOff, ExportProblem
from articles.exporting.packages import export_issues
from articles.management.arguments import date, named


class Command(BaseCommand):
    help = (
        "Export issues as packages, a folder or a ZIP each: states, texts, zones, pictures, PDFs, all that import_issues reads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the packages go; made if it does not exist")
        parser.add_argument("--paper", default="", metavar="SLUG", help="issues of this paper only")
        parser.add_argument("--from", dest="first", type=date, metavar="DATE", help="issues of this day and later")
        parser.add_argument("--to", dest="last", type=date, metavar="DATE", help="issues of this day and earlier")
        parser.add_argument(
            "--issue", dest="issues", type=named, action="append", default=[], metavar="SLUG/DATE[-EDITION]",
            help="this issue; may be said several times",
        )  # fmt: skip
        parser.add_argument("--zip", dest="as_zip", action="store_true", help="a ZIP an issue instead of a folder")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        choice = Choice(options["paper"], options["first"], options["last"], tuple(options["issues"]))
        try:
            run = export_issues(options["folder"], choice, self.stdout, as_zip=options["as_zip"])
        except ExportProblem as problem:
            raise CommandError(str(problem), returncode=1 if isinstance(problem, BrokenOff) else 2) from problem
        if run.problems:
            raise CommandError("\n".join(run.problems))
