"""A printed caption -> what it says and who made the picture: 渡轮靠岸。沈棹 摄 is the two. Pure."""

import re
from collections.abc import Sequence

from articles.importing.cleaning import HAN

_HAN_NAME = rf"[{HAN}]{{1,4}}(?:[·•][{HAN}]{{1,8}})?"
_LATIN_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_NAME = f"(?:{_HAN_NAME}|{_LATIN_NAME})"
# Of names in a row each is short, lest the last words of a sentence pass for one.
_SHORT_NAME = f"(?:[{HAN}]{{1,3}}|{_LATIN_NAME})"
_NAMES = rf"(?:{_SHORT_NAME}(?:[\s、，,/／]+{_SHORT_NAME}){{1,2}}|{_NAME})"
_RANK = "特[约約]|[实實][习習]|[见見][习習]|全媒体|全媒體|首席"
_OFFICE = f"(?:本[报報]|[{HAN}]{{0,3}}社)?(?:{_RANK})?(?:[摄攝]影)?(?:[记記]者|通[讯訊][员員])"
_ACT = "(?:文[并並])?(?:[摄攝]影(?:[报報][道導])?|[摄攝](?![影])|供[图圖]|[制製][图圖]|[绘繪][图圖]?)"
_BY = rf"{_NAMES}\s*[/／]?\s*{_ACT}|{_NAMES}\s*[/／]\s*[图圖]"
_NAMED = rf"(?:{_OFFICE}\s*)?(?:{_BY})"
_ROLE = r"(?:[摄攝]影|[摄攝]|[图圖]片?|供[图圖])\s*[/／:：|]\s*|(?:[插制製绘繪][图圖]|漫[画畫])(?:\s*[/／:：|]\s*|\s+)"
_BEFORE = rf"(?:{_ROLE})(?:{_OFFICE}\s*)?{_NAMES}"
_LATIN = r"(?:[Pp]hoto(?:graph)?s?|PHOTOS?)(?: by|:| courtesy of) .{2,60}"
_ARCHIVE = rf"(?:[{HAN}]{{0,6}})?[资資]料(?:[图圖]片?|照片)|[{HAN}]{{2,3}}社[发發](?:\s*[（(][^（）()]{{1,30}}[)）])?"
_CREDIT = f"{_NAMED}|{_BEFORE}|{_LATIN}|{_ARCHIVE}"
_BRACKETED = re.compile(rf"[（(\[【]\s*({_CREDIT})\s*[)）\]】][。.]?$")
# Apart from the words before it; nothing but a credit where the name stands apart from 摄; or begun by an office.
_APART = re.compile(rf"(?:(?<=[\s。！？!?…”」』）)])|(?<=[.;；])|^(?![{HAN}]+(?:[摄攝]|[摄攝]影)$))({_CREDIT})[。.]?$")
_OFFICIAL = re.compile(rf"(?:^|(?<=.))((?:本[报報]|[{HAN}]{{2}}社)[{HAN}]{{0,4}}(?:[记記]者|通[讯訊][员員])\s*(?:{_BY}))[。.]?$")
_LONGEST = 80  # characters of a credit


def caption_and_credit(text: str) -> tuple[str, str]:
    """The credit as printed, without brackets; "" where none is told."""
    text = text.strip()
    start = max(0, len(text) - _LONGEST)
    for form in (_APART, _BRACKETED, _OFFICIAL):
        if match := form.search(text, start):
            return text[: match.start()].rstrip(), match[1].strip()
    return text, ""


def picture_of(box: Sequence[float], captions: Sequence[str]) -> dict[str, object]:
    """As a draft article keeps it."""
    caption, credit = caption_and_credit(" ".join(captions))
    return {"box": list(box), "caption": caption[:5000], "credit": credit[:500]}
