"""Pictures that old pages show: which one is the page, how large it is shown and is. Headers only, never decoded."""

import io
import re
import struct
import warnings
from dataclasses import dataclass

from lxml import etree
from PIL import Image

from articles.importing.formats.founder.markup import folded
from articles.importing.formats.founder.own_pages import svg_size
from articles.importing.problems import ImportProblem
from articles.importing.sources import Source

_HEADER = 65_536
_SIDE = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]{1,6})?\s*(?:px)?\s*", re.I)
_STYLED = re.compile(r"(?<![a-z-])(width|height)\s{0,5}:\s{0,5}([0-9]{1,6})(?:\.[0-9]{1,6})?\s{0,5}(?:px|;|$)", re.I)
_PAGE_LIKE = re.compile(r"(?:^|/)(?:page|pages|pic|attachement|resfile)/.*|_b\.jpe?g|_brief\.|b_page|/page_b", re.I)
_FURNITURE = re.compile(r"tplimg|/templet|\.gif(?:$|[?#])", re.I)
# What Pillow raises over a header that is not what it says.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    struct.error,
    MemoryError,
)
_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, slots=True)
class PageImage:
    """`width` and `height` in pixels as the page shows it, which the areas are measured in; 0 where it does not say."""

    src: str
    others: tuple[str, ...]
    width: int
    height: int


def page_image(root: etree._Element, address: str) -> tuple[PageImage | None, str]:
    """The picture with the areas on it, and its map's name in small letters. `address`: what the comment at the end names."""
    images = list(root.iter("img", "image"))
    image = next((one for one in images if one.get("usemap")), None)
    if image is None:
        image = next((one for one in images if _is_page(one.get("src", ""))), None)
    if image is None:
        width, height = svg_size(root)
        known = bool(address or width)
        return (PageImage(address, (), int(width), int(height)) if known else None), ""
    width, height = shown_size(image)
    others = srcset(image)
    return PageImage(image.get("src", "").strip(), others, width, height), folded(image, "usemap").lstrip("#")


def _is_page(src: str) -> bool:
    return bool(_PAGE_LIKE.search(src)) and not is_furniture(src)


def is_furniture(src: str) -> bool:
    """Icons and ornaments of the template."""
    return bool(_FURNITURE.search(src))


def shown_size(image: etree._Element) -> tuple[int, int]:
    """From the attributes or the style; 0 where it is not told in pixels."""
    styled = {name.lower(): int(number) for name, number in _STYLED.findall(image.get("style", "")[:500])}
    return tuple(_side(image.get(side)) or styled.get(side, 0) for side in ("width", "height"))  # type: ignore[return-value]


def _side(text: str | None) -> int:
    match = _SIDE.fullmatch(text[:30]) if text else None
    return int(match[1]) if match else 0


def srcset(image: etree._Element) -> tuple[str, ...]:
    """The other sizes of a picture, the widest first."""
    entries = [entry.split() for entry in image.get("srcset", "")[:5000].split(",")]
    sized = [(int(parts[1][:-1]), parts[0]) for parts in entries if len(parts) == 2 and re.fullmatch("[0-9]{1,6}w", parts[1])]
    return tuple(address for _, address in sorted(sized, reverse=True))


def looks_like_picture(source: Source, name: str) -> bool:
    """Of a kind that pages and figures are taken in, by its first bytes."""
    try:
        return source.start(name, 16).startswith(_STARTS)
    except ImportProblem:
        return False


def file_size(source: Source, name: str) -> tuple[int, int]:
    """Width and height in pixels from the file's header; (0, 0) where it cannot be told."""
    size = header_size(source.start(name, _HEADER))
    return size if size != (0, 0) else header_size(source.read(name))


def header_size(data: bytes) -> tuple[int, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
        except (*_DAMAGE, Image.DecompressionBombError):
            return 0, 0
    return (width, height) if width > 0 and height > 0 else (0, 0)
