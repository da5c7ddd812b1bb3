"""The one sanitiser: bodies are HTML of a small vocabulary, everything else is text. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

import nh3

from articles.counting import character_count
from issues.sentences import Sentence

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


# Formatting that stays open is opened again in every paragraph to come, as the HTML standard wants it: n such elements before n
# paragraphs become n × n. Of equal ones the standard keeps three at most, so what would tell them apart goes first; it is not
# in the vocabulary anyway. Links close one another.
_FORMATTING = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_SPACE = r"[ \t\n\f\r]"
_VALUE = r"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
_ATTRIBUTE = rf"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+"
_WITH_ATTRIBUTES = re.compile(rf"<({_FORMATTING})(?=[ \t\n\f\r/])(?:[ \t\n\f\r/]++|{_ATTRIBUTE})*+(>|\Z)", re.I)
_TOLD_APART = re.compile(rf"<(?:{_FORMATTING})[ \t\n\f\r/]++[^>]", re.I)
_FORMATTING_TAG = re.compile(rf"<(/?)({_FORMATTING})(?=[ \t\n\f\r/>])", re.I)
MOST_OPEN = 100
# Paragraphs of mere text: what the cleaner would give back as it is. Imports bring millions of them.
_PLAIN = re.compile(r"(?:<p>[^<>&\x00\r\xa0\ud800-\udfff]*+</p>)++")


class BodyRefused(ValueError):
    """`sentence` says what was found and what was expected."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


def checked_body(html: str, limit: int) -> str:
    """The clean body. Raises `BodyRefused` for what is longer than `limit`, before or after, or leaves its formatting open."""
    _refuse_length(html, limit)
    if _PLAIN.fullmatch(html):
        return html
    if max(most_open(html), len(_TOLD_APART.findall(_without_attributes(html)))) > MOST_OPEN:
        raise BodyRefused(
            Sentence(
                "The body leaves more than %(limit)s elements of formatting open; expected every one closed.", limit=MOST_OPEN
            )
        )
    body = clean_body(html)
    _refuse_length(body, limit)
    return body


def _refuse_length(html: str, limit: int) -> None:
    if len(html) > limit:
        raise BodyRefused(
            Sentence("The body has %(found)s characters; expected at most %(limit)s.", found=len(html), limit=limit)
        )


def most_open(html: str) -> int:
    """How many elements of formatting are open at once, at most; an end closes only its own kind."""
    still_open: Counter[str] = Counter()
    total = most = 0
    for end, name in _FORMATTING_TAG.findall(html):
        name = name.lower()
        step = 1 if not end else -1 if still_open[name] else 0
        still_open[name] += step
        total += step
        most = max(most, total)
    return most


def _without_attributes(html: str) -> str:
    return _WITH_ATTRIBUTES.sub(lambda tag: f"<{tag[1]}>" if tag[2] else tag[0], html)


def clean_body(html: str) -> str:
    """HTML that is safe to show as it is; applied on every write of a body, and idempotent."""
    return _CLEANER.clean(_without_attributes(html)).strip()


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


def is_mere_text(html: str) -> bool:
    """Whether nothing but paragraphs stands in it, so that no word is cut by a tag."""
    return html.count("<") == html.count("<p>") + html.count("</p>")


def whole_tags(html: str) -> str:
    """The beginning of a body, without the tag that it was cut in."""
    return html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html


def excerpt(html: str, length: int) -> str:
    """The first `length` characters of the words, for a list."""
    text = _SENTENCE_END.sub("", plain_text(html)).replace("\n", " ")
    return text if len(text) <= length else text[:length].rstrip() + "…"


def count_characters(html: str) -> int:
    """字数."""
    return character_count(plain_text(html))
