"""Articles and hot zones of one issue: records -> rows, told apart by keys and by the hash of their last import."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from articles.importing.differences import differences
from articles.importing.imported import ImportedIssue
from articles.importing.ordering import merged_order
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, SectionRecord
from articles.importing.saving.contents import LINES, Content, content_hash, row_content, wanted_content
from articles.importing.saving.figures import FigureSaver, new_corrections, save_corrections
from articles.importing.saving.headlines import headlines_of, home_of_headlines
from articles.importing.saving.refusals import refusals, row_refusals
from articles.models import Article
from articles.personal import find, masked
from articles.richtext import is_mere_text, plain_text
from articles.writing import (
    NewArticle,
    break_chains,
    cleaned_body,
    create_articles,
    move_article,
    order_articles,
    save_article,
    set_import_facts,
)
from issues.models import Issue, PageSection
from issues.sentences import Sentence
from issues.writing import give_reason

NUMBERS = {
    "id": Sentence("id"),
    "mobile": Sentence("mobile"),
    "landline": Sentence("landline"),
    "card": Sentence("card"),
}
Withdrawals = dict[int, tuple[dt.datetime | None, str]]


@dataclass(frozen=True)
class _Task:
    """An article to be written: `place` is its path in the record."""

    place: str
    article: Article
    record: ArticleRecord
    section: PageSection


class ArticleSaver:
    """`read_page` for each page in order, then `write` once; `by_key` and `withdrawals` are complete after that."""

    def __init__(self, imported: ImportedIssue, issue: Issue, outcome: IssueOutcome, *, overwrite: bool) -> None:
        self.imported = imported
        self.issue = issue
        self.outcome = outcome
        self.overwrite = overwrite
        self.figures = FigureSaver(imported, issue, outcome)
        self.rows: list[Article] = [] if outcome.is_new else list(_with_contents(issue))
        self.keyed = {row.key: row for row in self.rows}
        self.identified = {row.external_id: row for row in self.rows if row.external_id}
        self.by_key: dict[str, Article] = {}
        self.withdrawals: Withdrawals = {}
        self.new_withdrawals: Withdrawals = {}
        self.new: list[_Task] = []
        self.changed: list[tuple[_Task, Content]] = []
        self.seen: list[tuple[Article, ArticleRecord]] = []
        self.pages: list[tuple[PageSection, list[Article]]] = []

    def read_page(self, place: str, record: SectionRecord, section: PageSection, *, is_page_named: bool) -> None:
        if record.articles and self.imported.texts_read is not None:
            section = self._home_of_headlines(record, section, is_page_named=is_page_named)
        articles = []
        for number, article in enumerate(record.articles):
            here = f"{place}.articles[{number}]"
            with refusals(self.imported.origin, here):
                articles.append(self._read(here, article, section))
        self.pages.append((section, articles))

    def _home_of_headlines(self, record: SectionRecord, section: PageSection, *, is_page_named: bool) -> PageSection:
        home = home_of_headlines(self.imported.origin, record, section, self.rows, is_page_named=is_page_named)
        for row in headlines_of(record, self.rows):
            if row.page_section_id != home.pk and self._moves(row, home):
                self.outcome.updated["article"] += 1
        return home

    def _moves(self, article: Article, section: PageSection) -> bool:
        """A withdrawn article stays where it covers its print."""
        if article.withdrawn_at:
            self.outcome.warnings.append(
                Sentence("%(title)s is withdrawn here; it stays on its page, where it covers its print", title=article.title)
            )
            return False
        move_article(article, section, section.articles.count() + 1)
        return True

    def _read(self, place: str, record: ArticleRecord, section: PageSection) -> Article:
        self.outcome.articles += 1
        row = self._find(place, record)
        if row is None:
            row = Article(page_section=section, key=record.key or "")
            self._set(row, record, [*LINES, "body"])
            self.new.append(_Task(place, row, record, section))
        else:
            self._compare(_Task(place, row, record, section))
        self.seen.append((row, record))
        return row

    def _find(self, place: str, record: ArticleRecord) -> Article | None:
        """By key, else by the id that the article has elsewhere. Where the two disagree the issue is refused: an address that
        readers know must not become another story's."""
        by_key = self.keyed.get(record.key) if record.key else None
        by_id = self.identified.get(record.external_id) if record.external_id else None
        if not record.key:
            return by_id
        if by_id and by_id is not by_key:
            expected = Sentence(
                "the key %(key)s, under which the article %(external_id)s is here already",
                key=by_id.key,
                external_id=quoted(record.external_id),
            )
            raise ImportProblem(self.imported.origin, expected, quoted(record.key), field=f"{place}.key")
        if by_key and record.external_id and by_key.external_id not in ("", record.external_id):
            expected = Sentence(
                "%(external_id)s, which the article with the key %(key)s has here",
                external_id=quoted(by_key.external_id),
                key=record.key,
            )
            raise ImportProblem(self.imported.origin, expected, quoted(record.external_id), field=f"{place}.external_id")
        return by_key

    def _compare(self, task: _Task) -> None:
        """What was edited here since the last import is kept, whether the import changed or not, unless edits are overwritten."""
        article, record = task.article, task.record
        if not self.imported.knows_text(record):
            return
        now = row_content(article)
        wanted = wanted_content(self.imported, record, task.section.key, cleaned_body(record.body), now)
        if now == wanted:
            if self.imported.texts_read is None and article.import_hash != content_hash(now):
                set_import_facts(article, content_hash(now))
            return
        if content_hash(now) != article.import_hash:
            if not self.overwrite:
                self.outcome.kept.append(article.title)
                self.figures.kept.add(article.pk)
                return
            self.outcome.overwritten.append(article.title)
        self.outcome.changes[article.title] = differences(now, wanted)
        self.changed.append((task, wanted))
        self.outcome.updated["article"] += 1

    def write(self) -> None:
        """New articles in one go, then what changed, then what leads from one article to another."""
        self._create()
        self.keyed |= {task.article.key: task.article for task in self.new}
        if "continues" in self.imported.told:
            break_chains([task.article for task, _wanted in self.changed])
        for task, wanted in self.changed:
            with refusals(self.imported.origin, task.place):
                self._update(task, wanted)
        self.figures.finish()
        for article, record in self.seen:
            self.by_key[article.key] = article
            self.withdrawals[article.pk] = (record.withdrawn_at, record.withdrawal_reason)
        self._order()

    def _note_numbers(self, article: Article) -> None:
        """What looks like somebody's own number, covered: the report must not spread it."""
        body = article.body if is_mere_text(article.body) else plain_text(article.body)
        found = find("\n".join((article.title, article.subtitle, article.lead, body)))
        self.outcome.numbers += [
            Sentence("%(title)s: %(kind)s %(number)s", title=article.title, kind=NUMBERS[number.kind], number=masked(number))
            for number in found
        ]

    def _create(self) -> None:
        drafts = [self._draft(task) for task in self.new]
        with row_refusals(self.imported.origin, [task.place for task in self.new]):
            create_articles(self.issue, drafts, are_first=self.outcome.is_new)
        for task in self.new:
            self._note_numbers(task.article)
            self.figures.save(task.place, task.article, task.record)
            if task.record.withdrawn_at:
                self.new_withdrawals[task.article.pk] = (task.record.withdrawn_at, task.record.withdrawal_reason)
        if drafts:
            self.outcome.created["article"] += len(drafts)

    def _draft(self, task: _Task) -> NewArticle:
        record = task.record
        return NewArticle(
            task.article, record.authors, record.keywords, new_corrections(record), record.continues, self._fingerprint(task)
        )

    def _fingerprint(self, task: _Task) -> Callable[[Article], str]:
        def of(article: Article) -> str:
            return content_hash(wanted_content(self.imported, task.record, task.section.key, article.body, None))

        return of

    def _update(self, task: _Task, wanted: Content) -> None:
        article, record, told = task.article, task.record, self.imported.told
        self._set(article, record, [name for name in (*LINES, "body") if name in told])
        article.external_id = wanted["external_id"]
        if "continues" in told:
            article.continues = self.keyed[record.continues] if record.continues else None
        give_reason(article, "import")
        save_article(
            article,
            authors=record.authors if "authors" in told else None,
            keywords=record.keywords if "keywords" in told else None,
        )
        if "page" in told and article.page_section_id != task.section.pk:
            self._moves(article, task.section)
        if "figures" in told:
            self.figures.save(task.place, article, record)
        if "corrections" in told:
            save_corrections(article, record)
        set_import_facts(article, content_hash(wanted))
        self._note_numbers(article)

    def _set(self, article: Article, record: ArticleRecord, names: list[str]) -> None:
        for name in names:
            setattr(article, name, getattr(record, name))

    def _order(self) -> None:
        """A package's order holds; a dump only puts what is new into its place."""
        if self.outcome.is_new:
            return
        written = {task.article.pk for task in self.new} | {task.article.pk for task, _wanted in self.changed}
        homes: dict[int, list[int]] = {}
        for pk, page in self.issue.articles.in_reading_order().values_list("pk", "page_section_id"):
            homes.setdefault(page, []).append(pk)
        for section, articles in self.pages:
            current = homes.get(section.pk, [])
            there = [article.pk for article in articles if article.pk in current]
            if not self.imported.is_whole and not written & set(there):
                continue
            order = merged_order(current, there)
            if order != current:
                order_articles(section, order)
                if not written & set(there):
                    self.outcome.updated["order of articles"] += 1


def _with_contents(issue: Issue) -> list[Article]:
    return list(
        issue.articles.select_related("page_section", "continues").prefetch_related(
            "author_entries__author", "keyword_entries__keyword", "figures", "corrections"
        )
    )
