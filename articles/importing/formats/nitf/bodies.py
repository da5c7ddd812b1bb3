"""The body of a `nitf` element -> HTML of the small vocabulary, with its media as figures. Pure."""

import base64
import binascii
import re
from collections.abc import Callable
from html import escape

from lxml import etree

from articles.importing.formats.story_pictures import Pictures
from articles.importing.formats.story_texts import HAN_LETTER, one_line, plain
from articles.importing.formats.xml_parsing import attribute, child, children, descendants, local_name
from articles.importing.problems import quoted
from articles.importing.records import FigureRecord
from issues.sentences import Sentence

_KEPT = {"strong": "strong", "b": "strong", "i": "em"} | {name: name for name in "em sub sup ruby rt rp".split()}
_CELLS = {"td", "th"}
_SPANS, _SPAN = ("colspan", "rowspan"), re.compile("[0-9]{1,3}")
_ROWS = {"table": "table", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "caption": "caption"}
_BLOCKS = set(
    "p hl1 hl2 block table nitf-table media ul ol dl bq fn note pre hr body.content datasource tagline bibliography ad".split()
)
# Not for readers: how a table was made, what tells machines about a picture, notes that are not for publication.
_UNSEEN = {"nitf-table-metadata", "col", "colgroup", "media-metadata", "custom-table"}
_SPACE = re.compile(r"[ \t\r\n]+")
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CHINESE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")

_BREAK_AT_TAGS = re.compile(rf"({_WIDE}(?:<[^<>]*>)*)\n((?:<[^<>]*>)*)(?={_WIDE})")


def spaced(element: etree._Element | None) -> str:
    """An element's words, those of elements inside it set apart where nothing stands between."""
    if element is None:
        return ""
    parts: list[str] = []
    for part in element.itertext():
        text = _CHINESE_BREAK.sub("", str(part))
        if parts and re.match("[A-Za-z]", text) and re.search("[A-Za-z]$", parts[-1]):
            parts.append(" ")
        parts.append(text)
    return one_line("".join(parts))


