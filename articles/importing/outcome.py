"""What an import did to one issue, for people and for the command's exit status. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from articles.importing.cleaning import Repairs
from articles.importing.differences import Difference


@dataclass
class IssueOutcome:
    """`created` and `updated` count by noun ("article"); `kept` names articles that an editor changed since their import,
    `overwritten` those of them that were replaced, `changes` by title what an import changed, `left` what is there and not in the import; `state` is the issue's after it."""

    origin: str
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
    warnings: list[str] = field(default_factory=list)
    repairs: Repairs = field(default_factory=Repairs)

    @property
    def status(self) -> str:
        if self.is_new:
            return "created"
        return "updated" if self.created.total() + self.updated.total() else "unchanged"
