"""`make demo`: prepares the demonstration and serves it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from newsroom import demo


class Command(BaseCommand):
    help = "Serve the sample newspaper on this machine, for trying out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not settings.DEMO:
            raise CommandError(
                "The demonstration runs with NEWSROOM_DEMO=1 (as `make demo` sets it), away from any real database."
            )
        if not options["prepare_only"] and (problem := demo.port_problem(port)):
            raise CommandError(problem)
        problems = demo.prepare(self.stdout)
        if problems:
            raise CommandError("\n".join(problems))
        if not options["prepare_only"]:
            for what, address in demo.addresses(port):
                self.stdout.write(f"{what + ':':16}{address}")
            self.stdout.write("Stop with Ctrl-C.")
            demo.serve(port)
