"""What comes from a word processor or another site -> the vocabulary of bodies, before the sanitiser sees it. Pure.

The sanitiser takes out what is not in the vocabulary; here it is first understood: headings, lists, weight, paragraphs without
an element of their own. static/js/article-pasting.js does the same at the moment of pasting; tests hold both to one sample.
"""

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3

from articles.importing.cleaning import HAN
from articles.richtext import ATTRIBUTES, TAGS, most_open

# What no text of this desk holds: only such a body is touched.
_FOREIGN = re.compile(
    r"<(?:h[1256]|div|span|font|o:p|img|section|article|center|body|html|meta|style|v:|w:|xml|u|s|del|ins)\b"
    r"|<[^<>]*\b(?:mso|style\s*=)|<p[^<>]*>\s*</p>|&nbsp;|\xa0",
    re.I,
)
_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup"}
_AS_IT_IS = frozenset(("ruby", "rt", "rp"))
_CONTAINERS = frozenset("ul ol li blockquote table caption thead tbody tfoot tr th td".split())
_BARE = frozenset("li caption th td".split())  # text stands in them without a paragraph
_KEPT = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan", "scope")}
_HEADINGS = {**dict.fromkeys(("h1", "h2", "h3", "h5", "h6"), "h3"), "h4": "h4"}
_BLOCKS = frozenset(
    "p div section article header footer main aside center address pre dl dt dd hr form fieldset figure figcaption".split()
)
# del: what Word marks as taken out (修订).
_SKIPPED = frozenset("script style xml head title template noscript svg math object select button iframe textarea del".split())
_CLASSES = ("byline", "turn", "signature")
# Every element closed and every quote paired, since Python's parser looks for missing ends over and over.
_WHOLE = nh3.Cleaner(
    tags=TAGS | _BLOCKS | _HEADINGS.keys() | {"span", "font", "img"},
    clean_content_tags=set(_SKIPPED),
    attributes={**ATTRIBUTES, "*": {"class", "style"}, "a": {"href", "title"}},
    link_rel=None,
)
MOST_OPEN = 20  # elements of formatting that a text leaves open; more grow without end where they are closed
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_TITLE = re.compile(r"\bMso(?:Title|Subtitle|Heading)", re.I)
_COUNTING_MARK = re.compile(r"[0-9０-９一二三四五六七八九十①-⑳]|^[（(]?[a-z][)）.、]", re.I)
_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
_LINE_END = re.compile(rf"([{_WIDE}])((?:<[^>]*>)*)[ \t\r\f\v\xa0]*\n\s*(?=(?:<[^>]*>)*[{_WIDE}])")
_SPACES = re.compile("[ \t\r\n\f\v\xa0]+")
_START = re.compile(r"^((?:<[a-z][^>]*>)*?)(?:[\s\u200b]|<br>)+")
_END = re.compile(r"(?<![\s\u200b])(?<!<br>)(?:[\s\u200b]|<br>)+((?:</[a-z]+>)*)$")  # begun once for each run


@dataclass(frozen=True)
class Tidied:
    """`pictures`: how many were left out."""

    html: str
    pictures: int = 0


def tidied(html: str) -> Tidied:
    """As it is where nothing in it is foreign, or it leaves so much open that the sanitiser has to refuse it."""
    if not _FOREIGN.search(html) or most_open(html) > MOST_OPEN:
        return Tidied(html)
    builder = _Builder()
    builder.feed(_WHOLE.clean(html))
    builder.close()
    builder.end_paragraph()
    builder.end_list()
    return Tidied("".join(builder.pieces), builder.pictures)


