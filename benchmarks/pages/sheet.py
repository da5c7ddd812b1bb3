"""A sheet that is being made up: its pieces of HTML, its threads of text, what is known of its articles."""

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from benchmarks.pages.geometry import Grid, Rect
from benchmarks.pages.traditional import to_traditional
from benchmarks.pages.truth import TrueArticle


class Writer(Protocol):
    """Who writes the words of one article."""

    language: str

    def name(self) -> str: ...
    def title(self) -> str: ...
    def short_title(self) -> str: ...
    def kicker(self) -> str: ...
    def subtitle(self) -> str: ...
    def byline(self) -> str: ...
    def caption(self) -> str: ...
    def article(self, length: int, dateline: bool = False) -> list[str]: ...


@dataclass
class Sheet:
    """`layout` is its name; `blocks`: the HTML of each article, by its key, and of the furniture under an empty one."""

    layout: str
    random: random.Random
    grid: Grid
    labels: list[str]
    language: str = "zh-Hans"
    blocks: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    threads: list[dict[str, Any]] = field(default_factory=list)
    articles: dict[str, TrueArticle] = field(default_factory=dict)

    def begin(self, kind: str = "news") -> TrueArticle:
        article = TrueArticle(key=f"a{len(self.articles) + 1}", kind=kind)
        self.articles[article.key] = article
        return article

    def draw(self, key: str, markup: str) -> None:
        self.blocks.setdefault(key, []).append(markup)

    def furniture(self, rect: Rect, words: str | Sequence[str], style: str = "") -> None:
        """Words in one place, or spread over a line."""
        texts = [words] if isinstance(words, str) else words
        inner = texts[0] if len(texts) == 1 else "".join(f"<span>{text}</span>" for text in texts)
        inner = to_traditional(inner) if self.language == "zh-Hant" else inner
        kind = "furniture" if len(texts) == 1 else "furniture spread-out"
        self.draw("", f'<div class="{kind}" data-box="" style="{rect.style()};{style}">{inner}</div>')

    def rule(self, rect: Rect, colour: str = "#777") -> None:
        self.draw("", f'<div class="rule" style="{rect.style()};background:{colour}"></div>')

    def thread(self, key: str, paragraphs: list[str], breaks: bool = False) -> None:
        self.threads.append({"key": key, "paragraphs": paragraphs, "breaks": breaks})

    def markup(self) -> str:
        """Articles in any order: that of a PDF says little about that of reading."""
        keys = list(self.blocks)
        if self.random.random() < 0.6:
            self.random.shuffle(keys)
        inner = "\n".join(part for key in keys for part in self.blocks[key])
        grid = self.grid
        kind = "english" if self.language == "en" else "chinese"
        return (
            f'<div class="sheet {kind}" style="width:{grid.width}px;height:{grid.height}px;--size:{grid.size}px;'
            f'--line:{grid.line}px">{inner}</div>'
        )


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def text_width(text: str, size: float) -> float:
    """In pixels, for a Chinese font: Latin letters take some six tenths of the square."""
    return sum(size if ord(character) > 0x2E7F or character in "“”‘’—…" else 0.6 * size for character in text)