class BodyReader:
    """`read` once; `figures` are then the media in their order."""

    def __init__(self, pictures: Pictures, fetch: Callable[[str], bytes] | None) -> None:
        self.pictures, self.fetch = pictures, fetch
        self.figures: list[FigureRecord] = []
        self.out: list[str] = []

    def read(self, element: etree._Element) -> str:
        """Notes of the head, the content, the tagline at the end; the dateline goes before the first words."""
        body = child(element, "body")
        if body is None:
            return ""
        for head in children(body, "body.head"):
            for note in children(head, "note"):
                self._note(note)
        dateline = spaced(child(body, "body.head", "dateline"))
        first = len(self.out)
        for content in children(body, "body.content"):
            self._blocks(content)
        if dateline:
            self._put_dateline(dateline, first)
        for end in children(body, "body.end"):
            for tagline in children(end, "tagline"):
                self._paragraph(self._inline(tagline), ' class="signature"')
        # Line ends between Chinese characters are no spaces, with tags between them either.
        return _BREAK_AT_TAGS.sub(r"\1\2", "".join(self.out)).replace("\n", " ")

    def _put_dateline(self, dateline: str, first: int) -> None:
        """Before the first paragraph, unless it begins so itself."""
        at = next((at for at in range(first, len(self.out)) if self.out[at].startswith("<p>")), None)
        if at is None:
            self.out.insert(first, f"<p>{escape(dateline, quote=False)}</p>")
            return
        words = escape(dateline, quote=False)
        if not self.out[at][3:].startswith(words):
            gap = "\u3000" if HAN_LETTER.search(dateline) else " — "
            self.out[at] = f"<p>{words}{gap}{self.out[at][3:]}"

    def _blocks(self, element: etree._Element) -> None:
        """What stands between blocks without being one becomes a paragraph."""
        loose = [self._text(element.text)]
        for part in element:
            if local_name(part) in _BLOCKS:
                self._paragraph("".join(loose))
                loose = [self._text(part.tail)]
                self._block(part)
            else:
                loose += (self._one_inline(part), self._text(part.tail))
        self._paragraph("".join(loose))

    def _block(self, part: etree._Element) -> None:
        name = local_name(part)
        if name != "hr":
            self._readers().get(name, self._blocks)(part)

    def _readers(self) -> dict[str, Callable[[etree._Element], None]]:
        """What reads which block; of all others, what is inside them."""
        return {
            "p": self._p,
            "hl1": self._heading,
            "hl2": self._heading,
            "table": self._tables,
            "nitf-table": self._tables,
            "media": self._media,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "bq": self._quotation,
            "note": self._note,
            "pre": self._preformatted,
        }

    def _heading(self, part: etree._Element) -> None:
        self._wrapped("h3", self._inline(part))

    def _definitions(self, part: etree._Element) -> None:
        for line in part:
            self._paragraph(self._inline(line))

    def _preformatted(self, part: etree._Element) -> None:
        self._paragraph("<br>".join(escape(line, quote=False) for line in plain(part.text or "").strip().split("\n")))

    def _p(self, part: etree._Element) -> None:
        """Media inside a paragraph stand behind it."""
        self._paragraph(self._inline(part))
        for media in descendants(part, "media"):
            self._media(media)

    def _paragraph(self, inner: str, attributes: str = "") -> None:
        self._wrapped("p", inner, attributes)

    def _wrapped(self, tag: str, inner: str, attributes: str = "") -> None:
        if inner.strip():
            self.out.append(f"<{tag}{attributes}>{inner.strip()}</{tag}>")

    def _note(self, note: etree._Element) -> None:
        if note.get("type") == "npa":
            self.pictures.clipping.warn(
                Sentence("a note that is not for publication was left out: %(note)s", note=quoted(spaced(note), 40))
            )
            return
        start = len(self.out)
        self._blocks(note)
        self.out[start:] = [re.sub(r"^<p>(.*)</p>$", r"<p><em>\1</em></p>", part, flags=re.DOTALL) for part in self.out[start:]]

    def _quotation(self, part: etree._Element) -> None:
        start = len(self.out)
        self._blocks(part)
        inner = "".join(self.out[start:])
        self.out[start:] = [f"<blockquote>{inner}</blockquote>"] if inner else []

    def _list(self, part: etree._Element) -> None:
        self._wrapped(local_name(part), "".join(f"<li>{self._inline(entry)}</li>" for entry in children(part, "li")))

    def _tables(self, part: etree._Element) -> None:
        for table in [part] if local_name(part) == "table" else list(children(part, "table")):
            self.out.append(self._rows(table))
        for source in children(part, "datasource"):
            self._paragraph(self._inline(source))

    def _rows(self, part: etree._Element) -> str:
        name = local_name(part)
        if name in _CELLS:
            spans = "".join(f' {key}="{part.get(key)}"' for key in _SPANS if _SPAN.fullmatch(part.get(key) or ""))
            return f"<{name}{spans}>{self._inline(part).strip()}</{name}>"
        if name == "caption":
            return f"<caption>{self._inline(part).strip()}</caption>"
        if name not in _ROWS:
            return ""
        return f"<{name}>" + "".join(map(self._rows, part)) + f"</{name}>"

    def _media(self, media: etree._Element) -> None:
        kind = attribute(media, "media-type").casefold()
        if kind not in ("", "image", "photo", "picture", "graphic"):
            self.pictures.clipping.warn(Sentence("media of the type %(kind)s were left out", kind=quoted(kind)))
            return
        caption = "\n".join(filter(None, (spaced(one) for one in children(media, "media-caption"))))
        credit = " ".join(filter(None, (spaced(one) for one in children(media, "media-producer"))))
        figure = self._referred(media, caption, credit) or self._embedded(media, caption, credit)
        if figure is not None:
            self.figures.append(figure)
            self.out.append(f'<figure data-figure="{figure.key}"></figure>')
        elif caption:
            self._paragraph(escape(caption, quote=False).replace("\n", "<br>"))

    def _referred(self, media: etree._Element, caption: str, credit: str) -> FigureRecord | None:
        """The first of the references that leads to a picture."""
        for reference in children(media, "media-reference"):
            source, kind = attribute(reference, "source"), attribute(reference, "mime-type")
            if not source or (kind and not kind.startswith("image")):
                continue
            alt = attribute(reference, "alternate-text")
            if re.match("https?://", source, re.IGNORECASE):
                figure = self.pictures.remote(source, self.fetch, caption, credit, alt)
            else:
                figure = self.pictures.beside(source, caption, credit, alt)
            if figure is not None:
                return figure
        return None

    def _embedded(self, media: etree._Element, caption: str, credit: str) -> FigureRecord | None:
        found = child(media, "media-object")
        if found is None or attribute(found, "encoding").casefold() != "base64":
            return None
        try:
            data = base64.b64decode(found.text or "", validate=False)
        except (binascii.Error, ValueError):
            self.pictures.clipping.warn(
                Sentence("a picture inside the file is damaged (its base64 does not end) and was left out")
            )
            return None
        return self.pictures.inside(f"media-object {len(self.figures) + 1}", data[:16], lambda: data, caption, credit)

    def _inline(self, element: etree._Element) -> str:
        parts = [self._text(element.text)]
        for part in element:
            parts += (self._one_inline(part), self._text(part.tail))
        return "".join(parts)

    def _one_inline(self, part: etree._Element) -> str:
        name = local_name(part)
        if name in _UNSEEN or name in ("media", "table", "nitf-table"):
            return ""
        if name == "br":
            return "<br>"
        inner = self._inline(part)
        if name in _KEPT:
            tag = "strong" if name == "em" and "bold" in attribute(part, "class") else _KEPT[name]
            return f"<{tag}>{inner}</{tag}>"
        if name == "a" and re.match(r"(https?|mailto):", attribute(part, "href"), re.IGNORECASE):
            return f'<a href="{escape(attribute(part, "href"))}">{inner}</a>'
        if name == "q":
            return f"“{inner}”"
        if name == "frac":
            return "/".join(self._inline(half) for half in children(part, "frac-num", "frac-den"))
        return f"{inner}<br>" if name in ("p", "li") and part.getnext() is not None else inner

    def _text(self, text: str | None) -> str:
        """White space of XML made plain: a space, or a line end where there was one."""
        return escape(_SPACE.sub(_one_space, plain(text)), quote=False) if text else ""


def _one_space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "
