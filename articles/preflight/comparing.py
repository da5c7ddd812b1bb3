"""大样核对 for tonight's list: pages are compared by a command or a process of its own, and what differs is kept."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.utils import timezone

from articles.finding.comparing import Difference
from articles.finding.folding import folded
from articles.intake.comparing import Compared, compare_section
from articles.models import Article, PageComparison
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


def without_labels(differences: Sequence[tuple[Article, Difference]]) -> list[tuple[Article, Difference]]:
    """Column and source are printed and no part of the text: what differs by them alone is none, nor what stands on both sides
    but for them, since they came between."""
    written = Counter((article.pk, folded(found.written)[0]) for article, found in differences if not found.printed)
    moved: Counter[tuple[int, str]] = Counter()
    left = []
    for article, found in differences:
        rest = _without(folded(found.printed)[0], article)
        if found.written or (rest and not written[article.pk, rest]):
            left.append((article, found))
        elif rest:
            moved[article.pk, rest] += 1
    return [(article, found) for article, found in left if found.printed or not moved[article.pk, folded(found.written)[0]]]


def _without(printed: str, article: Article) -> str:
    for label in (f"据{article.source}", article.source, article.column):
        printed = printed.replace(folded(label)[0], "", 1) if label.strip("据") else printed
    return printed


def _kept(section: PageSection, compared: Compared, digest: str) -> PageComparison:
    differences = [
        {"article": article.pk, "kind": found.kind, "printed": found.printed, "written": found.written}
        for article, found in without_labels(compared.differences)[:MOST]
    ]
    missing = [article.pk for article in compared.missing]
    return PageComparison(
        page_section=section, digest=digest, differences=differences, missing=missing, compared_at=timezone.now()
    )
