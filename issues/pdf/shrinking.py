"""A PDF of one page to read: trimmed, clean, small; its type as it was, its images as coarse as need be. Pure."""

import ctypes
import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from PIL import Image, ImageChops
from pypdfium2 import raw

from issues.pdf import calls
from issues.pdf.opening import damaged, locked, opened, refuse_bombs, shown_page
from issues.pdf.paths import Drawn
from issues.pdf.placing import matrix_of
from issues.pdf.splitting import DAMAGE, single_page
from issues.pictures import DAMAGE as PICTURE_DAMAGE
from issues.pictures import clean_pdf

READING_LIMIT = 3_000_000  # bytes
STEPS = ((220, 82), (170, 76), (140, 68), (110, 58), (85, 46), (60, 34))  # dots an inch, JPEG quality
LEAST_BYTES = 4000  # an image of fewer is left as it is
LEAST_SIDE = 16  # pixels
DEPTH = 12  # of forms within forms
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}  # samples a pixel
_SPACES = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
_NOT_A_PICTURE = {"/CCITTFaxDecode", "/JBIG2Decode"}

Sizes = dict[tuple[int, int], float]


class _Sheet(NamedTuple):
    """`box` in the page's own space; `widths`: in points, the largest that images of a size in pixels are shown."""

    box: tuple[float, float, float, float]
    widths: Sizes


def reading_pdf(data: bytes, at: int = 0) -> bytes:
    """The page (from 0) alone, cut to its trim, without metadata, scripts, attachments and annotations.

    Its images are made coarser in steps until it has at most READING_LIMIT bytes. Where type and lines alone are more than that,
    the smallest that could be made is given: whoever keeps it compares its length. Raises FileRefused. Some 0.1 s, and 0.1 s more
    for each million pixels and step.
    """
    sheet = _look(data, at)
    whole = clean_pdf(_cut(single_page(data, at), sheet.box))
    best = whole
    # Where the images are not what is heavy, they are spared the coarsest steps: it would be for nothing.
    for dots, quality in STEPS if len(whole) - _weight(whole) <= READING_LIMIT else STEPS[:2]:
        if len(best) <= READING_LIMIT:
            break
        smaller = _coarser(whole, sheet.widths, dots, quality)
        best = smaller if len(smaller) < len(best) else best
    return best


def _look(data: bytes, at: int) -> _Sheet:
    with opened(data) as document:
        page, _, things = shown_page(document, at)
        refuse_bombs(page)
        left, low, right, high = page.get_cropbox()
        widths: Sizes = {}
        for drawn in things:
            if drawn.kind == raw.FPDF_PAGEOBJ_IMAGE and (size := _pixels(drawn)):
                widths[size] = max(widths.get(size, 0.0), _shown_width(drawn))
        return _Sheet((left, low, right, high), widths)


def _pixels(drawn: Drawn) -> tuple[int, int] | None:
    across, along = ctypes.c_uint(), ctypes.c_uint()
    is_known = calls.image_size_of(drawn.thing, ctypes.byref(across), ctypes.byref(along))
    return (across.value, along.value) if is_known else None


def _shown_width(drawn: Drawn) -> float:
    across = matrix_of(drawn.thing).before(drawn.matrix)
    return float((across.a**2 + across.b**2) ** 0.5)


def _cut(data: bytes, box: tuple[float, float, float, float]) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            page = pdf.pages[0]
            for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                page.obj[name] = pikepdf.Array([round(side, 3) for side in box])
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except DAMAGE as error:
        raise damaged() from error
    return out.getvalue()


def _coarser(data: bytes, widths: Sizes, dots: int, quality: int) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for image in _images(pdf.pages[0].resources, set(), DEPTH):
                _shrink(pdf, image, widths, dots, quality)
            out = io.BytesIO()
            pdf.save(
                out,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
                recompress_flate=True,
                deterministic_id=True,
            )
    except DAMAGE as error:
        raise damaged() from error
    return out.getvalue()


