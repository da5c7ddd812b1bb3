"""Times, withdrawals and page states after an import: a restore brings back what a package says, a publication shows it now."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles import publishing
from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.saving.articles import ArticleSaver, Withdrawals
from articles.preflight import tonight
from issues.models import Issue
from issues.sentences import Sentence

RECENT = dt.timedelta(days=7)


class StateSaver:
    def __init__(self, imported: ImportedIssue, issue: Issue, articles: ArticleSaver, outcome: IssueOutcome) -> None:
        self.imported = imported
        self.record = imported.issue
        self.issue = issue
        self.articles = articles
        self.outcome = outcome

    def save(self, *, publish: bool, restore: bool) -> None:
        """Otherwise a new issue is a draft. An article that comes withdrawn stays so in any case: no import brings it to
        readers."""
        if restore and self.imported.has_states:
            self._restore()
            self._note_open_items()
            return
        new = self.articles.new_withdrawals
        if new:
            publishing.restore_states(self.issue, self.issue.publish_at, self.issue.withdrawn_at, new, {})
        if publish:
            self._publish()
            self._note_open_items()
        elif restore:
            self.outcome.warnings.append(Sentence("this format holds no states; the issue is as it was"))

    def _restore(self) -> None:
        times = (self.record.publish_at, self.record.withdrawn_at)
        if self.issue.was_public() and not Issue(publish_at=times[0], withdrawn_at=times[1]).was_public():
            self.outcome.warnings.append(
                Sentence("readers have seen this issue; the package has it unpublished, so its times stay")
            )
            times = (self.issue.publish_at, self.issue.withdrawn_at)
        elif self.issue.withdrawn_at and not times[1]:
            self.outcome.warnings.append(
                Sentence("the issue was withdrawn here, of which the package does not know; it stays withdrawn")
            )
            times = (self.issue.publish_at, self.issue.withdrawn_at)
        self._note_unknown_users()
        changed = publishing.restore_states(self.issue, *times, self._withdrawals(), self._section_states())
        if changed:
            self.outcome.updated["state"] += changed

    def _note_open_items(self) -> None:
        """Reported, never refused. Of these days' issues alone: in the archive nobody signs pages, and looking costs a tenth of a
        second an issue."""
        is_recent = self.issue.date >= self.issue.publication.today(timezone.now()) - RECENT
        if is_recent and self.issue.publish_at and (count := len(tonight(self.issue).open)):
            self.outcome.warnings.append(
                Sentence("tonight's list has %(count)s open items; the command preflight shows them", count=count)
            )

    def _withdrawals(self) -> Withdrawals:
        """A withdrawal made here, of which the package does not know, stays."""
        withdrawals = self.articles.withdrawals
        unknown = {pk for pk, (moment, _reason) in withdrawals.items() if moment is None}
        stays = list(self.issue.articles.withdrawn().filter(pk__in=unknown).in_reading_order())
        for article in stays:
            self.outcome.warnings.append(
                Sentence(
                    "%(article)s was withdrawn here, of which the package does not know; it stays withdrawn", article=article
                )
            )
        kept = {article.pk for article in stays}
        return {pk: withdrawal for pk, withdrawal in withdrawals.items() if pk not in kept}

    def _section_states(self) -> dict[str, tuple[str, str, dt.datetime | None]]:
        records = self.record.sections
        return {record.key: (record.state, record.state_by, record.state_at) for record in records if record.key}

    def _note_unknown_users(self) -> None:
        names = {record.state_by for record in self.record.sections if record.state_by}
        known = get_user_model().objects.filter(username__in=names).values_list("username", flat=True) if names else []
        for name in sorted(names.difference(known)):
            self.outcome.warnings.append(
                Sentence("no user %(name)s here; the page that this name stands under has none now", name=name)
            )

    def _publish(self) -> None:
        if self.issue.was_public():
            if self.issue.withdrawn_at:
                self.outcome.warnings.append(Sentence("the issue was withdrawn here; it stays withdrawn"))
        elif self.record.withdrawn_at:
            self.outcome.warnings.append(Sentence("the package has this issue withdrawn; it is not published"))
        else:
            publishing.publish_issue(self.issue)
            self.outcome.updated["state"] += 1
