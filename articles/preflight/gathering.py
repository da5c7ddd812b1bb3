"""Everything of one issue that tonight's list looks at, in a fixed number of queries."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from articles.chains import first_part
from articles.models import Article, Figure, HotZone, PageComparison, WatchedWord
from articles.preflight.items import Subject
from articles.proofreading.watched import Watched, WatchList
from articles.richtext import plain_text
from issues.models import Issue, PageSection

_TEXTS = ("kicker", "title", "subtitle", "byline", "column", "source", "lead", "body")
_ARTICLE = ("issue", "page_section", "key", "kind", "position", "continues", "withdrawn_at", *_TEXTS)
_SECTION = (
    *("issue", "position", "fold", "label", "name", "kind", "state", "text", "text_source"),
    *("width", "picture", "picture_digest", "pdf", "pdf_digest", "layer", "layer_digest", "layer_notes"),
)


@dataclass(frozen=True)
class Printed:
    """An article with its page, its figures and its words: `body` by paragraphs, a lead before them."""

    article: Article
    section: PageSection
    figures: tuple[Figure, ...]
    body: tuple[str, ...]

    @property
    def head(self) -> tuple[str, ...]:
        article = self.article
        return (article.column, article.kicker, article.title, article.subtitle, article.byline, article.source)

    @property
    def subject(self) -> Subject:
        place = (self.section.position, self.article.position)
        return Subject("articles.article", self.article.pk, self.article.title, self.section.pk, called(self.section), place)

    def figure_subject(self, figure: Figure) -> Subject:
        place = (self.section.position, self.article.position)
        return Subject("articles.figure", figure.pk, str(figure), self.section.pk, called(self.section), place)


@dataclass(frozen=True)
class Gathered:
    """`articles` in reading order, without `withdrawn` ones, of which readers see nothing; `zones` and `texts`, the digests that
    comparisons are of, by the page's primary key; `first_parts`: of each article the first of its story."""

    issue: Issue
    sections: tuple[PageSection, ...]
    articles: tuple[Printed, ...]
    withdrawn: tuple[Printed, ...]
    first_parts: dict[int, int]
    zones: dict[int, list[HotZone]]
    watch_list: WatchList
    comparisons: dict[int, PageComparison]
    texts: dict[int, str]


def gather(issue: Issue, back: Collection[int] = ()) -> Gathered:
    """Six queries, however many pages and articles there are. `back`: withdrawn articles, by primary key, that are looked at as
    if they were published again."""
    sections = {section.pk: section for section in issue.sections.order_by("position").only(*_SECTION)}
    rows = list(Article.objects.filter(issue=issue).in_reading_order().only(*_ARTICLE))
    figures: dict[int, list[Figure]] = {row.pk: [] for row in rows}
    for figure in Figure.objects.filter(issue=issue).order_by("position"):
        figures.setdefault(figure.article_id, []).append(figure)
    printed = [_printed(row, sections[row.page_section_id], figures[row.pk]) for row in rows if row.page_section_id in sections]
    before = {row.pk: row.continues_id for row in rows}
    zones: dict[int, list[HotZone]] = {pk: [] for pk in sections}
    for zone in HotZone.objects.filter(page_section__issue=issue).order_by("pk"):
        zones[zone.page_section_id].append(zone)
    words = WatchedWord.objects.of(issue.publication_id).values_list("word", "suggestion", "note")
    comparisons = PageComparison.objects.filter(page_section__issue=issue)
    return Gathered(
        issue,
        sections=tuple(sections.values()),
        articles=tuple(one for one in printed if one.article.withdrawn_at is None or one.article.pk in back),
        withdrawn=tuple(one for one in printed if one.article.withdrawn_at is not None and one.article.pk not in back),
        first_parts={pk: first_part(pk, before) for pk in before},
        zones=zones,
        watch_list=WatchList(Watched(*word) for word in words),
        comparisons={comparison.pk: comparison for comparison in comparisons},
        texts={pk: texts_digest(section, [one for one in printed if one.section.pk == pk]) for pk, section in sections.items()},
    )


def _printed(article: Article, section: PageSection, figures: Iterable[Figure]) -> Printed:
    lead = [line.strip() for line in article.lead.split("\n") if line.strip()]
    return Printed(article, section, tuple(figures), (*lead, *filter(None, plain_text(article.body).split("\n"))))


def texts_digest(section: PageSection, articles: Iterable[Printed]) -> str:
    """Of what a comparison of the page looks at: its text layer, and its articles' texts and captions."""
    texts = [
        [one.article.pk, one.article.kind, *one.head, *one.body, *(figure.caption + figure.credit for figure in one.figures)]
        for one in articles
    ]
    said = json.dumps([section.layer, section.layer_digest, texts], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def called(section: PageSection) -> str:
    """What is printed on the page, the same in every language."""
    return section.short_label or section.name


def page_subject(section: PageSection) -> Subject:
    return Subject("issues.pagesection", section.pk, "", section.pk, called(section), (section.position, 0))
