"""第A01版：要闻, as old sites write it, -> the printed label and the page's name. Pure text."""

import re
import unicodedata

from articles.importing.formats.founder.markup import one_line
from articles.importing.labels import label_key

LABEL_LENGTH = 20

_WORD = "[0-9A-Za-z]{1,12}"
_LABEL = re.compile(rf"{_WORD}(?:-{_WORD})*")
_LABELLED = re.compile(rf"第?\s*({_WORD}(?:\s*[-–—~]\s*{_WORD})*)\s*版(?:\s*[:：|·]?\s*(.*))?", re.S)
_BARE = re.compile(r"([A-Za-z]{0,2}[0-9]{1,3}(?:\s*[-–—]\s*[A-Za-z]{0,2}[0-9]{1,3})?)(?:\s*[:：、.]\s*|\s+)(\S.*)", re.S)
_ALONE = re.compile(r"[A-Za-z]{0,2}[0-9]{1,3}")
_COLON = re.compile("[:：]")
_WIDE = str.maketrans({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "：，（）！？"})
_SOMEWHERE = re.compile(
    rf"第\s{{0,4}}({_WORD}(?:-{_WORD})?)\s{{0,4}}版[ \u3000]{{0,4}}[:：]?[ \t\u3000]{{0,40}}([^\n\t<>|]{{0,60}})"
)
# What stands behind a name in its line: a date, another page, a step, who made it, the site's name.
_BEHIND = re.compile(
    "[0-9０-９]{4}\\s?(?:年\\s?[0-9０-９]|[/.-][0-9])|二[〇○零]..年|星期[一二三四五六日天](?![\u4e00-\u9fff])"
    "|第\\s?[0-9A-Za-z]{1,12}\\s?版|[上下前后後][一个個]?[版篇页頁期]|首[页頁]|返回|[责責]任?[编編]|[编編][辑輯]|主[编編]|校[对對]"
    "|版[式面]|美[编編]|本[版期报報]|[放縮缩][大小]|标题导航|標題導航|PDF|_|\\s[-—–]|[-—–]\\s?[^\\s—–-]{1,20}[报報网網刊]",
    re.I,
)
_NAME_LENGTH = 20


def split_label(text: str) -> tuple[str, str] | None:
    """Label and name; None where the text is no name of a numbered page. 第 01 版 ： 要 闻 gives 01 and 要 闻."""
    text = one_line(text)
    start = text[:40].translate(_WIDE) + text[40:]
    if match := _LABELLED.fullmatch(start) or _BARE.fullmatch(start):
        return printed_label(match[1]), one_line(match[2] or "")
    return (start, "") if _ALONE.fullmatch(start) else None


def name_beside(text: str, label: str) -> str:
    """The name in a list's entry of a page whose label is known: 第01版：要闻, Page 01: News; 中缝 where there is no label."""
    text = one_line(text)
    if not label:
        return text
    found = split_label(text)
    if found and label_key(found[0]) == label_key(label):
        return found[1]
    before, *after = _COLON.split(text, maxsplit=1)
    if after:
        return one_line(after[0])
    return "" if label_key(label) in label_key(before) else text


def printed_label(text: str) -> str:
    """A label as records take it; empty where it is none. Full-width figures and dashes become plain ones."""
    label = re.sub("[–—~]", "-", unicodedata.normalize("NFKC", one_line(text)))
    label = re.sub(r"\s+|^第|版$", "", label)
    return label if len(label) <= LABEL_LENGTH and _LABEL.fullmatch(label) else ""


def label_somewhere(text: str) -> tuple[str, str] | None:
    """第1版　　要闻 in running words: the last resort, for a page that no list names. A line ends the name, a tab may only stand
    before it."""
    match = _SOMEWHERE.search(text)
    return (printed_label(match[1]), _name(match[2])) if match else None


def _name(line: str) -> str:
    """财 经 with its space; of a line that goes on, the first word, or the letters that are set apart."""
    name = one_line(_BEHIND.split(line, maxsplit=1)[0]).rstrip("：:，,、（(")
    if len(name) <= _NAME_LENGTH:
        return name
    first, *others = name.split()
    apart = next((place for place, word in enumerate(others) if len(word) > 1), len(others)) if len(first) == 1 else 0
    return " ".join((first, *others[:apart]))
