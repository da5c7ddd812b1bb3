"""A run's report as the admin shows it: the JSON of a row, in the words and the language of an editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.upload_form import FORMATS, SCRIPTS
from articles.importing.reporting import PAPERS
from articles.models import Article, ImportRun
from issues.admin.differences import marked
from issues.models import Issue
from issues.sentences import spoken

STATUSES = {"created": _("new"), "updated": _("changed"), "unchanged": _("unchanged")}
NOUNS = {
    "page section": _("page sections"),
    "article": _("articles"),
    "figure": _("figures"),
    "page with hot zones": _("pages with hot zones"),
    "page order": _("order of pages"),
    "order of articles": _("orders of articles"),
    "issue line": _("issue line"),
    "state": _("states"),
    "name of the paper": _("names of the paper"),
    "suspension": _("suspensions"),
    "days of mourning": _("days of mourning"),
    "old address": _("old addresses"),
}
REPAIRS = {
    "glosses": _("pinyin glosses removed"),
    "indents": _("indents removed"),
    "punctuation": _("punctuation marks made full-width"),
    "converted": _("characters converted"),
    "private_use": _("private-use characters mapped"),
    "glosses_left": _("what looks like a gloss and is none of its character"),
    "private_use_left": _("private-use characters that nobody knows"),
    "lost": _("characters lost before (U+FFFD)"),
}
OPTIONS = {
    "format": _("Format"),
    "script": _("Script of the texts"),
    "page": _("Page of articles that name none"),
    "pattern": _("Pattern of the files' names"),
    "old_root": _("Old address of a saved site"),
    "slug": _("Paper"),
    "name": _("Name of a new paper"),
    "publish": _("Publish what is imported"),
    "restore": _("Restore times and states as the package has them"),
    "overwrite_edits": _("Replace articles that were edited here, too"),
}
VALUES: dict[str, dict[str, Any]] = {"format": FORMATS, "script": dict(SCRIPTS)}
Words = str | Promise


@dataclass(frozen=True)
class ChangedField:
    name: str
    difference: SafeString


@dataclass(frozen=True)
class ReportedIssue:
    """`facts` are (what, lines): everything of the issue that is a list of sentences or names."""

    name: str
    status: str
    status_word: Words
    state: Words
    amounts: str
    changes: list[tuple[str, list[ChangedField]]]
    facts: list[tuple[Words, list[str]]]

    @property
    def day(self) -> str:
        """What the list of issues finds it by."""
        return self.name.rpartition(" ")[2][:10]


class Report:
    """Of a run that may still be going on, or have ended badly: then parts are missing."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.data: Mapping[str, Any] = run.report or {}

    @property
    def numbers(self) -> list[tuple[str, Words, int]]:
        """(name, word, count), in the order in which they are read."""
        words = [("created", _("new")), ("updated", _("changed")), ("unchanged", _("unchanged")), ("refused", _("refused"))]
        found = [(name, word, getattr(self.run, name)) for name, word in words]
        if self.pages_refused:
            found.append(("pages_refused", _("pages refused"), self.pages_refused))
        return [*found, ("kept", _("articles kept as edited"), self.run.kept)]

    @property
    def pages_refused(self) -> int:
        count: int = self.data.get("counts", {}).get("pages_refused", 0)
        return count

    @property
    def problems(self) -> list[dict[str, str]]:
        problems = self.data.get("problems", [])
        return [{name: spoken(value, gettext) for name, value in problem.items()} for problem in problems]

    @property
    def problems_left_out(self) -> int:
        return max(0, self.run.refused + self.pages_refused - len(self.problems)) if self.problems else 0

    @cached_property
    def issues(self) -> list[ReportedIssue]:
        return [reported(issue) for issue in self.data.get("issues", [])]

    @property
    def unread(self) -> list[str]:
        why = self.data.get("unread_reasons", {})
        return [with_reason(name, why[name]) if name in why else name for name in self.data.get("unread", [])]

    @property
    def unread_left_out(self) -> int:
        return max(0, int(self.data.get("unread_count", 0)) - len(self.unread))

    @property
    def output(self) -> str:
        return str(self.data.get("output", ""))

    @property
    def options(self) -> list[tuple[Words, str]]:
        """Those that are not the usual ones, as the run was started with them."""
        options = self.run.options or {}
        return [
            (OPTIONS[name], gettext("yes") if value is True else str(VALUES.get(name, {}).get(value, value)))
            for name, value in options.items()
            if name in OPTIONS
        ]


def reported(data: Mapping[str, Any]) -> ReportedIssue:
    status, state = str(data.get("status", "")), str(data.get("state", ""))
    facts: list[tuple[Words, list[str]]] = [
        (_("Kept, because edited here"), data.get("kept_edited", [])),
        (_("Edited here and replaced"), data.get("overwritten_edits", [])),
        (_("Not in this import, left as it is"), data.get("left", [])),
        (_("Notes"), data.get("warnings", [])),
        (_("Personal numbers?"), data.get("personal_numbers", [])),
        (_("Repaired"), repairs(data.get("repairs", {}))),
    ]
    return ReportedIssue(
        name=str(data.get("issue") or data.get("origin", "")),
        status=status,
        status_word=STATUSES.get(status, status),
        state=dict(Issue.State.choices).get(state, state),
        amounts=amounts(data),
        changes=[(title, [changed(found) for found in fields]) for title, fields in data.get("changes", {}).items()],
        facts=[(what, [spoken(line, gettext) for line in lines]) for what, lines in facts if lines],
    )


def with_reason(name: str, reason: Any) -> str:
    return gettext("%(word)s: %(what)s") % {"word": name, "what": spoken(reason, gettext)}


def amounts(data: Mapping[str, Any]) -> str:
    if data.get("status") != "updated":
        created = data.get("created", {})
        added = {noun: created[noun] for noun in PAPERS if noun in created}
        return counted({"page section": data.get("page_sections", 0), "article": data.get("articles", 0), **added})
    parts = [(gettext("new"), data.get("created", {})), (gettext("changed"), data.get("updated", {}))]
    return gettext("; ").join(
        gettext("%(word)s: %(what)s") % {"word": word, "what": counted(what)} for word, what in parts if what
    )


def counted(counts: Mapping[str, int]) -> str:
    return gettext(", ").join(f"{count} {NOUNS.get(noun, noun)}" for noun, count in counts.items())


def repairs(counts: Mapping[str, int]) -> list[str]:
    return [f"{count} {REPAIRS.get(name, name)}" for name, count in counts.items() if count]


def changed(found: Mapping[str, str]) -> ChangedField:
    return ChangedField(field_name(found["field"]), marked(found["before"], found["after"]))


def field_name(name: str) -> str:
    try:
        return str(getattr(Article._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name
