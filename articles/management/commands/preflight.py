"""Says what an issue still lacks before it may go out: the same list that stops the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.exporting.choosing import Named
from articles.intake.running import counted
from articles.management.arguments import named
from articles.preflight import Item, integrity_problems, tonight
from articles.preflight.comparing import compare_pages
from issues.models import Issue


class Command(BaseCommand):
    help = (
        "List what stops an issue: integrity, and tonight's list, an item a line with its place. Pages that have changed since "
        "they were compared with their articles are compared first. Exit status: 0 nothing is open, 1 something is, 2 the "
        "command line is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issues", nargs="+", type=named, metavar="PAPER/DATE[-EDITION]")
        parser.add_argument("--all", action="store_true", dest="with_signed", help="also the items that are signed off")
        parser.add_argument("--as-it-is", action="store_true", help="compare no page; those that would be are items of the list")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [chosen_issue(wanted) for wanted in options["issues"]]
        waiting = 0
        for issue in chosen:
            if not options["as_it_is"]:
                compare_pages(issue)
            waiting += self.show(issue, with_signed=options["with_signed"])
        if waiting:
            raise CommandError(f"{counted(waiting, 'item')} open in all.")

    def show(self, issue: Issue, *, with_signed: bool) -> int:
        impossible, night = integrity_problems(issue), tonight(issue)
        count = len(impossible) + len(night.open)
        signed = f", {len(night.signed)} signed off" if night.signed else ""
        self.stdout.write(f"{issue.publication.slug} {issue}: {counted(count, 'item')} open{signed}")
        lines = [f"integrity: {problem}" for problem in impossible]
        lines += map(line, night.open)
        if with_signed:
            lines += [f"{line(item)} [signed off by {row.name}: {row.reason}]" for item, row in night.signed]
        for text in lines:
            self.stdout.write(f"  {text}")
        return count


def chosen_issue(wanted: Named) -> Issue:
    issue = Issue.objects.of(wanted.slug).on(wanted.day).select_related("publication").first()
    if issue is None:
        raise CommandError(f"There is no issue {wanted}.", returncode=2)
    return issue


def line(item: Item) -> str:
    place = f"{item.subject}: " if str(item.subject) else ""
    return f"{item.code}: {place}{item.sentence}"
