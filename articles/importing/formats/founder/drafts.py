"""What an article's file is read into before the issue is put together: words and figures; addresses stay as written."""

import datetime as dt
from dataclasses import dataclass, field

from lxml import etree

from articles.importing.formats.founder.markup import one_line, words
from articles.importing.formats.founder.pictures import is_furniture, shown_size, srcset

# Stands in a body for the figure of that number until figures have keys. No text can hold it: control characters are taken out.
PLACE = "\x00{}\x00"
_ICON = 24


@dataclass(slots=True)
class FigureDraft:
    """`addresses`: of the same picture, the largest first."""

    addresses: tuple[str, ...]
    caption: str = ""
    credit: str = ""
    alt: str = ""
    is_decorative: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    date: dt.date
    text: str


@dataclass(slots=True)
class Story:
    """`body` holds PLACE where a figure stands. `page` is the address of the page that the file says it stands on, `label` the
    printed one. `parts`: addresses of the later parts of a continued story; `first_part`: of the one that this continues.
    `is_marked`: the file bears the marks of such systems. `has_media`: a picture or film stands in the text, of whatever kind."""

    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    column: str = ""
    lead: str = ""
    source: str = ""
    original_source: str = ""
    original_title: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str = ""
    page: str = ""
    label: str = ""
    first_part: str = ""
    parts: tuple[str, ...] = ()
    figures: list[FigureDraft] = field(default_factory=list)
    corrections: tuple[CorrectionDraft, ...] = ()
    is_indexed: bool = True
    kind: str = "news"
    is_own: bool = False
    title_tag: str = ""
    is_marked: bool = False
    has_media: bool = False


def figure_draft(image: etree._Element) -> FigureDraft | None:
    """None for ornaments and for what is no file."""
    src = image.get("src", "").strip() or image.get("data-src", "").strip()
    if not src or src.lower().startswith("data:") or is_furniture(src):
        return None
    width, height = shown_size(image)
    if 0 < width <= _ICON or 0 < height <= _ICON:
        return None
    parent = image.getparent()
    larger = parent.get("href", "").strip() if parent is not None and parent.tag == "a" else ""
    is_picture = larger.lower().partition("?")[0].endswith((".jpg", ".jpeg", ".png", ".webp", ".tif"))
    addresses = (*((larger,) if is_picture else ()), *srcset(image), src)
    return FigureDraft(tuple(dict.fromkeys(addresses)), alt=one_line(image.get("alt", "")))


def table_figures(table: etree._Element) -> tuple[list[FigureDraft], list[str]]:
    """A table of pictures: what stands in a cell below or beside a picture is its caption. The second list is text that stands
    before any picture."""
    figures: list[FigureDraft] = []
    waiting: list[FigureDraft] = []
    before: list[str] = []
    for cell in table.iter("td", "th", "caption"):
        if next(cell.iter("table"), None) is not None:
            continue
        found = [draft for image in cell.iter("img") if (draft := figure_draft(image))]
        text = words(cell)
        figures += found
        waiting += found
        if not text:
            continue
        if found:
            found[-1].caption = text
            waiting.remove(found[-1])
        elif waiting:
            waiting.pop(0).caption = text
        elif figures:
            figures[-1].caption = f"{figures[-1].caption}\n{text}".strip()
        else:
            before.append(text)
    return figures, before
