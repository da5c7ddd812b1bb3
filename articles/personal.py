"""Numbers of persons in a text: resident IDs, telephones, bank cards; where they stand, and how a report shows them. Pure.

It points out, it does not judge: a report asks a person to look. So it is sparing: a number that belongs to an office, a company,
a book or a date is worth more unmentioned than a true one is worth among a hundred false ones. One pass, linear in the text.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["id", "mobile", "landline", "card"]


@dataclass(frozen=True, slots=True)
class Found:
    """`text` as it stands there, from the character `start` on."""

    kind: Kind
    text: str
    start: int


class _Group(NamedTuple):
    """Digits in a row (an X may end them); `gap` is what separates them from the group before, in the same run."""

    start: int
    end: int
    digits: str
    gap: str


# One character for one, so that places stay: full-width figures and letters, spaces and hyphens of every kind.
_NARROW: dict[int, int] = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    **{0xFF21 + n: ord("A") + n for n in range(26)},
    **{0xFF41 + n: ord("a") + n for n in range(26)},
    **dict.fromkeys(map(ord, "\t\xa0\u2002\u2003\u2009\u202f\u3000"), ord(" ")),
    **dict.fromkeys(map(ord, "‐‑‒–—−－"), ord("-")),
    ord("（"): ord("("),
    ord("）"): ord(")"),
    ord("＋"): ord("+"),
}
_RUN = re.compile(r"(?<![0-9A-Za-z_])[0-9]+(?:(?:  ?|-|\)[ -]?)[0-9]+)*+(?: ?[Xx](?![0-9A-Za-z]))?")
# Most articles have nothing like it: they are through at a glance, and nothing of them is translated.
_PARTING = r"[ \t\xa0\u2002\u2003\u2009\u202f\u3000‐‑‒–—−－)）-]"
_PERHAPS = re.compile(rf"[0-9０-９](?:{_PARTING}{{0,2}}[0-9０-９]){{9}}")
_GROUP = re.compile(r"([ )-]*)([0-9]+[Xx]?|[Xx])")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[!-+\--:<-~]+", re.IGNORECASE)
_MOST_GROUPS, _LONGEST = 6, 19

_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLD_ID = {(15,), (6, 6, 3)}
_MOBILE = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5)}
# UnionPay and what went before it, Visa, Mastercard, JCB, and the two old series of the great banks.
_CARD = re.compile(r"(?:6[02]|4|5[1-5]|35[2-8]|955[89])[0-9]+")
_CARD_GROUPS = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 12), (6, 13)}
_LANDLINE = re.compile(r"0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}")

# What stands before a number, back to the last full stop, says whose it is.
_CONTEXT = 16
_CODES = re.compile(
    "信用代[码碼]|注册[号號]|註冊[号號]|[执執]照|机构代码|機構代碼|[账帳]册|订单|訂單|[单單][号號]|[编編][号號]|案[号號]"
)
_TELEPHONE = re.compile("[电電][话話]|座[机機]|宅[电電]|致[电電]|[联聯][系繫係]方式|(?<![a-z])tel(?![a-z])", re.IGNORECASE)
_HOTLINE = re.compile("[热熱][线線]")
_OFFICE = re.compile(
    "[热熱][线線]|咨[询詢]|諮詢|[举舉][报報]|投[诉訴]|[监監]督|客服|[订訂][阅閱]|[发發]行|[广廣]告|新[闻聞]|服[务務]|[总總][机機]"
    "|值班|查[询詢]|[报報]名|[传傳]真|投稿|[编編][辑輯]|[办辦]公|[报報]社|[报報]料|招[标標]|[单單]位"
)
_UNIT = re.compile(r" ?(?:[元万萬亿億吨噸%％‰]|美元|人民[币幣]|平方|公里)")


def find(text: str) -> list[Found]:
    """In the order of the text; nothing twice. `text` is plain text: tags of HTML would part what belongs together."""
    if not _PERHAPS.search(text):
        return []
    narrow = text.translate(_NARROW)
    return [Found(kind, text[start:end], start) for kind, start, end in _found(narrow)]


def masked(found: Found) -> str:
    """Enough to know it again on the page, too little to use: 330***********1234. Digits in ASCII, spaces and prefix gone."""
    digits = "".join(re.findall("[0-9Xx]", found.text.translate(_NARROW))).upper()
    if found.kind == "mobile":
        digits = digits[-11:]
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def _found(text: str) -> Iterator[tuple[Kind, int, int]]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    passed = 0
    for run in _RUN.finditer(text):
        while passed < len(addresses) and addresses[passed][1] <= run.start():
            passed += 1
        if passed < len(addresses) and addresses[passed][0] < run.end():
            continue
        yield from _in_run(text, list(_groups(run)))


def _groups(run: re.Match[str]) -> Iterator[_Group]:
    for match in _GROUP.finditer(run.string, run.start(), run.end()):
        yield _Group(match.start(2), match.end(2), match[2].upper(), match[1])


def _in_run(text: str, groups: list[_Group]) -> Iterator[tuple[Kind, int, int]]:
    first = 0
    while first < len(groups):
        for last in _ends(groups, first):
            if kind := _kind(text, groups, first, last):
                start = groups[first].start - (1 if kind == "mobile" and _has_plus(text, groups[first].start) else 0)
                yield kind, start, groups[last].end
                first = last
                break
        first += 1


def _ends(groups: list[_Group], first: int) -> list[int]:
    """Where a number that begins with this group may end, the longest first.

    One in pieces is the whole run, so that columns of figures are none; an ID's check character allows others beside it.
    """
    length, ends = 0, []
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        length += len(groups[last].digits)
        if length > _LONGEST:
            break
        is_whole = first == 0 and last == len(groups) - 1
        if length == 18 or (length >= 10 and (last == first or is_whole)):
            ends.append(last)
    return ends[::-1]


def _kind(text: str, groups: list[_Group], first: int, last: int) -> Kind | None:
    window = groups[first : last + 1]
    digits = "".join(group.digits for group in window)
    lengths = tuple(len(group.digits) for group in window)
    start, end = window[0].start, window[-1].end
    has_bracket = any(")" in group.gap for group in window[1:])
    if not has_bracket and _is_resident_id(digits) and _is_apart(text, start, end) and not _says(_CODES, text, start):
        return "id"
    if "X" in digits or not _stands_alone(text, groups, first, last):
        return None
    tests: tuple[tuple[Kind, Callable[[], bool]], ...] = (
        ("id", lambda: not has_bracket and _is_old_id(digits, lengths) and not _says(_CODES, text, start)),
        ("card", lambda: not has_bracket and _is_card(digits, lengths) and not _says(_CODES, text, start)),
        ("mobile", lambda: _is_mobile(text, start, end, digits, lengths)),
        ("landline", lambda: _is_landline(text, start, digits, lengths)),
    )
    return next((kind for kind, holds in tests if holds()), None)


def _stands_alone(text: str, groups: list[_Group], first: int, last: int) -> bool:
    """One in pieces is the whole run; one in one piece may have others beside it, but not hyphened to it."""
    before = groups[first].gap if first else ""
    after = groups[last + 1].gap if last + 1 < len(groups) else ""
    if last > first and (before or after):
        return False
    return "-" not in before + after and _is_apart(text, groups[first].start, groups[last].end)


def _is_apart(text: str, start: int, end: int) -> bool:
    """No letters, and no decimal point, touch it."""
    if re.match(r"[0-9A-Za-z_]|\.[0-9]", text[end : end + 2]):
        return False
    return not re.search(r"[0-9A-Za-z_]\Z|[0-9][.,]\Z", text[max(0, start - 2) : start])


def _has_plus(text: str, start: int) -> bool:
    return text[start - 1 : start] == "+"


def _says(words: re.Pattern[str], text: str, start: int) -> bool:
    before = text[max(0, start - _CONTEXT) : start]
    return bool(words.search(re.split("[。；;\n]", before)[-1]))


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        dt.date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def _is_resident_id(digits: str) -> bool:
    """18 characters: a province, a day of birth, and the check character of GB 11643-1999 (ISO 7064, MOD 11-2)."""
    if len(digits) != 18 or "X" in digits[:17] or digits[:2] not in _PROVINCES or not "1900" <= digits[6:10] <= "2099":
        return False
    if not _is_day(int(digits[6:10]), digits[10:12], digits[12:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17]


def _is_old_id(digits: str, lengths: tuple[int, ...]) -> bool:
    """15 digits, given out until 1999: a province and a day of the twentieth century; it had no check digit."""
    if lengths not in _OLD_ID or digits[:2] not in _PROVINCES or digits[2:6] == "0000":
        return False
    return _is_day(1900 + int(digits[6:8]), digits[8:10], digits[10:12])


def _is_card(digits: str, lengths: tuple[int, ...]) -> bool:
    """16 to 19 digits of a known series, with the check digit of ISO/IEC 7812-1 (Luhn)."""
    if not 16 <= len(digits) <= 19 or not (len(lengths) == 1 or lengths in _CARD_GROUPS) or not _CARD.fullmatch(digits):
        return False
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0


def _is_mobile(text: str, start: int, end: int, digits: str, lengths: tuple[int, ...]) -> bool:
    """1[3-9] and nine more, with 0086 or +86 before it or without."""
    for prefix in ("0086", "86") if digits.startswith("0086") or _has_plus(text, start) else ():
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            lengths = lengths[1:] if lengths[0] == len(prefix) else (lengths[0] - len(prefix), *lengths[1:])
            digits = digits.removeprefix(prefix)
            break
    if not re.fullmatch("1[3-9][0-9]{9}", digits) or lengths not in _MOBILE or len(set(digits[3:])) == 1:
        return False
    return not _UNIT.match(text, end) and not _says(_HOTLINE, text, start)


def _is_landline(text: str, start: int, digits: str, lengths: tuple[int, ...]) -> bool:
    """Most landlines in a newspaper are an office's: only those that are called a telephone, and not that of an office."""
    if not _LANDLINE.fullmatch(digits) or (len(lengths) > 1 and lengths[0] not in (3, 4)):
        return False
    return _says(_TELEPHONE, text, start) and not _says(_OFFICE, text, start)
