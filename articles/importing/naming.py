"""What names of files and folders tell: date, edition, page, place on the page. By a pattern that somebody wrote; customs.py has
what no pattern tells.

Pure. docs/import-formats.md shows the patterns.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from articles.importing.problems import ImportProblem, quoted
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence

PATTERN_LENGTH, NAME_LENGTH, PART_LENGTH = 300, 1000, 255
MOST_WILDCARDS = 3

_YEAR, MONTH, DAY = (
    "[0-9]{4}",
    "(?:0[1-9]|1[0-2]|(?<![0-9])[1-9](?![0-9]))",
    "(?:0[1-9]|[12][0-9]|3[01]|(?<![0-9])[1-9](?![0-9]))",
)
_PLACEHOLDERS = {
    "date": rf"{_YEAR}[-_. ]?{MONTH}[-_. ]?{DAY}|{_YEAR}年{MONTH}月{DAY}日?",
    "year": _YEAR,
    "yy": "[0-9]{2}",
    "month": MONTH,
    "day": DAY,
    "edition": "[0-9]{1,2}",
    "fold": "[^/]{1,20}?",
    "label": "[0-9A-Za-z]{1,8}(?:-[0-9A-Za-z]{1,8}){0,2}",
    "order": "[0-9]{1,6}",
    "name": "[^/]+?",
}
_WILDCARDS = ("fold", "name", "*")
_PARTS = re.compile(r"\{([^{}]*)\}|(\*)|([{}])|([^{}*]+)")
ENDING = re.compile(r"\.(?:[0-9A-Za-z]{1,5}|\*)$")
# Length-preserving: full-width letters and digits, and the hyphens and strokes that stand between them.
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NARROW |= {ord("－"): ord("-"), ord("–"): ord("-"), ord("—"): ord("-"), ord("＿"): ord("_"), ord("．"): ord(".")}


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a name tells; what it does not tell has its default.

    `label`, `fold` and `name` are the page's. `order` is the place on the page. `rest` is what a custom leaves over of the
    file's name, its ending apart: a story's headline, or a page's name where files are pages.
    """

    date: dt.date | None = None
    edition: int = 1
    label: str = ""
    fold: str = ""
    name: str = ""
    order: int | None = None
    rest: str = ""


def narrowed(name: str) -> str:
    """A name as patterns and customs look at it: accents composed, full-width letters, digits and hyphens made plain."""
    return unicodedata.normalize("NFC", name[-NAME_LENGTH:]).translate(_NARROW)


def real_date(year: str, month: str, day: str) -> dt.date | None:
    """None for what is not in the calendar, or not in the years of `issues.converters`."""
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class NamePattern:
    """`{year}{month}{day}/{label}_{order}.txt`, compiled. Without a stroke it is held against the file's own name, with strokes
    against as many folders before it; without an ending it is held against the name without its ending. Capitals do not count.

    `{date}` is 20230214, 2023-02-14, 2023_02_14, 2023.02.14 or 2023年2月14日; `{yy}` a year of two digits (70–99: 19..); `*` is
    anything within one folder's or file's name. A placeholder that stands twice must say the same twice.
    """

    text: str
    _levels: tuple[re.Pattern[str], ...]
    _has_ending: bool

    @classmethod
    def compile(cls, text: str) -> "NamePattern":
        """Raises `ImportProblem` for the pattern, with what it may hold."""
        pattern = narrowed(text.strip())
        if not pattern or len(text) > PATTERN_LENGTH:
            raise _refused(text, Sentence("a pattern of 1 to %(limit)s characters", limit=PATTERN_LENGTH))
        levels = pattern.removeprefix("./").split("/")
        if not all(levels):
            raise _refused(text, Sentence("folder names between the strokes"))
        found = [_level(level, text) for level in levels]
        _check_date({name for _, names in found for name in names}, text)
        return cls(text, tuple(level for level, _ in found), bool(ENDING.search(levels[-1])))

    def match(self, name: str) -> NameParts | None:
        """`name` is relative to the source, with forward slashes; None where it does not fit, or holds no real date."""
        parts = narrowed(name).split("/")[-len(self._levels) :]
        if len(parts) < len(self._levels) or max(map(len, parts)) > PART_LENGTH:
            return None
        if not self._has_ending:
            parts[-1] = ENDING.sub("", parts[-1])
        said: dict[str, str] = {}
        for level, part in zip(self._levels, parts, strict=True):
            match = level.fullmatch(part)
            if match is None or not _agree(said, match):
                return None
        return _parts(said)


