"""大样核对: what a page says and its text does not, and the other way round. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from articles.finding.comparing.aligning import Gap, aligned
from articles.finding.comparing.hunks import hunks, merged
from articles.finding.comparing.pairs import Pair, of_versions, with_article
from articles.finding.comparing.places import lit
from articles.finding.comparing.shaping import by_parts, slid, told_apart, widened
from articles.finding.comparing.strays import is_in_the_text, reunited
from articles.finding.comparing.streams import Stream
from issues.layer import Box, Glyph, TextLayer

Kind = Literal["printed", "written", "changed"]

# 下转第3版, on one side only: it leads around the paper and belongs to no text.
_TURN = re.compile(r"[▶►▷→■◆(\[【]?(?:[下上]?[转轉接]|[紧緊]接)第?[A-Z]?[0-9〇一二三四五六七八九十]{1,4}版[)\]】]?")


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Plain text: title, byline, paragraphs, captions …, each a part, as near as may be in the order of the page."""

    key: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: only "printed", only "written", or "changed". `printed`: what the page says; `written`: what the article or the
    version before says, from `start` to before `end` of its part number `part`. `glyphs`: first and behind the last, places in
    the glyphs that were handed in; the same where something is missing. `boxes` light the place on the page, one a line, or the
    two neighbours of what is missing.

    Between versions `part` is 0, `start` and `end` are places in the glyphs of the version before, and `boxes_before` light it.
    """

    kind: Kind
    printed: str
    written: str
    part: int
    start: int
    end: int
    glyphs: tuple[int, int]
    boxes: tuple[Box, ...]
    boxes_before: tuple[Box, ...] = ()


def compare(text: PrintedText, glyphs: Sequence[Glyph], page: Sequence[Glyph] = ()) -> list[Difference]:
    """In the order of the text. `glyphs`: those of the page that print it, in the order of reading. `page`: all of the page's,
    which show its script; without them the text's own must."""
    pair = with_article(text.parts, glyphs, page)
    offsets = [0, *accumulate(map(len, text.parts))]
    return [_of_article(pair, hunk, text.parts, offsets) for hunk in _hunks(pair)]


def compare_layers(before: TextLayer, after: TextLayer) -> list[Difference]:
    """Of two versions of a page, in the order of the first; blocks that only moved or flow anew are left out."""
    return compare_glyphs(before.glyphs, after.glyphs)


def compare_glyphs(before: Sequence[Glyph], after: Sequence[Glyph]) -> list[Difference]:
    """As `compare_layers`, where the order of reading is known better than by the PDF."""
    pair = of_versions(before, after)
    return [_of_versions(pair, hunk, before) for hunk in _hunks(pair)]


def _hunks(pair: Pair) -> list[Gap]:
    """Sorted by their place in the text."""
    found: list[Gap] = []
    for gap in aligned(pair.a, pair.b, pair.may_have_moved):
        pieces = (hunk for hunk in hunks(pair.a, pair.b, gap) if not pair.is_line_hyphen(hunk))
        for hunk in merged(pieces, pair.parts):
            found += (one for piece in by_parts(pair, slid(pair, hunk)) for one in told_apart(pair, piece))
    settled = (hunk for hunk in reunited(pair, found) if not _is_turn(pair, hunk) and not is_in_the_text(pair, hunk))
    return widened(pair, sorted(settled))


def _is_turn(pair: Pair, hunk: Gap) -> bool:
    said, wanted = pair.printed(hunk), pair.written(hunk)
    return not (said and wanted) and _TURN.fullmatch(said or wanted) is not None


def _of_article(pair: Pair, hunk: Gap, parts: Sequence[str], offsets: Sequence[int]) -> Difference:
    start, end = _span(pair.text, hunk.a0, hunk.a1, offsets[-1])
    begins = hunk.a0 < hunk.a1
    if _begins_part(pair, hunk):
        start = end = pair.text.starts[hunk.a0]
        begins = True
    part = max(0, min(bisect_right(offsets, start if begins else start - 1), len(parts)) - 1)
    start, end = max(0, start - offsets[part]), max(0, end - offsets[part])
    wanted = parts[part][start:end] if parts else ""
    return _difference(pair, hunk, wanted, part, (start, end), ())


def _of_versions(pair: Pair, hunk: Gap, before: Sequence[Glyph]) -> Difference:
    span = _places(pair.text, hunk.a0, hunk.a1, len(before))
    wanted = _said(pair.text, before, hunk.a0, hunk.a1)
    return _difference(pair, hunk, wanted, 0, span, _lit(pair.text, before, hunk.a0, hunk.a1))


def _difference(
    pair: Pair, hunk: Gap, wanted: str, part: int, span: tuple[int, int], boxes_before: tuple[Box, ...]
) -> Difference:
    said = _said(pair.page, pair.glyphs, hunk.b0, hunk.b1)
    return Difference(
        kind="written" if hunk.b0 == hunk.b1 else "printed" if hunk.a0 == hunk.a1 else "changed",
        printed=said,
        written=wanted,
        part=part,
        start=span[0],
        end=span[1],
        glyphs=_places(pair.page, hunk.b0, hunk.b1, len(pair.glyphs)),
        boxes=_lit(pair.page, pair.glyphs, hunk.b0, hunk.b1),
        boxes_before=boxes_before,
    )


def _span(text: Stream, start: int, end: int, length: int) -> tuple[int, int]:
    """An addition stands right behind what goes before it."""
    if start < end:
        return text.starts[start], text.ends[end - 1]
    place = text.ends[start - 1] if start else min(text.starts[:1] or [length])
    return place, place


def _begins_part(pair: Pair, hunk: Gap) -> bool:
    """An addition between two parts, of which the page shows that it goes with the second: it begins a line and the text follows
    in it."""
    is_between = hunk.a0 == hunk.a1 < len(pair.a) and pair.is_part_edge(hunk.a0)
    return is_between and pair.page.is_edge(hunk.b0) and not pair.page.is_edge(hunk.b1)


def _places(stream: Stream, start: int, end: int, length: int) -> tuple[int, int]:
    if start < end:
        return stream.starts[start], stream.ends[end - 1]
    place = stream.starts[start] if start < len(stream.starts) else length
    return place, place


def _lit(stream: Stream, glyphs: Sequence[Glyph], start: int, end: int) -> tuple[Box, ...]:
    if start < end:
        return lit(glyphs[stream.starts[start] : stream.ends[end - 1]])
    near = [stream.ends[start - 1] - 1] if start else []
    near += [stream.starts[start]] if start < len(stream.starts) else []
    return tuple(glyphs[place].box for place in near)


def _said(stream: Stream, glyphs: Sequence[Glyph], start: int, end: int) -> str:
    """With a space where Latin words are apart."""
    said, done = list[str](), -1
    for at in range(start, end):
        said += [" "] if at in stream.spaces and at > start else []
        first = max(done, stream.starts[at])
        said += (glyph.character for glyph in glyphs[first : stream.ends[at]])
        done = stream.ends[at]
    return "".join(said)
