"""Takes pages and texts from a folder as they arrive, night after night."""

import os
import signal
from argparse import ArgumentParser, ArgumentTypeError
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.importing.naming import NamePattern
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.spelling import readable
from articles.telling import speak
from articles.watching.watcher import Watcher
from issues.models import Publication


class Command(BaseCommand):
    help = (
        "Watch a folder: PDFs, pictures and texts that arrive there become pages and articles of the issue that "
        "their names tell. New issues are drafts; a page that is sent again becomes its next version; files stay where they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR")
        parser.add_argument("--paper", default="", metavar="SLUG", help="the paper's slug (needed where there are several)")
        parser.add_argument("--pattern", default="", help="how names tell date and page, as in '{date}_{label}.pdf'")
        parser.add_argument("--once", action="store_true", help="take what is there and end; 1 if something was not taken")
        parser.add_argument("--interval", type=seconds, default=10, metavar="S", help="seconds between looks (default: 10)")
        parser.add_argument("--rest", type=seconds, default=5, metavar="S", help="seconds for which a file must not change (5)")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        reading = ReadingOptions(pattern=checked_pattern(options["pattern"]))
        if not os.path.isdir(options["folder"]):
            raise CommandError(f"{readable(options['folder'])}: expected a folder", returncode=2)
        watcher = Watcher(options["folder"], paper_slug(options["paper"]), reading, options["rest"], self._say)
        before = {number: signal.signal(number, stopper(watcher)) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            watcher.run_once() if options["once"] else watcher.run(options["interval"])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if options["once"] and watcher.troubles:
            raise SystemExit(1)

    def _say(self, line: str) -> None:
        speak(self.stdout, line)


def stopper(watcher: Watcher) -> Any:
    def stop(number: int, frame: FrameType | None) -> None:
        """The file in hand is finished; who is in a hurry sends the signal again, and loses nothing either."""
        watcher.stop()
        signal.signal(number, signal.SIG_DFL)

    return stop


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"expected seconds, found {text}") from error
    if not 0 <= value <= 86_400:
        raise ArgumentTypeError(f"expected seconds of at most a day, found {text}")
    return value


def checked_pattern(pattern: str) -> str:
    try:
        if pattern:
            NamePattern.compile(pattern)
    except ImportProblem as problem:
        raise CommandError(str(problem), returncode=2) from problem
    return pattern


def paper_slug(slug: str) -> str:
    """A watcher makes no paper: a slip in the slug would fill another one, night after night."""
    slugs = list(Publication.objects.order_by("slug").values_list("slug", flat=True))
    if slug in slugs:
        return slug
    if not slug and len(slugs) == 1:
        return slugs[0]
    expected = f"--paper to name one of {', '.join(slugs)}" if slugs else "a paper; make one in the admin first"
    raise CommandError(f"expected {expected}" + (f", found {slug}" if slug else ""), returncode=2)
