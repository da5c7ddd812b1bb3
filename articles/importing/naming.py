"""What names of files and folders tell: date, edition, page, place on the page. By a pattern that somebody wrote, or by custom.

Pure. docs/import-formats.md shows the patterns and the customs.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.importing.labels import label_key
from articles.importing.problems import ImportProblem, quoted
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence

PATTERN_LENGTH, NAME_LENGTH, PART_LENGTH = 300, 1000, 255
MOST_WILDCARDS = 3

_YEAR, _MONTH, _DAY = (
    "[0-9]{4}",
    "(?:0[1-9]|1[0-2]|(?<![0-9])[1-9](?![0-9]))",
    "(?:0[1-9]|[12][0-9]|3[01]|(?<![0-9])[1-9](?![0-9]))",
)
_PLACEHOLDERS = {
    "date": rf"{_YEAR}[-_. ]?{_MONTH}[-_. ]?{_DAY}|{_YEAR}年{_MONTH}月{_DAY}日?",
    "year": _YEAR,
    "yy": "[0-9]{2}",
    "month": _MONTH,
    "day": _DAY,
    "edition": "[0-9]{1,2}",
    "fold": "[^/]{1,20}?",
    "label": "[0-9A-Za-z]{1,8}(?:-[0-9A-Za-z]{1,8}){0,2}",
    "order": "[0-9]{1,6}",
    "name": "[^/]+?",
}
_WILDCARDS = ("fold", "name", "*")
_PARTS = re.compile(r"\{([^{}]*)\}|(\*)|([{}])|([^{}*]+)")
_ENDING = re.compile(r"\.(?:[0-9A-Za-z]{1,5}|\*)$")
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
        return cls(text, tuple(level for level, _ in found), bool(_ENDING.search(levels[-1])))

    def match(self, name: str) -> NameParts | None:
        """`name` is relative to the source, with forward slashes; None where it does not fit, or holds no real date."""
        parts = narrowed(name).split("/")[-len(self._levels) :]
        if len(parts) < len(self._levels) or max(map(len, parts)) > PART_LENGTH:
            return None
        if not self._has_ending:
            parts[-1] = _ENDING.sub("", parts[-1])
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


# The customs. In folders: 20230214/ 2023-02-14/ 2023-02/14/ 2023/02/14/ 2023年2月14日/, also with -2 for the second edition.
_Y, _M, _D = "(?P<year>(?:1[6-9]|2[01])[0-9]{2})", f"(?P<month>{_MONTH})", f"(?P<day>{_DAY})"
_EDITION = "(?:-(?P<edition>[1-9][0-9]?)(?=/))?"
_FOLDER_DATES = (
    re.compile(rf"/{_Y}[-_.年]?{_M}月?/{_D}日?{_EDITION}(?![0-9月.])"),
    re.compile(rf"/{_Y}年?/(?:(?P=year)[-_.]?)?{_M}月?/{_D}日?{_EDITION}(?![0-9月.])"),
    re.compile(rf"/[^/0-9]{{0,20}}{_Y}(?P<gap>[-_.]?){_M}(?P=gap){_D}{_EDITION}(?![0-9])"),
    re.compile(rf"/[^/0-9]{{0,20}}{_Y}年{_M}月{_D}日{_EDITION}"),
)
_FILE_DATE = re.compile(rf"(?<![0-9]){_Y}(?P<gap>[-_.]?){_M}(?P=gap){_D}(?![0-9](?![0-9]{{1,2}}(?![0-9])))")
_FILE_DATE_IN_WORDS = re.compile(rf"(?<![0-9]){_Y}年{_M}月{_D}日")
_GAP = r"[\s_.,、，:：·-]"
# 3月的风, 5G, 10万人: a number that a headline begins with is no page.
_NO_LABEL = "(?![0-9A-Za-z年月日号號时時点點分个個岁歲万萬亿億元度名人届屆条條家所%％℃])"
_NUMBER = "[A-Za-z]{0,2}[0-9]{1,3}[A-Za-z]?"
_PAGE = re.compile(
    rf"{_GAP}*(?:第?\s*(?P<printed>{_NUMBER}(?:-{_NUMBER})?)\s*版|第?(?P<words>[一二三四五六七八九十]{{1,3}})版"
    rf"|(?P<bare>{_NUMBER}){_NO_LABEL}){_GAP}*(?P<rest>.*)",
    re.DOTALL,
)
_ORDER = re.compile(rf"{_GAP}*[(（]?(?P<order>[0-9]{{1,4}})(?:[)）]|{_NO_LABEL}){_GAP}*(?P<rest>.*)", re.DOTALL)
_FOLD = re.compile(rf"{_GAP}*([A-Za-z]|[^\s/0-9]{{1,10}})[叠疊]")
_DIGITS = "一二三四五六七八九"


def guess(name: str) -> NameParts | None:
    """What the customs of the field make of a name that is relative to the source; None where it tells neither date nor page, or
    where its folder and its file tell two dates. Folders before the date are not looked at; where the file alone is dated, those
    right above it are."""
    *folders, file = narrowed(name).split("/")
    stem = _ENDING.sub("", file)
    dated = _folder_date(folders)
    date, edition, below = dated if dated else (None, 1, _last_telling(folders))
    in_file = _FILE_DATE.search(stem) or (None if date else _FILE_DATE_IN_WORDS.search(stem))
    before = ""
    if in_file:
        file_date = real_date(in_file["year"], in_file["month"], in_file["day"])
        if file_date is None or date not in (None, file_date):
            return None
        date, before, stem = file_date, stem[: in_file.start()], stem[in_file.end() :]
    parts = _with_file(_page_of_folders(below if date else []), before, stem)
    if date is None and not parts.label:
        return None
    return replace(parts, date=date, edition=edition)


def _folder_date(folders: list[str]) -> tuple[dt.date, int, list[str]] | None:
    """The last date among the folders, the edition, and what follows: the rest of the date's own folder, and those below."""
    path = "/" + "/".join(folders) + "/"
    found = [match for form in _FOLDER_DATES for match in form.finditer(path)]
    for match in sorted(found, key=lambda match: match.end(), reverse=True):
        if date := real_date(match["year"], match["month"], match["day"]):
            return date, int(match["edition"] or 1), [part for part in path[match.end() :].split("/") if part]
    return None


