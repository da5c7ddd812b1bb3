"""Every format all the way: from its sample files through the command into the database, and once more without a change."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, HotZone
from issues.models import Issue, PageSection

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def bring_in(*paths, **options):
    out = io.StringIO()
    try:
        call_command("import_issues", *map(str, paths), stdout=out, paper="trial", **options)
    except CommandError as problem:
        out.write(str(problem))
    return out.getvalue()


@pytest.mark.parametrize(
    ("sample", "issues"),
    [
        ("founder/classic", 1),
        ("founder/traditional", 1),
        ("mets_alto/articles", 1),
        ("nitf", 2),
        ("csv", 1),
        ("text", 1),
    ],
)
def test_samples_of_every_format_come_in_and_are_unchanged_the_second_time(sample, issues, media_root):
    said = bring_in(SAMPLES / sample)
    assert Issue.objects.count() >= issues, said
    assert PageSection.objects.exists()
    assert Article.objects.exists()
    assert len(re.findall(r": created \(draft\)", said)) == Issue.objects.count()
    again = bring_in(SAMPLES / sample)
    assert len(re.findall(r": unchanged \(draft\)", again)) == Issue.objects.count(), again


@pytest.mark.real_data
def test_real_mets_issue_has_four_pages_twelve_stories_and_their_zones(shared_data, media_root):
    bring_in(shared_data / "mets-alto" / "bnl_article_level", publish=True)
    issue = Issue.objects.get()
    assert issue.sections.count() == 4
    news = issue.articles.filter(kind="news")
    assert news.count() == 12
    pages = {article: {zone.page_section_id for zone in article.zones.all()} for article in news}
    assert sum(len(found) == 2 for found in pages.values()) == 3
    assert all(pages.values())
    assert all(article.body for article in news)


@pytest.mark.real_data
def test_real_batches_bring_their_pages_with_text(shared_data, media_root):
    bring_in(shared_data / "mets-alto" / "ndnp_batch_mnhi_german")
    assert PageSection.objects.exclude(text="").count() == 8
    bring_in(shared_data / "mets-alto" / "testbatch.tgz")
    assert sorted(issue.sections.count() for issue in Issue.objects.filter(date__year=1999)) == [4, 4, 4, 15]
    assert not HotZone.objects.exists()
