"""Where the issue's own keys go on after those that came with the tree. Pure."""

from collections.abc import Iterable

from articles.importing.records import NextKeys, SectionRecord

# Counters end there; a key of a date and more, 20230214001, is beyond every counter and never met by one.
_LIMIT = 1_000_000_000


def next_keys(sections: Iterable[SectionRecord]) -> NextKeys:
    sections = tuple(sections)
    articles = [article for section in sections for article in section.articles]
    figures = [figure for article in articles for figure in article.figures]
    return NextKeys(
        section=_beyond(section.key for section in sections),
        article=_beyond(article.key for article in articles),
        figure=_beyond(figure.key for figure in figures),
    )


def _beyond(keys: Iterable[str | None]) -> int:
    numbers = [int(key) for key in keys if key and key.isascii() and key.isdigit()]
    return max((number for number in numbers if number < _LIMIT), default=0) + 1
