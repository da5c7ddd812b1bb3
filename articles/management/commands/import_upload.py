"""Imports a file that was uploaded in the admin, which starts this."""

import contextlib
import os
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from articles.holding import take_lock
from articles.importing.problems import ImportProblem
from articles.importing.uploads.running import run_upload
from articles.importing.uploads.storing import folder_of, has_file
from articles.models import Upload


class Command(BaseCommand):
    help = "Import a file that was uploaded in the admin (which starts this by itself), or check it with --dry-run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("upload", type=int, metavar="NUMBER", help="the upload's, as in the address of its page")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--is-locked", action="store_true", help=SUPPRESS)  # the admin hands its lock on
        parser.add_argument("--language", help=SUPPRESS)  # the sender's, in which the models refuse what breaks their rules

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        upload = Upload.objects.select_related("user").filter(pk=options["upload"]).first()
        if upload is None or not has_file(upload):
            raise CommandError(f"Upload {options['upload']} has no file to import.", returncode=2)
        try:
            with contextlib.nullcontext() if options["is_locked"] else locked(upload):
                problems = run_upload(upload, self.stdout, dry_run=options["dry_run"])
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem
        if problems:
            raise CommandError("\n".join(problems))


@contextlib.contextmanager
def locked(upload: Upload) -> Iterator[None]:
    lock = take_lock(folder_of(upload))
    if lock is None:
        raise CommandError(f"Upload {upload.pk} is being imported already.")
    try:
        yield
    finally:
        os.close(lock)
