"""What an audit says in words: a finding as one line. Pure."""

from collections.abc import Callable

from articles.auditing.records import KINDS, Finding
from issues.sentences import Sentence

Translate = Callable[[str], str]

STATUSES = {
    "complete": Sentence("complete"),
    "incomplete": Sentence("incomplete"),
    "missing": Sentence("missing"),
    "never_printed": Sentence("never printed"),
    "suspended": Sentence("suspended"),
}
STATES = {
    "draft": Sentence("draft"),
    "scheduled": Sentence("scheduled"),
    "published": Sentence("published"),
    "withdrawn": Sentence("withdrawn"),
}


def day(finding: Finding) -> str:
    """As a tick names it: 2023-02-14/03; a second edition is 2023-02-14-2."""
    edition = f"-{finding.edition}" if finding.edition > 1 else ""
    last = f" – {finding.last:%Y-%m-%d}" if finding.last else ""
    place = f"/{finding.place}" if finding.place else ""
    return f"{finding.date:%Y-%m-%d}{edition}{last}{place}"


def remark(finding: Finding, translate: Translate) -> str:
    """Without the day: page missing: labels 01 02 04; expected page 03 …"""
    parts = {"kind": KINDS[finding.kind], "found": finding.found, "expected": finding.expected}
    said = {name: sentence.said(translate) for name, sentence in parts.items()}
    return Sentence("%(kind)s: %(found)s; expected %(expected)s", **said).said(translate)


def line(finding: Finding, translate: Translate) -> str:
    return f"{day(finding)}: {remark(finding, translate)}"
