"""A text and a page side by side, and what may be told about a piece of both. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from articles.finding.comparing.aligning import Gap
from articles.finding.comparing.habits import evened
from articles.finding.comparing.streams import Stream, printed, written
from issues.layer import Glyph

_EDGE = 3  # characters by which a block that moved may have changed at its ends


@dataclass(frozen=True)
class Pair:
    """`text`: an article, or the version before; `page`: what is printed, `glyphs` its own. `a` and `b`: both as they are
    compared. `parts`: units of `text` that begin a part; none in a version, of which lines say what may have moved."""

    text: Stream
    page: Stream
    glyphs: Sequence[Glyph]
    parts: Sequence[int]
    a: str
    b: str

    def written(self, piece: Gap) -> str:
        return self.a[piece.a0 : piece.a1]

    def printed(self, piece: Gap) -> str:
        return self.b[piece.b0 : piece.b1]

    def is_part_edge(self, at: int) -> bool:
        place = bisect_left(self.parts, at)
        return at >= len(self.a) or (place < len(self.parts) and self.parts[place] == at)

    def is_within_word(self, a: int, b: int) -> bool:
        return self.text.is_within_word(a) or self.page.is_within_word(b)

    def may_have_moved(self, piece: Gap) -> bool:
        """It begins and ends where lines do: a sentence within its paragraph hardly does."""
        return _is_block(self.page, piece.b0, piece.b1) and (bool(self.parts) or _is_block(self.text, piece.a0, piece.a1))

    def is_line_hyphen(self, hunk: Gap) -> bool:
        """On one side only, at a line's end: it is there for the line."""
        if hunk.a0 == hunk.a1:
            return hunk.b1 - hunk.b0 == 1 and hunk.b0 in self.page.hyphens
        return hunk.b0 == hunk.b1 and hunk.a1 - hunk.a0 == 1 and hunk.a0 in self.text.hyphens


def with_article(parts: Sequence[str], glyphs: Sequence[Glyph], page: Sequence[Glyph]) -> Pair:
    """`page`: every glyph of the page, for its script; `glyphs` stand for it where there are none."""
    text, said = written(parts), printed(glyphs)
    evidence = "".join(glyph.character for glyph in page) or said.text
    return Pair(text, said, glyphs, text.edges, *evened(text.text, said.text, evidence))


def of_versions(before: Sequence[Glyph], after: Sequence[Glyph]) -> Pair:
    text, said = printed(before), printed(after)
    return Pair(text, said, after, (), *evened(text.text, said.text, said.text))


def _is_block(stream: Stream, start: int, end: int) -> bool:
    return stream.first_edge(max(0, start - _EDGE)) <= start and stream.first_edge(end) <= end + _EDGE
