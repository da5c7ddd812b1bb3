"""Repairs of damaged Chinese text: pinyin glosses, indents, half-width punctuation, script. Each gives (text, count).

Pure. No repair adds or removes a line, so line numbers in messages stay those of the file.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Literal

from opencc import OpenCC

Script = Literal["hans", "hant", "keep"]

HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_PINYIN = "A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u036f\u1e00-\u1eff"
_ONE_GLOSS = re.compile(rf"\(([{_PINYIN}]{{1,14}})\)|（([{_PINYIN}]{{1,14}})）")
_GLOSSES = re.compile(rf"([{HAN}])([{_VARIATION}]?)((?:\([{_PINYIN}]{{1,14}}\)|（[{_PINYIN}]{{1,14}}）)+)")
_SPACES = " \t\r\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
_INDENT = re.compile(rf"(?:[{_SPACES}]|&(?:nbsp|ensp|emsp);)*")
_ADDRESS = r"(?:https?://|www\.)[!-~]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESS_OR_MARKS = re.compile(rf"{_ADDRESS}|[,.:;!?]+", re.IGNORECASE | re.ASCII)
_CHINESE = re.compile(rf"[{HAN}{_VARIATION}“”‘’《》〈〉「」『』【】〔〕（）、。，：；！？…—·％]")
_COUNTED = re.compile(r"[0-9A-Za-z%‰℃°)\]]")
_WIDE = str.maketrans(",.:;!?", "，。：；！？")

# Readings that pypinyin's tables lack; 𠮷 is in the Unihan database as jí, 兒 at the end of a syllable is written r.
_MORE_READINGS = {"𠮷": ("jí",), "兒": ("r",), "儿": ("r",)}
# Letters that pinyin is also typed with: script a and g, a breve for the caron.
_LOOKALIKES = str.maketrans({"ɑ": "a", "ɡ": "g", "\u0306": "\u030c", "v": "u\u0308"})


@dataclass(frozen=True, slots=True)
class Repairs:
    """What was mended in a text, and the damage that was left standing; reports of several texts add up.

    `private_use`: characters of old code tables that were mapped to their Unicode ones, `private_use_left` those that nobody
    knows; `lost`: U+FFFD, where an earlier conversion lost a character.
    """

    glosses: int = 0
    glosses_left: int = 0
    indents: int = 0
    punctuation: int = 0
    converted: int = 0
    private_use: int = 0
    private_use_left: int = 0
    lost: int = 0

    def __add__(self, other: "Repairs") -> "Repairs":
        names = (field.name for field in fields(self))
        return Repairs(*(getattr(self, name) + getattr(other, name) for name in names))

    def __bool__(self) -> bool:
        return self != Repairs()

    def as_data(self) -> dict[str, int]:
        """What is not nothing."""
        return {name: count for name, count in asdict(self).items() if count}


def clean(text: str) -> tuple[str, Repairs]:
    """Every repair but the change of script. Glosses go before punctuation, which looks at the characters beside it."""
    text, indents = strip_indents(text)
    text, glosses = remove_glosses(text)
    text, punctuation = widen_punctuation(text)
    return text, Repairs(glosses, count_glosses(text), indents, punctuation)


def remove_glosses(text: str) -> tuple[str, int]:
    """Take out brackets that hold nothing but a valid reading of the character right before them: 首頁(yè).

    Real brackets are not touched: 村(居)民, 指数(GDP), a reading of another character.
    """
    count = 0

    def mended(match: re.Match[str]) -> str:
        nonlocal count
        character, variation, glosses = match.groups()
        left = ""
        for gloss in _ONE_GLOSS.finditer(glosses):
            if is_reading(gloss[1] or gloss[2], character):
                count += 1
            else:
                left += gloss[0]
        return character + variation + left

    return _GLOSSES.sub(mended, text), count


def count_glosses(text: str) -> int:
    """Brackets of one word with a tone mark after a Chinese character: glosses that are no reading of it."""
    found = (gloss for match in _GLOSSES.finditer(text) for gloss in _ONE_GLOSS.finditer(match[3]))
    return sum(_has_tone(gloss[1] or gloss[2]) for gloss in found)


@lru_cache(maxsize=20_000)
def is_reading(gloss: str, character: str) -> bool:
    """Whether pypinyin knows `gloss` as a reading of `character`, neutral tones in its phrases included."""
    return re.sub("(?<=[jqxy])ü", "u", _normal(gloss)) in _readings(character)


@lru_cache(maxsize=20_000)
def _readings(character: str) -> frozenset[str]:
    tables = _tables()
    known = tables.pinyin(character, style=tables.Style.TONE, heteronym=True)[0] + list(_MORE_READINGS.get(character, ()))
    known += _neutral_readings().get(convert_script(character, "hans")[0], ())
    normal = {_normal(reading) for reading in known if reading != character}
    return frozenset(normal | {_without_umlaut(reading) for reading in normal})


@cache
def _tables() -> ModuleType:
    """pypinyin reads its tables when it is imported, for a third of a second: only a text that has glosses needs them."""
    return import_module("pypinyin")


@cache
def _neutral_readings() -> dict[str, set[str]]:
    """Character -> toneless readings that it has in pypinyin's phrases only, as 裳 in 衣裳 (yī shang)."""
    found: dict[str, set[str]] = {}
    for phrase, readings in _tables().constants.PHRASES_DICT.items():
        if len(phrase) == len(readings):
            for character, (reading, *_) in zip(phrase, readings, strict=True):
                if reading.isascii():
                    found.setdefault(character, set()).add(reading)
    return found


