"""Print of a page that belongs to no article: a late box, an advertisement nobody told of. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.finding.blocks import Block, blocks_of
from articles.finding.folding import folded
from articles.finding.furniture import furniture
from articles.finding.kinds import is_turn
from issues.layer import Box, TextLayer

_HEADING = 4  # folded characters: what stands alone and is no longer heads a column or names a page (周末, 公益广告)
_PAGES = re.compile("(?:第?(?:[a-z]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})版)+")  # beside the rows of a list of pointers


@dataclass(frozen=True)
class Unknown:
    """A block: its lines as one text, and around them `box` in points of the page."""

    printed: str
    box: Box


def unknown_print(layer: TextLayer, blocks: Sequence[Block], known: Iterable[str]) -> list[Unknown]:
    """`blocks`: those that print no story; of them those that have words of their own. `known`: the texts of the stories and the
    page's name. Masthead, folio and foot are left out, and what leads to other pages."""
    lines = [line for block in blocks for line in block.lines]
    kept = furniture(lines, layer)
    texts = [folded(text)[0] for text in known]
    found = blocks_of([line for line in lines if line not in kept], layer.rules)
    return [Unknown(text, block.box) for block in found if (text := _words(block, texts))]


def _words(block: Block, texts: Sequence[str]) -> str:
    """None of a heading; nor of a line of an article that was not found where it stands, because its paragraph is torn."""
    words = "".join(line.text for line in block.lines)
    characters = "".join(line.folded for line in block.lines)
    if len(characters) <= _HEADING or is_turn(words) or _PAGES.fullmatch(characters):
        return ""
    return "" if all(any(line.folded in text for text in texts) for line in block.lines) else words
