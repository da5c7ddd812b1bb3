"""Single cells of the CSV -> dates, kinds, labels, numbers, lists. Pure; each gives None for what it does not understand."""

import datetime as dt
import re
import unicodedata
from typing import get_args

from articles.importing.cleaning import simplified
from articles.importing.formats.stories import LABEL, Kind
from articles.importing.naming import real_date
from issues.sentences import Sentence

DATES = Sentence("2023-02-14, 2023/2/14, 2023年2月14日 or 20230214")

_DATE = re.compile(
    r"(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日?|(\d{4})(\d{2})(\d{2}))"
    r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_KINDS: dict[str, Kind] = {
    **{kind: kind for kind in get_args(Kind)},
    **dict.fromkeys(("新闻", "消息", "通讯", "稿件", "文章", "评论", "article", "story"), "news"),
    **dict.fromkeys(("图片", "图片新闻", "摄影", "漫画", "photo"), "picture"),
    **dict.fromkeys(("广告", "ad", "advert"), "advertisement"),
    **dict.fromkeys(("公告", "启事", "声明", "公示", "通知", "讣告"), "notice"),
    **dict.fromkeys(("导读", "提要", "索引"), "pointer"),
    **dict.fromkeys(("其他", "其它", "天气"), "other"),
}
_LABELLED = re.compile(r"第?\s*([0-9A-Za-z]+(?:\s*-\s*[0-9A-Za-z]+)*)\s*版?")
_DASHES = str.maketrans("–—－─", "----")


def narrow(text: str) -> str:
    """Full-width digits and letters made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(cell: str) -> dt.date | None:
    match = _DATE.fullmatch(re.sub(r"(?<=[年月/.-])\s+|\s+(?=[年月日/.-])", "", narrow(cell[:60])))
    if match is None:
        return None
    year, _gap, month, day = match.group(1, 2, 3, 4) if match[1] else (match[5], "", match[6], match[7])
    return real_date(year, month, day) if year else real_date(*match.group(8, 9, 10))


def looks_like_date(cell: str) -> bool:
    return read_date(cell) is not None


def date_mistake(cell: str) -> str:
    """What is wrong with a date that cannot be read, as far as anybody can tell."""
    text = narrow(cell[:60])
    if re.fullmatch(r"[1-9]\d{4}(?:\.\d+)?", text):
        return Sentence(
            "the number %(number)s, which is how a spreadsheet counts days: "
            "give the column the format of a date and save it again",
            number=text,
        )
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", text):
        return Sentence(
            "%(date)s, of which nobody can tell the day from the month: write the year first, with four digits", date=text
        )
    if _DATE.fullmatch(text):
        return Sentence("%(date)s, which is not in the calendar, or not in the years 1600 to 2200", date=text)
    return ""


def read_kind(cell: str) -> Kind | None:
    return _KINDS.get(simplified(narrow(cell)).casefold()) if cell.strip() else "news"


def read_label(cell: str) -> str | None:
    """第A01版 -> A01; "" for an empty cell."""
    text = narrow(cell).translate(_DASHES)
    if not text:
        return ""
    match = _LABELLED.fullmatch(text[:60])
    label = re.sub(r"\s", "", match[1]) if match else ""
    # A spreadsheet takes 1 for a number and may write 1.0.
    if re.fullmatch(r"\d{1,3}\.0", text):
        label = text[:-2]
    return label if LABEL.fullmatch(label) and len(label) <= 20 else None


def read_number(cell: str, most: int) -> int | None:
    """From 1 to `most`."""
    text = re.fullmatch(r"(\d{1,9})(?:\.0)?", narrow(cell))
    return int(text[1]) if text and 1 <= int(text[1]) <= most else None


def split_files(cell: str) -> list[str]:
    return [name.strip() for name in re.split(r"[|;；\n]", cell) if name.strip()]


def split_texts(cell: str) -> list[str]:
    """Captions beside files: empty ones keep their places."""
    return [text.strip() for text in re.split(r"[|\n]" if "|" in cell else r"[;；\n]", cell)]
