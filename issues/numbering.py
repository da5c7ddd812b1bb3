"""Printed numbers of issues, and the one that comes next: 第6期（总第1234期） → 第7期（总第1235期）. Pure."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_DIGITS = "〇零一二三四五六七八九"
_VALUES = {**{digit: max(0, place - 1) for place, digit in enumerate(_DIGITS)}, "两": 2, "兩": 2, "○": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_CHINESE = "".join([*_VALUES, *_UNITS])
# Western digits, full-width ones (\d knows them), with thousands marked or not; or Chinese numerals.
_NUMBER = re.compile(rf"[1-9]\d{{0,2}}(?:,\d{{3}})+(?![\d,])|\d+|[{_CHINESE}]+")
_BETWEEN = re.compile(r"\s*(?:[期号號]\s*)?(?:第\s*)?[-‐‑–—―－~～〜∼/／、,，至到&＆和]+\s*(?:第\s*)?")
_TOTAL = re.compile(
    r"(?:[总總]\s*(?:第|期|字|[号號])?|累[计計]\s*第?|[总總]\S?[数數]\s*|whole\s*no\.?|total\s*(?:no\.?)?)\s*[:：№#]?\s*$", re.I
)
_VOLUME = re.compile(r"vol(?:ume|\.)?\s*$", re.I)
# What numbers the paper and not the issue: CN 33-0001, ISSN 1234-567X, 邮发代号 31-1.
_OF_THE_PAPER = re.compile(r"(?:CN|ISSN|[邮郵][发發]代[号號])\s*[:：]?\s*[\d—–-]+[xX]?(?:/[A-Z]\w*)?", re.I)
_COUNTS = re.compile(r"(?:[第总總计計]|no\.?|№)\s*$", re.I)
_COUNTED = re.compile(r"\s*[期号號卷年月日辑輯]")
_WEEKDAY = re.compile(r"(?<=星期|礼拜|禮拜)[一二三四五六日天]|(?<=[周週])[一二三四五六日]")
_JOINT = re.compile(r"\s*[（(]?\s*合\s*[刊订訂]\s*[号號]?\s*[)）]?")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in its text: which, and from where to where; of a range (合刊) the last, with the whole range's place."""

    value: int
    spelled: str
    start: int
    end: int
    is_range: bool = False


def next_number_text(text: str, before: dt.date, date: dt.date) -> str:
    """The number that an issue of `date` bears after one of `before` with this text; empty where the text has none.

    A year's number begins anew with the year; a running number (总第…期, or one that no year could reach) goes on. Days, months
    and years of the date itself follow the date, a volume the year. Spelling, width, zeros in front and thousands stay.
    """
    numbers = list(_numbers(text))
    if not any(_is_count(text, number) for number in numbers):
        return ""
    pieces, position, is_joint = [], 0, False
    for number in numbers:
        value = _next_value(text, number, before, date)
        pieces += [text[position : number.start], _spelled_alike(value, number.spelled)]
        position, is_joint = number.end, is_joint or number.is_range
    following = _with_weekday("".join([*pieces, text[position:]]), before, date)
    return (_JOINT.sub("", following) if is_joint else following).strip()


def last_number(text: str) -> int | None:
    """The last number in the text, which `Issue.number` holds; the date's own numbers are none."""
    counts = [number.value for number in _numbers(text) if _is_count(text, number)]
    return counts[-1] if counts else None


def _numbers(text: str) -> Iterator[_Number]:
    """From left to right; the numbers of a range are one."""
    first: _Number | None = None
    for number, after in pairwise([*_single_numbers(text), None]):
        if number is None:
            return
        begin = first or number
        if after and number.value < after.value < number.value + 100 and _BETWEEN.fullmatch(text, number.end, after.start):
            first = begin
            continue
        yield _Number(number.value, number.spelled, begin.start, number.end, is_range=first is not None)
        first = None


def _single_numbers(text: str) -> Iterator[_Number]:
    """Chinese numerals stand in names too (万宁日报); they count beside a word that says so, or next in a range."""
    end = -1
    foreign = [match.span() for match in _OF_THE_PAPER.finditer(text)]
    for match in _NUMBER.finditer(text):
        start = match.start()
        if any(begin <= start < over for begin, over in foreign):
            continue
        is_plain = match[0][0] not in _CHINESE
        is_next = end >= 0 and _BETWEEN.fullmatch(text, end, start)
        is_weekday = _WEEKDAY.match(text, start)
        if not is_weekday and (is_plain or is_next or _COUNTS.search(text[:start]) or _COUNTED.match(text, match.end())):
            end = match.end()
            yield from _joined_or_two(match)


