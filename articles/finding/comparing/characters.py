"""What counts as the same character when a page is compared with its text: one table and a few runs. Pure.

Unlike `articles.finding.folding`, which finds a text in spite of everything, this keeps every mark that means something:
，and ， differ in nothing but width, 。 and ！ differ.
"""

import re
import unicodedata
from functools import cache

_SPELLINGS = {
    "·": "•‧・∙⋅",  # between the parts of a name
    "-": "‐‑−",
    "—": "―─⸺⸻–‒︱︲",
    "…": "⋯⋮‥︙",
    "~": "〜∼",
    ":": "∶︰",
    "/": "∕⁄",
    "〇": "○◯",
    "“": "〝„‟",
    "”": "〞〟",
    "‘": "‚‛",
    "’": "ʼ",
}
# Radicals that subset fonts give for the characters that they look like, of those for which Unicode itself does not say so.
_RADICALS = (
    "⺁厂⺎兀⺒巳⺓幺⺝月⺠民⺩王⺪疋⺬示⺼月⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻐钅⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_SAME = {spelling: character for character, spellings in _SPELLINGS.items() for spelling in spellings}
_SAME |= dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
# Blocks of Unicode that hold other forms of what stands elsewhere: Roman numerals, radicals, units in one square (㎏),
# characters in the codes of other standards, ligatures, vertical and small forms, full and half width.
_FORMS = (
    (0x2100, 0x214F),
    (0x2160, 0x217F),
    (0x2E80, 0x2FDF),
    (0x3371, 0x33DF),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE44),
    (0xFE47, 0xFE6F),
    (0xFF00, 0xFFEF),
    (0x2F800, 0x2FA1F),
)
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_EMPHASIS = "\ufe45\ufe46"  # dots beside the characters of a vertical line
_POWERS = str.maketrans("23", "²³")

# Dashes and dots of any number are one: fonts and editors make — of ——, … of ……, and people type ------ or ...
RUNS = re.compile(r"—+|-{2,}|…+|\.{3,}|·{3,}")
LETTER = "A-Za-z\u00c0-\u024f"
_APOSTROPHE = re.compile(rf"(?<=[{LETTER}])[’'](?=[{LETTER}])")


@cache
def plain(character: str) -> str:
    """The character that it is compared as; nothing for what prints nothing; several for a ligature."""
    if character in _SAME:
        return _SAME[character]
    code = ord(character)
    if _is_within(code, _SELECTORS) or character in _EMPHASIS or unicodedata.category(character) in _UNSEEN:
        return ""
    if not _is_within(code, _FORMS):
        return unicodedata.normalize("NFC", character)
    form = unicodedata.normalize("NFKC", character)
    if len(form) > 1 and 0x3371 <= code <= 0x33DF:
        form = form.translate(_POWERS)  # ㎡ is m², not m2
    return "".join(_SAME.get(part, part) for part in form if unicodedata.category(part) not in _UNSEEN)


def composed(base: str, mark: str) -> str:
    """One character of a letter and the accent that follows it by itself; nothing where there is none."""
    both = unicodedata.normalize("NFC", base + mark) if unicodedata.combining(mark) else ""
    return both if len(both) == 1 else ""


def run_sign(run: str) -> str:
    """Of a match of RUNS."""
    return "—" if run[0] in "—-" else "…"


def with_apostrophes(text: str) -> str:
    """’ and ' within a Latin word are one; outside they are quotation marks. As long as before."""
    return _APOSTROPHE.sub("'", text)


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
