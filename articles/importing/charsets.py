"""Bytes of old Chinese files -> text: UTF-8, GB 18030 with its elders, Big5, and what a file says wrongly of itself. Pure.

What is declared is a hint: bytes that are UTF-8 are UTF-8; otherwise the reading wins that gives ordinary Chinese.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_:.-]{2,30})""", re.I)
_FAMILIES = {
    "utf-8": ("utf-8", "utf8"),
    "gb18030": ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "ms936", "windows-936", "euc-cn", "hz-gb-2312"),
    "big5hkscs": ("big5", "big5-hkscs", "big5hkscs", "x-x-big5", "cp950", "windows-950", "cn-big5"),
}
_CODECS = {alias: codec for codec, aliases in _FAMILIES.items() for alias in aliases}
SHOWN = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}

# The characters that every third one of a Chinese text is, in both scripts, with the marks between them.
_COMMON = re.compile(
    "[，。、：；！？“”《》（）\u3000·—"
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而"
    "方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去"
    "把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質"
    "气氣第向道命此变變条條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并提直题題党黨程展五果料象员員位入常文总總次品式活设設及"
    "管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計别別她手角期根论論运運农農指几幾九区區强強放西被干做必战戰"
    "先回则則任取据據处處队隊南给給色光门門即保治北造百规規热熱领領七海口东東导導器压壓志世金增争爭济濟阶階油思术術极極交受联聯认認六共"
    "权權收证證改清己美再采採转轉更单單风風切打白教速花带帶安场場身车車例真务務具万萬每目至达達走积積示议議声聲报報市县縣省镇鎮村街书記记"
    "版今星期张張王李刘劉陈陳杨楊赵趙黄黃周吴吳]"
)
_FOREIGN = re.compile(rb"[\x80-\xff]")
_ASCII = re.compile("[\x00-\x7f]+")
_SAMPLE = 1500  # bytes
_ORDINARY = 0.2  # the least share of common characters in a text that needs no second opinion


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` as people write it; `is_misdeclared`: the file said another one of itself."""

    text: str
    encoding: str
    is_misdeclared: bool = False


def _bad_bytes(error: UnicodeError) -> tuple[str, int]:
    """0x80 is Microsoft's euro in GBK; every other byte that cannot be read is lost, alone."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return ("€" if error.object[error.start] == 0x80 else "\ufffd"), error.start + 1


codecs.register_error("newspaper-gbk", _bad_bytes)


def declared_codec(data: bytes) -> str:
    """The codec that the file names in its first 2,048 bytes; empty where it names none that is known here."""
    for match in _DECLARED.finditer(data[:2048]):
        name = match[1].decode("ascii").lower()
        if name in _CODECS:
            return _CODECS[name]
    return ""


def decode(data: bytes) -> Decoded:
    """Never fails: what no table knows becomes U+FFFD."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(codec, "replace"), SHOWN[codec])
    if data.isascii():
        return Decoded(data.decode("ascii"), "UTF-8")
    declared = declared_codec(data)
    text, codec = _best_reading(data, declared)
    return Decoded(text.replace("\ufeff", ""), SHOWN[codec], bool(declared) and codec != declared)


def _best_reading(data: bytes, declared: str) -> tuple[str, str]:
    sample = _sample(data)
    utf8 = _utf8(data)
    if utf8 is not None:
        doubtful = declared not in ("", "utf-8") and _quality(sample, "utf-8") < _ORDINARY <= _quality(sample, declared)
        return (_read(data, declared), declared) if doubtful else (utf8, "utf-8")
    candidates = dict.fromkeys((declared or "utf-8", "utf-8", "gb18030", "big5hkscs"))
    codec = max(candidates, key=lambda codec: _quality(sample, codec))
    return _read(data, codec), codec


def _sample(data: bytes) -> bytes:
    """From the first byte that is not ASCII on: there a character begins, whatever the charset."""
    first = _FOREIGN.search(data)
    return data[first.start() : first.start() + _SAMPLE] if first else b""


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _read(data: bytes, codec: str) -> str:
    return data.decode(codec, "newspaper-gbk" if codec == "gb18030" else "replace")


def _quality(sample: bytes, codec: str) -> float:
    """The share of common characters among those that are not ASCII, less twice the share of lost ones."""
    text = _ASCII.sub("", _read(sample, codec))
    return (len(_COMMON.findall(text)) - 2 * text.count("\ufffd")) / len(text) if text else 1.0
