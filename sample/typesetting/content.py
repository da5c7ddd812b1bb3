"""What the writers wrote: the TOML files of an issue as frozen records. No layout here."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

FIRST_DATE, FIRST_NUMBER = dt.date(2024, 10, 14), 12036
SUSPENDED = dt.date(2024, 10, 16)
WEEKDAYS = "一二三四五六日"
ARTS = ("副刊", "文化", "读书", "周末", "美食", "家园", "旅游", "摄影")
FIGURE = re.compile(r"\{figure:([A-Za-z0-9_-]+)\}")
TURN = re.compile(r"^（(下转|上接)第.+版）$")


@dataclass(frozen=True)
class Figure:
    """A drawing that stands for a photograph; `ratio` is height by width."""

    id: str
    caption: str
    credit: str
    alt: str
    drawing: Path
    ratio: float


@dataclass(frozen=True)
class Paragraph:
    kind: Literal["text", "heading", "verse", "figure", "turn"]
    text: str


@dataclass(frozen=True)
class PointerItem:
    article: str
    text: str


@dataclass(frozen=True)
class Correction:
    date: dt.date
    text: str


@dataclass(frozen=True)
class Story:
    id: str
    kind: str
    title: str
    column: str
    kicker: str
    subtitle: str
    byline: str
    source: str
    lead: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    figures: tuple[Figure, ...]
    items: tuple[PointerItem, ...]
    corrections: tuple[Correction, ...]
    continues: str
    is_withdrawn: bool
    withdrawal_reason: str

    @cached_property
    def length(self) -> int:
        return sum(len(paragraph.text) for paragraph in self.paragraphs if paragraph.kind != "figure")

    @cached_property
    def is_verse(self) -> bool:
        verses = sum(paragraph.kind == "verse" for paragraph in self.paragraphs)
        return verses * 2 > len(self.paragraphs)

    @cached_property
    def printed_paragraphs(self) -> tuple[Paragraph, ...]:
        """As set in columns: no figures, the source in brackets at the end."""
        texts = [paragraph for paragraph in self.paragraphs if paragraph.kind != "figure"]
        if self.source and texts[-1].kind == "text":
            texts[-1] = Paragraph("text", f"{texts[-1].text}（{self.source}）")
        return tuple(texts)

    @cached_property
    def prints_byline(self) -> bool:
        """A report that opens with 本报讯（记者 …） names its writer there; print does not name him twice."""
        opening = next((paragraph.text for paragraph in self.paragraphs if paragraph.kind == "text"), "")
        return bool(self.byline) and not opening.startswith("本报讯")


@dataclass(frozen=True)
class Sheet:
    """One printed page, before it is set."""

    date: dt.date
    label: str
    fold: str
    name: str
    kind: str
    credits: tuple[tuple[str, str], ...]
    stories: tuple[Story, ...]
    is_front: bool
    page_count: int

    @property
    def number(self) -> int:
        days = (self.date - FIRST_DATE).days
        return FIRST_NUMBER + days - (1 if self.date > SUSPENDED else 0)

    @property
    def weekday(self) -> str:
        return f"星期{WEEKDAYS[self.date.weekday()]}"


def read_issue(folder: Path) -> list[Sheet]:
    """The sheets of one issue in the order of their labels (A01 … B04)."""
    date = dt.date.fromisoformat(folder.name)
    files = sorted(folder.glob("*.toml"))
    return [_sheet(file, date, index == 0, len(files)) for index, file in enumerate(files)]


def _sheet(file: Path, date: dt.date, is_front: bool, page_count: int) -> Sheet:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    stories = tuple(_story(entry, file.parent / "figures") for entry in data["articles"])
    return Sheet(
        date=date,
        label=data["label"],
        fold=data.get("fold", ""),
        name=data["name"],
        kind=data.get("kind", "news"),
        credits=tuple((role, name) for role, name in data.get("credits", [])),
        stories=stories,
        is_front=is_front,
        page_count=page_count,
    )


def _story(entry: dict[str, Any], folder: Path) -> Story:
    words = ("column", "kicker", "subtitle", "byline", "source", "lead", "continues", "withdrawal_reason")
    return Story(
        id=entry["id"],
        kind=entry.get("kind", "news"),
        title=entry["title"],
        authors=tuple(entry.get("authors", ())),
        keywords=tuple(entry.get("keywords", ())),
        paragraphs=tuple(_paragraphs(entry.get("body", ""))),
        figures=tuple(_figure(figure, folder) for figure in entry.get("figures", ())),
        items=tuple(PointerItem(item["article"], item["text"]) for item in entry.get("items", ())),
        corrections=tuple(Correction(item["date"], item["text"]) for item in entry.get("corrections", ())),
        is_withdrawn=entry.get("withdrawn", False),
        **{word: entry.get(word, "") for word in words},
    )


def _paragraphs(body: str) -> list[Paragraph]:
    paragraphs = []
    for block in re.split(r"\n\s*\n", body.strip()):
        text = block.strip()
        figure = FIGURE.fullmatch(text)
        if figure:
            paragraphs.append(Paragraph("figure", figure[1]))
        elif text.startswith("## "):
            paragraphs.append(Paragraph("heading", text[3:].strip()))
        elif TURN.match(text):
            paragraphs.append(Paragraph("turn", text))
        elif "\n" in text:
            paragraphs.append(Paragraph("verse", "\n".join(line.strip() for line in text.splitlines())))
        elif text:
            paragraphs.append(Paragraph("text", text))
    return paragraphs


def _figure(entry: dict[str, str], folder: Path) -> Figure:
    drawing = folder / f"{entry['id']}.svg"
    ratio = 2 / 3
    if drawing.exists():
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing.read_text(encoding="utf-8"))
        ratio = float(box[2]) / float(box[1]) if box else ratio
    return Figure(entry["id"], entry.get("caption", ""), entry.get("credit", ""), entry.get("alt", ""), drawing, ratio)
