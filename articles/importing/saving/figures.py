"""Figures and corrections of articles that no editor changed since their import: they become what the records say."""

from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.records import ArticleRecord, FigureRecord
from articles.importing.saving.contents import FIGURE_FIELDS
from articles.importing.saving.refusals import refusals
from articles.models import Article, Correction, Figure
from articles.writing import delete_correction, delete_figure, save_correction, save_figure
from issues import files
from issues.models import Issue
from issues.sentences import Sentence
from issues.writing import changing, keep_ahead, renumber


class FigureSaver:
    """`save` for each article that is written, then `finish` once: a figure that one article lacks may be another's by then."""

    def __init__(self, imported: ImportedIssue, issue: Issue, outcome: IssueOutcome) -> None:
        self.imported = imported
        self.issue = issue
        self.outcome = outcome
        articles = [article for section in imported.issue.sections for article in section.articles]
        self.named = {figure.key for article in articles for figure in article.figures if figure.key}
        self.saved: list[tuple[Article, list[int]]] = []
        self.kept: set[int] = set()  # articles that were edited here and stay as they are

    def save(self, place: str, article: Article, record: ArticleRecord) -> None:
        pks: list[int] = []
        for at, figure in enumerate(record.figures):
            with refusals(self.imported.origin, f"{place}.figures[{at}]", picture=figure.picture):
                saved = self._save(article, figure)
                pks += [saved.pk] if saved else []
        self.saved.append((article, pks))

    def _save(self, article: Article, record: FigureRecord) -> Figure | None:
        """By key, wherever in the issue the figure is: under another article it moves, with its files and addresses; None where
        that other article was edited here and keeps it."""
        row = Figure.objects.filter(issue=self.issue, key=record.key).first() if record.key else None
        if row and row.article_id != article.pk and row.article_id in self.kept:
            self.outcome.warnings.append(
                Sentence("figure %(key)s stays with %(article)s, which was edited here", key=row.key, article=row.article)
            )
            return None
        if not record.key:
            keep_ahead(self.issue, "figure", self.named)
        if row is None:
            self.outcome.created["figure"] += 1
        data = self.imported.read_file(record.picture)
        figure = row or Figure(key=record.key or "", picture_version=record.picture_version)
        figure.article = article
        for name in FIGURE_FIELDS:
            setattr(figure, name, getattr(record, name))
        return save_figure(figure, picture=None if row and row.picture_digest == files.digest(data) else data, renditions=False)

    def finish(self) -> None:
        for article, pks in self.saved:
            if self.outcome.is_new:
                continue  # they stand in their order already
            rest = [row for row in Figure.objects.filter(article=article).order_by("position") if row.pk not in pks]
            for row in rest:
                if row.key not in self.named:
                    delete_figure(row)
                else:
                    pks.append(row.pk)
                    self.outcome.warnings.append(
                        Sentence(
                            "figure %(key)s stays with %(title)s: the article it goes to was edited here",
                            key=row.key,
                            title=article.title,
                        )
                    )
            if pks != list(Figure.objects.filter(article=article).order_by("position").values_list("pk", flat=True)):
                with changing(article.issue):
                    renumber(Figure.objects.filter(article=article), pks)


def new_corrections(record: ArticleRecord) -> list[Correction]:
    return [Correction(date=correction.date, text=correction.text) for correction in record.corrections]


def save_corrections(article: Article, record: ArticleRecord) -> None:
    rows = list(Correction.objects.filter(article=article))
    there = {(row.date, row.text) for row in rows}
    wanted = {(correction.date, correction.text) for correction in record.corrections}
    for correction in record.corrections:
        if (correction.date, correction.text) not in there:
            save_correction(Correction(article=article, date=correction.date, text=correction.text))
    for row in rows:
        if (row.date, row.text) not in wanted:
            delete_correction(row)
