"""Private-use characters of old Chinese code tables -> the characters that they stood for, and what is lost. Pure.

Source of the table: GB 18030-2000, whose two-byte codes of these places went to private-use characters as long as Unicode lacked
them, and GB 18030-2005 and -2022, which give the real ones.
"""

import re

_SUSPECT = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_LOST = "\ufffd"

# GB 18030-2005 and -2022: what was private use still in the edition of 2000, in the order of the private-use characters.
_LATER = {
    0xE5E5: "\u3000",
    0xE76C: "€",
    0xE7C7: "\u1e3f",
    0xE7C8: "\u01f9",
    **dict(zip(range(0xE78D, 0xE797), "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19", strict=True)),
    **dict(zip(range(0xE7E7, 0xE7F4), "\u303e" + "".join(map(chr, range(0x2FF0, 0x2FFC))), strict=True)),
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE864: "\u9fbb",
}


def _row_of_components() -> dict[int, str]:
    """GBK's codes FE50–FEA0 were U+E815–E864 in a row; all but the ones above have been in Unicode since its version 3."""
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    found = {0xE815 + place: bytes([0xFE, trail]).decode("gb18030") for place, trail in enumerate(trails)}
    return {code: character for code, character in found.items() if not "\ue000" <= character <= "\uf8ff"}


KNOWN: dict[str, str] = {chr(code): character for code, character in {**_row_of_components(), **_LATER}.items()}


def map_private_use(text: str) -> tuple[str, int, int, int]:
    """The text with what is known mapped; how many were, how many private-use characters are left, and how many U+FFFD."""
    if text.isascii() or _SUSPECT.search(text) is None:
        return text, 0, 0, 0
    mapped = left = lost = 0

    def known(match: re.Match[str]) -> str:
        nonlocal mapped, left, lost
        character = match.group()
        if character in KNOWN:
            mapped += 1
            return KNOWN[character]
        lost += character == _LOST
        left += character != _LOST
        return character

    return _SUSPECT.sub(known, text), mapped, left, lost
