"""The columns of the CSV: their words in Chinese and English, a header recognised, the template to download. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from articles.importing.cleaning import simplified

# Field -> its words, the template's first. White space, case, script, width, underscores and brackets do not count.
COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("日期", "见报日期", "出版日期", "刊发日期", "date", "issue date", "publication date"),
    "label": ("版次", "版号", "版面", "版", "page", "label", "page label", "page number"),
    "page_name": ("版名", "版面名称", "page name", "section", "section name"),
    "fold": ("叠", "叠次", "fold"),
    "position": ("版序", "page order", "page position"),
    "edition": ("版本", "edition"),
    "edition_name": ("版本名称", "edition name"),
    "number_text": ("期号", "期数", "number", "number text", "issue number"),
    "order": ("序号", "顺序", "稿序", "order"),
    "column": ("栏目", "栏目名称", "column"),
    "kicker": ("引题", "肩题", "眉题", "kicker"),
    "title": ("标题", "主标题", "正题", "题目", "title", "headline"),
    "subtitle": ("副题", "副标题", "subtitle"),
    "authors": ("作者", "author", "authors"),
    "byline": ("署名", "作者署名", "byline"),
    "source": ("来源", "稿源", "source"),
    "original_source": ("原载", "original source"),
    "original_title": ("原题", "original title"),
    "lead": ("导语", "摘要", "提要", "lead", "abstract", "summary"),
    "body": ("正文", "内容", "文章内容", "body", "text", "content"),
    "keywords": ("关键词", "关键字", "keyword", "keywords"),
    "kind": ("类别", "类型", "稿件类型", "kind", "type"),
    "external_id": ("编号", "稿件编号", "文章编号", "id", "external id"),
    "picture": ("图片", "配图", "图片文件", "picture", "pictures", "image", "images"),
    "caption": ("图片说明", "图说", "caption", "captions"),
    "credit": ("摄影", "摄影者", "图片作者", "credit", "credits"),
    "paper": ("报纸", "报名", "报刊", "paper", "newspaper", "publication"),
}
TEMPLATE = (
    "date label page_name order column kicker title subtitle byline authors source lead body keywords kind external_id picture "
    "caption credit number_text"
).split()
EXAMPLE = {
    "date": "2023-02-14",
    "label": "01",
    "page_name": "要闻",
    "order": "1",
    "column": "民生",
    "kicker": "过江不再绕桥",
    "title": "示例：新渡口清晨开航",
    "subtitle": "首班船六点离岸",
    "byline": "本报记者 何苇",
    "authors": "何苇",
    "source": "本报",
    "lead": "新渡口今天开航。",
    "body": "第一段。\n第二段。",
    "keywords": "渡口；民生",
    "kind": "新闻",
    "external_id": "示例",
    "picture": "",
    "caption": "",
    "credit": "",
    "number_text": "第6期（总第1234期）",
}
# Without one of these a sheet is hardly what its owner meant, so a word that is not understood may be one of them, misspelt.
EXPECTED = ("date", "title", "label", "body")
DELIMITERS = ",;\t"

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_WORDS = {
    "".join(simplified(word).split()).replace(" ", "").casefold(): field for field, words in COLUMNS.items() for word in words
}


@dataclass(frozen=True, slots=True)
class Header:
    """`fields`: which column is what, "" for one that is not understood; `words`: the cells as they stand."""

    delimiter: str
    words: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def known(self) -> set[str]:
        return set(filter(None, self.fields))

    @property
    def unknown(self) -> list[str]:
        return [word.strip() for word, field in zip(self.words, self.fields, strict=True) if not field and word.strip()]

    @property
    def twice(self) -> list[str]:
        return [self.word(field) for field in COLUMNS if self.fields.count(field) > 1]

    @property
    def is_one(self) -> bool:
        """Two columns that are understood, one of them date or title, make a header of a line."""
        return len(self.known) >= 2 and bool(self.known & {"date", "title"})

    def word(self, field: str) -> str:
        """As the file calls it, else as the template does."""
        return self.words[self.fields.index(field)].strip() if field in self.fields else COLUMNS[field][0]


def field_of(cell: str) -> str:
    """The field that a header's cell names, "" for none."""
    word = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", cell[:100]))
    return _WORDS.get(re.sub(r"[\s_*:.-]", "", simplified(word)).casefold(), "")


def header_of(line: str) -> Header:
    """Of one line's text, with the delimiter that makes the most of it."""
    found = []
    for delimiter in DELIMITERS:
        try:
            words = tuple(next(csv.reader([line], delimiter=delimiter), []))
        except csv.Error:
            continue
        found.append(Header(delimiter, words, tuple(map(field_of, words))))
    if not found:
        return Header(",", (), ())
    return max(found, key=lambda header: (len(header.known), len(header.words)))


def expected_columns() -> str:
    """For messages: the list of what a header may hold."""
    return " ".join(words[0] for words in COLUMNS.values())


def is_example(values: Sequence[str], header: Header) -> bool:
    """The template's own row, left in: its id and its title are untouched."""
    told = dict(zip(header.fields, values, strict=False))
    return all(told.get(field, "").strip() == EXAMPLE[field] for field in ("external_id", "title"))


def template() -> bytes:
    """A CSV to fill in: UTF-8 with a byte order mark, as Excel wants it; the example row is left out when it comes back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([COLUMNS[field][0] for field in TEMPLATE])
    writer.writerow([EXAMPLE[field] for field in TEMPLATE])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
