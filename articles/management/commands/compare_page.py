"""Compares articles with their page, character by character, or a page with its version before."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.finding.comparing import Difference
from articles.intake.comparing import compare_section, compare_versions
from articles.intake.running import counted, name_of
from articles.management.arguments import named
from issues.models import Issue, PageSection


class Command(BaseCommand):
    help = (
        "Compare the articles of an issue's pages with what is printed, or with --versions each page with the version before. "
        "Exit status: 0 nothing differs, 1 something does, 2 the command line is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issue", type=named, metavar="PAPER/DATE[-EDITION]")
        parser.add_argument("labels", nargs="*", metavar="LABEL", help="of these pages only: 01, A02")
        parser.add_argument("--versions", action="store_true", help="the page now with the version before")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for section in chosen_sections(options):
            lines = versions(section) if options["versions"] else articles(section)
            count += len(lines)
            self.stdout.write(f"{name_of(section)}: {counted(len(lines), 'difference')}")
            for line in lines:
                self.stdout.write(f"  {line}")
        if count:
            raise CommandError(f"{counted(count, 'difference')} in all.")


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
    if compared is None:
        return ["no text layer; read_pages makes it of the page's PDF"]
    lines = [f"{article}: {said(difference, 'the article')}" for article, difference in compared.differences]
    return lines + [f"{article}: not found on the page" for article in compared.missing]


def versions(section: PageSection) -> list[str]:
    differences = compare_versions(section)
    if differences is None:
        return []
    return [said(difference, "the version before") for difference in differences]


def said(difference: Difference, other: str) -> str:
    left, top = difference.boxes[0][:2] if difference.boxes else (0.0, 0.0)
    return f"the page says “{difference.printed}”, {other} says “{difference.written}” (at {left:.0f}, {top:.0f} points)"
