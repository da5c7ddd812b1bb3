"""Records -> rows, one transaction an issue, by natural keys; safe to run twice, and it says what it did.

No page and no article is deleted by an import: what a package lacks stays and is named. What is as it was is not written.
"""

from copy import copy
from dataclasses import dataclass

from articles.importing.checks import check_issue
from articles.importing.imported import ImportedIssue, PageRefused
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.saving.addresses import save_addresses
from articles.importing.saving.articles import ArticleSaver
from articles.importing.saving.pages import PageSaver, page_name
from articles.importing.saving.papers import PaperMemory, PaperSaver
from articles.importing.saving.refusals import mishaps, refusals
from articles.importing.saving.states import StateSaver
from articles.importing.saving.zones import save_zones
from issues import files
from issues.models import Issue, Publication
from issues.sentences import Sentence
from issues.writing import (
    KeyKind,
    ask_again,
    create_issue,
    give_reason,
    keep_ahead,
    next_key,
    raise_version,
    save_issue,
    set_import,
)

ISSUE_FIELDS = ("edition_name", "number_text", "number", "kind")
KEY_KINDS: tuple[KeyKind, ...] = ("section", "article", "figure")


@dataclass(frozen=True)
class SavingOptions:
    """`slug` and `name` are the user's words for the paper; a package speaks for itself. `is_page_named`: the user said which
    page a text dump's headlines stand on. `overwrite_edits`: articles that were edited here are replaced too. `drafts_only`: who
    imports may not publish, so what has a time of publication stays as it is; no word of the user's."""

    slug: str = ""
    name: str = ""
    publish: bool = False
    restore: bool = False
    dry_run: bool = False
    is_page_named: bool = False
    overwrite_edits: bool = False
    drafts_only: bool = False


class _DryRun(Exception):
    """Carries nothing: it only ends the transaction."""


def save_imported(
    imported: ImportedIssue, options: SavingOptions, digest: str = "", memory: PaperMemory | None = None
) -> IssueOutcome:
    """Raises `ImportProblem` and leaves rows and files as they were. `digest` is that of the files it was read from; `memory` is
    for the issues of one run. Pages whose files turn out to be bad are left without them: the issue is saved anew, once for
    all of them, since good pages take a second each to make."""
    memory = memory or PaperMemory()
    if not imported.has_states:
        check_issue(imported.issue, imported.origin)
    read: set[str] = set()
    imported = imported.noting(read)
    while True:
        try:
            return _saved(imported, options, digest, memory)
        except PageRefused as refused:
            imported = imported.without_bad_pages(refused, read)


def _saved(imported: ImportedIssue, options: SavingOptions, digest: str, memory: PaperMemory) -> IssueOutcome:
    saver = IssueSaver(imported, options, digest, memory)
    try:
        with mishaps(imported.origin), files.files_with_rows():
            saver.save()
            if options.dry_run:
                raise _DryRun
    except _DryRun:
        return saver.outcome
    memory.remember(imported.publication, saver.paper)
    return saver.outcome


def unchanged_issue(digest: str, options: SavingOptions) -> Issue | None:
    """The issue that an import of the very same files made, if nobody wrote to it since; not where it is to be published."""
    issue = Issue.objects.filter(import_digest=digest).select_related("publication").first() if digest else None
    if issue is None or issue.version != issue.import_version or (options.publish and not issue.was_public()):
        return None
    return issue


