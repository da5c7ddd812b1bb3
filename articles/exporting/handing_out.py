"""One issue's package for somebody who asks for it: the ZIP that `export_issues` writes, in a file that has no name."""

import tempfile
from contextlib import ExitStack
from typing import IO

from django.conf import settings

from articles.exporting.folders import BrokenOff, ExportProblem
from articles.exporting.package import PackedIssue, pack
from articles.exporting.packages import OTHER_ATTEMPTS
from articles.exporting.packing import fill_zip
from articles.exporting.rows import IssueReader
from issues.models import Issue


class NothingToPack(ExportProblem):
    """A package needs a page."""


def zip_of(issue: Issue) -> IO[bytes]:
    """At its beginning; it is gone when it is closed. Holds a chunk of a master in memory at a time. Raises ExportProblem."""
    with ExitStack() as unfinished:
        try:
            file = unfinished.enter_context(tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))
            _fill(file, issue)
            file.seek(0)
        except OSError as error:
            raise BrokenOff(f"the disk did not take it ({error.strerror or error})") from error
        unfinished.pop_all()
        return file


def _fill(file: IO[bytes], issue: Issue) -> None:
    """A page that is replaced while it is copied is copied again."""
    packed = _packed(issue)
    for attempt in range(1, OTHER_ATTEMPTS + 1):
        try:
            fill_zip(file, packed)
        except ExportProblem:
            newer = _packed(issue)
            if attempt == OTHER_ATTEMPTS or newer == packed:
                raise
            packed = newer
            file.seek(0)
            file.truncate()
        else:
            return


def _packed(issue: Issue) -> PackedIssue:
    rows = IssueReader().read([issue.pk])
    if not rows or not rows[0].sections:
        raise NothingToPack(f"{issue} has no page yet, and a package needs one")
    return pack(rows[0])
