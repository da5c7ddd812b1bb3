"""What happened that the newsroom wants to hear of. The rooms say it here; who carries it on, they need not know."""

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.dispatch import Signal

from issues.models import Issue
from issues.sentences import Sentence


class Happening(StrEnum):
    PAGE_ARRIVED = "page_arrived"
    PREFLIGHT_RED = "preflight_red"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    IMPORT_FAILED = "import_failed"


happened = Signal()


def tell(what: Happening, sentence: Sentence, issue: Issue | None = None) -> None:
    """Call it inside the transaction of the act: what is rolled back was never told. The sentence says the rest, and is the same
    for everybody: no withdrawn headline, no reason."""
    happened.send(sender=Happening, what=what, sentence=sentence, issue=issue)


class ToldRefusal(ValidationError):
    """A refusal that the newsroom hears of. Who catches it outside of a transaction that it ended calls `tell`, since what was
    told inside is gone."""

    def __init__(self, message: str, what: Happening, sentence: Sentence, issue: Issue) -> None:
        super().__init__(message)
        self.what, self.sentence, self.issue = what, sentence, issue

    def tell(self) -> None:
        tell(self.what, self.sentence, self.issue)
