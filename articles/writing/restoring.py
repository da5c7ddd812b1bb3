"""An earlier version of an article or a zone becomes the newest one; what was deleted comes back under the key that it had."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, HotZone
from articles.writing.articles import save_article
from articles.writing.history import WITH_ARTICLE, words_of
from articles.writing.zones import save_zone
from issues.models import Issue, PageSection
from issues.writing import changing, give_reason, put_back, refuse_unchanged, restored_from

FIELDS_OF_ARTICLE = (
    *("kind", "column", "kicker", "title", "subtitle", "byline", "source", "original_source", "original_title"),
    *("lead", "body", "is_indexed", "external_id"),
)
FIELDS_OF_ZONE = ("polygon", "article_id", "url", "kind")
BROUGHT_BACK = "brought back"


def restore_article(article: Article, version: Any) -> Article:
    """Its texts, authors and keywords. Its place is the order's, its figures are their own: both stay as they are. A part before
    it that is gone is not linked again."""
    with changing(article.issue):
        now = Article.objects.select_related("page_section__issue").get(pk=article.pk)
        wanted, words = words_of(version), _words_now(now)
        changes = [put_back(now, version, FIELDS_OF_ARTICLE), _continue(now, version)]
        changes += [then is not None and list(then) != there for then, there in zip(wanted, words, strict=True)]
        refuse_unchanged(any(changes))
        give_reason(now, restored_from(version))
        return save_article(now, authors=wanted[0], keywords=wanted[1])


def _words_now(article: Article) -> tuple[list[str], list[str]]:
    authors = article.author_entries.order_by("position").values_list("author__name", flat=True)
    keywords = article.keyword_entries.order_by("position").values_list("keyword__word", flat=True)
    return list(authors), list(keywords)


def _continue(article: Article, version: Any) -> bool:
    """True where it was linked otherwise."""
    part = Article.objects.filter(pk=version.continues_id, issue=article.issue_id).first()
    is_changed = article.continues_id != (part and part.pk)
    article.continues = part
    return is_changed


def restore_zone(zone: HotZone, version: Any) -> HotZone:
    with changing(zone.page_section.issue):
        now = HotZone.objects.select_related("page_section__issue").get(pk=zone.pk)
        _refuse_without_article(version)
        refuse_unchanged(put_back(now, version, FIELDS_OF_ZONE))
        give_reason(now, restored_from(version))
        return save_zone(now)


def _refuse_without_article(version: Any) -> None:
    if version.article_id and not Article.objects.filter(pk=version.article_id).exists():
        raise ValidationError(_("The article that this zone led to is gone; bring it back first."))


def bring_back_article(version: Any) -> Article:
    """A deleted one, with its key, its address and the zones that went with it, at its place on its page; without its figures."""
    issue = Issue.objects.get(pk=version.issue_id)
    with changing(issue):
        _refuse_if_there(Article, version)
        section = _page_of(version)
        article = Article(pk=version.id, issue=issue, page_section=section, key=version.key)
        put_back(article, version, FIELDS_OF_ARTICLE)
        _continue(article, version)
        give_reason(article, BROUGHT_BACK)
        authors, keywords = words_of(version)
        place = min(version.position, section.articles.count() + 1)
        save_article(article, authors=authors or (), keywords=keywords or (), position=place)
        for gone in _zones_gone_with(article):
            bring_back_zone(gone)
    return article


def _zones_gone_with(article: Article) -> list[Any]:
    """The last versions of zones that were deleted with it, on pages that are there, once a zone."""
    pages = PageSection.objects.filter(issue=article.issue_id).values_list("pk", flat=True)
    versions: Any = HotZone.history
    gone = versions.filter(
        page_section_id__in=list(pages), article_id=article.pk, history_type="-", history_change_reason=WITH_ARTICLE
    )
    there = set(HotZone.objects.filter(pk__in=gone.values("id")).values_list("pk", flat=True))
    last = {version.id: version for version in gone.order_by("history_id") if version.id not in there}
    return list(last.values())


def bring_back_zone(version: Any) -> HotZone:
    section = _page_of(version)
    with changing(section.issue):
        _refuse_if_there(HotZone, version)
        _refuse_without_article(version)
        zone = HotZone(pk=version.id, page_section=section)
        put_back(zone, version, FIELDS_OF_ZONE)
        give_reason(zone, BROUGHT_BACK)
        return save_zone(zone)


def _refuse_if_there(noun: type[Article | HotZone], version: Any) -> None:
    if noun._default_manager.filter(pk=version.id).exists():
        raise ValidationError(_("It is there already: somebody brought it back meanwhile."))


def _page_of(version: Any) -> PageSection:
    section = PageSection.objects.filter(pk=version.page_section_id).select_related("issue").first()
    if section is None:
        raise ValidationError(_("The page section that it stood on is gone; it cannot come back without it."))
    return section
