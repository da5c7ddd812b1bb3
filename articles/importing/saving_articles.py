"""Articles, figures, zones and corrections of one issue: records -> rows, compared by the hash of their content."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.records import ArticleRecord, FigureRecord, SectionRecord, ZoneRecord
from articles.models import Article, Correction, Figure, HotZone
from articles.richtext import clean_body
from articles.writing import replace_zones, save_article, save_correction, save_figure, set_import_facts
from issues import files
from issues.models import Issue, PageSection

FIELDS = ["kind", "column", "kicker", "title", "subtitle", "byline", "source", "original_source", "original_title", "lead", "is_indexed"]
FIGURE_FIELDS = ["caption", "credit", "alt", "is_decorative", "focal_x", "focal_y"]


def content_hash(values: dict[str, Any]) -> str:
    """Of what an editor could change in an article; equal for a record and for the row that was made of it."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record_content(record: ArticleRecord) -> dict[str, Any]:
    words = {"authors": list(dict.fromkeys(record.authors)), "keywords": list(dict.fromkeys(record.keywords))}
    return {name: getattr(record, name) for name in FIELDS} | words | {"body": clean_body(record.body)}


def row_content(article: Article) -> dict[str, Any]:
    """Two queries, unless authors and keywords were prefetched."""
    words = {
        "authors": [entry.author.name for entry in article.author_entries.all()],
        "keywords": [entry.keyword.word for entry in article.keyword_entries.all()],
    }
    return {name: getattr(article, name) for name in FIELDS} | words | {"body": article.body}


class ArticleSaver:
    """`save_page` for each page in order, then `link` once; `saved_pks` and `withdrawals` are complete after that."""

    def __init__(
        self,
        imported: ImportedIssue,
        issue: Issue,
        outcome: IssueOutcome,
        refusals: Callable[..., AbstractContextManager[None]],
    ) -> None:
        self.imported = imported
        self.issue = issue
        self.outcome = outcome
        self.refusals = refusals
        self.saved_pks: set[int] = set()
        self.by_key: dict[str, Article] = {}
        self.withdrawals: dict[int, tuple[dt.datetime | None, str]] = {}
        self.kept_pks: set[int] = set()
        rows = issue.articles.select_related("page_section").prefetch_related(
            "author_entries__author", "keyword_entries__keyword", "figures", "corrections"
        )
        self.rows = list(rows)

    def save_page(self, place: str, record: SectionRecord, section: PageSection) -> None:
        for number, article in enumerate(record.articles):
            with self.refusals(self.imported.origin, f"{place}.articles[{number}]"):
                self._save(article, section, position=number + 1)

    def _find(self, record: ArticleRecord) -> Article | None:
        if record.key:
            return next((row for row in self.rows if row.key == record.key), None)
        return next((row for row in self.rows if record.external_id and row.external_id == record.external_id), None)

    def _save(self, record: ArticleRecord, section: PageSection, position: int) -> None:
        self.outcome.articles += 1
        found = self._find(record)
        article = found or Article(page_section=section, key=record.key or "", external_id=record.external_id)
        if found is None:
            self._write(article, record, position)
            self.outcome.created += 1
        elif self._differs(article, record):
            self._update(article, record)
        self.saved_pks.add(article.pk)
        self.by_key[article.key] = article
        self.withdrawals[article.pk] = (record.withdrawn_at, record.withdrawal_reason)
        if article.pk not in self.kept_pks:
            self._save_figures(article, record, found is None)
            self._add_corrections(article, record, found is None)

    def _differs(self, article: Article, record: ArticleRecord) -> bool:
        """Against the last import, so that an editor's change is not taken for one of the file's."""
        return self.imported.knows_text(record) and content_hash(record_content(record)) != article.import_hash

    def _update(self, article: Article, record: ArticleRecord) -> None:
        now = content_hash(row_content(article))
        if now == content_hash(record_content(record)):
            set_import_facts(article, now)
        elif now != article.import_hash:
            self.kept_pks.add(article.pk)
            self.outcome.kept.append(article.title)
        else:
            self._write(article, record, None)
            self.outcome.updated += 1

    def _write(self, article: Article, record: ArticleRecord, position: int | None) -> None:
        for name in FIELDS:
            setattr(article, name, getattr(record, name))
        article.body = record.body
        save_article(article, authors=record.authors, keywords=record.keywords, position=position)
        set_import_facts(article, content_hash(record_content(record)))

    def _save_figures(self, article: Article, record: ArticleRecord, is_new: bool) -> None:
        there = {} if is_new else {figure.key: figure for figure in article.figures.all()}
        for figure in record.figures:
            self._save_figure(article, figure, there.get(figure.key or ""))

    def _save_figure(self, article: Article, record: FigureRecord, row: Figure | None) -> None:
        data = self.imported.read_file(record.picture)
        wanted = {name: getattr(record, name) for name in FIGURE_FIELDS}
        picture = None if row and row.picture_digest == files.digest(data) else data
        if row and picture is None and all(getattr(row, name) == value for name, value in wanted.items()):
            return
        figure = row or Figure(key=record.key or "", picture_version=record.picture_version)
        figure.article = article
        for name, value in wanted.items():
            setattr(figure, name, value)
        save_figure(figure, picture=picture)
        self.outcome.created += row is None
        self.outcome.updated += row is not None

    def _add_corrections(self, article: Article, record: ArticleRecord, is_new: bool) -> None:
        there = set() if is_new else {(correction.date, correction.text) for correction in article.corrections.all()}
        for correction in record.corrections:
            if (correction.date, correction.text) not in there:
                save_correction(Correction(article=article, date=correction.date, text=correction.text))
                self.outcome.created += 1

    def link(self, pages: list[tuple[SectionRecord, PageSection]]) -> None:
        """What leads from one article to another, once all are there: continuations and hot zones."""
        for record, section in pages:
            for article in record.articles:
                self._continue(article)
            self._zones(record, section)

    def _continue(self, record: ArticleRecord) -> None:
        article = self.by_key.get(record.key or "")
        before = self.by_key.get(record.continues or "")
        if article and before and article.continues_id != before.pk and article.pk not in self.kept_pks:
            article.continues = before
            save_article(article)
            self.outcome.updated += article.pk in {row.pk for row in self.rows}

    def _zones(self, record: SectionRecord, section: PageSection) -> None:
        wanted = [self._zone(zone) for zone in record.zones]
        there = list(HotZone.objects.filter(page_section=section).order_by("pk"))
        if wanted and [_zone_content(zone) for zone in wanted] != [_zone_content(zone) for zone in there]:
            place = f"zones of {section.key}"
            with self.refusals(self.imported.origin, place):
                replace_zones(section, wanted)
            self.outcome.created += not there
            self.outcome.updated += bool(there)

    def _zone(self, record: ZoneRecord) -> HotZone:
        polygon = [list(point) for point in record.polygon]
        return HotZone(polygon=polygon, article=self.by_key.get(record.article or ""), url=record.url, kind=record.kind)


def _zone_content(zone: HotZone) -> tuple[Any, ...]:
    return ([[float(x), float(y)] for x, y in zone.polygon], zone.article_id, zone.url, zone.kind)
