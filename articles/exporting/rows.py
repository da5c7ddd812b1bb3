"""Everything that the tables hold of some issues, in a fixed number of queries, and of one moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, ArticleAuthor, ArticleKeyword, Correction, Figure, HotZone, OldAddress
from issues.models import Issue, PageSection, Publication, SectionCredit

Row = dict[str, Any]
Rows = list[Row]

ISSUE = (
    *("pk", "publication", "publication__slug", "publication__version", "version", "date", "edition", "edition_name"),
    *("number_text", "number", "kind", "publish_at", "withdrawn_at"),
    *("next_section_key", "next_article_key", "next_figure_key"),
)
SECTION = (
    *(
        "pk",
        "issue",
        "key",
        "fold",
        "label",
        "name",
        "kind",
        "width",
        "height",
        "text",
        "text_source",
        "state",
        "state_by__username",
        "state_at",
    ),
    *("picture", "picture_version", "picture_digest", "pdf", "pdf_version", "pdf_digest"),
)
ARTICLE_LINES = (
    *("title", "key", "kind", "column", "kicker", "subtitle", "byline", "source", "original_source", "original_title"),
    *("lead", "body", "withdrawn_at", "withdrawal_reason", "is_indexed", "external_id"),
)
FIGURE_LINES = ("key", "picture_version", "caption", "credit", "alt", "is_decorative", "focal_x", "focal_y")
PATIENCE = 5  # times that an issue is read again because somebody wrote to it meanwhile


@dataclass(frozen=True)
class PaperRows:
    publication: Publication
    names: Rows
    suspensions: Rows
    grey_days: Rows


@dataclass
class IssueRows:
    """What stands under one issue; articles by their page's primary key, their parts by their own."""

    issue: Row
    paper: PaperRows
    sections: Rows = field(default_factory=list)
    credits: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    articles: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    authors: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    keywords: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    corrections: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    zones: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    old_addresses: Rows = field(default_factory=list)


class IssueReader:
    """Holds the papers that it met, in the version it met them in."""

    def __init__(self) -> None:
        self._papers: dict[tuple[int, int], PaperRows] = {}

    def read(self, pks: Sequence[int]) -> list[IssueRows]:
        """Eleven queries for all of them, four more for a paper that is new or changed. An issue that is written to meanwhile
        is read again; one that is deleted is left out."""
        found: dict[int, IssueRows] = {}
        waiting = list(pks)
        for _turn in range(PATIENCE):
            found |= self._read(waiting)
            versions = dict(Issue.objects.filter(pk__in=waiting).values_list("pk", "version"))
            waiting = [pk for pk in waiting if pk in found and versions.get(pk) != found[pk].issue["version"]]
            if not waiting:
                break
        return [found[pk] for pk in pks if pk in found]

    def _read(self, pks: Sequence[int]) -> dict[int, IssueRows]:
        issues = {
            row["pk"]: IssueRows(row, self._paper(row)) for row in Issue.objects.filter(pk__in=pks).order_by().values(*ISSUE)
        }
        self._read_pages(issues)
        self._read_articles(issues)
        for row in _old_addresses(list(issues)):
            issues[row.pop("of_issue")].old_addresses.append(row)
        return issues

    def _paper(self, issue: Row) -> PaperRows:
        key = (issue["publication"], issue["publication__version"])
        if key not in self._papers:
            publication = Publication.objects.get(pk=issue["publication"])
            names = _rows(publication.names.order_by("from_date"), "from_date", "name", "cn_number")
            suspensions = _rows(publication.suspensions.order_by("first"), "first", "last", "note")
            grey_days = _rows(publication.grey_days.order_by("first"), "first", "last", "note")
            self._papers[key] = PaperRows(publication, list(names), list(suspensions), list(grey_days))
        return self._papers[key]

    def _read_pages(self, issues: dict[int, IssueRows]) -> None:
        pages = PageSection.objects.filter(issue__in=issues).order_by("issue", "position").values(*SECTION)
        credits = SectionCredit.objects.filter(page_section__issue__in=issues).order_by("page_section", "position")
        zones = HotZone.objects.filter(page_section__issue__in=issues).order_by("page_section", "pk")
        for row in pages:
            issues[row["issue"]].sections.append(row)
        for row in _rows(credits, "page_section__issue", "page_section", "role", "name"):
            issues[row.pop("page_section__issue")].credits[row.pop("page_section")].append(row)
        for row in _rows(zones, "page_section__issue", "page_section", "polygon", "article__key", "url", "kind", "confidence"):
            issues[row.pop("page_section__issue")].zones[row.pop("page_section")].append(row)

    def _read_articles(self, issues: dict[int, IssueRows]) -> None:
        articles = Article.objects.filter(issue__in=issues).order_by("page_section", "position")
        for row in articles.values("pk", "issue", "page_section", "continues__key", *ARTICLE_LINES):
            issues[row["issue"]].articles[row["page_section"]].append(row)
        for issue, article, word in _words(ArticleAuthor.objects.all(), issues, "author__name"):
            issues[issue].authors[article].append(word)
        for issue, article, word in _words(ArticleKeyword.objects.all(), issues, "keyword__word"):
            issues[issue].keywords[article].append(word)
        figures = Figure.objects.filter(issue__in=issues).order_by("article", "position")
        for row in figures.values("issue", "article", "picture", "picture_digest", *FIGURE_LINES):
            issues[row.pop("issue")].figures[row.pop("article")].append(row)
        corrections = Correction.objects.filter(article__issue__in=issues).order_by("article", "date", "pk")
        for row in _rows(corrections, "article__issue", "article", "date", "text"):
            issues[row.pop("article__issue")].corrections[row.pop("article")].append(row)


def _rows(chosen: "QuerySet[Any]", *columns: str) -> Iterable[Row]:
    return chosen.values(*columns)


def _words(entries: "QuerySet[Any]", issues: Iterable[int], word: str) -> "QuerySet[Any, tuple[int, int, str]]":
    chosen = entries.filter(article__issue__in=issues).order_by("article", "position")
    return chosen.values_list("article__issue", "article", word)


def _old_addresses(pks: Sequence[int]) -> Iterable[Row]:
    """One query of four parts, so that each goes by its own index."""
    columns = ("path", "page_section__key", "article__key", "figure__key", "file")
    ways = ("issue", "page_section__issue", "article__issue", "figure__issue")
    parts = [OldAddress.objects.filter(**{f"{way}__in": pks}).order_by().values_list(way, *columns) for way in ways]
    names = ("of_issue", *columns)
    return (dict(zip(names, row, strict=True)) for row in parts[0].union(*parts[1:], all=True))
