"""WordprocessingML inside a paragraph or a table -> HTML of the small vocabulary. Pure."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from lxml import etree

from articles.importing.formats.story_texts import plain
from articles.importing.formats.xml_parsing import attribute, child, children, descendants, local_name
from issues.sentences import Sentence

# Deleted or moved away in tracked changes, instructions of fields, what machines read.
_DROPPED = set("del moveFrom delText instrText pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr Fallback fldChar".split())
_OFF = {"0", "false", "off", "none"}
_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


@dataclass(slots=True)
class Marks:
    """What the whole document knows, and what is found on the way: `pictures` (part, alternative text), `boxes` of text that
    float beside it, `left_out` in words. `shown` pictures have their blocks already."""

    targets: dict[str, str]
    styles: dict[str, str]
    bullets: dict[str, bool]
    pictures: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    shown: int = 0


def style_kind(paragraph: etree._Element, marks: Marks) -> Literal["text", "title", "heading", "caption"]:
    name, properties = _style(paragraph, marks), child(paragraph, "pPr")
    if name in ("title", "标题", "標題"):
        return "title"
    if re.match(r"(?:heading|标题|標題)\s*[1-9]", name) or _outline(properties):
        return "heading"
    return "caption" if name in ("caption", "题注", "題註") else "text"


def _style(paragraph: etree._Element, marks: Marks) -> str:
    style = child(paragraph, "pPr", "pStyle")
    return marks.styles.get(attribute(style, "val"), attribute(style, "val").casefold()) if style is not None else ""


def _outline(properties: etree._Element | None) -> bool:
    level = child(properties, "outlineLvl") if properties is not None else None
    return level is not None and attribute(level, "val") in set("012345678")


def list_kind(paragraph: etree._Element, marks: Marks) -> str:
    """ "ul", "ol" or nothing; a numbered heading is no list."""
    if match := re.match("list (bullet|number)", _style(paragraph, marks)):
        return "ul" if match[1] == "bullet" else "ol"
    number = child(paragraph, "pPr", "numPr", "numId")
    if number is None or attribute(number, "val") in ("", "0") or style_kind(paragraph, marks) != "text":
        return ""
    return "ul" if marks.bullets.get(attribute(number, "val"), False) else "ol"


def inline(element: etree._Element, marks: Marks) -> tuple[str, str]:
    """(HTML, plain text) of a paragraph or of anything inside one."""
    html: list[str] = []
    text: list[str] = []
    for part in element:
        name = local_name(part)
        if name in _DROPPED:
            continue
        inner, words = _run(part, marks) if name == "r" else _part(part, name, marks)
        html.append(inner)
        text.append(words)
    return _joined("".join(html)), "".join(text)


def _part(part: etree._Element, name: str, marks: Marks) -> tuple[str, str]:
    if name == "t":
        words = plain(str(part.text or ""))
        return escape(words, quote=False), words
    if name in ("br", "cr"):
        return "<br>", "\n"
    if name in ("tab", "ptab"):
        return " ", " "
    if name in ("noBreakHyphen", "softHyphen"):
        return ("-", "-") if name == "noBreakHyphen" else ("", "")
    if name in ("drawing", "pict", "object"):
        _pictures(part, marks)
        return "", ""
    if name in ("footnoteReference", "endnoteReference"):
        marks.left_out.append(Sentence("footnotes were left out"))
        return "", ""
    if name == "hyperlink":
        return _link(part, marks)
    if name == "ruby":
        return _ruby(part, marks)
    return inline(part, marks)


def _run(run: etree._Element, marks: Marks) -> tuple[str, str]:
    """A stretch of one look: bold, italic, above or below the line."""
    html, text = inline(run, marks)
    properties = child(run, "rPr")
    if properties is None or not text.strip():
        return html, text
    if _is_on(properties, "vanish"):
        return "", ""
    raised = child(properties, "vertAlign")
    tag = {"superscript": "sup", "subscript": "sub"}.get(attribute(raised, "val") if raised is not None else "", "")
    for name in filter(None, (tag, "em" if _is_on(properties, "i") else "", "strong" if _is_on(properties, "b") else "")):
        html = f"<{name}>{html}</{name}>"
    return html, text


def _is_on(properties: etree._Element, name: str) -> bool:
    found = child(properties, name)
    return found is not None and attribute(found, "val").casefold() not in _OFF


def _joined(html: str) -> str:
    """Word cuts a bold word into many runs."""
    return re.sub(r"</(strong|em|sub|sup)><\1>", "", html)


def _link(part: etree._Element, marks: Marks) -> tuple[str, str]:
    html, text = inline(part, marks)
    target = marks.targets.get(attribute(part, "id"), "")
    if _ADDRESS.match(target) and text.strip():
        html = f'<a href="{escape(target)}">{html}</a>'
    return html, text


def _ruby(part: etree._Element, marks: Marks) -> tuple[str, str]:
    base, above = child(part, "rubyBase"), child(part, "rt")
    html, text = inline(base, marks) if base is not None else ("", "")
    gloss = inline(above, marks)[0] if above is not None else ""
    return (f"<ruby>{html}<rt>{gloss}</rt></ruby>" if gloss else html), text


def _pictures(part: etree._Element, marks: Marks) -> None:
    """Pictures that are in the file; one that is only linked is named. Text in a box comes behind the paragraph."""
    words = next((attribute(one, "descr") for one in descendants(part, "docPr", "cNvPr") if attribute(one, "descr")), "")
    for found in descendants(part, "blip", "imagedata"):
        target = marks.targets.get(found.get(_relation(found, "embed")) or found.get(_relation(found, "id")) or "", "")
        if not target or re.match("[A-Za-z][A-Za-z0-9+.-]+:", target) or target.startswith(("//", "\\\\")):
            marks.left_out.append("a picture that is only linked was left out")
        else:
            marks.pictures.append((target, words))
    marks.boxes += descendants(part, "txbxContent")


def _relation(element: etree._Element, name: str) -> str:
    """The attribute r:embed or r:id by its full name, whichever namespace the file's age has."""
    return next((str(key) for key, _value in element.items() if str(key).rpartition("}")[2] == name and "}" in str(key)), name)


