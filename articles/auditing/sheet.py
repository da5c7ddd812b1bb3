"""The audit as a CSV for an acceptance sheet: a row an issue or a day without one, in the paper's language."""

import csv
import io
from collections.abc import Iterator

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext

from articles.auditing.grid import Row, rows
from articles.auditing.records import Audit, Finding
from articles.auditing.wording import STATES, STATUSES, remark
from issues.sentences import Sentence

HEADINGS = (
    Sentence("Date"),
    Sentence("Until"),
    Sentence("Weekday"),
    Sentence("Edition"),
    Sentence("State"),
    Sentence("Result"),
    Sentence("Number"),
    Sentence("Number of pages"),
    Sentence("Number of articles"),
    Sentence("Articles a page"),
    Sentence("What is missing"),
    Sentence("To be looked at"),
    Sentence("Ticked as never printed"),
)
# A spreadsheet takes these for the beginning of a formula, full-width or not.
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def sheet(audit: Audit) -> Iterator[str]:
    """Piece by piece; begins with the mark that tells Excel that this is UTF-8."""
    yield "\ufeff" + _line([heading.said(gettext) for heading in HEADINGS])
    for row in rows(audit):
        yield _line(_cells(row, audit))


def quoted(cell: str) -> str:
    """A text that a spreadsheet does not compute."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(map(quoted, cells))
    return out.getvalue()


def _cells(row: Row, audit: Audit) -> list[str]:
    issue = row.issue
    numbers = "–".join(map(str, sorted(set(issue.numbers)))) if issue and issue.numbers else ""
    why = dict.fromkeys(map(audit.archive.why, row.ticked))
    return [
        f"{row.date:%Y-%m-%d}",
        f"{row.last:%Y-%m-%d}" if row.last else "",
        date_format(row.date, "l"),
        str(row.edition or ""),
        STATES[issue.state].said(gettext) if issue else "",
        STATUSES[row.status].said(gettext),
        numbers,
        str(len(issue.pages)) if issue else "",
        str(issue.articles) if issue else "",
        " ".join(f"{cell.place}:{'' if cell.articles is None else cell.articles}" for cell in row.cells),
        _joined(row.holes),
        _joined(row.notes) or row.pause,
        "\n".join(filter(None, [_joined(row.ticked), *why])),
    ]


def _joined(findings: list[Finding]) -> str:
    """A line each inside the cell, the page first."""
    return "\n".join(f"{finding.place} {remark(finding, gettext)}".strip() for finding in findings)
