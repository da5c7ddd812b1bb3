"""What the board shows of one issue, in a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.preflight import tonight
from articles.richtext import count_characters
from issues.models import Issue, PageSection, SectionCredit

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
    proposals: int
    open_items: int  # of tonight's list

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


def load_board(issue: Issue) -> Board:
    """Thirteen queries. An issue of seventy articles brings their texts along, to be counted: some hundred kilobytes."""
    credits = Prefetch("credits", SectionCredit.objects.order_by("position"))
    sections = list(issue.sections.in_order().without_text().select_related("state_by").prefetch_related(credits))
    articles = _articles(issue)
    drafts, proposals = (
        _counts(rows.objects.waiting().filter(page_section__issue=issue)) for rows in (DraftArticle, ProposedZone)
    )
    open_items = tonight(issue).open
    on_pages = Counter(item.subject.section for item in open_items)
    pages = []
    for section in sections:
        section.issue = issue
        pk, names = section.pk, list(section.credits.all())
        pages.append(BoardPage(section, names, articles[pk], drafts[pk], proposals[pk], on_pages[pk]))
    return Board(issue, pages, len(open_items), issue.sections.awaiting_reading().count())


def _articles(issue: Issue) -> dict[int, list[BoardArticle]]:
    zones = HotZone.objects.filter(article=OuterRef("pk"))
    rows = Article.objects.filter(issue=issue).in_reading_order().annotate(has_zone=Exists(zones))
    shown = rows.only("issue", "page_section", "position", "kind", "title", "lead", "body", "withdrawn_at")
    found: dict[int, list[BoardArticle]] = defaultdict(list)
    for article in shown:
        lacks_zone = not article.has_zone and article.kind not in WITHOUT_ZONE
        characters = count_characters(article.lead) + count_characters(article.body)
        found[article.page_section_id].append(BoardArticle(article, characters, lacks_zone))
    return found


def _counts(rows: QuerySet[Any]) -> dict[int, int]:
    """By page section."""
    counted = rows.order_by().values_list("page_section").annotate(count=Count("pk"))
    return defaultdict(int, dict(counted))
