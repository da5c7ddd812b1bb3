"""What sort of article a text is, and where it goes on or comes from, by its words. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

Kind = Literal["news", "picture", "advertisement", "notice", "pointer"]

_POINTER = re.compile(r"[导導]\s*[读讀]|要目|内容提要|今日看[点點]|版面[导導]航|^(?:INSIDE|Inside)\b")
_LEADS = re.compile(r"(?:[详詳]?[见見]?|[转轉])?第?\s*[A-Z]?[0-9０-９]{1,3}\s*版|\b[Pp](?:age|\.)\s*[A-Z]?[0-9]{1,3}\b")
_NOTICE = re.compile(r"公告|公示|[启啟][事示]|[声聲]明|通告|[遗遺]失|招[标標]|[讣訃]告|注[销銷]|[寻尋]人|[拍转轉][卖賣让讓]公")
_ADVERTISEMENT = re.compile(r"[广廣]告|ADVERTISEMENT|Advertisement")
_PHONE = re.compile(
    r"(?:[电電][话話]|[热熱][线線]|咨[询詢]|Tel)[^0-9]{0,6}[0-9０-９][0-9０-９ -]{4,}|[0-9]{3,4}-[0-9]{7,8}|[0-9]{11}"
)
_PICTURE = re.compile(r"[摄攝]影[报報][道導]|[图圖]片新[闻聞]")
_PAGE = r"第?\s*([A-Z]?[0-9０-９一二三四五六七八九十]{1,3})\s*版"
_OPEN, _CLOSE = r"[（(【\[]?\s*", r"\s*[）)】\]]?"
_ENGLISH = r"[Cc]ontinued {} [Pp](?:age|\.)?\s*([A-Z]?[0-9]+)"
_TO = re.compile(rf"{_OPEN}(?:(?:下\s*)?[转轉]\s*{_PAGE}[^）)】\s]{{0,12}}|{_ENGLISH.format('on')}){_CLOSE}")
_FROM = re.compile(rf"{_OPEN}(?:(?:上\s*|[紧緊])?接\s*{_PAGE}[^）)】\s]{{0,12}}|{_ENGLISH.format('from')}){_CLOSE}")
SHORTEST = 120  # characters of a text that is more than a picture's
PICTURE_TEXT = 320


def is_pointers(title: str) -> bool:
    return bool(_POINTER.search(title))


def is_turn(text: str) -> bool:
    """Nothing but 下转第3版 or 上接第1版."""
    return bool(_TO.fullmatch(text.strip()) or _FROM.fullmatch(text.strip()))


def kind_of(head: str, paragraphs: Sequence[str], captions: Sequence[str], *, has_picture: bool) -> Kind:
    text = "".join(paragraphs)
    everything = head + text
    if _POINTER.search(head) or len(_LEADS.findall(everything)) >= 3:
        return "pointer"
    if _ADVERTISEMENT.search(head) or (len(text) < 400 and len(_PHONE.findall(everything)) >= 1 and not _NOTICE.search(head)):
        return "advertisement"
    if _NOTICE.search(head):
        return "notice"
    if (has_picture or captions) and (len(text) < SHORTEST or (_PICTURE.search(everything) and len(text) < PICTURE_TEXT)):
        return "picture"
    return "news"


def continued_to(paragraphs: Sequence[str]) -> str:
    """The label of the page that the last lines send the reader to, as printed; "" where they do not."""
    return _label(_TO, "\n".join(paragraphs[-2:])[-60:])


def continued_from(texts: Sequence[str]) -> str:
    return _label(_FROM, "\n".join(texts)[:200])


def without_turns(paragraphs: Sequence[str]) -> list[str]:
    """Without 下转第3版 at the end and 上接第1版 at the beginning."""
    texts = list(paragraphs)
    for at, text in enumerate(texts):
        if at == 0:
            text = _cut(_FROM, text, most=2)
        if at >= len(texts) - 2:
            text = _cut(_TO, text, most=60)
        texts[at] = text
    return [text for text in texts if text]


def _cut(form: re.Pattern[str], text: str, most: int) -> str:
    match = form.search(text)
    is_at_edge = match and (match.start() <= most or match.end() >= len(text) - 2)
    return (text[: match.start()] + text[match.end() :]).strip() if match and is_at_edge else text


def _label(form: re.Pattern[str], text: str) -> str:
    match = form.search(text)
    return next((group for group in match.groups() if group), "") if match else ""
