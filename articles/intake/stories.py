"""Articles of an issue -> what the finder looks for on one of its pages."""

import re
from collections.abc import Container

from django.db.models import Prefetch

from articles.finding.stories import Story
from articles.models import Article, Figure
from articles.richtext import plain_text
from issues.models import PageSection

_LINK = re.compile(r'<a href="content_([0-9_]+)\.htm"[^>]*>(.*?)</a>', re.DOTALL)


def stories_of(section: PageSection) -> tuple[list[Story], dict[str, Article]]:
    """All articles of the page's issue, those of the page first; and by their keys the rows. Withdrawn ones too: their print is
    still there. Two queries."""
    figures = Prefetch("figures", Figure.objects.only("article", "caption", "credit"))
    rows = Article.objects.filter(issue=section.issue_id).order_by("page_section__position", "position").prefetch_related(figures)
    rows = rows.only(
        "key", "page_section", "continues", "kind", "column", "kicker", "title", "subtitle", "byline", "source", "lead", "body"
    )
    articles = sorted(rows, key=lambda article: article.page_section_id != section.pk)
    by_key = {article.key: article for article in articles}
    return [story_of(article, section, by_key) for article in articles], by_key


def printed_parts(article: Article) -> tuple[str, ...]:
    """What of an article is compared with the page, in the order of print. Column and source are labels of ours: a page may print
    them otherwise, or not at all."""
    head = (article.kicker, article.title, article.subtitle, article.byline, article.lead)
    captions = [figure.caption + figure.credit for figure in article.figures.all()]
    return tuple(filter(None, [*head, *plain_text(article.body).split("\n"), *captions]))


def story_of(article: Article, section: PageSection, known: Container[str]) -> Story:
    """`known`: the keys of the articles that its links may lead to. The source ends the text, as papers print it:
    （据市自来水公司）."""
    is_here = article.page_section_id == section.pk
    lines = (article.column, article.kicker, article.title, article.subtitle, article.byline)
    figures = list(article.figures.all())
    return Story(
        key=article.key,
        title=article.title,
        head=tuple(filter(None, lines)),
        body=tuple(filter(None, [article.lead, *plain_text(article.body).split("\n"), article.source])),
        captions=tuple(figure.caption + figure.credit for figure in figures),
        is_here=is_here,
        kind=article.kind,
        pictures=len(figures),
        links=tuple((plain_text(text), key) for key, text in _LINK.findall(article.body) if is_here and key in known),
    )
