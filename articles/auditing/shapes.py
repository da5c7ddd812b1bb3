"""What issues are compared by: places and numbers of pages, ranges of printed numbers, read from labels and texts. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from articles.auditing.records import Page, Shape, Slot

_LABEL = re.compile(r"([A-Za-z]*)([0-9]{1,5})(?:-([A-Za-z]*)([0-9]{1,5}))?")
_WIDEST_SPREAD = 8
_RANGE = r"([0-9]{{1,9}})[^0-9]{{0,3}}?[-–—―~～－至、][^0-9]{{0,3}}?0*{last}(?![0-9])"


Value = TypeVar("Value")


class Seen(dict[Any, Any]):
    """`seen.one(x)` is x, or the equal one that came before it."""

    def one(self, value: Value) -> Value:
        same: Value = self.setdefault(value, value)
        return same


def shape_of(pages: Sequence[Page], seen: Seen) -> Shape:
    shape = Shape(
        slots=seen.one(frozenset(slot for page in pages for slot in page.slots)),
        count=sum(max(1, len(page.slots)) for page in pages),
        places=seen.one(frozenset(page.place for page in pages)),
        written=seen.one(frozenset(page.place for page in pages if page.articles)),
        pictured=seen.one(frozenset(page.place for page in pages if page.has_picture)),
    )
    return seen.one(shape)


def place(fold: str, label: str, name: str) -> str:
    """How a page is named in its issue: B03; B叠03 where only the fold tells it from A叠03; 中缝. Without control characters."""
    named = _numbered(fold, label) if label else name
    return "".join(character for character in unicodedata.normalize("NFKC", named) if character.isprintable())


def _numbered(fold: str, label: str) -> str:
    """With two digits at least, as a missing one is named: 001 is 01, A4-5 is A04-05."""
    own = slots(fold, label)
    if not own:
        return fold + label
    return own[0].place + (f"-{own[-1].number:02}" if len(own) > 1 else "")


def series(fold: str, label: str) -> tuple[str, re.Match[str] | None]:
    parts = _LABEL.fullmatch(label)
    letters = parts[1].upper() if parts else ""
    return letters or fold, parts


def slots(fold: str, label: str) -> tuple[Slot, ...]:
    """04-05 is two; a label that is no number is none."""
    named, parts = series(fold, label)
    if parts is None:
        return ()
    first, last = int(parts[2]), int(parts[4] or parts[2])
    if (parts[3] or parts[1]).upper() != parts[1].upper() or not first <= last < first + _WIDEST_SPREAD:
        last = first
    return tuple(Slot(named, number) for number in range(first, last + 1))


def printed_numbers(number: int | None, text: str) -> tuple[int, int] | None:
    """The row holds the last number; a 合刊's text says with which one it begins: 第3—4期（总第1203—1204期） is 1203 to 1204."""
    if number is None:
        return None
    begins = re.search(_RANGE.format(last=number), unicodedata.normalize("NFKC", text))
    first = int(begins[1]) if begins else number
    return (first if number - 100 < first <= number else number), number