def _joined_or_two(match: re.Match[str]) -> Iterator[_Number]:
    """12,345 is one number; 123,124 are the two of a 合刊: no paper printed a hundred thousand issues."""
    left, comma, right = match[0].partition(",")
    if comma and right.isdigit() and right[0] != "0" and int(right) == int(left) + 1:
        yield _Number(int(left), left, match.start(), match.start() + len(left))
        yield _Number(int(right), right, match.end() - len(right), match.end())
    else:
        yield _Number(_value(match[0]), match[0], match.start(), match.end())


def _with_weekday(text: str, before: dt.date, date: dt.date) -> str:
    """星期二 follows the date, where it was the day of the one before."""

    def following(match: re.Match[str]) -> str:
        day = "日" if match[0] == "天" else match[0]
        return "一二三四五六日"[date.weekday()] if day == "一二三四五六日"[before.weekday()] else match[0]

    return _WEEKDAY.sub(following, text)


def _next_value(text: str, number: _Number, before: dt.date, date: dt.date) -> int:
    part = _date_part(text, number)
    if part:
        own = {"年": (before.year, date.year), "月": (before.month, date.month), "日": (before.day, date.day)}[part]
        return own[1] if number.value == own[0] else number.value
    is_new_year = date.year > before.year
    if _is_volume(text, number):
        return number.value + is_new_year
    if is_new_year and not _is_running(text, number, before):
        return 1
    return number.value + 1


def _is_count(text: str, number: _Number) -> bool:
    return not _date_part(text, number) and not _is_volume(text, number)


def _date_part(text: str, number: _Number) -> str:
    """年, 月 or 日 where the number is part of a date; 第3年 counts years and is none."""
    follows = text[number.end : number.end + 1]
    return follows if follows in ("年", "月", "日") and not text[: number.start].rstrip().endswith("第") else ""


def _is_volume(text: str, number: _Number) -> bool:
    """第12卷, 第三年, Vol. 12."""
    return text[number.end :].lstrip()[:1] in ("卷", "年", "辑", "輯") or bool(_VOLUME.search(text[: number.start]))


def _is_running(text: str, number: _Number, before: dt.date) -> bool:
    """Counted through the years: marked so; or, where no number is, greater than the days that the year had by then."""
    if any(_TOTAL.search(text[: other.start]) for other in _numbers(text)):
        return bool(_TOTAL.search(text[: number.start]))
    return number.value > before.timetuple().tm_yday + 1


def _value(spelled: str) -> int:
    if spelled[0] not in _CHINESE:
        return int(spelled.replace(",", ""))
    if not any(character in _UNITS for character in spelled):
        return int("".join(str(_VALUES[character]) for character in spelled))
    total = part = digit = 0
    for character in spelled:
        if character in _VALUES:
            digit = _VALUES[character]
        elif _UNITS[character] == 10_000:
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            part += (digit or 1) * _UNITS[character]
            digit = 0
    return total + part + digit


def _spelled_alike(value: int, pattern: str) -> str:
    if pattern[0] in _CHINESE:
        return _in_chinese(value, pattern)
    text = f"{value:,}" if "," in pattern else str(value)
    if pattern[0] in "0０" and "," not in pattern:
        text = text.zfill(len(pattern))
    return text.translate({ord("0") + n: ord("０") + n for n in range(10)}) if "０" <= pattern[0] <= "９" else text


def _in_chinese(value: int, pattern: str) -> str:
    """一二三四 where the pattern names digits, 一千二百三十四 where it names units, or is too short to tell."""
    zero = next((mark for mark in "〇零○" if mark in pattern), "")
    is_digits = len(pattern) > 1 and not any(character in _UNITS for character in pattern)
    if is_digits:
        return "".join(_DIGITS[int(digit) + 1] if digit != "0" else zero or "〇" for digit in str(value))
    text = _with_units(value, zero or "零", "萬" if "萬" in pattern else "万")
    return text.removeprefix("一") if text.startswith("一十") else text


def _with_units(value: int, zero: str, myriad: str) -> str:
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = zero if 0 < low < 1000 else ""
        return _with_units(high, zero, myriad) + myriad + (gap + _with_units(low, zero, myriad) if low else "")
    text, is_gap = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += (zero if is_gap and text else "") + _DIGITS[digit + 1] + mark
            is_gap = False
        else:
            is_gap = True
    return text
