"""What the pages of an issue are read through: what everybody sees, or what a preview link opens. It is handed from view to
navigation to template; nothing else says which of the two is meant."""

from dataclasses import dataclass
from typing import Self

from issues.models import Issue, IssueQuerySet, PreviewLink


@dataclass(frozen=True)
class Showing:
    """Whatever is not in `issues` is not there. `preview` is None at public addresses."""

    issues: IssueQuerySet
    preview: PreviewLink | None = None

    @classmethod
    def public(cls) -> Self:
        return cls(Issue.objects.public())

    @classmethod
    def through(cls, link: PreviewLink) -> Self:
        return cls(link.issues(), link)

    def kept(self, seconds: int) -> int:
        """How long caches may keep a file: what is not public, never."""
        return 0 if self.preview else seconds
