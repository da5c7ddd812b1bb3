"""Dates with a weekday that the calendar does not give them. Pure.

A date without a year is taken to be near the issue's; it passes if any year that its reader can think of makes it right.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.proofreading.finding import Finding
from issues.sentences import Sentence

WEEKDAYS = (
    Sentence("Monday"),
    Sentence("Tuesday"),
    Sentence("Wednesday"),
    Sentence("Thursday"),
    Sentence("Friday"),
    Sentence("Saturday"),
    Sentence("Sunday"),
)
# One character for one, so that places stay.
_WIDTHS = str.maketrans("０１２３４５６７８９（），\u3000\xa0", "0123456789(),  ")
_CHINESE = {numeral: number for number, numeral in enumerate("一二三四五六日", start=1)} | {"天": 7}
_FIGURES = {figure: number for number, figure in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NUMBER = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_YEAR_NUMBER = "[0-9]{4}|[〇○零一二三四五六七八九]{4}"
_DAY = rf"(?:({_YEAR_NUMBER}) ?年 ?)?(?<![0-9])({_NUMBER}) ?月 ?({_NUMBER}) ?[日号號]"
_WEEKDAY = "(?:星期|周|週|[礼禮]拜)([一二三四五六日天])"
_HOUR = rf"{_NUMBER} ?(?:[时時点點](?: ?{_NUMBER} ?分|半|[一三]刻)?|[:：][0-9]{{2}})(?:[许許整]|左右)?"
_PART = "(?:[上下中]午|凌晨|清晨|早[晨上]?|晚上?|傍晚|夜[里裡间間])"
# What may stand between the two: the time of day, also from one hour to another, the day of the old calendar.
_BETWEEN = (
    rf"(?: ?{_PART})?(?: ?{_HOUR}(?: ?[至到—–~～-]{{1,2}} ?{_PART}? ?{_HOUR})?)?"
    "(?: ?(?:[农農夏][历曆])[一二三四五六七八九十初廿闰閏正冬腊臘月甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥年 ]{2,14})?"
)
# 10月1日至3日（周二至周四） is a span: neither of its ends is asked for its weekday.
_NOT_A_SPAN = "(?! ?[至到—–~～-])"
_DATE = re.compile(rf"{_DAY}{_BETWEEN} ?[(,、]? ?{_WEEKDAY}{_NOT_A_SPAN}\)?")
_NUMERIC = re.compile(rf"(?<![0-9])([0-9]{{4}})([./-])([0-9]{{1,2}})\2([0-9]{{1,2}}) ?[(,、]? ?{_WEEKDAY}{_NOT_A_SPAN}\)?")
# 星期五（10月18日）: only where the weekday belongs to no date before it.
_WEEKDAY_FIRST = re.compile(rf"(?<!每){_WEEKDAY} ?[(,、]? ?{_DAY}(?! ?[(至到—–~～-])\)?")
_WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY} ?[(,、]? ?\Z")
_YEAR = re.compile(f"({_YEAR_NUMBER}) ?年")
_SPAN_BEFORE = re.compile("[至到—–~～-] ?\\Z")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_ENGLISH = re.compile(
    r"\b(Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?, "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? ([0-9]{1,2})(?:, ([0-9]{4}))?\b"
)
_PERHAPS = re.compile("星期|[周週][一二三四五六日天]|[礼禮]拜|(?:day|[a-z]{3}\\.?),")
_LONGEST_HEAD, _BESIDE_DATE = 48, 24  # characters of a page's head, and of what stands in it beside the date


@dataclass(frozen=True)
class Named:
    """A date as it is printed from `start` to before `end`; no `year` where none is. `weekdays`: 1 is Monday; two where one
    stands on either side of the date, for only the whole line tells which is its own."""

    year: int | None
    month: int
    day: int
    weekdays: frozenset[int]
    start: int
    end: int

    def in_year(self, year: int) -> dt.date | None:
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


def wrong_weekdays(text: str, issue_date: dt.date) -> list[Finding]:
    """Of one paragraph of an issue of that date."""
    found = []
    for named in named_days(text):
        years = [named.year] if named.year else _years(text[: named.start], named, issue_date)
        days = [day for year in years if (day := named.in_year(year))]
        if all(day.isoweekday() not in named.weekdays for day in days):
            found.append(Finding("weekday", _said(text[named.start : named.end], days[0] if days else None)))
    return found


def _said(printed: str, day: dt.date | None) -> Sentence:
    if day is None:
        return Sentence("“%(printed)s” is a day that no calendar has.", printed=printed)
    weekday = WEEKDAYS[day.weekday()]
    return Sentence("“%(printed)s”: %(date)s is a %(weekday)s.", printed=printed, date=day.isoformat(), weekday=weekday)


def page_days(text: str, issue_date: dt.date) -> list[Finding]:
    """Of a page's text: the line at its head that is hardly more than a date. A page that also prints the right day is right."""
    heads = [
        (line[named.start : named.end], named)
        for line in text.splitlines()
        if len(line) <= _LONGEST_HEAD
        for named in named_days(line)
        if named.year and len(line) - (named.end - named.start) <= _BESIDE_DATE
    ]
    if not heads or any(_is_of(named, issue_date) for _printed, named in heads):
        return []
    sentence = Sentence(
        "The page prints “%(printed)s”; the issue is of %(date)s, a %(weekday)s.",
        printed=heads[0][0],
        date=issue_date.isoformat(),
        weekday=WEEKDAYS[issue_date.weekday()],
    )
    return [Finding("page_date", sentence)]