def _normal(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading).translate(_LOOKALIKES)
    # The umlaut first, then the tone: the order in which ǚ is composed.
    return unicodedata.normalize("NFC", re.sub("([\u0300-\u0304\u030c])\u0308", "\u0308\\1", decomposed))


def _without_umlaut(reading: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).replace("\u0308", ""))


def _has_tone(gloss: str) -> bool:
    return any(mark in "\u0300\u0301\u0304\u0306\u030c" for mark in unicodedata.normalize("NFD", gloss))


def strip_indents(text: str) -> tuple[str, int]:
    """Take spaces of every width from both ends of every line; count the lines that had more than ASCII ones."""
    count = 0
    mended = []
    for line in text.split("\n"):
        indent = _INDENT.match(line)
        bare = line[indent.end() if indent else 0 :].rstrip(_SPACES)
        count += bare != line.strip(" \t\r")
        mended.append(bare)
    return "\n".join(mended), count


def widen_punctuation(text: str) -> tuple[str, int]:
    """Make , : ; ! ? after Chinese, and between a figure or Latin word and Chinese, full-width; . only between Chinese.

    Brackets, 3.2, 10:30, addresses, Latin sentences and dots in a row are left alone.
    """
    count = 0

    def mended(match: re.Match[str]) -> str:
        nonlocal count
        marks = match[0]
        if not _WIDE.get(ord(marks[0])):
            return marks
        if not _is_chinese_place(marks, text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]):
            return marks
        count += len(marks)
        return marks.translate(_WIDE)

    return _ADDRESS_OR_MARKS.sub(mended, text), count


def _is_chinese_place(marks: str, before: str, after: str) -> bool:
    is_after_chinese, is_before_chinese = bool(_CHINESE.match(before)), bool(_CHINESE.match(after))
    if re.match(" [A-Za-z]", after):
        return False
    if "." in marks:
        return ".." not in marks and is_after_chinese and (is_before_chinese or not after[:1].strip())
    return is_after_chinese or (is_before_chinese and bool(_COUNTED.match(before)))


def convert_script(text: str, script: Script) -> tuple[str, int]:
    """OpenCC's t2s or s2t as shipped; the count is that of changed characters."""
    if script == "keep":
        return text, 0
    converted = _converter("t2s" if script == "hans" else "s2t").convert(text)
    changes = sum(old != new for old, new in zip(text, converted, strict=False))
    return converted, changes + abs(len(text) - len(converted))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def simplified(text: str) -> str:
    """What two spellings of one text have in common: simplified characters, no white space."""
    return "".join(convert_script(text, "hans")[0].split())


def detect_language(text: str) -> str:
    """zh-Hant where conversion to simplified would change more than every twentieth Chinese character, else zh-Hans."""
    characters = len(re.findall(f"[{HAN}]", text))
    return "zh-Hant" if convert_script(text, "hans")[1] * 20 > characters else "zh-Hans"
