"""A box of pointers (导读) -> what it leads to, with the labels of the pages. Pure."""

import re
from collections.abc import Sequence

from articles.finding.paragraphs import joined
from articles.finding.strips import Row, Strip

LABEL = re.compile(
    r"[（(【\[]?\s*(?:[詳详][見见]|[见見]|[轉转])?\s*第?\s*([A-Z]?[0-9０-９]{1,3}(?:[-－—][0-9]{1,3})?)\s*版\s*[）)】\]]?"
    r"|[.…·\s]*\b(?:[Pp]age|[Pp]\.)\s*([A-Z]?[0-9]{1,3})\b"
)
_EDGES = " \u3000·•●■◆▶►…—-.。"


def leads_of(strips: Sequence[Strip]) -> list[tuple[str, str]]:
    """Each text with the label that stands behind or below it, from top to bottom; what has no label is left out."""
    rows = _in_lines([row for strip in strips for row in strip.rows])
    text = joined(row.spaced for row in rows)
    found, start = [], 0
    for match in LABEL.finditer(text):
        lead = text[start : match.start()].strip(_EDGES)
        start = match.end()
        if lead:
            found.append((lead, match[1] or match[2]))
    return found


def _in_lines(rows: Sequence[Row]) -> list[Row]:
    """A label at the right edge after the line that it stands on."""
    lines: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: row.box.middle[1]):
        if lines and row.box.middle[1] - lines[-1][0].box.middle[1] < 0.5 * row.size:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [row for line in lines for row in sorted(line, key=lambda row: row.box.left)]
