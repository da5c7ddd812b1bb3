"""The sample newspaper: its packages are in order, say all that the issue asks of them, and come in whole."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.importing.formats import package
from articles.importing.sources import FoundFile, open_source
from articles.models import Article, HotZone
from articles.preflight import integrity_problems
from issues.models import Issue, PageSection

SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "cprb"
DAYS = ["2024-10-14", "2024-10-15", "2024-10-17", "2024-10-18", "2024-10-19"]


@pytest.mark.parametrize("day", DAYS)
def test_sample_package_is_in_order(day):
    with open_source(SAMPLE / day) as source:
        imported = package.read(FoundFile(source, "issue.json", "package"))
        sections = imported.issue.sections
        figures = [figure for section in sections for article in section.articles for figure in article.figures]
        named = {"issue.json", "masthead.png", *(figure.picture for figure in figures)}
        named |= {name for section in sections for name in (section.picture, section.pdf) if name}
        assert named == set(source.names()), "every file is named, and nothing lies about"
    assert imported.warnings == ()
    assert str(imported.issue.date) == day
    assert len(sections) == 8
    assert all(section.picture and section.pdf for section in sections)


@pytest.mark.django_db
def test_sample_comes_in_whole_and_a_second_time_unchanged(media_root):
    out = io.StringIO()
    call_command("import_issues", str(SAMPLE), restore=True, stdout=out)
    assert "In all: 5 created" in out.getvalue()
    assert [str(issue) for issue in Issue.objects.public().order_by("date")] == DAYS
    assert not [problem for issue in Issue.objects.all() for problem in integrity_problems(issue)]
    assert PageSection.objects.count() == 40
    assert Article.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert Article.objects.filter(continues__isnull=False).count() == 1
    assert Article.objects.filter(corrections__isnull=False).count() == 1
    assert not Article.objects.filter(zones__isnull=True, kind="news").exists()
    assert HotZone.objects.filter(kind="pointer").exclude(article__page_section=None).count() >= 20
    again = io.StringIO()
    call_command("import_issues", str(SAMPLE), restore=True, stdout=again)
    assert "In all: 5 unchanged" in again.getvalue()
