"""Which strips are captions: small rows below or beside a picture, and what ends with a photographer's name. Pure."""

import re
from collections.abc import Sequence

from articles.finding.paragraphs import joined
from articles.finding.strips import Body, Strip, unframed
from issues.layer import Box

BELOW = 2.2  # sizes of white between a picture and its caption
LONGEST = 160  # characters
SMALL = 0.95  # of the body's size
_CREDIT = re.compile(
    r"(?:[摄攝]|[摄攝]影|资料图片?|資料圖片?|制图|製圖|供[图圖]|新华社发|[Pp]hoto(?:graph)?(?: by .{2,30})?)[）)。]?$"
)


def captions_of(strips: list[Strip], pictures: Sequence[Box], body: Body) -> list[tuple[Strip, Box | None]]:
    """Takes them out of `strips`, each with its picture where there is one."""
    unit, face = body.size, body.face
    found: list[tuple[Strip, Box | None]] = []
    for strip in list(strips):
        place = unframed(strip.box, strip.rows[0].is_vertical)
        picture = min(
            (box for box in pictures if _is_beside(box, place, strip.size)),
            key=lambda box: abs(place.top - box.bottom),
            default=None,
        )
        is_other = strip.size <= SMALL * unit or strip.face != face
        if strip.length <= LONGEST and ((picture and is_other) or _is_credit(strip, unit)):
            strips.remove(strip)
            found.append((strip, picture))
    return found + _with_credits(strips, [strip for strip, _picture in found], unit)


def _with_credits(strips: list[Strip], captions: Sequence[Strip], unit: float) -> list[tuple[Strip, Box | None]]:
    """Small rows right above or beside a photographer's name, where no picture is known."""
    found: list[tuple[Strip, Box | None]] = []
    for strip in list(strips):
        if strip.size <= SMALL * unit and len(strip.rows) <= 3 and any(_is_next(strip, caption) for caption in captions):
            strips.remove(strip)
            found.append((strip, None))
    return found


def _is_next(strip: Strip, caption: Strip) -> bool:
    size = strip.size
    down = max(strip.box.top - caption.box.bottom, caption.box.top - strip.box.bottom)
    across = max(strip.box.left - caption.box.right, caption.box.left - strip.box.right)
    is_level = abs(strip.box.bottom - caption.box.bottom) < 0.5 * size
    return (
        down < 1.6 * size
        and across < (80 if is_level else 20) * size
        and abs(size - caption.size) < 0.06 * size
        and (down > -size or across > 0)
    )


def _is_credit(strip: Strip, unit: float) -> bool:
    return len(strip.rows) <= 3 and strip.size <= SMALL * unit and bool(_CREDIT.search(strip.text.strip()))


def _is_beside(picture: Box, place: Box, size: float) -> bool:
    wide = min(picture.right, place.right) - max(picture.left, place.left)
    white = place.top - picture.bottom
    return -size < white < BELOW * size and wide > 0.6 * place.width


def caption_text(strip: Strip) -> str:
    return joined(row.spaced for row in strip.rows)
