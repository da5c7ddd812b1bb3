"""An old article's text -> paragraphs of the small vocabulary, and its figures, whatever the tags were."""

import html
import re
from dataclasses import dataclass

from lxml import etree

from articles.importing.formats.founder.drafts import PLACE, FigureDraft, figure_draft, table_figures
from articles.importing.formats.founder.markup import folded, plain, words

_INLINE = {"b": "strong", "strong": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_BLOCKS = frozenset(
    "p div center td tr tbody thead table section article blockquote dl dt dd form fieldset pre address header footer aside "
    "main hr founder-content figure figcaption".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SKIPPED = frozenset("script style iframe object embed noscript select textarea button template svg video audio map".split())
_LISTS = frozenset(("ul", "ol"))
_INDENT = re.compile("[ \t\r\n\f\v]*(?:\u3000|\xa0[\xa0 ]|\u2003)")
_SPACES = re.compile("[ \t\r\n\f\v\xa0]+")
_LINE_END = re.compile(
    "(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])"
)
_EDGES = " \t\r\n\f\v\xa0\u3000\u200b\u2003\u2002"
_RESIDUE = re.compile(
    r"[0-9:. \-]{0,40}/enp(?:property|content)\s{0,9}-{1,3}(?:>|&gt;)"
    r"|<founder-(?:date|pagenum|papername|type|pagepicurl|keyword|imagebrief)>[^<]{0,500}</founder-[a-z]{1,20}>"
    r"|(?:&lt;|<)!-{1,3}/?enp(?:content|property)\s{0,9}-{1,3}(?:>|&gt;)",
    re.I,
)
_LEAKS = ("/enpproperty", "enpcontent--&gt;", "<founder-date", "<founder-type", "<founder-pagenum", "<founder-papername")
_LEFT_OVER = re.compile(r"[-\s]{0,9}-{2}>?|/?enp(?:property|content)[->\s]{0,9}|\[!--.{0,100}--\]", re.I)
_VIDEO = re.compile(r"\[!--(begin|end):\w{1,40}--\]", re.A)
CAPTION_LENGTH = 300


@dataclass(slots=True)
class _Block:
    """A paragraph or table in HTML, or a figure."""

    html: str = ""
    figure: FigureDraft | None = None
    is_centred: bool = False


def without_residue(text: str) -> str:
    """A file without what leaked out of its comments."""
    if any(mark in text for mark in _LEAKS):
        text = _RESIDUE.sub(" ", text)
    return _without_videos(text) if "[!--begin:" in text else text


def _without_videos(text: str) -> str:
    """What stands between [!--begin:…--] and [!--end:…--] is a player's code; a beginning without an end is only taken out."""
    marks = list(_VIDEO.finditer(text))
    kept, at = [], 0
    for place, mark in enumerate(marks):
        if mark.start() < at:
            continue
        kept.append(text[at : mark.start()])
        following = marks[place + 1] if place + 1 < len(marks) else None
        at = following.end() if mark[1] == "begin" and following and following[1] == "end" else mark.end()
    return "".join((*kept, text[at:]))


def read_body(root: etree._Element, number: int = 0) -> tuple[str, list[FigureDraft]]:
    """Clean paragraphs with PLACE for each figure, counted from `number`."""
    builder = _Builder()
    builder.walk(root)
    blocks = _captioned(builder.blocks)
    while blocks and blocks[-1].figure is None and _LEFT_OVER.fullmatch(plain(blocks[-1].html)):
        blocks.pop()
    figures = [block.figure for block in blocks if block.figure]
    pieces = []
    for block in blocks:
        if block.figure:
            pieces.append(PLACE.format(number))
            number += 1
        else:
            pieces.append(block.html)
    return "".join(pieces), figures


def _captioned(blocks: list[_Block]) -> list[_Block]:
    """A short centred paragraph right behind a figure is its caption."""
    kept: list[_Block] = []
    for block in blocks:
        last = kept[-1].figure if kept else None
        if last and block.is_centred and not block.figure and not last.caption and len(block.html) <= CAPTION_LENGTH:
            last.caption = plain(block.html)
        else:
            kept.append(block)
    return kept


class _Builder:
    """Text goes into the paragraph that is open; whatever starts or ends a block closes it."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._parts: list[str] = []
        self._wanted: list[str] = []  # inline elements that the source has open, each once
        self._written: list[str] = []  # those of them that the paragraph has open
        self._breaks = 0
        self._is_centred = False
        self._in_paragraph = 0
        self._heading = False
        self._figure: FigureDraft | None = None  # the one in this block

    def walk(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in walker:
            if event == "start":
                if self._start(element, element.tag):
                    self.text(element.text)
                else:
                    walker.skip_subtree()
            else:
                if event == "end":
                    self._end(element, element.tag)
                if element is not root:
                    self.text(element.tail)
        self.flush()

    def _start(self, element: etree._Element, tag: str) -> bool:
        """False where what is inside has been dealt with, or is nothing for a reader."""
        if tag in _INLINE:
            if _INLINE[tag] not in self._wanted:
                self._wanted.append(_INLINE[tag])
            return True
        if tag in ("img", "image"):
            self._image(figure_draft(element))
            return False
        if tag == "br":
            self._breaks += 1
            return False
        if tag == "table":
            return self._table(element)
        if tag in _LISTS:
            self._list(element, tag)
            return False
        if tag in _HEADINGS or tag in _BLOCKS:
            self._open_block(element, tag)
        return tag not in _SKIPPED

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in _INLINE:
            if _INLINE[tag] in self._wanted and not any(_INLINE.get(up.tag) == _INLINE[tag] for up in _near(element)):
                self._wanted.remove(_INLINE[tag])
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.flush()
            self._in_paragraph -= tag == "p" and self._in_paragraph > 0
            self._is_centred = self._heading = False
            self._figure = None

    def _open_block(self, element: etree._Element, tag: str) -> None:
        self.flush()
        self._in_paragraph += tag == "p"
        self._heading = tag in _HEADINGS
        style = folded(element, "style")[:300].replace(" ", "")
        self._is_centred = folded(element, "align") == "center" or "text-align:center" in style or tag in ("center", "figcaption")

    def _image(self, draft: FigureDraft | None) -> None:
        if draft:
            is_centred = self._is_centred
            self.flush()
            self._is_centred = is_centred
            self._figure = draft
            self.blocks.append(_Block(figure=draft))

    def _table(self, table: etree._Element) -> bool:
        """Pictures with captions, or figures in rows; a single cell is only a frame."""
        cells = list(table.iter("td", "th"))
        if any(figure_draft(image) for image in table.iter("img")):
            if len(cells) > 1 or len(words(table)) <= CAPTION_LENGTH:
                self.flush()
                figures, before = table_figures(table)
                self.blocks += [_Block(f"<p>{html.escape(text, quote=False)}</p>") for text in before]
                self.blocks += [_Block(figure=figure) for figure in figures]
                return False
        elif len(cells) > 1 and next(table.iterdescendants("table"), None) is None:
            self.flush()
            self._add(_table_html(table))
            return False
        self.flush()
        return True

    def _list(self, element: etree._Element, tag: str) -> None:
        self.flush()
        entries = "".join(f"<li>{html.escape(text, quote=False)}</li>" for entry in element.iter("li") if (text := words(entry)))
        self._add(f"<{tag}>{entries}</{tag}>" if entries else "")
        for image in element.iter("img"):
            self._image(figure_draft(image))

    def _add(self, block: str) -> None:
        if block:
            self.blocks.append(_Block(block))

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._breaks and text.strip(_EDGES):
            self._break(text)
        text = _SPACES.sub(" ", _LINE_END.sub("", text))
        if not self._parts:
            text = text.lstrip(_EDGES)
        if text:
            self._match_inline()
            self._parts.append(html.escape(text, quote=False))

    def _break(self, text: str) -> None:
        """<br> ends a paragraph where an indent or another <br> follows, or where nothing else marks paragraphs."""
        if self._breaks > 1 or not self._in_paragraph or _INDENT.match(text):
            centred, heading = self._is_centred, self._heading
            self.flush()
            self._is_centred, self._heading = centred, heading
        elif self._parts:
            self._parts.append("<br>")
        self._breaks = 0

    def _match_inline(self) -> None:
        if self._written != self._wanted:
            self._parts += [f"</{tag}>" for tag in reversed(self._written)]
            self._parts += [f"<{tag}>" for tag in self._wanted]
            self._written = list(self._wanted)

    def flush(self) -> None:
        """Close the paragraph. In a block with a figure, its centred words are the caption."""
        self._breaks = 0
        closed = "".join(f"</{tag}>" for tag in reversed(self._written))
        content = "".join(self._parts).rstrip(_EDGES).removesuffix("<br>") + closed
        if content:
            figure, self._figure = self._figure, None
            if figure and self._is_centred and not figure.caption and len(content) <= CAPTION_LENGTH:
                figure.caption = plain(content)
            else:
                tag = "h3" if self._heading else "p"
                self.blocks.append(_Block(f"<{tag}>{content}</{tag}>", is_centred=self._is_centred))
        self._parts, self._written = [], []


def _near(element: etree._Element) -> list[etree._Element]:
    return [ancestor for ancestor, _ in zip(element.iterancestors(), range(20), strict=False)]


def _table_html(table: etree._Element) -> str:
    rows = []
    for row in table.iter("tr"):
        cells = "".join(_cell(cell) for cell in row.iter("td", "th"))
        if cells:
            rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _cell(cell: etree._Element) -> str:
    spans = "".join(
        f' {name}="{cell.get(name)}"' for name in ("colspan", "rowspan") if re.fullmatch("[0-9]{1,2}", cell.get(name, ""))
    )
    return f"<{cell.tag}{spans}>{html.escape(words(cell), quote=False)}</{cell.tag}>"