def table(element: etree._Element, marks: Marks) -> str:
    """Rows and cells; cells that are merged downwards span rows."""
    rows = [list(children(row, "tc")) for row in _rows(element)]
    grid = [_placed(row) for row in rows]
    html = []
    for at, row in enumerate(grid):
        cells = []
        for column, (cell, width) in row.items():
            if _merge(cell) == "continue":
                continue
            height = 1
            while _merge(cell) == "restart" and at + height < len(grid) and _goes_on(grid[at + height], column):
                height += 1
            spans = (f' colspan="{width}"' if width > 1 else "") + (f' rowspan="{height}"' if height > 1 else "")
            cells.append(f"<td{spans}>{_cell(cell, marks)}</td>")
        html.append(f"<tr>{''.join(cells)}</tr>" if cells else "")
    return f"<table><tbody>{''.join(html)}</tbody></table>" if any(html) else ""


def _rows(element: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for part in element:
        name = local_name(part)
        if name == "tr":
            properties = child(part, "trPr")
            if properties is None or child(properties, "del") is None:
                found.append(part)
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            found += _rows(part)
    return found


def _placed(cells: list[etree._Element]) -> dict[int, tuple[etree._Element, int]]:
    """Column -> (cell, width in columns)."""
    placed, column = {}, 0
    for cell in cells:
        span = child(cell, "tcPr", "gridSpan")
        said = attribute(span, "val") if span is not None else ""
        width = min(int(said), 200) if re.fullmatch("[1-9][0-9]{0,2}", said) else 1
        placed[column] = (cell, width)
        column += width
    return placed


def _merge(cell: etree._Element) -> str:
    merge = child(cell, "tcPr", "vMerge")
    return "" if merge is None else attribute(merge, "val") or "continue"


def _goes_on(row: dict[int, tuple[etree._Element, int]], column: int) -> bool:
    return column in row and _merge(row[column][0]) == "continue"


def _cell(cell: etree._Element, marks: Marks) -> str:
    """Its paragraphs a line each; a table inside it gives its words."""
    found = (inline(paragraph, marks)[0].strip() for paragraph in descendants(cell, "p"))
    return "<br>".join(filter(None, found))
