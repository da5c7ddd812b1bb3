"""Stories that run on: accepted drafts that name each other's pages, 下转第3版 and 上接第1版, are linked."""

from collections.abc import Iterable, Sequence

from articles.chains import runs_in_a_circle
from articles.finding.folding import folded
from articles.models import Article, DraftArticle, HotZone
from articles.turns import named_pages
from articles.writing.articles import save_article
from issues.models import PageSection
from issues.writing import changing

Joint = tuple[DraftArticle, DraftArticle]  # the earlier part and the later one


def continue_parts(draft: DraftArticle) -> None:
    """After a decision on a draft, under the issue's lock: where it, or one that it competed with, now has one fellow alone, both
    accepted, the later article continues the earlier. What an article continues already is left alone."""
    if not draft.continues_from and not draft.continued_on:
        return
    every = _joints(_parts(draft))
    touched = {draft, *(part for joint in every if draft in joint for part in joint)}
    standing = [joint for joint in every if DraftArticle.State.DROPPED not in (joint[0].state, joint[1].state)]
    for earlier, later in _sole(standing):
        if (earlier in touched or later in touched) and earlier.article_id and later.article_id:
            _continue(earlier.article_id, later.article_id)


def _parts(draft: DraftArticle) -> list[DraftArticle]:
    """The drafts of its issue that run on, as far as they still count: an accepted one whose article was deleted does not."""
    rows = DraftArticle.objects.filter(page_section__issue=draft.page_section.issue_id).exclude(
        continues_from="", continued_on=""
    )
    parts = rows.select_related("page_section").defer("body", "page_section__text")
    gone = (DraftArticle.State.DROPPED, DraftArticle.State.ACCEPTED)
    return [part for part in parts if part.article_id or part.state not in gone or part == draft]


def _joints(parts: Sequence[DraftArticle]) -> list[Joint]:
    """Each part with each that may go on from it: both name the other's page."""
    issues = {part.page_section.issue_id for part in parts}
    pages = list(PageSection.objects.filter(issue__in=issues).without_text())
    on = {part.pk: _named(part.continued_on, part, pages) for part in parts}
    back = {part.pk: _named(part.continues_from, part, pages) for part in parts}
    return [
        (earlier, later)
        for earlier in parts
        for later in parts
        if later.page_section_id in on[earlier.pk] and earlier.page_section_id in back[later.pk]
    ]


def _named(label: str, part: DraftArticle, pages: Sequence[PageSection]) -> set[int]:
    found = named_pages(label, part.page_section, pages) if label else []
    return {page.pk for page in found} - {part.page_section_id}


def _sole(joints: Sequence[Joint]) -> list[Joint]:
    """Those whose parts fit nothing else; among several that fit, those of one title."""
    sole = _unshared(joints)
    taken = {part for joint in sole for part in joint}
    rest = [joint for joint in joints if joint[0] not in taken and joint[1] not in taken]
    return sole + _unshared([joint for joint in rest if _title(joint[0]) == _title(joint[1]) != ""])


def _unshared(joints: Sequence[Joint]) -> list[Joint]:
    def is_one(parts: Iterable[DraftArticle], part: DraftArticle) -> bool:
        return sum(other == part for other in parts) == 1

    earlier, later = [joint[0] for joint in joints], [joint[1] for joint in joints]
    return [joint for joint in joints if is_one(earlier, joint[0]) and is_one(later, joint[1])]


def _title(draft: DraftArticle) -> str:
    return folded(draft.title)[0]


def _continue(earlier: int, later: int) -> None:
    """Its zones say so too, and stay whose they are. Withdrawn print is left as it is covered."""
    article = Article.objects.select_related("page_section__issue").get(pk=later)
    before = dict(Article.objects.filter(issue=article.issue_id).values_list("pk", "continues_id"))
    is_withdrawn = Article.objects.withdrawn().filter(pk__in=(earlier, later)).exists()
    if is_withdrawn or article.continues_id is not None or runs_in_a_circle(earlier, before | {later: earlier}):
        return
    with changing(article.page_section.issue):
        article.continues_id = earlier
        save_article(article)
        for zone in article.zones.filter(page_section=article.page_section_id, kind=HotZone.Kind.ARTICLE):
            zone.kind = HotZone.Kind.CONTINUATION
            zone.save(update_fields=["kind"])
