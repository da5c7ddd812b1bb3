"""An earlier version becomes the newest one: what a person may edit is as it was, past every check of today."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from issues.models import Issue, PageSection
from issues.writing.changing import changing
from issues.writing.history import give_reason
from issues.writing.issues import save_issue
from issues.writing.sections import save_section

# The date and edition of an issue are its address, the state of a page somebody's signature: neither is restored.
FIELDS_OF_ISSUE = ("edition_name", "number_text", "number", "kind")
FIELDS_OF_SECTION = ("fold", "label", "name", "kind", "width", "height")
RESTORED = "restored from "


def restored_from(version: Any) -> str:
    """The reason that history keeps; `issues.admin.history` says it in the reader's language."""
    return f"{RESTORED}{version.history_date.isoformat()}"


def put_back(row: models.Model, version: Any, names: Iterable[str]) -> bool:
    """Sets these fields as the version has them; True where one of them was different."""
    wanted = {name: getattr(version, name) for name in names}
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return bool(changed)


def refuse_unchanged(is_changed: bool) -> None:
    if not is_changed:
        raise ValidationError(_("Nothing to restore: everything is as it was in this version."))


def restore_issue(issue: Issue, version: Any) -> Issue:
    """Its numbers, name of edition and kind; its times are publishing's."""
    with changing(issue) as now:
        refuse_unchanged(put_back(now, version, FIELDS_OF_ISSUE))
        give_reason(now, restored_from(version))
        return save_issue(now)


def restore_section(section: PageSection, version: Any) -> PageSection:
    """Its name, label and kind; its size only where it has no picture. Files stay: the earlier ones are not kept."""
    with changing(section.issue):
        now = PageSection.objects.select_related("issue").get(pk=section.pk)
        names = [name for name in FIELDS_OF_SECTION if not now.picture or name not in ("width", "height")]
        refuse_unchanged(put_back(now, version, names))
        give_reason(now, restored_from(version))
        return save_section(now)
