"""A whole issue's order at once, as the board sends it: page sections in theirs, articles on their pages in theirs."""

import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Case, F, Model, Q, Value, When
from django.utils.translation import gettext as _

from articles.covering import refuse_if_withdrawn
from articles.models import Article
from articles.writing.history import MOVED
from articles.writing.moves import PageOrder, Places, what_moved
from issues.models import Issue, PageSection
from issues.signing import Void
from issues.writing import ask_again, record_act, record_changed, search_again, void_signatures
from issues.writing.rows import column_of

OUT_OF_THE_WAY = 1_000_000  # no issue has as many rows: a position that no other row holds
AS_LIST = {"sqlite": "json_group_array(json_array({}))", "postgresql": "json_agg(json_build_array({}))"}


def order_issue(issue: Issue, version: int, order: Sequence[PageOrder], seen: Sequence[PageOrder] = ()) -> None:
    """Every page section and every article of the issue, once each; positions become 1..n. At most five statements, and two of
    the history, whatever the size. What has its place already is left alone: a page or an article that is moved costs four in
    all, an article that goes to another page six. Signed pages whose articles are others or in another order now are signed no
    more: one more statement, and two for each.

    `seen` is the order that this one was made of. Raises ValidationError where `version` is not the issue's any more and its
    order is not the one that was `seen` (a picture or a text that came in meanwhile does no harm; a signature that would fall
    does), where the order names other rows than the issue has, or carries a withdrawn article off the page whose print it covers;
    then nothing is changed.
    """
    sections = [page.section for page in order]
    articles = [(pk, page.section, place) for page in order for place, pk in enumerate(page.articles, start=1)]
    places = {pk: (section, place) for pk, section, place in articles}
    with transaction.atomic():
        before, now = _raise_version(issue)
        broken = {page.section for page in order if before.articles_on(page.section) != list(page.articles)} & before.signed
        is_seen = before.order() == [(page.section, list(page.articles)) for page in seen] and not broken
        if now != version + 1 and not is_seen:
            raise ValidationError(_("The issue was changed meanwhile; look at it as it is now, then order it again."))
        carried = [pk for pk, (section, _place) in places.items() if pk in before.articles and before.articles[pk][0] != section]
        if len(before.sections) != len(sections) or before.sections != {pk: n for n, pk in enumerate(sections, start=1)}:
            _put_sections(issue, sections)
        elif carried:
            search_again(issue.pk)
        if len(places) != len(articles) or before.articles != places:
            _put_articles(issue, articles)
        if told := what_moved(before, order, carried):
            record_changed(Article, carried, MOVED)
            record_act(issue, told)
        if broken:
            void_signatures(broken, Void.ORDER)
    issue.version = now


def _raise_version(issue: Issue) -> tuple[Places, int]:
    """Gives the order as it is and the new version, in the statement that takes the issue's lock and tells its time."""
    own = connection.ops.quote_name(Issue._meta.db_table)
    sections, articles = (
        _as_list(PageSection, "id", "position", "label", "name", "state"),
        _as_list(Article, "id", "page_section", "position", "title"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {own} SET version = version + 1 WHERE id = %s RETURNING {sections}, {articles}, version, publish_at",  # noqa: S608
            [issue.pk],
        )
        found = cursor.fetchall()
    if not found:
        raise ValidationError(_("The issue was changed meanwhile; look at it as it is now, then order it again."))
    ask_again(Issue(pk=issue.pk, publish_at=found[0][3]))
    pages, stories = (json.loads(listed or "[]") for listed in found[0][:2])
    places = Places(
        {pk: position for pk, position, *_rest in pages},
        {pk: label or name for pk, _position, label, name, _state in pages},
        {pk for pk, *_rest, state in pages if state == PageSection.State.SIGNED},
        {pk: (section, position) for pk, section, position, _title in stories},
        {pk: title for pk, _section, _position, title in stories},
    )
    return places, found[0][2]


def _as_list(model: type[Model], *names: str) -> str:
    """SQL: the columns of the issue's rows as JSON."""
    quote = connection.ops.quote_name
    rows, own = quote(model._meta.db_table), quote(Issue._meta.db_table)
    columns = AS_LIST[connection.vendor].format(", ".join(f"{rows}.{quote(column_of(model, name))}" for name in names))
    return f"(SELECT CAST({columns} AS text) FROM {rows} WHERE {rows}.issue_id = {own}.id)"  # noqa: S608 (names of our own)


def _put_sections(issue: Issue, order: Sequence[int]) -> None:
    """What is found on its pages is looked for again: one may have got or lost an article."""
    rows = PageSection.objects.filter(issue=issue)
    moved = rows.update(position=F("position") + OUT_OF_THE_WAY)
    places = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(order, start=1)))
    put = rows.filter(pk__in=order).update(position=places, awaits_search=~Q(layer="")) if order else 0
    _refuse_unless_all(moved, put, order)


def _put_articles(issue: Issue, order: Sequence[tuple[int, int, int]]) -> None:
    rows = Article.objects.filter(issue=issue)
    moved = rows.update(position=F("position") + OUT_OF_THE_WAY)
    pages = Case(*(When(pk=pk, then=Value(section)) for pk, section, _place in order))
    places = Case(*(When(pk=pk, then=Value(place)) for pk, _section, place in order))
    pks = [pk for pk, _section, _place in order]
    carried_off = rows.withdrawn().exclude(page_section=pages)
    put = rows.filter(pk__in=pks).exclude(pk__in=carried_off).update(page_section=pages, position=places) if order else 0
    if put < len(order):
        for article in carried_off:
            refuse_if_withdrawn(article)
    _refuse_unless_all(moved, put, pks)


def _refuse_unless_all(there: int, put: int, order: Sequence[int]) -> None:
    if not there == put == len(order) or len(set(order)) != len(order):
        raise ValidationError(_("The order must name every row once."))
