"""Where an address of the site that a paper came from leads here: asked once, before a 404."""

import re

from articles.models import OldAddress
from issues.models import Issue, PageSection
from issues.navigation import pdf_name

# What the table can hold; PostgreSQL does not even let itself be asked for a NUL.
_POSSIBLE = re.compile(r"/[^\x00-\x1f\x7f\ud800-\udfff]{0,499}\Z")
WITH_ISSUES = ("issue", "page_section__issue", "article__issue", "figure__article__issue")


def new_address(path: str) -> str | None:
    """One query; None where nothing is known of the path, or readers never saw what it leads to. What was withdrawn has its
    address still, which tells so."""
    if not _POSSIBLE.match(path):
        return None
    known = OldAddress.objects.filter(path=path).select_related(*(f"{issue}__publication" for issue in WITH_ISSUES)).first()
    if known is None:
        return None
    issue = _issue(known)
    return issue.get_absolute_url() + _name(known, issue) if issue.was_public() and not _was_never_seen(known, issue) else None


def _was_never_seen(known: OldAddress, issue: Issue) -> bool:
    """An article that was withdrawn before its issue came out."""
    article = known.article or (known.figure.article if known.figure else None)
    return bool(article and article.withdrawn_at and issue.publish_at and article.withdrawn_at < issue.publish_at)


def _issue(known: OldAddress) -> Issue:
    target = known.page_section or known.article or (known.figure.article if known.figure else None)
    issue = known.issue if target is None else target.issue
    assert issue is not None, "the database holds that an old address leads to something"  # noqa: S101
    return issue


def _name(known: OldAddress, issue: Issue) -> str:
    """Within the issue's folder."""
    if known.page_section:
        return _page_name(known.page_section, known.file, issue)
    if known.figure:
        return known.figure.picture_href(known.figure.picture_widths[-1])
    return known.article.href if known.article else ""


def _page_name(section: PageSection, file: str, issue: Issue) -> str:
    """A file that the page does not have is its page."""
    if file == OldAddress.File.PICTURE and section.picture:
        return section.picture_href(section.picture_widths[-1])
    if file == OldAddress.File.PDF and section.serves_pdf:
        earlier = issue.sections.filter(label=section.label, position__lt=section.position)
        return pdf_name(issue, section, is_first=not earlier.exists())
    return section.href
