"""The audit as an HTML page of one file, in the paper's language: it links nothing and opens from anywhere."""

import base64
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext

from articles.auditing.grid import Row, by_month, rows
from articles.auditing.records import Audit, Finding
from articles.auditing.wording import STATES, STATUSES, line, remark

_STYLES = ("css/tokens.css", "css/audit.css")


def page(audit: Audit) -> str:
    months = list(by_month(rows(audit)))
    context = {
        "audit": audit,
        "paper": audit.archive,
        "issues": len(audit.issues),
        "pages": sum(month.pages for month in months),
        "articles": sum(month.articles for month in months),
        "lists": [
            ("hole", gettext("Missing"), _lines(audit.holes)),
            ("note", gettext("To be looked at"), _lines(audit.notes)),
            ("ticked", gettext("Ticked as never printed"), _ticked_lines(audit)),
        ],
        "months": ((month, map(_shown, month.rows)) for month in months),
        "styles": _styles(),
    }
    return render_to_string("articles/audit.html", context)


def _shown(row: Row) -> dict[str, Any]:
    """One line of a month's table."""
    findings = (("hole", row.holes), ("note", row.notes), ("ticked", row.ticked))
    return {
        "row": row,
        "numbers": "–".join(map(str, sorted(set(row.issue.numbers)))) if row.issue and row.issue.numbers else "",
        "status": STATUSES[row.status].said(gettext),
        "state": STATES[row.issue.state].said(gettext) if row.issue else "",
        "remarks": [(mark, f"{one.place} {remark(one, gettext)}".strip()) for mark, many in findings for one in many],
    }


def _lines(findings: list[Finding]) -> list[str]:
    return [line(finding, gettext) for finding in findings]


def _ticked_lines(audit: Audit) -> list[str]:
    return [f"{line(finding, gettext)} {audit.archive.why(finding)}".strip() for finding in audit.ticked]


def _styles() -> list[str]:
    """The site's own style sheets, as addresses that carry their content."""
    found = [path for name in _STYLES if (path := finders.find(name))]
    return ["data:text/css;base64," + base64.b64encode(Path(str(path)).read_bytes()).decode() for path in found]
