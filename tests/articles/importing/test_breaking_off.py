"""An import whose reading of pages is broken off: its issues are in, and its report and row say so."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import ImportRun
from issues.models import Issue
from tests.articles.importing.pdf_pages import make_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def issue(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "20230214_01.pdf").write_bytes(make_pages(["字"]))
    return folder


def bring_in(folder, report=None):
    out = io.StringIO()
    try:
        call_command("import_issues", str(folder), paper="gysb", report=report, stdout=out)
    except KeyboardInterrupt:
        out.write("interrupted")
    return out.getvalue()


def break_off_reading(monkeypatch, look=lambda: None):
    def read_pages(*_arguments, is_stopped, **_options):
        is_stopped()
        look()
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.importing.running.read_pages", read_pages)


def test_before_pages_are_read_row_and_report_have_ended(issue, tmp_path, monkeypatch):
    seen = []
    report = tmp_path / "report.json"
    monkeypatch.setattr("articles.importing.running.HEARTBEAT", -1.0)
    break_off_reading(monkeypatch, lambda: seen.append((ImportRun.objects.get(), json.loads(report.read_text("utf-8")))))
    bring_in(issue, report)
    [(row, data)] = seen
    assert (row.state, row.created, row.finished_at is not None) == ("complete", 1, True)
    assert data["counts"] == {"created": 1}


def test_whoever_breaks_off_the_reading_is_told_that_all_is_in(issue, tmp_path, monkeypatch):
    break_off_reading(monkeypatch)
    said = bring_in(issue, tmp_path / "report.json")
    assert said.endswith("All issues are in; the pages that were not read yet are left to read_pages.\ninterrupted")
    assert (ImportRun.objects.get().state, Issue.objects.count()) == ("complete", 1)
    assert (tmp_path / "report.json").exists()


def test_a_problem_with_pages_is_added_to_the_row_that_has_ended(issue, monkeypatch):
    def read_pages(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("articles.importing.running.read_pages", read_pages)
    with pytest.raises(CommandError, match="No space left on device"):
        bring_in(issue)
    row = ImportRun.objects.get()
    assert (row.state, len(row.report["problems"]), len(row.report["issues"])) == ("partly", 1, 1)
