"""Every public address of one issue: what a copy of the site asks for, and what a withdrawal must leave without an answer."""

from collections.abc import Iterator

from articles.models import Article, Figure
from issues.models import Issue, PageSection
from issues.navigation import pdf_names


def issue_addresses(pk: int) -> list[str]:
    """Four queries. Pictures and PDFs first: no page is there before what it shows. None where the issue is not public."""
    issue = Issue.objects.public().filter(pk=pk).select_related("publication").first()
    if issue is None:
        return []
    sections = list(PageSection.objects.public().filter(issue=issue).in_order().without_text())
    pictured: list[PageSection | Figure] = [*sections, *Figure.objects.public().filter(issue=issue).order_by("key")]
    articles = Article.objects.public().filter(issue=issue).in_reading_order().headlines()
    names = [
        *(name for shown in pictured for name in _pictures(shown)),
        *pdf_names(issue, sections).values(),
        *(article.href for article in articles),
        *(section.href for section in sections),
        *("titles.htm", "sitemap.xml", ""),
    ]
    return [issue.get_absolute_url() + name for name in names]


def _pictures(shown: PageSection | Figure) -> Iterator[str]:
    for width in shown.picture_widths:
        for ending in shown.picture_endings:
            yield shown.picture_href(width, ending)
