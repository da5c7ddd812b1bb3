"""Compares articles with their page, character by character, or a page with its version before."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from articles.finding.comparing import Difference
from articles.intake.comparing import compare_section, compare_versions
from articles.intake.running import counted, name_of
from articles.management.arguments import named
from issues.layer import Box
from issues.models import Issue, PageSection


class Command(BaseCommand):
    help = (
        "Compare the articles of an issue's pages with what is printed, or with --versions each page with the version before. "
        "Exit status: 0 nothing differs where there was something to compare, 1 something does, 2 the command line is wrong."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Labels may follow options: PAPER/DATE --versions 02."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issue", type=named, metavar="PAPER/DATE[-EDITION]")
        parser.add_argument("labels", nargs="*", metavar="LABEL", help="of these pages only: 01, A02")
        parser.add_argument("--versions", action="store_true", help="the page now with the version before")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for section in chosen_sections(options):
            try:
                lines = versions(section) if options["versions"] else articles(section)
            except NotCompared as reason:
                self.stdout.write(f"{name_of(section)}: not compared, {reason}")
                continue
            count += len(lines)
            self.stdout.write(f"{name_of(section)}: {counted(len(lines), 'difference')}")
            for line in lines:
                self.stdout.write(f"  {line}")
        if count:
            raise CommandError(f"{counted(count, 'difference')} in all.")


class NotCompared(Exception):
    """There is nothing to compare; says why. It is no difference, and no agreement either."""


def chosen_sections(options: dict[str, Any]) -> list[PageSection]:
    wanted = options["issue"]
    issue = Issue.objects.of(wanted.slug).filter(date=wanted.day.date, edition=wanted.day.edition).first()
    if issue is None:
        raise CommandError(f"There is no issue {wanted}.", returncode=2)
    sections = list(issue.sections.in_order().select_related("issue__publication"))
    labels = {section.label for section in sections}
    for label in options["labels"]:
        if label not in labels:
            raise CommandError(f"{wanted} has no page {label}; its pages: {', '.join(sorted(labels))}.", returncode=2)
    return [section for section in sections if not options["labels"] or section.label in options["labels"]]


def articles(section: PageSection) -> list[str]:
    compared = compare_section(section)
    if compared is None or not compared.layer.glyphs:
        raise NotCompared("no text layer; read_pages makes it of the page's PDF")
    if compared.is_empty:
        raise NotCompared("the page has no articles")
    lines = [f"{article}: {said(difference, 'the article')}" for article, difference in compared.differences]
    lines += [f"{article}: not found on the page" for article in compared.missing]
    return lines + [f"no article has “{one.printed}” ({place(one.box)})" for one in compared.unknown]


def versions(section: PageSection) -> list[str]:
    if not section.earlier_layer:
        raise NotCompared("no version before was read")
    differences = compare_versions(section)
    if differences is None:
        raise NotCompared("no text layer of both versions")
    return [said(difference, "the version before") for difference in differences]


def said(difference: Difference, other: str) -> str:
    where = place(difference.boxes[0] if difference.boxes else Box(0.0, 0.0, 0.0, 0.0))
    return f"the page says “{difference.printed}”, {other} says “{difference.written}” ({where})"


def place(box: Box) -> str:
    return f"at {box.left:.0f}, {box.top:.0f} points"
