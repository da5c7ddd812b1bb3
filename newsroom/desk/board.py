"""What the board shows of one issue, in a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from articles.counting import character_count
from articles.models import Article, DraftArticle, ProposedZone
from articles.preflight import Gathered, gather, night_of
from issues.models import Issue, PageSection, SectionCredit
from issues.signing import Void, voided

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

WITHOUT_ZONE = {Article.Kind.ADVERTISEMENT, Article.Kind.OTHER}  # that nobody misses


@dataclass(frozen=True)
class BoardArticle:
    article: Article
    characters: int  # 字数, of lead and body
    lacks_zone: bool


@dataclass(frozen=True)
class BoardPage:
    section: PageSection
    credits: list[SectionCredit]
    articles: list[BoardArticle]
    drafts: int
    titled_drafts: int
    proposals: int
    open_items: int  # of tonight's list
    void: Void | None = None  # why its signature fell

    @property
    def characters(self) -> int:
        return sum(article.characters for article in self.articles)


@dataclass(frozen=True)
class Board:
    issue: Issue
    pages: list[BoardPage]
    open_items: int  # of tonight's list, those of no page included
    unread: int  # pages that `read_pages` has yet to read or to search

    @property
    def state(self) -> Issue.State:
        return self.issue.state()

    @property
    def characters(self) -> int:
        return sum(page.characters for page in self.pages)

    @property
    def acceptable(self) -> int:
        """Proposed zones, and draft articles with a title, that wait for an editor."""
        return sum(page.titled_drafts + page.proposals for page in self.pages)


def issue_in_reach(user: "AbstractUser | AnonymousUser", pk: int) -> Issue:
    """One query. Raises Http404."""
    return get_object_or_404(Issue.objects.editable_by(user).select_related("publication").with_names(), pk=pk)


def load_board(issue: Issue) -> Board:
    """Ten queries. Seventy articles bring their texts along, to be counted and proofread: some hundred kilobytes."""
    gathered = gather(issue)
    open_items = night_of(gathered).open
    on_pages = Counter(item.subject.section for item in open_items)
    articles = _articles(gathered)
    pages = []
    sections = list(_sections(issue))
    voids = voided(sections)
    for section in sections:
        section.issue = issue
        found: Any = section  # with what the query annotates
        names = list(section.credits.all())
        counts = (found.drafts, found.titled_drafts, found.proposals, on_pages[section.pk])
        pages.append(BoardPage(section, names, articles[section.pk], *counts, voids.get(section.pk)))
    unread = sum(page.section.waits_for_reading for page in pages)  # type: ignore[attr-defined]
    return Board(issue, pages, len(open_items), unread)


def _sections(issue: Issue) -> QuerySet[PageSection]:
    credits = Prefetch("credits", SectionCredit.objects.order_by("position"))
    sections = issue.sections.in_order().without_text().select_related("state_by").prefetch_related(credits)
    drafts = DraftArticle.objects.waiting()
    return sections.telling_of_reading().annotate(
        drafts=_count(drafts), titled_drafts=_count(drafts.exclude(title="")), proposals=_count(ProposedZone.objects.waiting())
    )


def _count(waiting: QuerySet[Any]) -> Coalesce:
    """Of a page."""
    rows = waiting.filter(page_section=OuterRef("pk")).order_by().values("page_section")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _articles(gathered: Gathered) -> dict[int, list[BoardArticle]]:
    with_zone = {zone.article_id for zones in gathered.zones.values() for zone in zones}
    found: dict[int, list[BoardArticle]] = defaultdict(list)
    for printed in sorted((*gathered.articles, *gathered.withdrawn), key=lambda one: one.article.position):
        article = printed.article
        lacks_zone = article.pk not in with_zone and article.kind not in WITHOUT_ZONE
        found[article.page_section_id].append(BoardArticle(article, sum(map(character_count, printed.body)), lacks_zone))
    return found
