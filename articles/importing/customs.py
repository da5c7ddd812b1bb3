"""What names of files and folders tell by the customs of the field, where nobody wrote a pattern: date, edition, page, order.

Pure. docs/import-formats.md shows the customs.
"""

import datetime as dt
import re
from dataclasses import replace

from articles.importing.labels import label_key
from articles.importing.naming import DAY, ENDING, MONTH, NameParts, narrowed, real_date

# In folders: 20230214/ 2023-02-14/ 2023-02/14/ 2023/02/14/ 2023年2月14日/, also with -2 for the second edition.
_Y, _M, _D = "(?P<year>(?:1[6-9]|2[01])[0-9]{2})", f"(?P<month>{MONTH})", f"(?P<day>{DAY})"
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
    stem = ENDING.sub("", file)
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