def _last_telling(folders: list[str]) -> list[str]:
    """Those at the end that name a fold or a page: a disk's own folders further up, as `a1`, name none."""
    at = len(folders)
    while at and (_FOLD.fullmatch(folders[at - 1]) or _PAGE.fullmatch(folders[at - 1]) or not folders[at - 1].isascii()):
        at -= 1
    return folders[at:]


def _page_of_folders(folders: list[str]) -> NameParts:
    parts = NameParts()
    for folder in folders:
        if match := _FOLD.fullmatch(folder):
            parts = replace(parts, fold=match[1] + "叠")
        elif match := _PAGE.fullmatch(folder):
            parts = replace(parts, label=_label(match), name=match["rest"].strip())
        elif not folder.isascii() and not re.match("星期|周|週", folder.strip(" _-")):
            parts = replace(parts, name=folder.strip())
    return parts


def _label(match: re.Match[str]) -> str:
    if match["words"] is None:
        return str(match["printed"] or match["bare"])
    tens, ten, ones = match["words"].rpartition("十")
    number = (_DIGITS.find(tens) + 1 if tens else 1) * 10 if ten else 0
    return f"{number + _DIGITS.find(ones) + 1 if ones else number:02}"


def _with_file(page: NameParts, before: str, stem: str) -> NameParts:
    """`before` and `stem`: what stands before and after the date in the file's name."""
    named = _PAGE.fullmatch(stem)
    if page.label or page.name:
        if named and label_key(_label(named)) == label_key(page.label) and _ORDER.fullmatch(named["rest"]):
            stem = named["rest"]
    elif named:
        page = replace(page, label=_label(named))
        stem = named["rest"]
    elif (ahead := _PAGE.fullmatch(before)) and not ahead["rest"]:
        page = replace(page, label=_label(ahead))
    order = _ORDER.fullmatch(stem)
    rest = (order["rest"] if order else stem).strip(" \t_.-、，,:：·")
    if named and not named["bare"] and not order and not page.name:
        return replace(page, name=rest)
    return replace(page, order=int(order["order"]) if order else None, rest=rest)
