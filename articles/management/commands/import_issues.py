"""Brings issues in: drafts unless told otherwise."""

import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.importing.naming import NamePattern
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.reading import NAMES
from articles.importing.remote import fetch_picture
from articles.importing.running import RunOptions, run_import
from articles.importing.saving import SavingOptions
from articles.importing.spelling import readable
from articles.management.arguments import slug
from issues.sentences import Sentence


class Command(BaseCommand):
    help = (
        "Import issues from packages, saved 数字报 sites, METS/ALTO, NITF, CSV, page PDFs and texts. "
        "New ones become drafts unless --publish or --restore is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder, a ZIP or a tar")
        parser.add_argument("--format", choices=["auto", *NAMES], default="auto", help="read this format alone (default: any)")
        parser.add_argument("--paper", type=slug, default="", metavar="SLUG", help="the paper's slug; made if it does not exist")
        parser.add_argument(
            "--paper-name", type=readable, default="", metavar="NAME", help="the name of a paper that is made (default: its slug)"
        )
        parser.add_argument(
            "--script", choices=["hans", "hant", "keep"], default="keep", help="convert texts to simplified or traditional"
        )
        parser.add_argument(
            "--page", type=readable, metavar="LABEL", help="the page that a dump's headlines stand on (default: the first)"
        )
        parser.add_argument(
            "--pattern", type=readable, default="",
            help="how file names tell date and page, as in {date}_{label}.pdf (docs/import-formats.md)",
        )  # fmt: skip
        parser.add_argument(
            "--old-root", type=readable, default="/", metavar="PATH",
            help="what stood before a saved tree's names in the old site's addresses",
        )  # fmt: skip
        states = parser.add_mutually_exclusive_group()
        states.add_argument("--publish", action="store_true", help="publish what is imported")
        states.add_argument(
            "--restore", action="store_true", help="bring back times, withdrawals and page states as the package says"
        )
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--overwrite-edits", action="store_true", help="replace articles that were edited here, too")
        parser.add_argument("--fetch-images", action="store_true", help="fetch pictures that stand on other public servers")
        parser.add_argument("--renditions", action="store_true", help="make the smaller pictures at once, not by the queue")
        parser.add_argument(
            "--no-pages", dest="pages", action="store_false", help="leave the pages' PDFs to read_pages (with --restore always)"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report as JSON")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_command_line(options["paths"], options["pattern"], options["report"])
        except ImportProblem as problem:
            raise CommandError(str(problem), returncode=2) from problem
        reading = reading_options(options)
        saving = SavingOptions(
            slug=options["paper"],
            name=options["paper_name"],
            publish=options["publish"],
            restore=options["restore"],
            dry_run=options["dry_run"],
            is_page_named=options["page"] is not None,
            overwrite_edits=options["overwrite_edits"],
        )
        try:
            run = RunOptions(report=options["report"], renditions=options["renditions"], pages=options["pages"])
            problems = run_import(options["paths"], reading, saving, self.stdout, run)
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem
        if problems:
            raise CommandError("\n".join(problems))


def reading_options(options: dict[str, Any]) -> ReadingOptions:
    fetch = fetch_picture if options["fetch_images"] else None
    return ReadingOptions(fetch=fetch, **{name: options[name] for name in ("format", "script", "page", "pattern", "old_root")})


def check_command_line(paths: Iterable[Path], pattern: str, report: Path | None) -> None:
    """What is wrong before any file is looked at. Raises `ImportProblem`."""
    for path in paths:
        if not os.path.lexists(path):
            raise ImportProblem(readable(str(path)), Sentence("a file or a folder"), Sentence("nothing that can be opened"))
    if pattern:
        NamePattern.compile(pattern)
    if report is not None and (report.is_dir() or not os.access(report.parent, os.W_OK)):
        found = Sentence("a folder") if report.is_dir() else Sentence("a folder that cannot be written to")
        raise ImportProblem(readable(str(report)), Sentence("a file for the report that can be written"), found)
