"""Chinese news in traditional script."""

import random

import opencc

from benchmarks.pages.chinese import ChineseWriter

_CONVERTER = opencc.OpenCC("s2t")
_MARKS = str.maketrans("“”‘’", "「」『』")


def to_traditional(text: str) -> str:
    converted: str = _CONVERTER.convert(text)
    return converted.translate(_MARKS)


class TraditionalWriter:
    """Converts what the simplified writer says, each text as a whole."""

    language = "zh-Hant"

    def __init__(self, random_: random.Random) -> None:
        self.writer = ChineseWriter(random_)

    def name(self) -> str:
        return to_traditional(self.writer.name())

    def title(self) -> str:
        return to_traditional(self.writer.title())

    def short_title(self) -> str:
        return to_traditional(self.writer.short_title())

    def kicker(self) -> str:
        return to_traditional(self.writer.kicker())

    def subtitle(self) -> str:
        return to_traditional(self.writer.subtitle())

    def byline(self) -> str:
        return to_traditional(self.writer.byline())

    def caption(self) -> str:
        return to_traditional(self.writer.caption())

    def article(self, length: int, dateline: bool = False) -> list[str]:
        return [to_traditional(paragraph) for paragraph in self.writer.article(length, dateline)]
