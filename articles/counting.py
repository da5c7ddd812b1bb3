"""字数, as newsrooms count a text: a Chinese character or punctuation mark is one, a Latin word or a number is one. Pure."""

import re
import unicodedata

# Full-width letters and digits are the same words and numbers.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
_LETTER = r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff]"
_WORD = re.compile(rf"{_LETTER}+(?:[.,:/@&'’_-]{_LETTER}+)*")  # 3.5, 1,000, 7:30, don't, COVID-19: one each
_WIDE = {"W", "F", "A"}  # A: “ ” … — ·, which print sets at full width among Chinese


def character_count(text: str) -> int:
    """Of plain text. White space, half-width punctuation and marks upon a character count nothing."""
    rest, words = _WORD.subn("", unicodedata.normalize("NFC", text).translate(_NARROW))
    return words + sum(map(_counts, rest))


def _counts(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LNPS" and (unicodedata.east_asian_width(letter) in _WIDE or category == "Lo")
