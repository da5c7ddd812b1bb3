"""Records -> rows, one transaction an issue, by natural keys; safe to run twice, and it says what it did.

No page and no article is deleted by an import: what a package lacks stays and is named. What is as it was is not written.
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from articles import publishing
from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.saving_articles import ArticleSaver, Withdrawals
from articles.importing.saving_pages import PageSaver, page_name
from articles.importing.saving_papers import PaperSaver
from articles.importing.saving_refusals import mishaps, refusals
from issues import files
from issues.models import Issue, Publication
from issues.writing import KeyKind, keep_ahead, save_issue

ISSUE_FIELDS = ("edition_name", "number_text", "number", "kind")
KEY_KINDS: tuple[KeyKind, ...] = ("section", "article", "figure")


@dataclass(frozen=True)
class SavingOptions:
    """`slug` and `name` are the user's words for the paper; a package speaks for itself. `is_page_named`: the user said which
    page a text dump's headlines stand on."""

    slug: str = ""
    name: str = ""
    publish: bool = False
    restore: bool = False
    dry_run: bool = False
    is_page_named: bool = False


class _DryRun(Exception):
    """Carries nothing: it only ends the transaction."""


def save_imported(imported: ImportedIssue, options: SavingOptions) -> IssueOutcome:
    """Raises `ImportProblem` and leaves rows and files as they were."""
    saver = IssueSaver(imported, options)
    try:
        with mishaps(imported.origin), files.files_with_rows():
            saver.save()
            if options.dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return saver.outcome


class IssueSaver:
    """One issue's way into the database; `outcome` is complete after `save`."""

    def __init__(self, imported: ImportedIssue, options: SavingOptions) -> None:
        self.imported = imported
        self.record = imported.issue
        self.options = options
        self.outcome = IssueOutcome(imported.origin, warnings=list(imported.warnings), repairs=imported.repairs)

    def save(self) -> None:
        paper = PaperSaver(self.imported, self.options.slug, self.options.name, self.outcome).save()
        with refusals(self.imported.origin, "issue"):
            self.issue = self._issue(paper)
        self.outcome.name = f"{paper.slug} {self.issue}"
        pages = PageSaver(self.imported, self.issue, self.outcome)
        pages.save()
        articles = ArticleSaver(self.imported, self.issue, self.outcome, is_page_named=self.options.is_page_named)
        for at, (record, section) in enumerate(zip(self.record.sections, pages.sections, strict=True)):
            articles.save_page(f"issue.sections[{at}]", record, section)
        articles.link()
        self._keep_counters()
        self._note_what_is_left(pages, articles)
        with refusals(self.imported.origin, "issue"):
            self._states(articles)

    def _issue(self, paper: Publication) -> Issue:
        day = {"date": self.record.date, "edition": self.record.edition}
        issue = Issue.objects.select_for_update(of=("self",)).filter(publication=paper, **day).first()
        wanted = {name: getattr(self.record, name) for name in ISSUE_FIELDS}
        wanted["number_text"] = self.record.number_text.strip()
        if issue is None:
            self.outcome.is_new = True
            return save_issue(Issue(publication=paper, **day, **wanted))
        issue.publication = paper
        if self.imported.is_whole and any(getattr(issue, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(issue, name, value)
            save_issue(issue)
            self.outcome.updated["issue line"] += 1
        return issue

    def _keep_counters(self) -> None:
        self.issue.refresh_from_db()
        for kind in KEY_KINDS:
            counter = getattr(self.record.next_keys, kind)
            if getattr(self.issue, f"next_{kind}_key") < counter:
                keep_ahead(self.issue, kind, [], at_least=counter)

    def _note_what_is_left(self, pages: PageSaver, articles: ArticleSaver) -> None:
        if self.imported.is_whole:
            here = {section.pk for section in pages.sections}
            self.outcome.left += [page_name(row) for row in pages.rows if row.pk not in here]
            self.outcome.left += [row.title for row in articles.rows if row.pk not in articles.saved_pks]

    def _states(self, articles: ArticleSaver) -> None:
        """A restore brings back what the package says; a publication shows the issue now; otherwise a new issue is a draft.
        An article that comes withdrawn stays so in any case: no import brings it to readers."""
        self.issue.refresh_from_db()
        if self.options.restore and self.imported.is_whole:
            self._restore(articles)
        else:
            publishing.restore_states(self.issue, self.issue.publish_at, self.issue.withdrawn_at, articles.new_withdrawals, {})
            if self.options.publish:
                self._publish()
            elif self.options.restore:
                self.outcome.warnings.append("a text dump holds no states; the issue is as it was")
        self.issue.refresh_from_db()
        self.outcome.state = self.issue.state().value

    def _restore(self, articles: ArticleSaver) -> None:
        times = (self.record.publish_at, self.record.withdrawn_at)
        if self.issue.was_public() and not Issue(publish_at=times[0], withdrawn_at=times[1]).was_public():
            self.outcome.warnings.append("readers have seen this issue; the package has it unpublished, so its times stay")
            times = (self.issue.publish_at, self.issue.withdrawn_at)
        elif self.issue.withdrawn_at and not times[1]:
            self.outcome.warnings.append("the issue was withdrawn here, of which the package does not know; it stays withdrawn")
            times = (self.issue.publish_at, self.issue.withdrawn_at)
        self._note_unknown_users()
        withdrawals = self._withdrawals(articles)
        changed = publishing.restore_states(self.issue, *times, withdrawals, self._section_states())
        if changed:
            self.outcome.updated["state"] += changed

    def _withdrawals(self, articles: ArticleSaver) -> Withdrawals:
        """A withdrawal made here, of which the package does not know, stays."""
        unknown = {pk for pk, (moment, _reason) in articles.withdrawals.items() if moment is None}
        stays = list(self.issue.articles.withdrawn().filter(pk__in=unknown).in_reading_order())
        for article in stays:
            self.outcome.warnings.append(f"{article} was withdrawn here, of which the package does not know; it stays withdrawn")
        kept = {article.pk for article in stays}
        return {pk: withdrawal for pk, withdrawal in articles.withdrawals.items() if pk not in kept}

    def _section_states(self) -> dict[str, tuple[str, str, dt.datetime | None]]:
        records = self.record.sections
        return {record.key: (record.state, record.state_by, record.state_at) for record in records if record.key}

    def _note_unknown_users(self) -> None:
        names = {record.state_by for record in self.record.sections if record.state_by}
        known = get_user_model().objects.filter(username__in=names).values_list("username", flat=True) if names else []
        for name in sorted(names.difference(known)):
            self.outcome.warnings.append(f"no user {name} here; the page that this name stands under has none now")

    def _publish(self) -> None:
        if self.issue.was_public():
            if self.issue.withdrawn_at:
                self.outcome.warnings.append("the issue was withdrawn here; it stays withdrawn")
        elif self.record.withdrawn_at:
            self.outcome.warnings.append("the package has this issue withdrawn; it is not published")
        else:
            publishing.publish_issue(self.issue)
            self.outcome.updated["state"] += 1
