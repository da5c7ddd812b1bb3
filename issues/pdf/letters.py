"""Which characters of a PDF are text that a reader can search for, and which only seem to be. Pure."""

import re
import unicodedata

# Radicals and ligatures that fonts give for the characters that they look like: ⼀ is 一, ﬁ is fi.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")
# Control characters, halves of pairs, private use, what is no character: from glyphs whose meaning the PDF does not tell. A
# hyphen at a line's end is among them; the word goes on without it.
_UNMAPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufdd0-\ufdef"
    "\ufff0-\uffff\U000f0000-\U0010ffff]"
)
# Of those, what prints nothing: a hyphen's mark, marks of direction and of width.
SILENT = frozenset("\x02\xad\u200b\u200c\u200d\u2060\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_SPACES = re.compile("[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")


def clean_text(text: str) -> str:
    """Lines without what no reader can search for: unmapped glyphs, spaces in a row, blank lines."""
    text = plain(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in _UNMAPPED.sub("", text).split("\n"))
    return "\n".join(filter(None, lines))


def plain(text: str) -> str:
    """Radicals and ligatures as the characters that they look like; a ligature gives several."""
    return _LOOKALIKES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def is_unmapped(character: str) -> bool:
    """A character that stands for a glyph of which the PDF does not tell what it is."""
    return _UNMAPPED.match(character) is not None


def is_wide(character: str) -> bool:
    """Set in a square: Chinese characters and their marks."""
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’—…·"
