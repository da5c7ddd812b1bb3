"""What an article's versions know of its authors and keywords."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Subquery

from articles.models import Article
from articles.models.history import with_words

MOVED = "moved"  # the reason of an article's entry where it went to another page
WITH_ARTICLE = "with its article"  # that of a zone which was deleted along


def tell_words(article: Article) -> None:
    """The newest version is told the authors and keywords that the article has now, where it does not know them: before they
    change or go, and after they changed. Three queries."""
    versions: Any = Article.history
    newest = versions.filter(id=article.pk).order_by("-history_id").values("history_id")[:1]
    unknowing = versions.filter(history_id=Subquery(newest), author_names__isnull=True)
    unknowing.update(
        author_names=list(article.author_entries.order_by("position").values_list("author__name", flat=True)),
        keyword_words=list(article.keyword_entries.order_by("position").values_list("keyword__word", flat=True)),
    )


def words_of(version: Any) -> tuple[Sequence[str] | None, Sequence[str] | None]:
    """Authors and keywords as they were; None where nobody knows them."""
    known = with_words(Article.history.filter(pk=version.pk)).get()
    return known.known_author_names, known.known_keyword_words