def _is_of(named: Named, date: dt.date) -> bool:
    return (named.year, named.month, named.day) == (date.year, date.month, date.day) and date.isoweekday() in named.weekdays


def _years(before: str, named: Named, issue_date: dt.date) -> list[int]:
    """The one that brings it nearest to the issue, the issue's own, and those that the paragraph has named."""
    near = [(abs(day - issue_date), day.year) for n in (-1, 0, 1) if (day := named.in_year(issue_date.year + n))]
    nearest = [min(near)[1]] if near else []
    mentioned = [_number(match[1]) for match in _YEAR.finditer(before.translate(_WIDTHS))]
    return list(dict.fromkeys([*nearest, issue_date.year, *mentioned]))


def named_days(text: str) -> Iterator[Named]:
    """Those with a weekday, a form after the other."""
    if not _PERHAPS.search(text):
        return
    plain = text.translate(_WIDTHS)
    for match in _DATE.finditer(plain):
        if not _SPAN_BEFORE.search(plain[: match.start()]):
            year = _number(match[1]) if match[1] else None
            before = _WEEKDAY_BEFORE.search(plain, max(0, match.start() - 6), match.start())
            weekdays = frozenset(_CHINESE[numeral] for numeral in (match[4], *(before.groups() if before else ())))
            yield Named(year, _number(match[2]), _number(match[3]), weekdays, *match.span())
    yield from _other_forms(plain, [match.span() for match in _DATE.finditer(plain)])
    for match in _ENGLISH.finditer(plain):
        month, weekday = _MONTHS.index(match[2].lower()) + 1, _DAYS.index(match[1].lower()[:3]) + 1
        yield Named(int(match[4]) if match[4] else None, month, int(match[3]), frozenset([weekday]), *match.span())


def _other_forms(plain: str, taken: list[tuple[int, int]]) -> Iterator[Named]:
    for match in _NUMERIC.finditer(plain):
        yield Named(int(match[1]), int(match[3]), int(match[4]), frozenset([_CHINESE[match[5]]]), *match.span())
    for match in _WEEKDAY_FIRST.finditer(plain):
        start, end = match.span()
        if all(end <= first or last <= start for first, last in taken) and not _SPAN_BEFORE.search(plain[:start]):
            year = _number(match[2]) if match[2] else None
            yield Named(year, _number(match[3]), _number(match[4]), frozenset([_CHINESE[match[1]]]), start, end)


def _number(text: str) -> int:
    """19, 十九, 二〇二四, 二十三; 0 for what is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" not in text:
        return int("".join(str(_FIGURES[figure]) for figure in text if figure in _FIGURES) or 0)
    tens, _ten, ones = text.partition("十")
    return 10 * (_FIGURES.get(tens, 0) if tens else 1) + _FIGURES.get(ones, 0)
