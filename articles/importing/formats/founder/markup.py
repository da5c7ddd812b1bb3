"""One old HTML file -> a tree that can be asked: charset, titles in scripts, the comment at the end, words of an element."""

import codecs
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from articles.importing.charsets import decode
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

FILE_LIMIT = 8_000_000

# 256 elements in one another, libxml2's usual limit, are soon reached by <font> that nobody closes; its own limit is then 2,048.
_PARSER = etree.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)
_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# No charset but UTF-16 has a control character's byte inside another character.
_CONTROLS = bytes((*range(9), 11, *range(14, 32), 127))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL_REFERENCE = re.compile(
    "&#(?:x0{0,6}(?:[0-8bef]|1[0-9a-f]|7f|fff[ef])|0{0,6}(?:[0-8]|11|1[4-9]|2[0-9]|3[01]|127|6553[45]))(?:;|(?![0-9a-f]))", re.I
)
_VIEW = re.compile(
    r"""<script[^>]{0,300}>[\s]{0,50}document\.write\(\s{0,9}(?:view\(\s{0,9})?(?:"((?:[^"\\\n]|\\.){0,5000})"|'((?:[^'\\\n]|\\.){0,5000})')"""
    r"""\s{0,9}\)?\s{0,9}\)\s{0,9};?\s{0,50}</script\s{0,9}>""",
    re.I,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))", re.I)
_BREAK = re.compile(r"<br\b[^>]{0,100}>", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_NAMES = (
    "founder-[a-z]{2,20}|articleid|date|author|title|keyword|subtitle|introtitle|siteid|nodeid|nodename|nodesearchname|picurl"
)
_PROPERTY = re.compile(rf"<({_NAMES})>([^<]{{0,5000}}(?:<(?!/?(?:{_NAMES})>)[^<]{{0,5000}}){{0,50}})</\1>", re.I)
_CLOSING = re.compile(r"</(?:html|body)\b", re.I)
_TEXT_OPENED = re.compile(r"<founder-content\b|<!--\s{0,9}(?:enpcontent|<npm:article-content>)", re.I)
_TEXT_CLOSED = re.compile(r"</founder-content\b|<!--\s{0,9}/enpcontent|<!--\s{0,9}</npm:article-content>", re.I)
_TORN = re.compile("<[!/a-z][^<>]*\\Z", re.I)
_TAG_LENGTH = 2000
_SPACES = re.compile("[ \t\r\n\f\v\xa0]+")
_EDGES = " \t\r\n\f\v\xa0\u3000\u200b\u2003\u2002"


@dataclass(frozen=True, slots=True)
class DocumentEnd:
    """`is_closed`: its end is there, of the HTML or of its properties. Of others, `is_torn`: it breaks off inside a tag or a
    character; the mark of the article's text `is_text_open` where none ends it, or `is_text_closed`."""

    is_closed: bool
    is_torn: bool = False
    is_text_open: bool = False
    is_text_closed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the file without its comment of properties; `properties` are those, by their names without founder-."""

    origin: str
    text: str
    properties: dict[str, str]
    encoding: str
    is_misdeclared: bool

    @property
    def end(self) -> DocumentEnd:
        """Costs a few searches through a file that is not closed."""
        if self.properties or "</html" in self.text or _CLOSING.search(self.text):
            return DocumentEnd(is_closed=True)
        opened, closed = _TEXT_OPENED.search(self.text), _TEXT_CLOSED.search(self.text)
        is_torn = self.text.rstrip().endswith("\ufffd") or _TORN.search(self.text[-_TAG_LENGTH:]) is not None
        return DocumentEnd(False, is_torn, bool(opened and not closed), bool(closed))


def read_document(file: FoundFile) -> Document:
    """Raises `ImportProblem` for a file that is too large; bytes that no charset knows are lost characters, no problem."""
    return document_of(file.read(FILE_LIMIT), file.origin)


def document_of(data: bytes, origin: str) -> Document:
    decoded = decode(data if data.startswith(_WIDE_MARKS) else data.translate(None, _CONTROLS))
    text = decoded.text.replace("\ufffe", "").replace("\uffff", "").replace("\0", "")
    if "&#" in text:
        text = _CONTROL_REFERENCE.sub("", text)
    if "document.write" in text:
        text = _VIEW.sub(_written, text)
    text, comment = cut_properties(text)
    return Document(origin, text, _properties(comment), decoded.encoding, decoded.is_misdeclared)


def parse(text: str, origin: str) -> etree._Element:
    """The root of whatever there is; an empty file gives an empty page. Unclosed tags are closed as libxml2 does."""
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ImportProblem(origin, Sentence("HTML"), str(error)) from error
    return root if root is not None else etree.Element("html")


def cut_properties(text: str) -> tuple[str, str]:
    """The text without every <!--enpproperty … /enpproperty-->, and what the last of them says. One that is not closed goes to
    the end of the text."""
    kept: list[str] = []
    comment, at = "", 0
    for match in re.finditer(r"<!--\s{0,20}enpproperty", text, re.I):
        if match.start() < at:
            continue
        end = _end_of_properties(text, match.end())
        comment = text[match.end() : end]
        kept.append(text[at : match.start()])
        at = end
    return "".join((*kept, text[at:])), comment


def _end_of_properties(text: str, start: int) -> int:
    """Behind /enpproperty-->: a --> inside a value does not end it."""
    match = re.compile(r"/enpproperty\s{0,20}--+>", re.I).search(text, start)
    if match:
        return match.end()
    end = text.find("-->", start)
    return end + 3 if end >= 0 else len(text)


def _properties(comment: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _PROPERTY.finditer(comment):
        found.setdefault(match[1].lower().removeprefix("founder-"), plain(match[2]))
    return {name: value for name, value in found.items() if value}


def _written(match: re.Match[str]) -> str:
    return _ESCAPE.sub(_unescaped, match[1] if match[1] is not None else match[2])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return {"n": " ", "r": " ", "t": " "}.get(match[3], match[3])
    character = chr(int(code, 16))
    return "\ufffd" if "\ud800" <= character <= "\udfff" or ord(character) < 32 else character


def plain(fragment: str) -> str:
    """Words of a piece of markup, in one line; <br> is a space."""
    return one_line(html.unescape(_TAG.sub("", _BREAK.sub(" ", fragment)) if "<" in fragment else fragment))


def one_line(text: str) -> str:
    """White space as HTML shows it; full-width spaces inside stay, they are set on purpose."""
    return _SPACES.sub(" ", _FORBIDDEN.sub("", text)).strip(_EDGES)


def words(element: etree._Element | None) -> str:
    """An element's words in one line, <br> as a space."""
    if element is None:
        return ""
    for mark in element.iter("br"):
        mark.tail = f" {mark.tail or ''}"
    return one_line("".join(_TEXTS(element)))


def first_words(elements: Iterable[etree._Element]) -> str:
    """The first that says something."""
    return next(filter(None, map(words, elements)), "")


def folded(element: etree._Element, attribute: str) -> str:
    """An attribute in small letters: ids and classes are written in every way."""
    value: str = element.get(attribute, "")
    return value.strip().lower()
