"""Lines that send a reader on: 下转第3版, （上接A01版）, Continued on page 3. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_LABEL = r"((?:[A-Z] ?[叠疊]? ?)?第? ?(?:[A-Z]?[0-9]{1,3}(?:[-–—、,/][A-Z]?[0-9]{1,3})?|[〇零一二三四五六七八九十]{1,3})) ?版"
_EDGE = r"[\s▶►▷→■◆●(（\[【]*"
# 下转 and 上接 are said of pages alone; 转 and 接 only where nothing else stands beside them.
_SURE = re.compile(rf"(?:(下 ?[转轉]|[紧緊] ?接)|上 ?接) ?{_LABEL}")
_LONE = re.compile(rf"{_EDGE}(?:([转轉])|接) ?{_LABEL}[\s)）\]】]*")
_AT_THE_END = re.compile(rf"[(（\[【] ?(?:([转轉])|接) ?{_LABEL} ?[)）\]】]\s*\Z")
_ENGLISH = re.compile(
    r"\b(?:(?:continued|turns?) (on|to)|continued from) page ([A-Z]?[0-9]{1,3}(?:[-–][0-9]{1,3})?)", re.IGNORECASE
)
_PERHAPS = re.compile("版|page", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """`way`: "on" to the page, or "from" it; `label` as `articles.turns` reads it, `text` as it is printed."""

    way: Literal["on", "from"]
    label: str
    text: str


def turn_lines(paragraphs: Iterable[str]) -> list[TurnLine]:
    found: list[TurnLine] = []
    for paragraph in filter(_PERHAPS.search, paragraphs):
        plain = unicodedata.normalize("NFKC", paragraph).strip()
        matches = list(_SURE.finditer(plain)) or list(filter(None, [_LONE.fullmatch(plain) or _AT_THE_END.search(plain)]))
        matches += _ENGLISH.finditer(plain)
        found += map(_turn_line, matches)
    return found


def _turn_line(match: re.Match[str]) -> TurnLine:
    return TurnLine("on" if match[1] else "from", match[2].strip(), match[0].strip("()[]【】▶►▷→■◆● "))
