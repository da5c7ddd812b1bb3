"""The static copy, read as a saved 数字报 into an empty database under another slug: what readers saw is the same."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article, HotZone, OldAddress
from issues.models import Issue, PageSection
from tests.articles.exporting.test_export_issues import empty_the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "cprb"
LINES = ("key", "kind", "kicker", "title", "subtitle", "byline", "lead", "column", "source")
PARAGRAPH = re.compile(r"</(?:p|h3|h4|li|blockquote|td|th)>")
PIXEL = 1.001


def command(name: str, *words: str) -> str:
    out = io.StringIO()
    call_command(name, *words, stdout=out)
    return out.getvalue()


def paragraphs(body: str) -> list[str]:
    texts = (re.sub("<[^>]*>", "", part).strip() for part in PARAGRAPH.split(body))
    return [text for text in texts if text]


def seen_in(issue: Issue) -> dict[str, Any]:
    """What readers see of an issue, but for zones."""
    sections = PageSection.objects.public().filter(issue=issue).in_order()
    articles = Article.objects.public().filter(issue=issue).in_reading_order()
    return {
        "numbers": (issue.edition, issue.edition_name, issue.number_text, issue.number, issue.kind),
        "pages": [(page.key, page.position, page.fold, page.label, page.name) for page in sections],
        "articles": [
            (article.page_section.key, *(getattr(article, line) for line in LINES), paragraphs(article.body))
            for article in articles.select_related("page_section")
        ],
        "continued": sorted(articles.exclude(continues=None).values_list("key", "continues__key")),
        "figures": [
            (article.key, [(figure.caption, figure.credit) for figure in article.figures.public().order_by("position")])
            for article in articles
        ],
    }


def corners(issue: Issue) -> list[tuple[str, str, list[list[float]]]]:
    """Page, article's key or address, and corners, of each zone that readers can follow."""
    public = Article.objects.public().filter(issue=issue)
    zones = HotZone.objects.filter(page_section__issue=issue).select_related("page_section", "article")
    return [
        (zone.page_section.key, zone.article.key if zone.article else zone.url, zone.polygon)
        for zone in zones.order_by("page_section__position", "pk")
        if zone.article is None or zone.article in public
    ]


def sizes(issue: Issue) -> dict[str, tuple[int, int]]:
    return {page.key: (page.width, page.height) for page in issue.sections.all()}


def test_copy_of_a_sample_issue_comes_back_under_another_slug(tmp_path, media_root, settings):
    settings.WHITENOISE_USE_FINDERS = True
    command("import_issues", str(SAMPLE / "2024-10-14"), "--restore")
    [before] = Issue.objects.public()
    seen, zones, pixels = seen_in(before), corners(before), sizes(before)
    OldAddress.objects.create(path="/old/html/2024-10/14/node_9.htm", page_section=before.sections.get(key="1"))
    command("export_site", str(tmp_path / "copy"))
    assert (tmp_path / "copy/old/html/2024-10/14/node_9.htm").exists()
    empty_the_site(media_root)
    told = command("import_issues", str(tmp_path / "copy"), "--paper", "newslug", "--publish", "--format", "auto")
    assert "newslug 2024-10-14: created (published): 8 page sections, 49 articles" in told
    assert "Not read" not in told

    [after] = Issue.objects.all()
    assert (after.publication.slug, after.date) == ("newslug", before.date)
    assert seen_in(after) == seen
    came = corners(after)
    assert [zone[:2] for zone in came] == [zone[:2] for zone in zones]
    for (page, _leads, new), (*_rest, old) in zip(came, zones, strict=True):
        width, height = pixels[page]
        off = [max(abs(a - c) * width, abs(b - d) * height) for (a, b), (c, d) in zip(new, old, strict=True)]
        assert max(off) <= PIXEL
