"""Rows of print in their order -> paragraphs: indents begin them, ends of lines vanish, halves of words join. Pure."""

import re
from collections.abc import Iterable, Sequence

from articles.finding.strips import Strip

INDENT = (0.8, 3.4)  # sizes by which a paragraph's first row stands in
SHORT = 1.6  # sizes by which a row that ends a paragraph ends early
_ENDS = re.compile(r"[。！？!?…；.][”’」』）)\"》]*$|[）)】]$")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U000323af“”‘’—…·]")
_HYPHENS = "-\u2010\u00ad"


def joined(parts: Iterable[str]) -> str:
    """Lines of one paragraph: no space beside Chinese, one between Latin words, none where a word was hyphenated."""
    text = ""
    for part in (part.strip() for part in parts):
        if text and part:
            if text[-1] in _HYPHENS and part[0].islower() and text[-2:-1].isalpha():
                text = text[:-1]
            elif not _WIDE.match(text[-1]) and not _WIDE.match(part[0]):
                text += " "
        text += part
    return text


def begins(strip: Strip, at: int) -> bool:
    """Whether the row begins a paragraph: it stands in from its neighbours, or has a drop cap."""
    row, rows = strip.rows[at], strip.rows
    if row.drop:
        return True
    near = [rows[place].box.left for place in (at + 1, at - 1) if 0 <= place < len(rows) and not rows[place].drop]
    least, most = (value * row.size for value in INDENT)
    edge = strip.box.left if not near else near[0]
    if least <= row.box.left - edge <= most:
        return True
    if at and rows[at - 1].drop and at + 1 < len(rows):
        return False
    # The next row may begin a paragraph too.
    return least <= row.box.left - strip.box.left <= most and (not at or ends(strip, at - 1))


def ends(strip: Strip, at: int) -> bool:
    """Whether a paragraph can end with the row."""
    return is_short(strip, at) or bool(_ENDS.search(strip.rows[at].text))


def is_short(strip: Strip, at: int) -> bool:
    row = strip.rows[at]
    near = [strip.rows[place].box.right for place in (at - 1, at + 1) if 0 <= place < len(strip.rows)]
    return max(near, default=strip.box.right) - row.box.right > SHORT * row.size


def is_ragged(strip: Strip) -> bool:
    """Verses and lists: most rows end early."""
    if len(strip.rows) < 3:
        return False
    short = sum(strip.box.right - row.box.right > SHORT * row.size for row in strip.rows)
    return short > 0.7 * (len(strip.rows) - 1)


def paragraphs(strips: Sequence[Strip]) -> list[str]:
    """Of strips that follow each other in reading."""
    found: list[list[str]] = []
    for number, strip in enumerate(strips):
        is_list = strip.is_table or is_ragged(strip)
        for at, row in enumerate(strip.rows):
            if not found or is_list or _starts(strips, number, at):
                found.append([])
            found[-1].append(row.spaced if strip.is_table else row.text)
    return [text for parts in found if (text := joined(parts))]


def _starts(strips: Sequence[Strip], number: int, at: int) -> bool:
    strip = strips[number]
    if at:
        before = strip.rows[at - 1]
        is_apart = strip.rows[at].box.top - before.box.top > 1.35 * strip.pitch and not before.drop
        is_unindented = is_short(strip, at - 1) and bool(_ENDS.search(before.text))
        return begins(strip, at) or is_apart or is_unindented
    previous = strips[number - 1]
    if begins(strip, 0) or previous.face != strip.face:
        return True
    return (
        len(strip.rows) == 1 and _ENDS.search(previous.rows[-1].text) is not None and is_short(previous, len(previous.rows) - 1)
    )


def opens(strip: Strip) -> bool | None:
    """Whether a strip's first row begins a paragraph; None where it cannot be told."""
    if begins(strip, 0):
        return True
    return None if len(strip.rows) == 1 else False


def closes(strip: Strip) -> bool | None:
    """Whether a strip's last row ends a paragraph; None where it may."""
    last = len(strip.rows) - 1
    if _ENDS.search(strip.rows[last].text):
        return True if last and is_short(strip, last) else None
    return False if not is_short(strip, last) or last == 0 else None
