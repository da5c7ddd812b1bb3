"""Makes the smaller widths and other formats of pictures that are served as a full-size JPEG so far."""

import datetime as dt
import signal
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from articles.management.arguments import date
from articles.renditions import counted, make_renditions
from articles.telling import telling
from issues.models import Issue, IssueQuerySet, Publication
from issues.renditions import can_write_avif


def number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1 on, found “{text}”")
    return int(text)


@contextmanager
def caught_signals() -> Iterator[list[int]]:
    """The first SIGINT or SIGTERM lands in the list; a second one ends the process as it always would."""
    caught: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def catch(number: int, frame: object) -> None:
        caught.append(number)
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in before:
        signal.signal(each, catch)
    try:
        yield caught
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Command(BaseCommand):
    help = (
        "Make smaller widths and WebP (with --avif also AVIF) of page pictures and figures, newest issues first. "
        "It may be ended at any moment; the next run goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--paper", default="", metavar="SLUG", help="issues of this paper only")
        parser.add_argument("--from", dest="first", type=date, metavar="DATE", help="issues of this day and later")
        parser.add_argument("--to", dest="last", type=date, metavar="DATE", help="issues of this day and earlier")
        parser.add_argument("--avif", action="store_true", help="AVIF too: some seconds a page")
        parser.add_argument("--limit", type=number, metavar="N", help="end after N pictures")
        parser.add_argument("--workers", type=number, default=1, metavar="N", help="processes that render at once (default: 1)")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        issues = chosen(options["paper"], options["first"], options["last"])
        if options["avif"] and not can_write_avif():
            raise CommandError("This Pillow was built without AVIF; install one with it, or leave out --avif.", returncode=2)
        with caught_signals() as caught, telling(self.stdout) as teller:
            try:
                run = make_renditions(
                    issues,
                    avif=options["avif"],
                    limit=options["limit"],
                    workers=options["workers"],
                    teller=teller,
                    is_stopped=lambda: bool(caught),
                )
            except (OSError, DatabaseError) as error:
                raise CommandError(f"Ended early ({error}); what was made is kept, the next run goes on.") from error
        self.stdout.write(f"{counted(run.made)} rendered.")
        if caught:
            raise CommandError("\n".join([*run.problems, "Stopped; the next run goes on."]), returncode=128 + caught[0])
        if run.problems:
            raise CommandError("\n".join(run.problems))


def chosen(paper: str, first: dt.date | None, last: dt.date | None) -> IssueQuerySet:
    if paper and not Publication.objects.filter(slug=paper).exists():
        raise CommandError(f"There is no paper “{paper}”.", returncode=2)
    issues = Issue.objects.all()
    issues = issues.of(paper) if paper else issues
    issues = issues.filter(date__gte=first) if first else issues
    return issues.filter(date__lte=last) if last else issues
