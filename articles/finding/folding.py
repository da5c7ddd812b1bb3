"""Characters as matching sees them: letters and figures alone, one width, one case, one script. Pure."""

import unicodedata
from functools import cache

from articles.importing.cleaning import convert_script


@cache
def fold(character: str) -> str:
    """One character, or nothing for spaces, punctuation and what only looks: ａ, A and a are a; 門 and 门 are 门."""
    plain = unicodedata.normalize("NFKC", character).casefold()
    if not plain[:1].isalnum():
        return ""
    return convert_script(plain[0], "hans")[0][:1]


def folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and of each of its characters the place in `text`."""
    characters, places = [], []
    for place, character in enumerate(text):
        if plain := fold(character):
            characters.append(plain)
            places.append(place)
    return "".join(characters), places
