"""Which files are served of one picture, and how those are made that come after its full-size JPEG. Pure: bytes in, bytes out."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from PIL import Image, features

from issues.geometry import Polygon
from issues.pictures import GREATEST_WIDTH, FileRefused, full_size, jpeg, open_picture, scaled

PAGE_WIDTHS = (320, 960)
FIGURE_WIDTHS = (640,)
JPEG, WEBP, AVIF = "jpg", "webp", "avif"  # the endings of served files; a reader's browser takes the last that it knows
CONTENT_TYPES = {JPEG: "image/jpeg", WEBP: "image/webp", AVIF: "image/avif"}
# Of a page 960 pixels wide both are as close to the original as its JPEG, at half of the bytes; a faster AVIF would not be
# smaller than the WebP, a slower one takes ten seconds more for a hundredth less. benchmarks/renditions.py measures them.
WEBP_OPTIONS = {"quality": 66, "method": 4, "use_sharp_yuv": True}  # sharp: red headlines keep their edges
AVIF_OPTIONS = {"quality": 60, "speed": 8}
GREATEST_WEBP_SIDE = 16_383


class RenditionProblem(Exception):
    """A picture of which nothing can be made; `str()` is a clause such as "it is damaged"."""


class Pictured(Protocol):
    """A page section or a figure, as far as readers see its picture."""

    key: str
    picture_version: int

    @property
    def picture_widths(self) -> list[int]: ...

    @property
    def picture_endings(self) -> list[str]: ...

    def picture_href(self, width: int, ending: str = JPEG) -> str: ...


def served_widths(width: int, ladder: Sequence[int]) -> list[int]:
    """Widths in pixels, ascending, that are made of a picture: the ladder's smaller ones and its own, at most GREATEST_WIDTH."""
    full = min(width, GREATEST_WIDTH)
    return [*(step for step in ladder if step < full), full]


def served_endings(size: tuple[int, int], *, is_rendered: bool, has_avif: bool) -> list[str]:
    """A picture too long for a WebP, a scroll, is served as a JPEG alone."""
    width, height = size
    if not is_rendered or height * min(width, GREATEST_WIDTH) > GREATEST_WEBP_SIDE * width:
        return [JPEG]
    return [JPEG, WEBP, AVIF] if has_avif else [JPEG, WEBP]


def can_write_avif() -> bool:
    """Pillow may have been built without it."""
    return bool(features.check("avif"))


@dataclass(frozen=True)
class Wanted:
    """What is still to be made of a master: `files` are widths and endings. Plain values, for it travels between processes."""

    files: tuple[tuple[int, str], ...]
    masks: tuple[tuple[tuple[float, float], ...], ...]
    greatest_pixels: int


@dataclass(frozen=True)
class Rendition:
    width: int
    ending: str
    data: bytes


def renditions(master: bytes, wanted: Wanted) -> Iterator[Rendition]:
    """The widest first, one in memory at a time. Raises RenditionProblem."""
    if not wanted.files:
        return
    masks: list[Polygon] = [list(polygon) for polygon in wanted.masks]
    try:
        picture = full_size(open_picture(master, wanted.greatest_pixels)[0], masks)
    except FileRefused as refused:
        raise RenditionProblem(str(refused)) from refused
    for width, files in groupby(sorted(wanted.files, reverse=True), key=lambda file: file[0]):
        picture_then = scaled(picture, width)
        for _width, ending in files:
            yield Rendition(width, ending, encoded(picture_then, ending))


def encoded(picture: Image.Image, ending: str) -> bytes:
    if ending == JPEG:
        return jpeg(picture)
    out = io.BytesIO()
    options: dict[str, Any] = WEBP_OPTIONS if ending == WEBP else AVIF_OPTIONS
    try:
        picture.save(out, ending.upper(), **options)
    except (OSError, ValueError) as error:
        raise RenditionProblem(f"it cannot be written as {ending.upper()}: {error}") from error
    return out.getvalue()
