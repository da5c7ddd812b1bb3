"""Dated issues: made, changed while their address is free, given their times, deleted with their files."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from issues import files
from issues.models import Issue
from issues.writing.changing import changing


def save_issue(issue: Issue) -> Issue:
    """Creates an issue, or changes one; its address is frozen once it was public."""
    if issue.pk is None:
        with files.files_with_rows():
            issue.full_clean()
            issue.save()
        return issue
    with changing(issue) as before:
        if before.was_public() and (before.publication_id, before.day) != (issue.publication_id, issue.day):
            raise ValidationError(_("Paper, date and edition are frozen: %(issue)s was public.") % {"issue": before})
        issue.full_clean()
        issue.save(update_fields=["publication", "date", "edition", "edition_name", "number_text", "number", "kind"])
    return issue


def create_issue(issue: Issue) -> Issue:
    """For the import, which knows under the paper's lock that there is none: what the database refuses by itself is not asked
    first, at a query a rule."""
    with files.files_with_rows():
        issue.full_clean(validate_unique=False, validate_constraints=False, exclude=["publication"])
        issue.save(force_insert=True)
    return issue


def set_times(issue: Issue, **times: object) -> None:
    """For articles.publishing alone, which is past preflight: `publish_at`, `withdrawn_at`."""
    with changing(issue):
        for name, value in times.items():
            setattr(issue, name, value)
        issue.full_clean()
        issue.save(update_fields=list(times))


def set_import(issue: Issue, digest: str) -> None:
    """For the import, as the last step of its transaction: what it was made of, and the version that it leaves behind."""
    Issue.objects.filter(pk=issue.pk).update(import_digest=digest, import_version=F("version"))


def delete_issue(issue: Issue) -> None:
    with changing(issue):
        files.delete_folder_after_commit(files.folder(issue))
        issue.delete()
