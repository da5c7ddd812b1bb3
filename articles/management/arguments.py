"""Types of arguments that several commands take; each says what it expected and what it found."""

import datetime as dt
import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from articles.exporting.choosing import Named
from issues.fields import RESERVED_SLUGS
from issues.models import Issue, IssueQuerySet, Publication


def date(text: str) -> dt.date:
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has
    raise ArgumentTypeError(f"expected a date such as 2024-03-05, found “{text}”")


def named(text: str) -> Named:
    try:
        return Named.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(f"expected paper/date[-edition] such as whsb/2024-03-05-2, found “{text}”") from error


def slug(text: str) -> str:
    if text and not re.fullmatch("[a-z][a-z0-9-]*", text):
        raise ArgumentTypeError(f"expected small Latin letters, digits and hyphens, beginning with a letter, found “{text}”")
    if text in RESERVED_SLUGS:
        raise ArgumentTypeError(f"“{text}” is an address of the site itself; choose another slug")
    return text


def number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1 on, found “{text}”")
    return int(text)


def add_choice(parser: ArgumentParser) -> None:
    """--paper, --from and --to, which `chosen_issues` takes."""
    parser.add_argument("--paper", default="", metavar="SLUG", help="issues of this paper only")
    parser.add_argument("--from", dest="first", type=date, metavar="DATE", help="issues of this day and later")
    parser.add_argument("--to", dest="last", type=date, metavar="DATE", help="issues of this day and earlier")


def chosen_issues(options: dict[str, Any]) -> IssueQuerySet:
    paper, first, last = options["paper"], options["first"], options["last"]
    if paper and not Publication.objects.filter(slug=paper).exists():
        raise CommandError(f"There is no paper “{paper}”.", returncode=2)
    issues = Issue.objects.all()
    issues = issues.of(paper) if paper else issues
    issues = issues.filter(date__gte=first) if first else issues
    return issues.filter(date__lte=last) if last else issues