class _Builder(HTMLParser):
    """Text goes into the paragraph that is open; whatever starts or ends a block closes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.pictures = 0
        self._paragraph: list[str] = []
        self._wanted: list[tuple[str, str, str]] = []  # inline elements that are open: their tag, what is written for it, as what
        self._written: list[tuple[str, str, str]] = []  # those of them that the paragraph has open
        self._containers: list[str] = []
        self._block = ("p", "")
        self._is_bare_begun = False
        self._skipping: list[str] = []
        self._list = ""  # the element of the word processor's list that is open
        self._is_item = False
        self._marker: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._skipping or tag in _SKIPPED:
            if tag in _SKIPPED:
                self._skipping.append(tag)
        elif tag == "img":
            self.pictures += 1
        elif tag == "br":
            self._break()
        elif tag == "figure" and given.get("data-figure"):
            self.end_paragraph()
            self.end_list()
            self.pieces.append(f'<figure data-figure="{escape(given["data-figure"])}"></figure>')
            self._skipping.append(tag)
        elif tag in _CONTAINERS:
            self._open_container(tag, given)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._open_block(tag, given)
        else:
            self._open_inline(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<o:p/>` closes itself; of HTML's own elements none does."""
        if ":" not in tag:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if self._skipping[-1] == tag:
                self._skipping.pop()
        elif tag in _CONTAINERS:
            self.end_paragraph()
            if tag in self._containers:
                while self._containers.pop() != tag:
                    pass
                self.pieces.append(f"</{tag}>")
            self._is_bare_begun = True
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.end_paragraph()
        else:
            self._close_inline(tag)

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._marker is not None:
            self._marker += data
            return
        self._reconcile()
        self._paragraph.append(escape(data, quote=False))

    def _open_container(self, tag: str, given: dict[str, str]) -> None:
        self.end_paragraph()
        self.end_list()
        kept = "".join(f' {name}="{escape(given[name])}"' for name in _KEPT.get(tag, ()) if given.get(name))
        self.pieces.append(f"<{tag}{kept}>")
        self._containers.append(tag)
        self._is_bare_begun = False

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        self.end_paragraph()
        names, style = given.get("class", ""), given.get("style", "")
        self._is_item = "mso-list" in style.lower() and tag == "p"
        name = "h3" if _TITLE.search(names) else _HEADINGS.get(tag, "p")
        self._block = (name, next((f' class="{kind}"' for kind in _CLASSES if kind in names.split() and name == "p"), ""))

    def _open_inline(self, tag: str, given: dict[str, str]) -> None:
        style = given.get("style", "")
        if "mso-list:ignore" in style.lower().replace(" ", ""):
            self._marker = ""
        written = ""
        if tag == "a" and given.get("href"):
            title = f' title="{escape(given["title"])}"' if given.get("title") else ""
            written = f'<a href="{escape(given["href"])}"{title}>'
        elif tag in _AS_IT_IS:
            written = f"<{tag}>"
        elif tag in _INLINE and not (_INLINE[tag] == "strong" and _NOT_BOLD.search(style)):
            written = f"<{_INLINE[tag]}>"
        elif tag in ("span", "font") and _BOLD.search(style):
            written = "<strong>"
        self._wanted.append((tag, written, "marker" if self._marker == "" and not written else ""))

    def _close_inline(self, tag: str) -> None:
        place = next((n for n in reversed(range(len(self._wanted))) if self._wanted[n][0] == tag), None)
        if place is None:
            return
        if self._wanted.pop(place)[2] == "marker" and self._marker is not None:
            kind = "ol" if _COUNTING_MARK.search(self._marker.strip()) else "ul"
            if kind != self._list:
                self.end_list()
                self._list = kind
                self.pieces.append(f"<{kind}>")
            self._marker = None

    def _break(self) -> None:
        if self._paragraph and self._paragraph[-1] == "<br>":
            block = self._block
            self.end_paragraph()
            self._block = block
        else:
            self._paragraph.append("<br>")

    def _reconcile(self) -> None:
        """Closes and opens elements in the paragraph until those are open that the source has open, each once."""
        wanted: list[tuple[str, str, str]] = []
        for element in self._wanted:
            if element[1] and element[1] not in [other[1] for other in wanted]:
                wanted.append(element)
        same = 0
        while same < min(len(wanted), len(self._written)) and wanted[same][1] == self._written[same][1]:
            same += 1
        self._paragraph += [_end_of(written) for _tag, written, _role in reversed(self._written[same:])]
        self._paragraph += [written for _tag, written, _role in wanted[same:]]
        self._written = wanted

    def end_paragraph(self) -> None:
        self._paragraph += [_end_of(written) for _tag, written, _role in reversed(self._written)]
        text = _SPACES.sub(" ", _LINE_END.sub(r"\1\2", "".join(self._paragraph)))
        text = _END.sub(r"\1", _START.sub(r"\1", text))
        (name, kind), is_item = self._block, self._is_item
        self._paragraph, self._written, self._block, self._is_item, self._marker = [], [], ("p", ""), False, None
        if not re.sub("<[^>]*>", "", text).strip():
            return
        if is_item and self._list:
            self.pieces.append(f"<li>{text}</li>")
            return
        self.end_list()
        if self._containers and self._containers[-1] in _BARE:
            self.pieces.append(f"<br>{text}" if self._is_bare_begun else text)
            self._is_bare_begun = True
        else:
            self.pieces.append(f"<{name}{kind}>{text}</{name}>")

    def end_list(self) -> None:
        if self._list:
            self.pieces.append(f"</{self._list}>")
            self._list = ""


def _end_of(written: str) -> str:
    name = re.match("<([a-z]+)", written)
    return f"</{name[1]}>" if name else ""
