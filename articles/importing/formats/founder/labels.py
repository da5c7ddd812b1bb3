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
_SOMEWHERE = re.compile(rf"第\s{{0,4}}({_WORD}(?:-{_WORD})?)\s{{0,4}}版\s{{0,4}}[:：]?[\s\u3000]{{0,40}}([^\s<>|]{{0,30}})")


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
    """第1版　　要闻 in running words: the last resort, for a page that no list names."""
    match = _SOMEWHERE.search(text)
    return (printed_label(match[1]), one_line(match[2])) if match else None
