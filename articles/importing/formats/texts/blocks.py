"""Blocks (lines of a TXT, paragraphs of a DOCX) -> stories: title, byline, labelled lines, body, by their position. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from articles.importing.cleaning import simplified
from articles.importing.formats import bylines
from articles.importing.formats.story_texts import HAN_LETTER

_SEPARATOR = re.compile(r"(?:[-=*_~#＊◆★☆●■－—─═＝※]\s*){3,}")
_LABELLED = re.compile(r"[【\[（(]?\s*(\S{1,5}?)\s*[】\])）]?\s*[:：]\s*(.*)", re.DOTALL)
_LABELS = {
    **dict.fromkeys(("引题", "肩题", "眉题"), "kicker"),
    **dict.fromkeys(("标题", "主题", "正题", "题目"), "title"),
    **dict.fromkeys(("副题", "副标题"), "subtitle"),
    **dict.fromkeys(("栏目",), "column"),
    **dict.fromkeys(("作者",), "authors"),
    **dict.fromkeys(("署名",), "byline"),
    **dict.fromkeys(("来源", "稿源"), "source"),
    **dict.fromkeys(("导语", "摘要"), "lead"),
    **dict.fromkeys(("关键词", "关键字"), "keywords"),
}
_SUBTITLE = re.compile(r"(?:——|--|－－|──)\s*([^—\-－─].*)")
_CAPTION = re.compile(r"(?:图片?说明|圖片?說明|图注|圖註)\s*[:：]\s*(.*)", re.DOTALL)
_PERSON = r"[^\s，。！？；：（）()]{1,12}(?:\s[^\s，。！？；：（）()])?"
_CREDIT = re.compile(rf"[（(]?\s*((?:本[报報])?(?:[记記]者|通[讯訊][员員])?\s*{_PERSON}\s*[摄攝])\s*[)）]?$")
LEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class Block:
    """`html`: the block as it goes into a body, made of `text` where empty; `line` for messages, 0 where there are none.
    A block of the kind "figure" bears the figure's number in its file."""

    text: str = ""
    html: str = ""
    kind: Literal["text", "title", "heading", "caption", "figure", "whole"] = "text"
    line: int = 0
    figure: int = 0


@dataclass(slots=True)
class Draft:
    """A story taken apart. `captions`: figure number -> (caption, credit); `body` still has the figures as blocks."""

    line: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    body: list[Block] = field(default_factory=list)
    captions: dict[int, tuple[str, str]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        return self.fields.get(name, "")


def split(blocks: Sequence[Block]) -> list[list[Block]]:
    """At lines of nothing but --- === *** ＊＊＊ ◆◆◆, three at least; a form feed was made such a line."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind == "text" and len(block.text) <= 200 and _SEPARATOR.fullmatch(block.text.strip()):
            parts.append([])
        else:
            parts[-1].append(block)
    return [part for part in parts if part]


def lines_of(text: str) -> list[Block]:
    """A line a paragraph; in text without Chinese characters, blank lines set paragraphs apart and single line ends do not."""
    lines = [
        (number, part.strip())
        for number, line in enumerate(text.split("\n"), 1)
        for part in line.replace("\f", "\n---\n").split("\n")
    ]
    if HAN_LETTER.search(text) or not any(not line for _, line in lines):
        return [Block(line, line=number) for number, line in lines if line]
    return _wrapped(lines)


def _wrapped(lines: list[tuple[int, str]]) -> list[Block]:
    """Lines that follow one another are one paragraph; the headline and what stands right below it stay lines."""
    blocks: list[Block] = []
    goes_on, is_head = False, True
    for number, line in lines:
        alone = is_head or bool(_SEPARATOR.fullmatch(line[:200])) or bool(bylines.of_line(line))
        if line and goes_on and not alone:
            last = blocks.pop()
            blocks.append(Block(f"{last.text} {line}", line=last.line))
        elif line:
            blocks.append(Block(line, line=number))
        if not line and blocks:
            is_head = bool(_SEPARATOR.fullmatch(blocks[-1].text[:200]))
        goes_on = bool(line) and not alone
    return blocks


def draft(blocks: Sequence[Block]) -> Draft:
    """Title first, with labelled lines and the byline around it; what remains is the body."""
    found = Draft(line=blocks[0].line)
    at = 0
    while at < len(blocks) and at < LEAD_LINES and _is_head(blocks[at], found):
        at += 1
    rest = _with_captions(list(blocks[at:]), found)
    while rest and rest[-1].kind == "text" and _is_end(rest[-1], found):
        rest.pop()
    if not found.said("byline") and (first := next((block for block in rest if block.kind == "text"), None)):
        found.fields["byline"] = bylines.of_text(first.text)
    found.body = rest
    return found


def _is_head(block: Block, found: Draft) -> bool:
    """Whether a block belongs to the head, where it is then put."""
    if block.kind not in ("text", "title", "heading"):
        return False
    if block.kind == "text" and _is_labelled(block.text, found):
        return True
    if "title" not in found.fields:
        return _put(found, "title", block.text)
    if block.kind == "title":  # a title of two lines
        return False
    if "subtitle" not in found.fields and (match := _SUBTITLE.fullmatch(block.text.strip())) and len(match[1]) <= 100:
        return _put(found, "subtitle", match[1])
    if "byline" not in found.fields and (byline := bylines.of_line(block.text)):
        return _put(found, "byline", byline)
    return False


def _is_labelled(text: str, found: Draft) -> bool:
    match = _LABELLED.fullmatch(text.strip()) if len(text) <= 5000 else None
    name = _LABELS.get(simplified(match[1])) if match else None
    if match is None or name is None or name in found.fields or not match[2].strip():
        return False
    return _put(found, name, match[2].strip())


def _put(found: Draft, name: str, text: str) -> bool:
    found.fields[name] = text.strip()
    return True


def _is_end(block: Block, found: Draft) -> bool:
    """来源：…, 关键词：… or the byline as the last line."""
    text = block.text.strip()
    if len(text) > 300:
        return False
    bare = text[1:-1] if re.fullmatch(r"[（(][^（）()]*[)）]", text) else text
    match = _LABELLED.fullmatch(bare)
    name = _LABELS.get(simplified(match[1])) if match else None
    if name in ("source", "keywords", "authors", "byline") and _is_labelled(bare, found):
        return True
    if not found.said("byline") and (byline := bylines.of_line(text)):
        return _put(found, "byline", byline)
    return False


def _with_captions(blocks: list[Block], found: Draft) -> list[Block]:
    """A caption right behind its picture goes to the picture."""
    kept: list[Block] = []
    for block in blocks:
        match = _CAPTION.fullmatch(block.text.strip()) if block.kind in ("text", "caption") else None
        if kept and kept[-1].kind == "figure" and kept[-1].figure not in found.captions and (match or block.kind == "caption"):
            found.captions[kept[-1].figure] = _caption(match[1] if match else block.text)
        else:
            kept.append(block)
    return kept


def _caption(text: str) -> tuple[str, str]:
    """(caption, credit): 渡轮靠岸。沈棹 摄 -> the two."""
    text = text.strip()
    match = _CREDIT.search(text[-60:])
    if match is None or match.start() == 0:
        return text, ""
    return text[: len(text) - len(match[0])].strip(), match[1].strip()


def html_of(block: Block) -> str:
    """Of a block that is no figure."""
    inner = block.html or escape(block.text.strip(), quote=False)
    if block.kind == "whole":
        return inner
    tag = "h3" if block.kind in ("heading", "title") else "p"
    return f"<{tag}>{inner}</{tag}>" if inner.strip() else ""
