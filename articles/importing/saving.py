"""Records -> rows, one transaction an issue, by natural keys; safe to run twice, and it says what it did.

Nothing is deleted by an import: what a package lacks stays and is named. Rows that are as they were are not written.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles import publishing
from articles.importing.imported import ImportedIssue
from articles.importing.outcome import IssueOutcome
from articles.importing.problems import ImportProblem
from articles.importing.records import SectionRecord
from articles.importing.saving_articles import ArticleSaver
from articles.importing.saving_papers import find_or_make_paper
from issues import files
from issues.models import Issue, PageSection
from issues.writing import keep_ahead, save_issue, save_section

ISSUE_FIELDS = ("edition_name", "number_text", "number", "kind")
SECTION_FIELDS = ("fold", "label", "name", "kind", "text")


@dataclass(frozen=True)
class SavingOptions:
    """`slug` and `name` are the user's words for the paper; a package speaks for itself."""

    slug: str = ""
    name: str = ""
    publish: bool = False
    restore: bool = False
    dry_run: bool = False


class _DryRun(Exception):
    """Carries nothing: it only ends the transaction."""


def save_imported(imported: ImportedIssue, options: SavingOptions) -> IssueOutcome:
    """Raises `ImportProblem` and leaves rows and files as they were."""
    saver = IssueSaver(imported, options)
    try:
        with files.files_with_rows(), refusals(imported.origin):
            saver.save()
            if options.dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return saver.outcome


@contextmanager
def refusals(origin: str, place: str = "") -> Iterator[None]:
    """The rules' own sentences, with the file and the place in it."""
    try:
        yield
    except ValidationError as error:
        raise ImportProblem.refusal(origin, place, " ".join(_sentences(error))) from error
    except IntegrityError as error:
        raise ImportProblem.refusal(origin, place, f"The database refuses it: {error}") from error


def _sentences(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        prefixes = {field: "" if field == "__all__" else f"{field}: " for field in error.error_dict}
        return [prefixes[field] + message for field, messages in error.message_dict.items() for message in messages]
    return list(error.messages)


class IssueSaver:
    """One issue's way into the database; `outcome` is complete after `save`."""

    def __init__(self, imported: ImportedIssue, options: SavingOptions) -> None:
        self.imported = imported
        self.record = imported.issue
        self.options = options
        self.outcome = IssueOutcome(imported.origin, warnings=list(imported.warnings), repairs=imported.repairs)

    def save(self) -> None:
        with refusals(self.imported.origin, "publication"):
            paper, self.outcome.made_paper = find_or_make_paper(self.imported, self.options.slug, self.options.name)
        with refusals(self.imported.origin, "issue"):
            self.issue = self._issue(paper)
        self.outcome.name = f"{paper.slug} {self.issue}"
        sections = [self._section(place, record) for place, record in enumerate(self.record.sections)]
        articles = ArticleSaver(self.imported, self.issue, self.outcome, refusals)
        for place, (record, section) in enumerate(zip(self.record.sections, sections, strict=True)):
            articles.save_page(f"issue.sections[{place}]", record, section)
        articles.link(list(zip(self.record.sections, sections, strict=True)))
        self._keep_counters()
        self._note_what_is_left(sections, articles)
        with refusals(self.imported.origin, "issue"):
            self._states(articles)

    def _issue(self, paper: Publication) -> Issue:
        day = {"date": self.record.date, "edition": self.record.edition}
        issue = Issue.objects.select_for_update().filter(publication=paper, **day).first()
        wanted = {name: getattr(self.record, name) for name in ISSUE_FIELDS}
        if issue is None:
            self.outcome.is_new = True
            return save_issue(Issue(publication=paper, **day, **wanted))
        if self.imported.is_whole and any(getattr(issue, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(issue, name, value)
            save_issue(issue)
            self.outcome.updated += 1
        return issue

    def _section(self, place: int, record: SectionRecord) -> PageSection:
        """Found by key, else by fold and label, else (nothing printed) by name."""
        self.outcome.sections += 1
        section = self._find_section(record) or PageSection(issue=self.issue, key=record.key or "")
        section.issue = self.issue
        with refusals(self.imported.origin, f"issue.sections[{place}]"):
            self._write_section(section, record, position=place + 1)
        return section

    def _find_section(self, record: SectionRecord) -> PageSection | None:
        sections = self.issue.sections.all()
        if record.key:
            return sections.filter(key=record.key).first()
        if record.label:
            return sections.filter(fold=record.fold, label=record.label).first()
        return sections.filter(fold=record.fold, label="", name=record.name).first()

    def _write_section(self, section: PageSection, record: SectionRecord, position: int) -> None:
        is_new = section.pk is None
        wanted = {
            name: getattr(record, name)
            for name in SECTION_FIELDS
            if self.imported.is_whole or is_new or name in ("fold", "label", "name")
        }
        if not record.picture and (is_new or not section.picture) and self.imported.is_whole:
            wanted |= {"width": record.width, "height": record.height}
        picture = self._new_file(record.picture, section.picture_digest)
        pdf = self._new_file(record.pdf, section.pdf_digest)
        credits = [(credit.role, credit.name) for credit in record.credits]
        credits_differ = bool(credits) and (is_new or credits != list(section.credits.values_list("role", "name")))
        if (
            not is_new
            and not picture
            and not pdf
            and not credits_differ
            and all(getattr(section, n) == v for n, v in wanted.items())
        ):
            return
        for name, value in wanted.items():
            setattr(section, name, value)
        if is_new:
            section.picture_version, section.pdf_version = record.picture_version - 1, record.pdf_version - 1
        save_section(
            section,
            picture=picture,
            pdf=pdf,
            credits=credits if credits_differ else None,
            position=position if is_new else None,
        )
        self.outcome.created += is_new
        self.outcome.updated += not is_new

    def _new_file(self, name: str | None, digest: str) -> bytes | None:
        """The bytes, where they differ from what was received before."""
        if name is None:
            return None
        data = self.imported.read_file(name)
        return None if files.digest(data) == digest else data

    def _keep_counters(self) -> None:
        for kind in ("section", "article", "figure"):
            keep_ahead(self.issue, kind, [], at_least=getattr(self.record.next_keys, kind))

    def _note_what_is_left(self, sections: list[PageSection], articles: ArticleSaver) -> None:
        if self.imported.is_whole:
            here = {section.pk for section in sections}
            self.outcome.left += [str(section) for section in self.issue.sections.exclude(pk__in=here)]
            self.outcome.left += [article.title for article in self.issue.articles.exclude(pk__in=articles.saved_pks)]

    def _states(self, articles: ArticleSaver) -> None:
        """A restore brings back what the package says; a publication shows the issue now; otherwise a new issue is a draft."""
        self.issue.refresh_from_db()
        if self.options.restore:
            self.outcome.updated += publishing.restore_states(
                self.issue,
                self.record.publish_at,
                self.record.withdrawn_at,
                articles.withdrawals,
                self._section_states(),
            )
        elif self.options.publish and not self.issue.was_public():
            publishing.publish_issue(self.issue)
            self.outcome.updated += 1
        self.outcome.is_published = self.issue.state() == Issue.State.PUBLISHED

    def _section_states(self) -> dict[str, tuple[str, str, dt.datetime | None]]:
        return {
            record.key: (record.state, record.state_by, record.state_at)
            for record in self.record.sections
            if record.key
        }