class IssueSaver:
    """One issue's way into the database; `outcome` is complete after `save`."""

    def __init__(self, imported: ImportedIssue, options: SavingOptions, digest: str, memory: PaperMemory) -> None:
        self.imported = imported
        self.record = imported.issue
        self.options = options
        self.digest = digest
        self.memory = memory
        self.before: Issue | None = None
        self.outcome = IssueOutcome(imported.origin, warnings=list(imported.warnings), repairs=imported.repairs)
        self.outcome.refused += imported.refused

    def save(self) -> None:
        self.paper = PaperSaver(self.imported, self.options.slug, self.options.name, self.outcome, self.memory).save()
        with refusals(self.imported.origin, "issue"):
            self.issue = self._issue(self.paper)
        self.outcome.pk, self.outcome.name = self.issue.pk, f"{self.paper.slug} {self.issue}"
        pages = PageSaver(self.imported, self.issue, self.outcome)
        pages.save()
        articles = ArticleSaver(self.imported, self.issue, self.outcome, overwrite=self.options.overwrite_edits)
        for at, (record, section) in enumerate(zip(self.record.sections, pages.sections, strict=True)):
            articles.read_page(f"issue.sections[{at}]", record, section, is_page_named=self.options.is_page_named)
        articles.write()
        save_zones(self.imported, pages, articles.by_key, self.outcome)
        save_addresses(self.record.old_addresses, pages, articles.by_key, self.outcome)
        self._finish(pages, articles)
        if self.options.drafts_only:
            self._refuse_what_is_no_draft()

    def _issue(self, paper: Publication) -> Issue:
        day = {"date": self.record.date, "edition": self.record.edition}
        issue = Issue.objects.select_for_update(of=("self",)).filter(publication=paper, **day).first()
        wanted = {name: getattr(self.record, name) for name in ISSUE_FIELDS}
        wanted["number_text"] = self.record.number_text.strip()
        if issue is None:
            self.outcome.is_new = True
            issue = Issue(publication=paper, **day, **wanted, **self._counters())
            give_reason(issue, "import")
            return create_issue(issue)
        ask_again(issue)
        self.before = copy(issue)
        issue.publication = paper
        if self.imported.is_whole and any(getattr(issue, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(issue, name, value)
            give_reason(issue, "import")
            save_issue(issue)
            self.outcome.updated["issue line"] += 1
        return issue

    def _counters(self) -> dict[str, int]:
        """Past every key that the records bring, so that nothing has to be moved on later."""
        sections = self.record.sections
        articles = [article for section in sections for article in section.articles]
        figures = [figure for article in articles for figure in article.figures]
        keys = {
            "section": [section.key for section in sections],
            "article": [article.key for article in articles],
            "figure": [figure.key for figure in figures],
        }
        given = self.record.next_keys
        return {f"next_{kind}_key": next_key(filter(None, keys[kind]), getattr(given, kind)) for kind in KEY_KINDS}

    def _finish(self, pages: PageSaver, articles: ArticleSaver) -> None:
        if not self.outcome.is_new:
            self.issue.refresh_from_db()
            self._keep_counters()
        self._note_what_is_left(pages, articles)
        with refusals(self.imported.origin, "issue"):
            states = StateSaver(self.imported, self.issue, articles, self.outcome)
            states.save(publish=self.options.publish, restore=self.options.restore)
        if self.options.publish or self.options.restore or articles.new_withdrawals:
            self.issue.refresh_from_db()
        self.outcome.state = self.issue.state().value
        if not self.outcome.is_new and self.outcome.status != "unchanged":
            raise_version(self.issue)  # what was made in bulk left that to us
        if self.digest and not self.outcome.kept and self.issue.import_digest != self.digest:
            set_import(self.issue, self.digest)

    def _refuse_what_is_no_draft(self) -> None:
        """As the issue was when its row was locked. Asked at the end: files that change nothing are no harm."""
        before = self.before
        if before is None or before.publish_at is None or self.outcome.status == "unchanged":
            return
        reason = Sentence("this issue is scheduled; only who may publish changes it by an import")
        if before.was_public():
            reason = Sentence("readers have seen this issue; only who may publish changes it by an import")
        raise ImportProblem.refusal(self.imported.origin, "", reason)

    def _keep_counters(self) -> None:
        for kind in KEY_KINDS:
            counter = getattr(self.record.next_keys, kind)
            if getattr(self.issue, f"next_{kind}_key") < counter:
                keep_ahead(self.issue, kind, [], at_least=counter)

    def _note_what_is_left(self, pages: PageSaver, articles: ArticleSaver) -> None:
        if self.imported.is_whole:
            here = {section.pk for section in pages.sections}
            saved = {article.pk for article, _record in articles.seen}
            self.outcome.left += [page_name(row) for row in pages.rows if row.pk not in here]
            self.outcome.left += [row.title for row in articles.rows if row.pk not in saved]
