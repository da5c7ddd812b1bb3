"""The one sanitiser: bodies are HTML of a small vocabulary, everything else is text. Pure."""

import re
from dataclasses import dataclass
from html import unescape

import nh3

TAGS = {
    "p", "h3", "h4", "strong", "em", "b", "i", "sub", "sup", "br", "ul", "ol", "li", "blockquote", "a", "ruby", "rt", "rp",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "figure": {"data-figure"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "noscript",
        "textarea",
        "title",
    },
    attributes=ATTRIBUTES,
    allowed_classes={"p": {"byline", "turn", "signature"}},
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def clean_body(html: str) -> str:
    """HTML that is safe to show as it is; applied on every write of a body, and idempotent."""
    return _CLEANER.clean(html).strip()


@dataclass(frozen=True)
class Block:
    """A stretch of clean HTML, or the key of the figure that stands between two of them."""

    html: str = ""
    figure: str = ""


_FIGURE = re.compile(r'<figure data-figure="([0-9A-Za-z]+)">.*?</figure>', re.S)
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|h3|h4|li|blockquote|tr|caption)>|<br>")
# A Chinese sentence needs no space before the next one; list entries and Latin text do.
_SENTENCE_END = re.compile(r"(?<=[。！？；：…，”’」』）》])\n")
# One Chinese character or mark counts 1, a Latin word or a number 1, as newsrooms count.
_COUNTED = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:[.,:'’%/-][0-9A-Za-z\u00c0-\u024f]+)*%?|[^\s]")


def split_at_figures(body: str) -> list[Block]:
    """The body in order, cut where a figure has its place."""
    blocks, end = [], 0
    for match in _FIGURE.finditer(body):
        blocks += [Block(html=body[end : match.start()]), Block(figure=match[1])]
        end = match.end()
    blocks.append(Block(html=body[end:]))
    return [block for block in blocks if block.figure or block.html.strip()]


def plain_text(html: str) -> str:
    """The words alone, a paragraph a line."""
    lines = _TAG.sub("", _BREAK.sub("\n", html)).split("\n")
    return unescape("\n".join(line.strip() for line in lines if line.strip()))


def excerpt(html: str, length: int) -> str:
    """The first `length` characters of the words, for a list."""
    text = _SENTENCE_END.sub("", plain_text(html)).replace("\n", " ")
    return text if len(text) <= length else text[:length].rstrip() + "…"


def count_characters(html: str) -> int:
    """字数."""
    return len(_COUNTED.findall(plain_text(html)))
