"""Figures and corrections of one article that no editor changed since its import: they become what the record says."""

from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.records import ArticleRecord, FigureRecord
from articles.importing.saving_contents import FIGURE_FIELDS
from articles.importing.saving_refusals import refusals
from articles.models import Article, Correction, Figure
from articles.writing import delete_correction, delete_figure, save_correction, save_figure
from issues import files
from issues.writing import changing, renumber


def save_figures(place: str, article: Article, record: ArticleRecord, imported: ImportedIssue, outcome: IssueOutcome) -> None:
    there = {figure.key: figure for figure in Figure.objects.filter(article=article)}
    saved = []
    for at, figure in enumerate(record.figures):
        row = there.pop(figure.key or "", None)
        with refusals(imported.origin, f"{place}.figures[{at}]", picture=figure.picture):
            saved.append(_save_figure(article, figure, row, imported))
        if row is None:
            outcome.created["figure"] += 1
    for row in there.values():
        delete_figure(row)
    order = [row.pk for row in saved]
    if order != list(article.figures.order_by("position").values_list("pk", flat=True)):
        with changing(article.issue):
            renumber(Figure.objects.filter(article=article), order)


def _save_figure(article: Article, record: FigureRecord, row: Figure | None, imported: ImportedIssue) -> Figure:
    data = imported.read_file(record.picture)
    figure = row or Figure(key=record.key or "", picture_version=record.picture_version)
    figure.article = article
    for name in FIGURE_FIELDS:
        setattr(figure, name, getattr(record, name))
    return save_figure(figure, picture=None if row and row.picture_digest == files.digest(data) else data)


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
