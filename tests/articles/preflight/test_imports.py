"""Imports only report tonight's list, and only of these days' issues."""

import io
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from issues.models import Issue
from tests.factories import MORNING
from tests.packages import write_simple

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def imported(folder: Path, **options: bool) -> str:
    out = io.StringIO()
    call_command("import_issues", str(write_simple(folder / "package")), stdout=out, **options)
    return out.getvalue()


def test_an_import_that_publishes_tonights_issue_counts_what_is_open(tmp_path: Path) -> None:
    with time_machine.travel(MORNING):
        report = imported(tmp_path, publish=True)
    assert "note: tonight's list has " in report
    assert Issue.objects.get().publish_at is not None


def test_drafts_and_issues_of_the_archive_are_not_looked_at(tmp_path: Path) -> None:
    with time_machine.travel(MORNING):
        assert "tonight" not in imported(tmp_path)
    Issue.objects.all().delete()
    assert "tonight" not in imported(tmp_path, publish=True)
