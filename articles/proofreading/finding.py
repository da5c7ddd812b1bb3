"""What a rule found, and how it shows the place. Pure."""

from typing import NamedTuple

from issues.sentences import Sentence

AROUND = 8  # characters on either side of the place


class Finding(NamedTuple):
    """`code` names the rule; `detail` tells it from findings that read alike, and is not shown."""

    code: str
    sentence: Sentence
    detail: str = ""


def excerpt(text: str, start: int, end: int) -> str:
    """The place with what stands beside it, so that an editor finds it by searching."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before = "…" if first else ""
    after = "…" if last < len(text) else ""
    return f"{before}{text[first:last].strip()}{after}"
