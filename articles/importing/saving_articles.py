"""Articles and hot zones of one issue: records -> rows, told apart by keys and by the hash of their last import."""

import datetime as dt

from articles.importing.imported import ImportedIssue
from articles.importing.ordering import merged_order
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, SectionRecord
from articles.importing.saving_contents import DUMPED, LINES, Content, content_hash, row_content, wanted_content
from articles.importing.saving_headlines import headlines_of, home_of_headlines
from articles.importing.saving_pictures import FigureSaver, save_corrections
from articles.importing.saving_refusals import refusals
from articles.importing.saving_zones import save_zones
from articles.models import Article
from articles.writing import move_article, order_articles, save_article, set_import_facts
from issues.models import Issue, PageSection

Withdrawals = dict[int, tuple[dt.datetime | None, str]]


class ArticleSaver:
    """`save_page` for each page in order, then `link` once; the sets of rows are complete after that."""

    def __init__(self, imported: ImportedIssue, issue: Issue, outcome: IssueOutcome, *, is_page_named: bool) -> None:
        self.imported = imported
        self.issue = issue
        self.outcome = outcome
        self.is_page_named = is_page_named
        self.figures = FigureSaver(imported, issue, outcome)
        self.rows = list(
            issue.articles.select_related("page_section", "continues").prefetch_related(
                "author_entries__author", "keyword_entries__keyword", "figures", "corrections"
            )
        )
        self.by_key: dict[str, Article] = {}
        self.saved_pks: set[int] = set()
        self.written_pks: set[int] = set()
        self.withdrawals: Withdrawals = {}
        self.new_withdrawals: Withdrawals = {}
        self.pages: list[tuple[str, SectionRecord, PageSection, list[Article]]] = []

    def save_page(self, place: str, record: SectionRecord, section: PageSection) -> None:
        if record.articles and not self.imported.is_whole:
            section = self._home_of_headlines(record, section)
        articles = []
        for number, article in enumerate(record.articles):
            here = f"{place}.articles[{number}]"
            with refusals(self.imported.origin, here):
                articles.append(self._save(here, article, section))
        self.pages.append((place, record, section, articles))

    def _home_of_headlines(self, record: SectionRecord, section: PageSection) -> PageSection:
        home = home_of_headlines(self.imported.origin, record, section, self.rows, is_page_named=self.is_page_named)
        for row in headlines_of(record, self.rows):
            if row.page_section_id != home.pk and self._moves(row, home):
                self.outcome.updated["article"] += 1
        return home

    def _moves(self, article: Article, section: PageSection) -> bool:
        """A withdrawn article stays where it covers its print."""
        if article.withdrawn_at:
            self.outcome.warnings.append(f"{article.title} is withdrawn here; it stays on its page, where it covers its print")
            return False
        move_article(article, section, section.articles.count() + 1)
        return True

    def _save(self, place: str, record: ArticleRecord, section: PageSection) -> Article:
        self.outcome.articles += 1
        row = self._find(place, record)
        if row is None:
            article = Article(page_section=section, key=record.key or "", external_id=record.external_id)
            self._write(place, article, record, section, wanted_content(self.imported, record, section.key, None))
            self.outcome.created["article"] += 1
            if record.withdrawn_at:
                self.new_withdrawals[article.pk] = (record.withdrawn_at, record.withdrawal_reason)
        else:
            article = row
            self._compare(place, article, record, section)
        self.saved_pks.add(article.pk)
        self.by_key[article.key] = article
        self.withdrawals[article.pk] = (record.withdrawn_at, record.withdrawal_reason)
        return article

    def _find(self, place: str, record: ArticleRecord) -> Article | None:
        """By key, else by the id that the article has elsewhere. Where the two disagree the issue is refused: an address that
        readers know must not become another story's."""
        by_key = next((row for row in self.rows if record.key and row.key == record.key), None)
        by_id = next((row for row in self.rows if record.external_id and row.external_id == record.external_id), None)
        if not record.key:
            return by_id
        if by_id and by_id is not by_key:
            expected = f"the key {by_id.key}, under which the article {quoted(record.external_id)} is here already"
            raise ImportProblem(self.imported.origin, expected, quoted(record.key), field=f"{place}.key")
        if by_key and record.external_id and by_key.external_id not in ("", record.external_id):
            expected = f"{quoted(by_key.external_id)}, which the article with the key {record.key} has here"
            raise ImportProblem(self.imported.origin, expected, quoted(record.external_id), field=f"{place}.external_id")
        return by_key

    def _compare(self, place: str, article: Article, record: ArticleRecord, section: PageSection) -> None:
        """What was edited here since the last import is kept, whether the import changed or not."""
        if not self.imported.knows_text(record):
            return
        now = row_content(article)
        wanted = wanted_content(self.imported, record, section.key, now)
        if now == wanted:
            if self.imported.is_whole and article.import_hash != content_hash(now):
                set_import_facts(article, content_hash(now))
        elif content_hash(now) != article.import_hash:
            self.outcome.kept.append(article.title)
        else:
            self._write(place, article, record, section, wanted)
            self.outcome.updated["article"] += 1

    def _write(self, place: str, article: Article, record: ArticleRecord, section: PageSection, wanted: Content) -> None:
        says_all = article._state.adding or self.imported.is_whole
        for name in (*LINES, "body") if says_all else DUMPED:
            setattr(article, name, getattr(record, name))
        if says_all:
            article.external_id = wanted["external_id"]
            article.continues = None  # linked once all articles are there
        save_article(
            article,
            authors=record.authors if says_all else None,
            keywords=record.keywords if says_all else None,
        )
        if says_all:
            if article.page_section_id != section.pk:
                self._moves(article, section)
            self.figures.save(place, article, record)
            save_corrections(article, record)
        set_import_facts(article, content_hash(wanted))
        self.written_pks.add(article.pk)

    def link(self) -> None:
        """What leads from one article to another, once all are there: order, continuations, hot zones."""
        self.figures.finish()
        self._order()
        for place, record, section, _articles in self.pages:
            for number, article in enumerate(record.articles):
                with refusals(self.imported.origin, f"{place}.articles[{number}]"):
                    self._continue(article)
            with refusals(self.imported.origin, f"{place}.zones"):
                save_zones(record, section, self.by_key, self.outcome, is_whole=self.imported.is_whole)

    def _order(self) -> None:
        """A package's order holds; a dump only puts what is new into its place."""
        homes: dict[int, list[int]] = {}
        for pk, page in self.issue.articles.in_reading_order().values_list("pk", "page_section_id"):
            homes.setdefault(page, []).append(pk)
        for _place, _record, section, articles in self.pages:
            current = homes.get(section.pk, [])
            there = [article.pk for article in articles if article.pk in current]
            if not self.imported.is_whole and not self.written_pks & set(there):
                continue
            order = merged_order(current, there)
            if order != current:
                order_articles(section, order)
                if not self.written_pks & set(there):
                    self.outcome.updated["order of articles"] += 1

    def _continue(self, record: ArticleRecord) -> None:
        article = self.by_key.get(record.key or "")
        if article and record.continues and article.pk in self.written_pks:
            article.continues = self.by_key[record.continues]
            save_article(article)