@lru_cache(maxsize=100)
def compiled(text: str) -> NamePattern:
    """`NamePattern.compile`, remembered."""
    return NamePattern.compile(text)


def _refused(text: str, expected: Sentence, found: str = "") -> ImportProblem:
    return ImportProblem(f"--pattern {quoted(text)}", expected, found)


def _level(level: str, text: str) -> tuple[re.Pattern[str], list[str]]:
    """One folder's or file's part of the pattern, and the placeholders in it. Groups are numbered: one may stand twice."""
    names: list[str] = []
    expression, wildcards = "", 0
    for placeholder, star, brace, plain in _PARTS.findall(level):
        if plain:
            expression += re.escape(plain)
            continue
        name = "*" if star else placeholder
        if brace or (not star and name not in _PLACEHOLDERS):
            known = " ".join(f"{{{known}}}" for known in _PLACEHOLDERS)
            raise _refused(text, Sentence("placeholders of %(known)s, or *", known=known), brace or f"{{{name}}}")
        wildcards += name in _WILDCARDS
        expression += "[^/]*?" if star else f"(?P<{name}__{len(names)}>{_PLACEHOLDERS[name]})"
        names.append(name)
    if wildcards > MOST_WILDCARDS or len(names) > 12:
        raise _refused(text, Sentence("at most %(limit)s of {name}, {fold} and * between two strokes", limit=MOST_WILDCARDS))
    return re.compile(expression, re.IGNORECASE), names


def _check_date(names: set[str], text: str) -> None:
    parts = names & {"year", "yy", "month", "day"}
    years = len(names & {"year", "yy"})
    if "date" in names:
        if parts:
            raise _refused(text, Sentence("either {date} or {year}, {month} and {day}"), Sentence("both"))
    elif parts and not (years == 1 and {"month", "day"} <= parts):
        expected = Sentence("{date}, or all three of {year} (or {yy}), {month} and {day}")
        raise _refused(text, expected, ", ".join(f"{{{name}}}" for name in sorted(parts)))
    if not names - {"*"}:
        raise _refused(text, Sentence("a placeholder such as {date} or {label}"))


def _agree(said: dict[str, str], match: re.Match[str]) -> bool:
    """Add what one part says; False where it says something else than another."""
    for group, value in match.groupdict().items():
        name = group.partition("__")[0]
        value = _compact(value) if name == "date" else value.strip().removeprefix("0" if name in ("month", "day") else "")
        if said.setdefault(name, value) != value:
            return False
    return True


def _compact(date: str) -> str:
    numbers = re.findall("[0-9]+", date)
    if len(numbers) == 3:
        return f"{numbers[0]}{int(numbers[1]):02}{int(numbers[2]):02}"
    return "".join(numbers)


def _parts(said: dict[str, str]) -> NameParts | None:
    date = None
    if "date" in said:
        date = real_date(said["date"][:4], said["date"][4:6], said["date"][6:])
    elif "month" in said:
        date = real_date(said["year"] if "year" in said else _century(said["yy"]), said["month"], said["day"])
    if date is None and ("date" in said or "month" in said):
        return None
    edition = int(said.get("edition", "1"))
    if not 1 <= edition <= 99:
        return None
    return NameParts(
        date=date,
        edition=edition,
        label=said.get("label", ""),
        fold=said.get("fold", ""),
        name=said.get("name", ""),
        order=int(said["order"]) if "order" in said else None,
    )


def _century(year: str) -> str:
    return ("19" if int(year) >= 70 else "20") + year
