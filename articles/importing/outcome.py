"""What an import did to one issue, for people and for the command's exit status. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from articles.importing.cleaning import Repairs
from articles.importing.differences import Difference
from articles.importing.problems import ImportProblem
from issues.sentences import Sentence


@dataclass
class IssueOutcome:
    """`created` and `updated` count by noun ("article"); `kept` names articles that an editor changed since their import,
    `overwritten` those of them that were replaced, `changes` by title what an import changed, `left` what is there and not in
    the import, `refused` the pages that came in without their files, `numbers` what looks like somebody's ID, telephone or bank
    number; `state` is the issue's after it."""

    origin: str
    pk: int = 0
    name: str = ""
    state: str = ""
    made_paper: bool = False
    is_new: bool = False
    sections: int = 0
    articles: int = 0
    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    changes: dict[str, list[Difference]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    warnings: list[Sentence] = field(default_factory=list)
    refused: list[ImportProblem] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    repairs: Repairs = field(default_factory=Repairs)

    @property
    def status(self) -> str:
        if self.is_new:
            return "created"
        return "updated" if self.created.total() + self.updated.total() else "unchanged"

    @property
    def wants_a_word(self) -> bool:
        """Something beyond its numbers."""
        return bool(self.kept or self.overwritten or self.changes or self.left or self.warnings or self.numbers or self.repairs)

    def as_data(self) -> dict[str, Any]:
        """For the report in JSON, without what is empty."""
        data: dict[str, Any] = {
            "issue": self.name,
            "origin": self.origin,
            "status": self.status,
            "state": self.state,
            "page_sections": self.sections,
            "articles": self.articles,
            "created": dict(self.created),
            "updated": dict(self.updated),
            "kept_edited": self.kept,
            "overwritten_edits": self.overwritten,
            "changes": {title: [difference.as_data() for difference in found] for title, found in self.changes.items()},
            "left": self.left,
            "warnings": self.warnings,
            "personal_numbers": self.numbers,
            "repairs": self.repairs.as_data(),
        }
        return {name: value for name, value in data.items() if value not in ([], {}, "")}
