"""Which issue the print's rows stand in, and whose they are: told to `issues.admin.rights`."""

from typing import TYPE_CHECKING

from articles.models import Article, Correction, DraftArticle, Figure, HotZone, ProposedZone
from issues.admin.rights import is_own, issue_of
from issues.models import Issue

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


@issue_of.register
def _of_article(article: Article) -> Issue | None:
    """Of a new article, by its page."""
    return article.issue if article.issue_id else article.page_section.issue


@issue_of.register
def _of_part(part: Figure | Correction) -> Issue | None:
    return part.article.issue


@issue_of.register
def _of_place(place: HotZone | ProposedZone | DraftArticle) -> Issue | None:
    return place.page_section.issue


@is_own.register(Article)
def _own_article(article: Article, user: "AbstractUser | AnonymousUser") -> bool:
    """History knows who made it; a new table would only say it again. One query the first time, by the article's index."""
    if not hasattr(article, "_made_by"):
        made = article.history.filter(history_type="+").values_list("history_user_id", flat=True)
        article._made_by = frozenset(made)  # type: ignore[attr-defined]
    return user.pk is not None and user.pk in article._made_by  # type: ignore[attr-defined]


@is_own.register(Figure)
def _own_figure(figure: Figure, user: "AbstractUser | AnonymousUser") -> bool:
    return is_own(figure.article, user)
