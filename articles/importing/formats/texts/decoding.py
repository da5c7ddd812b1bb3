"""The bytes of a text file -> text: UTF-8, UTF-16 with its mark, or GB18030 where it makes Chinese. Pure."""

import codecs
import re

from articles.importing.problems import ImportProblem
from issues.sentences import Sentence

ENCODINGS = Sentence("UTF-8, GB18030 or UTF-16")

_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_COMMON = re.compile(
    "[，。、：；！？“”‘’（）《》【】·—…\u3000的一是不了在有人这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過]"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LEVEL_ONE = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_SHORT = 200  # characters; a longer text without the commonest ones would be odd


def decode(data: bytes, origin: str) -> tuple[str, str]:
    """(text, encoding), line ends made plain. Raises `ImportProblem` with the line."""
    if not data.strip():
        raise ImportProblem(origin, Sentence("a story"), Sentence("an empty file"))
    text, encoding = _decoded(data, origin)
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    if match := _BINARY.search(text):
        raise ImportProblem(origin, Sentence("text"), Sentence("a binary file"), line=text.count("\n", 0, match.start()) + 1)
    return text, encoding


def _decoded(data: bytes, origin: str) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise ImportProblem(origin, Sentence("text in UTF-16, as its first bytes say"), Sentence("other bytes")) from error
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        text = _gb18030(data)
        if text and is_chinese(text):
            return text, "gb18030"
        line = data.count(b"\n", 0, error.start) + 1
        found = Sentence("the byte 0x%(byte)s, which is none of them here", byte=f"{data[error.start]:02X}")
        raise ImportProblem(origin, Sentence("text in %(encoding)s", encoding=ENCODINGS), found, line=line) from error


def _gb18030(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return ""


def is_chinese(text: str) -> bool:
    """Whether GB18030, which fits nearly any bytes, was right: the commonest characters and marks make a good part of it, or, of
    a notice too short for that, three quarters are among the 3,755 of everyday use. Letters of other charsets make rare ones."""
    foreign = _NOT_ASCII.findall(text)
    common = len(_COMMON.findall(text))
    if foreign and common * 100 >= len(foreign) * 5:
        return True
    everyday = sum(map(_is_everyday, foreign)) if len(foreign) <= _SHORT else 0
    return everyday > 0 and everyday * 4 >= len(foreign) * 3


def _is_everyday(character: str) -> bool:
    """GB 2312's first level, a mark of Chinese, or a full-width figure."""
    if _COMMON.fullmatch(character) or "\uff10" <= character <= "\uff19":
        return True
    return _LEVEL_ONE.fullmatch(character.encode("gb2312", "ignore")) is not None


def is_text(start: bytes, *, says_so: bool) -> bool:
    """Whether a file that begins so may be text; the last character may be cut. `says_so`: its name is that of a text, so that in
    an encoding of no use here it is still one, to be told."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    text = _beginning(start, "utf-8-sig") or _beginning(start, "gb18030")
    if not text and says_so:
        text = start.decode("latin-1")
    return bool(text) and not _BINARY.search(text.rstrip("\x1a"))


def _beginning(start: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return ""
