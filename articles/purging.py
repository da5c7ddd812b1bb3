"""Issues that go for good: what would be removed, and its removal with files, old addresses and history."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, HotZone, OldAddress, UnsentForm
from issues import files
from issues.models import Issue, PageSection
from issues.writing import changing, delete_issue


@dataclass(frozen=True)
class Contents:
    """Of one issue: `files` are masters and what was made of them, `size` their bytes."""

    issue: Issue
    pages: int
    articles: int
    pictures: int
    old_addresses: int
    files: int
    size: int


def contents(issue: Issue) -> Contents:
    sizes = list(_file_sizes(issue))
    return Contents(
        issue=issue,
        pages=issue.sections.count(),
        articles=issue.articles.count(),
        pictures=issue.sections.exclude(picture="").count() + issue.figures.count(),
        old_addresses=OldAddress.objects.filter(_leads_into(issue)).count(),
        files=len(sizes),
        size=sum(sizes),
    )


def _leads_into(issue: Issue) -> Q:
    return Q(issue=issue) | Q(page_section__issue=issue) | Q(article__issue=issue) | Q(figure__issue=issue)


def _file_sizes(issue: Issue) -> Iterator[int]:
    folder = files.folder(issue)
    for kind in files.KINDS:
        try:
            names = storages[kind].listdir(folder)[1]
        except FileNotFoundError:
            continue
        yield from (storages[kind].size(f"{folder}/{name}") for name in names)


def purge_issue(issue: Issue, *, even_public: bool = False) -> None:
    """One transaction; the files go when it is committed. Raises ValidationError for an issue that readers can see."""
    with changing(issue) as now:
        if now.state() == Issue.State.PUBLISHED and not even_public:
            raise ValidationError(_("%(issue)s is public; readers can see it.") % {"issue": now})
        pk = now.pk
        delete_issue(now)
        _forget(pk)


def _forget(issue: int) -> None:
    """History too, of pages and articles that went before as well; the deletion itself has just added to it."""
    pages = PageSection.history.filter(issue_id=issue)
    articles = Article.history.filter(issue_id=issue)
    for rows, noun in ((pages, PageSection), (articles, Article)):
        UnsentForm.objects.filter(noun=noun._meta.label_lower, row__in=set(rows.values_list("id", flat=True))).delete()
    HotZone.history.filter(page_section_id__in=set(pages.values_list("id", flat=True))).delete()
    pages.delete()
    Article.history.filter(issue_id=issue).delete()
    Issue.history.filter(id=issue).delete()
