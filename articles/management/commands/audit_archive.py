"""Says whether all of a paper is there."""

import contextlib
import os
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import translation

from articles.auditing.audit import audit
from articles.auditing.page import page
from articles.auditing.records import Audit, Tick
from articles.auditing.rows import read_archive
from articles.auditing.sheet import sheet
from articles.auditing.terminal import counted, show
from articles.auditing.ticks import change_ticks, parse_gap
from articles.management.arguments import date
from issues.models import Publication
from issues.pages import chrome_language


class Command(BaseCommand):
    help = (
        "Is it all there? Compares a paper's issues, pages and articles with its weekdays, suspensions, numbers and neighbours. "
        "Exit status: 0 nothing is missing, 1 something is, 2 the command line is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        gaps: dict[str, Any] = {"action": "append", "default": [], "type": gap, "metavar": "DATE[/LABEL]"}
        parser.add_argument("paper", help="the paper's slug")
        parser.add_argument("--from", dest="first", type=date, metavar="DATE", help="default: the first issue's")
        parser.add_argument("--to", dest="last", type=date, metavar="DATE", help="default: the last issue's")
        parser.add_argument("--html", type=Path, metavar="FILE", help="write the whole grid as a page of one file")
        parser.add_argument("--csv", type=Path, metavar="FILE", help="write it as a sheet, a row an issue or a day without one")
        parser.add_argument("--never-printed", **gaps, help="tick a gap: no issue that day, or no page with that label")
        parser.add_argument("--printed", **gaps, help="take a tick back")
        parser.add_argument("--note", default="", help="why the gaps of --never-printed are none")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        publication = Publication.objects.filter(slug=options["paper"]).first()
        if publication is None:
            raise CommandError(f"There is no paper {options['paper']!r}: {_papers()}.", returncode=2)
        first, last = options["first"], options["last"]
        if first and last and first > last:
            raise CommandError(f"--from {first} is after --to {last}.", returncode=2)
        try:
            lines = change_ticks(publication, options["never_printed"], options["printed"], options["note"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        for line in lines:
            self.stdout.write(line)
        found = audit(read_archive(publication), first, last)
        if found is None:
            raise CommandError(f"{publication.slug} has no issue; --from and --to say which days to look at.", returncode=2)
        _write_files(found, options["html"], options["csv"])
        show(found, self.stdout)
        if found.holes:
            raise CommandError(f"{counted(len(found.holes), 'hole')} in {publication.slug}.", returncode=1)


def gap(text: str) -> Tick:
    try:
        return parse_gap(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _papers() -> str:
    slugs = list(Publication.objects.values_list("slug", flat=True)[:20])
    return f"there are {', '.join(slugs)}" if slugs else "there is none yet"


def _write_files(found: Audit, html: Path | None, csv: Path | None) -> None:
    """In the paper's language: what goes to the customer."""
    with translation.override(chrome_language(found.archive.language)):
        if html:
            _write(html, [page(found)])
        if csv:
            _write(csv, sheet(found))


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Under a temporary name, then renamed: nobody finds half a file."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=2) from error
