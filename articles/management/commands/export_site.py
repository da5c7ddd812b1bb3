"""Writes the public site as static files, and with --follow keeps them as the site is."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.exporting.folders import BrokenOff, ExportProblem
from articles.exporting.site_pages import Stopped
from articles.exporting.site_run import SiteOptions, export_site


def web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")) or not text.partition("://")[2]:
        raise ArgumentTypeError(f"expected an address that begins with https:// or http://, found “{text}”")
    return text


def seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.05 <= number <= 3600:
        raise ArgumentTypeError(f"expected seconds from 0.05 to 3600, found “{text}”")
    return number


class Command(BaseCommand):
    help = "Copy the public site into a folder of static files; a second run writes only what changed, and removes what left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the copy lies; made if it does not exist")
        parser.add_argument("--base-url", type=web_address, metavar="URL", help="the copy's own address, for canonical links")
        parser.add_argument("--paper", default="", metavar="SLUG", help="this paper only")
        parser.add_argument(
            "--search-url", type=web_address, metavar="URL",
            help="where searching goes: the site's host, or the whole address of a search; without it the copy has no search",
        )  # fmt: skip
        parser.add_argument(
            "--for-disk", action="store_true", help="name index.html in links to folders, so that it opens without a server"
        )
        parser.add_argument("--follow", action="store_true", help="keep running, and bring each change out within seconds")
        parser.add_argument("--interval", type=seconds, default=2.0, metavar="S", help="seconds between two looks (default: 2)")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        words = ("paper", "base_url", "search_url", "for_disk", "follow", "interval")
        chosen = SiteOptions(**{word: options[word] for word in words if options[word] is not None})
        try:
            problems = export_site(options["folder"], chosen, self.stdout)
        except ExportProblem as problem:
            raise CommandError(str(problem), returncode=1 if isinstance(problem, BrokenOff) else 2) from problem
        except Stopped as stopped:
            raise CommandError("Broken off: what is in the folder is whole; another run goes on from here.") from stopped
        if problems:
            raise CommandError("\n".join(problems))
