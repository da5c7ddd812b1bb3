"""Removes named issues for good, after showing what goes."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.exporting.choosing import Named
from articles.management.arguments import named
from articles.purging import Contents, contents, purge_issue
from issues.models import Issue

STAYS = "The paper, authors, keywords, reports of imports and ticked gaps stay."


class Command(BaseCommand):
    help = (
        "Remove issues for good: pages, articles, zones, pictures, PDFs, old addresses, history. Shows what goes and asks "
        f"for the dates to be typed, unless --yes is given. {STAYS}"
    )
    stealth_options = ("stdin",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issues", nargs="+", type=named, metavar="SLUG/DATE[-EDITION]", help="an issue, whatever its state")
        parser.add_argument("--published", action="store_true", help="also issues that readers can see")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        issues = _found(list(dict.fromkeys(options["issues"])))
        public = [name for name, issue in issues.items() if issue.state() == Issue.State.PUBLISHED]
        if public and not options["published"]:
            names = ", ".join(map(str, public))
            raise CommandError(
                f"Readers can see {names}; --published removes it all the same. Nothing was removed.", returncode=2
            )
        for name, issue in issues.items():
            self.stdout.write(_described(name, contents(issue)))
        self.stdout.write(STAYS)
        if not options["yes"]:
            self._ask(list(issues), options.get("stdin") or sys.stdin)
        self._remove(issues, even_public=options["published"])

    def _ask(self, names: Sequence[Named], stdin: Any) -> None:
        """The dates, typed: nobody removes the wrong day by pressing a key."""
        if not stdin.isatty():
            raise CommandError("Nobody is there to be asked; --yes removes without asking. Nothing was removed.", returncode=2)
        dates = sorted({f"{name.day.date:%Y-%m-%d}" for name in names})
        self.stdout.write(f"Type {' '.join(dates)} to remove for good: ", ending="")
        self.stdout.flush()
        if set(stdin.readline().replace(",", " ").split()) != set(dates):
            raise CommandError(f"Expected {' '.join(dates)}. Nothing was removed.")

    def _remove(self, issues: dict[Named, Issue], even_public: bool) -> None:
        problems = []
        for name, issue in issues.items():
            try:
                purge_issue(issue, even_public=even_public)
            except ValidationError as error:
                problems.append(f"{name} stays: {' '.join(error.messages)}")
            except Issue.DoesNotExist:
                problems.append(f"{name} was removed by somebody else meanwhile.")
            else:
                self.stdout.write(f"{name}: removed")
        if problems:
            raise CommandError("\n".join(problems))


def _found(names: Sequence[Named]) -> dict[Named, Issue]:
    """All of them, or a refusal that names those that are not there."""
    rows = Issue.objects.select_related("publication")
    found = {name: rows.of(name.slug).on(name.day).first() for name in names}
    missing = [str(name) for name, issue in found.items() if issue is None]
    if missing:
        raise CommandError(f"There is no issue {', '.join(missing)}. Nothing was removed.", returncode=2)
    return {name: issue for name, issue in found.items() if issue is not None}


def _described(name: Named, found: Contents) -> str:
    state = found.issue.state()
    note = ", readers get 404 instead of 410" if state == Issue.State.WITHDRAWN else ""
    return (
        f"{name} ({state}{note}): {found.pages} pages, {found.articles} articles, {found.pictures} pictures, "
        f"{found.old_addresses} old addresses, {found.files} files of {found.size} bytes"
    )