def _weight(data: bytes) -> int:
    """Of the images, in bytes."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return sum(len(image.read_raw_bytes()) for image in _images(pdf.pages[0].resources, set(), DEPTH))
    except DAMAGE as error:
        raise damaged() from error


def _images(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:
    forms: Any = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) and depth else None
    for name in forms if isinstance(forms, pikepdf.Dictionary) else ():
        thing = forms[name]
        if not isinstance(thing, pikepdf.Stream) or thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if thing.get("/Subtype") == "/Image":
            yield thing
        else:
            yield from _images(thing.get("/Resources"), seen, depth - 1)


def _shrink(pdf: pikepdf.Pdf, image: Any, widths: Sizes, dots: int, quality: int) -> None:
    """In its own colours; left as it is where it would not become smaller, or where what its samples mean is not plain."""
    size = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    stored = len(image.read_raw_bytes())
    if stored < LEAST_BYTES or min(size) < LEAST_SIDE or isinstance(image.get("/Mask"), pikepdf.Array):
        return
    shown = widths.get(size, 0.0)
    factor = min(1.0, dots / 72 * shown / size[0]) if shown else 1.0
    goal = max(LEAST_SIDE, round(size[0] * factor)), max(LEAST_SIDE, round(size[1] * factor))
    try:
        picture = _samples(pdf, image, size)
    except (*DAMAGE, *PICTURE_DAMAGE, NotImplementedError):
        return
    mask = image.get("/SMask")
    if picture is not None and not (isinstance(mask, pikepdf.Stream) and "/Matte" in mask):
        _store(image, picture, goal, quality, stored)
    if isinstance(mask, pikepdf.Stream):
        _shrink_mask(pdf, mask, goal, quality)


def _shrink_mask(pdf: pikepdf.Pdf, mask: Any, goal: tuple[int, int], quality: int) -> None:
    size, stored = (int(mask.get("/Width", 0)), int(mask.get("/Height", 0))), len(mask.read_raw_bytes())
    try:
        picture = _samples(pdf, mask, size) if stored >= LEAST_BYTES and "/Matte" not in mask else None
    except (*DAMAGE, *PICTURE_DAMAGE, NotImplementedError):
        return
    if picture is not None:
        _store(mask, picture, (min(goal[0], size[0]), min(goal[1], size[1])), quality, stored)


def _store(image: Any, picture: Image.Image, goal: tuple[int, int], quality: int, stored: int) -> None:
    if goal[0] < picture.width:
        picture = picture.resize(goal, Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    # Pillow turns the samples of a JPEG in four inks over; a PDF wants them as they are.
    picture = ImageChops.invert(picture) if picture.mode == "CMYK" else picture
    picture.save(out, "JPEG", quality=quality, optimize=True)
    if out.tell() >= 0.95 * stored:
        return
    image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
    image.Width, image.Height = picture.size
    image.BitsPerComponent = 8


def _samples(pdf: pikepdf.Pdf, image: Any, size: tuple[int, int]) -> Image.Image | None:
    """A picture of the samples as they are stored, whatever inks they are; None of what is no picture of eight bits."""
    filters = _listed(image.get("/Filter"))
    if image.get("/ImageMask") or _NOT_A_PICTURE & set(filters):
        return None
    if filters and filters[-1] == "/DCTDecode":
        return _of_jpeg(image.read_raw_bytes()) if len(filters) == 1 else None
    if "/JPXDecode" in filters:
        return _in_plain_colours(image)
    count = _sample_count(image.get("/ColorSpace"))
    if count not in _MODES or int(image.get("/BitsPerComponent", 0)) != 8:
        return None
    return Image.frombytes(_MODES[count], size, image.read_bytes()[: size[0] * size[1] * count])


def _of_jpeg(data: bytes) -> Image.Image | None:
    picture = Image.open(io.BytesIO(data), formats=["JPEG"])
    picture.load()
    if picture.mode not in _MODES.values():
        return None
    # Pillow turns four inks over where the JPEG has Adobe's mark.
    return ImageChops.invert(picture) if picture.mode == "CMYK" and "adobe" in picture.info else picture


def _in_plain_colours(image: Any) -> Image.Image | None:
    """A JPEG 2000 may bring its own colours: it becomes grey or RGB."""
    if "/SMaskInData" in image and int(image.SMaskInData):
        return None
    picture = Image.open(io.BytesIO(image.read_raw_bytes()), formats=["JPEG2000"])
    if picture.mode == "CMYK" or "/Decode" in image or picture.mode not in ("L", "RGB"):
        return None
    picture.load()
    image.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    return picture


def _sample_count(space: Any) -> int:
    """Samples a pixel; 0 where that cannot be told, or where a sample is a number of a colour."""
    if isinstance(space, pikepdf.Name):
        return _SPACES.get(str(space), 0)
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return 0
    kind = str(space[0])
    if kind == "/ICCBased":
        return int(space[1].get("/N", 0))
    if kind == "/DeviceN":
        return len(space[1])
    return 1 if kind == "/Separation" else _SPACES.get(kind, 0)


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, pikepdf.Array) else [str(value)]
