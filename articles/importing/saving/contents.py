"""The content of an article as an editor could change it, equal for a record and for the row that was made of it."""

import hashlib
from typing import Any

import msgspec

from articles.importing.imported import ImportedIssue
from articles.importing.records import ArticleRecord, FigureRecord
from articles.models import Article, Figure
from articles.writing import kept_words
from issues import files

# By the names of ARTICLE_FIELDS, all of which it holds.
Content = dict[str, Any]

LINES = "kind column kicker title subtitle byline source original_source original_title lead is_indexed external_id".split()
FIGURE_FIELDS = "caption credit alt is_decorative focal_x focal_y".split()


def content_hash(content: Content) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def row_content(article: Article) -> Content:
    """No query where authors, keywords, figures, corrections, page and the part before were fetched with it."""
    return {
        **{name: getattr(article, name) for name in LINES},
        "body": article.body,
        "authors": [entry.author.name for entry in article.author_entries.all()],
        "keywords": [entry.keyword.word for entry in article.keyword_entries.all()],
        "page": article.page_section.key,
        "continues": article.continues.key if article.continues else None,
        "figures": [_figure_content(figure, figure.picture_digest) for figure in article.figures.all()],
        "corrections": sorted([str(row.date), row.text] for row in article.corrections.all()),
    }


def wanted_content(imported: ImportedIssue, record: ArticleRecord, page: str, body: str, now: Content | None) -> Content:
    """What the row shall hold after the import; `body` is the record's, cleaned; `now` is what the row holds, None for a new one.
    Reads the figures' files."""
    said = {
        **{name: getattr(record, name) for name in LINES},
        "body": body,
        "authors": kept_words(record.authors),
        "keywords": kept_words(record.keywords),
        "page": page,
        "continues": record.continues,
        "figures": [_figure_content(figure, files.digest(imported.read_file(figure.picture))) for figure in record.figures],
        "corrections": sorted([str(correction.date), correction.text] for correction in record.corrections),
    }
    if now is None:
        return said
    wanted = now | {name: value for name, value in said.items() if name in imported.told}
    return wanted | {"external_id": record.external_id or now["external_id"]}


def _figure_content(figure: Figure | FigureRecord, digest: str) -> list[Any]:
    return [digest, *(getattr(figure, name) for name in FIGURE_FIELDS)]
