"""What goes into public indexes: the stories that feeds and sitemaps tell of, newest issue first, as printed within each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from articles.chains import parts_from
from articles.models import Article
from issues.models import Issue

NEWEST_ISSUES = 60  # that a feed looks through
MOST_STORIES = 100  # of a feed
UNTOLD = (Article.Kind.ADVERTISEMENT, Article.Kind.POINTER)


@dataclass(frozen=True)
class Topic:
    """Of a paper all of its stories, or those of a 栏目, or of the pages of a name."""

    column: str = ""
    page_name: str = ""

    @property
    def word(self) -> str:
        return self.column or self.page_name


@dataclass(frozen=True)
class NewestStories:
    """`issue` is the newest of the paper; each story has its issue, page, authors and `corrected_on` (a date, or None)."""

    issue: Issue
    topic: Topic
    stories: list[Article]


def newest_stories(slug: str, topic: Topic, *, with_bodies: bool) -> NewestStories:
    """Five queries. Raises Http404 for a paper without a public issue, and for a topic that its newest issues do not have."""
    newest = Issue.objects.public().of(slug).newest_first().select_related("publication").with_names()[:NEWEST_ISSUES]
    issues = {issue.pk: issue for issue in newest}
    if not issues:
        raise Http404(f"No public issue of {slug}")
    chosen = told(list(issues), topic)[:MOST_STORIES]
    if topic.word and not chosen:
        raise Http404(f"Nothing of {topic.word} in the newest issues of {slug}")
    return NewestStories(next(iter(issues.values())), topic, whole(chosen, issues, with_bodies=with_bodies))


def told(issues: Sequence[int], topic: Topic = Topic()) -> list[int]:
    """Primary keys, in the order of `issues` (theirs) and of print: first parts of stories of which every part may be told, since
    the page of the first shows them all. One query, which reads no text."""
    rows = Article.objects.public().filter(issue__in=issues).in_reading_order()
    names = ("pk", "issue_id", "continues_id", "kind", "is_indexed", "column", "page_section__name")
    parts: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    hidden: set[int] = set()
    first: defaultdict[int, list[int]] = defaultdict(list)
    for pk, issue, before, kind, is_indexed, column, page_name in rows.values_list(*names):
        parts[issue][pk] = before
        if not is_indexed:
            hidden.add(pk)
        if kind not in UNTOLD and topic.column in ("", column) and topic.page_name in ("", page_name):
            first[issue].append(pk)
    return [
        pk
        for issue in issues
        for pk in first[issue]
        if parts[issue][pk] not in parts[issue] and hidden.isdisjoint(parts_from(pk, parts[issue]))
    ]


def whole(chosen: Sequence[int], issues: dict[int, Issue], *, with_bodies: bool) -> list[Article]:
    """In the order of `chosen`, with page, authors, `begins` (of the body) and `corrected_on`; three queries. What was withdrawn
    meanwhile is left out."""
    rows = Article.objects.public().filter(pk__in=chosen, issue__in=issues).select_related("page_section")
    rows = rows.with_beginning().with_correction_date().prefetch_related("author_entries__author")
    found = {article.pk: article for article in (rows if with_bodies else rows.defer("body"))}
    stories = [found[pk] for pk in chosen if pk in found]
    for story in stories:
        story.issue = story.page_section.issue = issues[story.issue_id]
    return stories
