"""What an import did, counted an issue at a time, for people and for the command's exit status."""

from dataclasses import dataclass, field

from articles.importing.cleaning import Repairs


@dataclass
class IssueOutcome:
    """`kept` names articles that an editor changed since their import, `left` rows that the import does not hold."""

    origin: str
    name: str = ""
    made_paper: bool = False
    is_new: bool = False
    is_published: bool = False
    sections: int = 0
    articles: int = 0
    created: int = 0
    updated: int = 0
    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    repairs: Repairs = field(default_factory=Repairs)

    @property
    def status(self) -> str:
        if self.is_new:
            return "created"
        return "updated" if self.created or self.updated else "unchanged"
