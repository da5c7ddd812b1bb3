"""大样核对 for tonight's list: pages are compared by a command or a process of its own, and what differs is kept."""

from collections.abc import Callable

from django.utils import timezone

from articles.intake.comparing import Compared, compare_section
from articles.models import PageComparison
from articles.preflight.gathering import gather
from articles.preflight.pages import is_to_be_compared
from articles.writing.preflight import keep_comparison
from issues.models import Issue, PageSection

MOST = 100  # differences of one page that are kept; a page with more is another page


def compare_pages(issue: Issue, say: Callable[[PageSection], object] = bool) -> int:
    """Those that were read and have changed, or whose articles have, since they were compared. Tenths of a second and a handful
    of queries a page; outside of a transaction. An article that is written meanwhile makes the page wait again."""
    gathered = gather(issue)
    count = 0
    for section in gathered.sections:
        digest = gathered.texts[section.pk]
        if not is_to_be_compared(section, gathered.comparisons.get(section.pk), digest):
            continue
        say(section)
        compared = compare_section(section)
        if compared is not None:
            keep_comparison(_kept(section, compared, digest))
            count += 1
    return count


def _kept(section: PageSection, compared: Compared, digest: str) -> PageComparison:
    """Print of no article is kept as a difference without one."""
    differences = [
        {"article": article.pk, "kind": found.kind, "printed": found.printed, "written": found.written}
        for article, found in compared.differences
    ]
    unknown = [{"article": None, "kind": "printed", "printed": one.printed, "written": ""} for one in compared.unknown]
    return PageComparison(
        page_section=section,
        digest=digest,
        differences=[*differences, *unknown][:MOST],
        missing=[article.pk for article in compared.missing],
        compared_at=timezone.now(),
    )
