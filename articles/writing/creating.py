"""Many new articles and zones of one issue at once: the same rules as one by one, at a fixed number of queries.

For imports: the caller has the issue's lock and raises its version.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.chains import runs_in_a_circle
from articles.models import Article, Correction, HotZone
from articles.models.zone import check_zone
from articles.writing.articles import cleaned_body
from articles.writing.words import check_authors, check_keywords, set_authors, set_keywords
from issues.models import Issue
from issues.signing import Void
from issues.writing import NotCreated, insert_models, insert_rows, record_created, search_again, take_keys, void_signatures

# Set here from rows that are known: asking the database whether they exist would cost a query a row.
_KNOWN = ["issue", "page_section", "continues", "position", "import_hash"]


@dataclass(frozen=True)
class NewArticle:
    """`article` has its page section and its key; `continues` is the key of the part before it, of this issue. `fingerprint`
    gives what the next import compares with, once the body is clean."""

    article: Article
    authors: Sequence[str] = ()
    keywords: Sequence[str] = ()
    corrections: Sequence[Correction] = ()
    continues: str | None = None
    fingerprint: Callable[[Article], str] | None = None


def create_articles(issue: Issue, drafts: Sequence[NewArticle], *, are_first: bool = False) -> None:
    """At the end of their pages, in the given order; `are_first`: the issue has no others. Raises `NotCreated`."""
    if not drafts:
        return
    articles = [draft.article for draft in drafts]
    take_keys(issue, "article", articles, Article.objects.all())
    _take_positions(articles, {} if are_first else _last_positions(issue))
    for place, draft in enumerate(drafts):
        try:
            _check(draft, issue)
        except ValidationError as error:
            raise NotCreated(place, error) from error
        if draft.fingerprint:
            draft.article.import_hash = draft.fingerprint(draft.article)
    insert_models(articles)
    _continue(issue, drafts)
    set_authors(((draft.article, draft.authors) for draft in drafts if draft.authors), are_new=True)
    set_keywords(((draft.article, draft.keywords) for draft in drafts if draft.keywords), are_new=True)
    _add_corrections(drafts)
    record_created(Article, [article.pk for article in articles], "import")
    if not are_first:  # of a new issue no page was read yet, and none signed
        search_again(issue.pk)
        void_signatures({article.page_section_id for article in articles}, Void.ARTICLE)


def _check(draft: NewArticle, issue: Issue) -> None:
    article = draft.article
    article.issue = issue
    article.body = cleaned_body(article.body)
    if not _is_plainly_right(article):
        article.clean_fields(exclude=_KNOWN)
    for correction in draft.corrections:
        correction.clean_fields(exclude=["article"])
    check_authors(draft.authors)
    check_keywords(draft.keywords)


_LIMITS = {field.attname: field.max_length for field in Article._meta.concrete_fields if field.max_length}
_KINDS = frozenset(Article.Kind.values)


def _is_plainly_right(article: Article) -> bool:
    """What nearly every article is; of any other Django says what is wrong with it."""
    texts = [getattr(article, name) for name in _LIMITS]
    return (
        all(type(text) is str and len(text) <= limit for text, limit in zip(texts, _LIMITS.values(), strict=True))
        and not any("\0" in text for text in texts)
        and article.kind in _KINDS
        and bool(article.title)
        and bool(re.fullmatch("[0-9]+(_[0-9]+)*", article.key))
        and article.withdrawn_at is None
        and type(article.is_indexed) is bool
    )


def _last_positions(issue: Issue) -> dict[int, int]:
    rows = Article.objects.filter(issue=issue).order_by().values_list("page_section")
    return dict(rows.annotate(last=Max("position")))


def _take_positions(articles: Sequence[Article], last: dict[int, int]) -> None:
    """`last` is that of each page."""
    for article in articles:
        last[article.page_section_id] = article.position = last.get(article.page_section_id, 0) + 1


def _continue(issue: Issue, drafts: Sequence[NewArticle]) -> None:
    """Chains are linked once all parts have a row."""
    if not any(draft.continues for draft in drafts):
        return
    rows = list(Article.objects.filter(issue=issue).values_list("pk", "key", "continues_id"))
    by_key = {key: pk for pk, key, _before in rows}
    before: dict[int, int | None] = {pk: earlier for pk, _key, earlier in rows}
    before |= {draft.article.pk: by_key.get(draft.continues) for draft in drafts if draft.continues}
    linked = []
    for place, draft in enumerate(drafts):
        if draft.continues:
            earlier = by_key.get(draft.continues)
            if earlier is None:
                raise NotCreated(place, ValidationError({"continues": _("An article continues one of its own issue.")}))
            if runs_in_a_circle(earlier, before):
                sentence = _("The chain of continued articles comes back to this one.")
                raise NotCreated(place, ValidationError({"continues": sentence}))
            draft.article.continues_id = earlier
            linked.append(draft.article)
    Article.objects.bulk_update(linked, ["continues"])


def _add_corrections(drafts: Sequence[NewArticle]) -> None:
    rows = []
    for draft in drafts:
        for correction in draft.corrections:
            correction.article = draft.article
            rows.append(correction)
    Correction.objects.bulk_create(rows)


@dataclass(frozen=True, slots=True)
class NewZone:
    """On a page of the issue that leads to one of its articles, to an address outside, or nowhere."""

    page_section_id: int
    polygon: Sequence[Sequence[float]]
    article_id: int | None = None
    url: str = ""
    kind: str = HotZone.Kind.ARTICLE
    confidence: float | None = None


ZONE_FIELDS = ("page_section", "polygon", "article", "url", "kind", "confidence")


def create_zones(zones: Sequence[NewZone], reason: str | None) -> None:
    """On pages that have no others: all zones of these pages are new. The masks of withdrawn articles are the caller's to paint.
    Raises `NotCreated`."""
    for place, zone in enumerate(zones):
        try:
            check_zone(zone.polygon, zone.url, zone.kind)
        except ValidationError as error:
            raise NotCreated(place, error) from error
    rows = [
        (
            zone.page_section_id,
            json.dumps(zone.polygon, separators=(",", ":")),
            zone.article_id,
            zone.url,
            zone.kind,
            zone.confidence,
        )
        for zone in zones
    ]
    insert_rows(HotZone, ZONE_FIELDS, rows)
    record_created(HotZone, sorted({zone.page_section_id for zone in zones}), reason, by="page_section")
