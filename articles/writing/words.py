"""Authors and keywords: rows shared by all articles, in an order of its own on each."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model

from articles.models import Article, ArticleAuthor, ArticleKeyword, Author, Keyword
from issues.writing import insert_rows

GREATEST_LENGTH = 100
Lists = Iterable[tuple[Article, Sequence[str]]]


def set_authors(lists: Lists, *, are_new: bool = False) -> None:
    """For any number of articles at the cost of one: at most five queries. Refuses what cannot be a name before it writes."""
    _set_words(lists, Author, ArticleAuthor, "name", "author", are_new=are_new)


def set_keywords(lists: Lists, *, are_new: bool = False) -> None:
    """As `set_authors`."""
    _set_words(lists, Keyword, ArticleKeyword, "word", "keyword", are_new=are_new)


def check_authors(words: Sequence[str]) -> None:
    """Refuses what cannot be a name."""
    for word in kept_words(words):
        _refuse_impossible_word(Author, "name", word)


def check_keywords(words: Sequence[str]) -> None:
    for word in kept_words(words):
        _refuse_impossible_word(Keyword, "word", word)


def kept_words(words: Iterable[str]) -> list[str]:
    """As they are kept: each once, without spaces around it."""
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _set_words(given: Lists, noun: type[Model], entry: type[Model], field: str, role: str, *, are_new: bool) -> None:
    lists = [(article, kept_words(words)) for article, words in given]
    distinct = sorted({word for _, words in lists for word in words})
    for word in distinct:
        _refuse_impossible_word(noun, field, word)
    if not are_new:
        entry._default_manager.filter(article__in=[article for article, _ in lists]).delete()
    if not distinct:
        return
    rows = _rows(noun, field, distinct)
    missing = [noun(**{field: word}) for word in distinct if word not in rows]
    if missing:
        noun._default_manager.bulk_create(missing, ignore_conflicts=True)  # somebody else may write the same name just now
        rows = _rows(noun, field, distinct)
    entries = [(article.pk, rows[word], place) for article, words in lists for place, word in enumerate(words, start=1)]
    insert_rows(entry, ("article", role, "position"), entries)


def _rows(noun: type[Model], field: str, words: list[str]) -> dict[str, int]:
    return dict(noun._default_manager.filter(**{f"{field}__in": words}).values_list(field, "pk"))


def _refuse_impossible_word(noun: type[Model], field: str, word: str) -> None:
    if len(word) <= GREATEST_LENGTH and word.isprintable():
        return
    try:
        noun(**{field: word}).clean_fields()
    except ValidationError as error:
        raise ValidationError([f"{word[:20]}…: {message}" for message in error.messages]) from error
