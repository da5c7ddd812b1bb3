"""Masters -> what is served: checked, decoded, stripped of metadata, masked, re-encoded. Pure: bytes in, bytes out."""

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageDraw, UnidentifiedImageError

from issues.geometry import Polygon
from issues.sentences import Sentence

GREATEST_WIDTH = 2400
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif"}
GREATEST_SIDE = 65_500  # of a JPEG
PDF_END, PDF_TAIL = b"%%EOF", 2048
# Modes that become RGB without a guess. 16 bits of grey are cut to 8; 32 bits and fractions have no known white.
MODES = {"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr"}
HIGH_BYTE = {"I;16": 1, "I;16L": 1, "I;16B": 0}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises over bytes that are not what they say.
DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,  # of a tile that is larger than its picture
)
MASK_COLOUR = (240, 235, 224)  # a quiet blank on the page, with a hairline as its frame
MASK_FRAME = (217, 209, 193)
JPEG_QUALITY = 84


class FileRefused(ValueError):
    """A picture or PDF that cannot be taken; the sentence says what it is and what was expected."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, **values)
        super().__init__(str(self.sentence))


@dataclass(frozen=True)
class Size:
    width: int
    height: int


def open_picture(data: bytes, greatest_pixels: int) -> tuple[Image.Image, str]:
    """A fully decoded picture, upright, and its file ending. The declared size is read before a single pixel is decoded."""
    picture = look_at_picture(data, greatest_pixels)
    ending = FORMATS["JPEG" if picture.format == "MPO" else picture.format or ""]
    try:
        picture.load()
    except DAMAGE as error:
        raise FileRefused("it is damaged and cannot be decoded; expected a whole picture") from error
    return _upright(_in_eight_bits(picture)), ending


def look_at_picture(data: bytes, greatest_pixels: int) -> Image.Image:
    """A picture of an acceptable format and size, of which no pixel is decoded yet. Of several in one file it is the first."""
    # Pillow has a limit of its own, for the whole process; ours is checked below, before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except UnidentifiedImageError as error:
        raise FileRefused("it is not a picture; expected JPEG, PNG, WebP or TIFF") from error
    except DAMAGE as error:
        raise FileRefused("it is damaged and cannot be decoded; expected a whole picture") from error
    _refuse_size(picture, greatest_pixels)
    if picture.mode not in MODES | HIGH_BYTE.keys():
        raise FileRefused("its pixels are of the kind %(mode)s; expected grey, RGB or CMYK in 8 or 16 bits", mode=picture.mode)
    return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow would clip 16 bits at 255 instead of scaling them."""
    if picture.mode not in HIGH_BYTE:
        return picture
    grey = Image.frombytes("L", picture.size, picture.tobytes()[HIGH_BYTE[picture.mode] :: 2])
    grey.info = {name: value for name, value in picture.info.items() if name != "transparency"}
    return grey


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF says; where that cannot be read, as it lies."""
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGE:
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _refuse_size(picture: Image.Image, greatest_pixels: int) -> None:
    width, height = picture.size
    if width * height > greatest_pixels:
        raise FileRefused(
            "it declares %(width)s×%(height)s pixels; expected at most %(limit)s in all",
            width=width,
            height=height,
            limit=greatest_pixels,
        )
    if max(width, height) > GREATEST_SIDE:
        raise FileRefused(
            "it declares %(width)s×%(height)s pixels; expected at most %(limit)s on each side",
            width=width,
            height=height,
            limit=GREATEST_SIDE,
        )
    if min(width, height) < 8:
        raise FileRefused("it has %(width)s×%(height)s pixels; expected at least 8×8", width=width, height=height)


def in_rgb(picture: Image.Image) -> Image.Image:
    """Transparency on white; metadata stays behind."""
    if picture.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    picture.info = {}  # Pillow would write a comment in it out again
    return picture


def paint_over(picture: Image.Image, masks: Iterable[Polygon]) -> Image.Image:
    """Masks are polygons in fractions of the picture; the paint leaves nothing to be read."""
    masked = picture.copy()
    draw = ImageDraw.Draw(masked)
    for polygon in masks:
        corners = [(x * picture.width, y * picture.height) for x, y in polygon]
        draw.polygon(corners, fill=MASK_COLOUR, outline=MASK_COLOUR, width=4)
        draw.line([*corners, corners[0]], fill=MASK_FRAME, width=2)
    return masked


def full_size(picture: Image.Image, masks: Sequence[Polygon] = ()) -> Image.Image:
    """As it is served at its greatest width: painted over where it is masked, in RGB."""
    plain = in_rgb(picture)
    return scaled(paint_over(plain, masks) if masks else plain, min(picture.width, GREATEST_WIDTH))


def scaled(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def masthead_png(data: bytes, greatest_pixels: int) -> tuple[bytes, Size]:
    """A masthead keeps its transparency, at most 1200 pixels wide."""
    picture, _ = open_picture(data, greatest_pixels)
    picture = picture.convert("RGBA")
    if picture.width > 1200:
        picture = scaled(picture, 1200)
    out = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue(), Size(picture.width, picture.height)


def ends_as_pdf(data: bytes) -> bool:
    """Libraries mend half a PDF to what they find of it, so that its page lacks whatever stood behind."""
    return PDF_END in data[-PDF_TAIL:]


def clean_pdf(data: bytes, *, is_kept: bool = False) -> bytes:
    """The same page without metadata, actions, scripts and attachments, written anew. `is_kept`: a master that was taken before,
    by whatever rule."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) != 1:
                raise FileRefused("it is a PDF of %(pages)s pages; expected one page", pages=len(pdf.pages))
            _strip(pdf)
            if not is_kept and not ends_as_pdf(data):
                raise FileRefused(
                    "it is a PDF without its end; expected a whole PDF, which ends in %(end)s", end=PDF_END.decode()
                )
            out = io.BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise FileRefused("it is locked with a password; expected a PDF that opens without one") from error
    except pikepdf.PdfError as error:
        raise FileRefused("it is not a PDF or is damaged; expected a whole PDF") from error
    return out.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    _drop(pdf.Root, "/OpenAction", "/Names", "/AcroForm", "/Outlines", "/Threads", "/Collection")
    _drop(pdf.trailer, "/Info")
    for item in list(pdf.objects):
        is_stream = isinstance(item, pikepdf.Stream)
        if is_stream or (isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Catalog", "/Page")):
            _drop(item, "/AA", "/AF", "/Annots", "/LastModified", "/Metadata", "/PieceInfo", "/Thumb")
        if is_stream:
            _strip_photograph(pdf, item)


def _strip_photograph(pdf: pikepdf.Pdf, item: pikepdf.Object) -> None:
    """A JPEG, be it packed once more: it is unpacked first."""
    filters, parameters = _listed(item.get("/Filter")), _listed(item.get("/DecodeParms"))
    if not filters or filters[-1] not in ("/DCTDecode", "/DCT"):
        return
    data = item.read_raw_bytes()
    if len(filters) > 1:
        packing = {"Filter": pikepdf.Array(filters[:-1]), "DecodeParms": pikepdf.Array(parameters[: len(filters) - 1])}
        data = pdf.make_stream(data, **packing).read_bytes(pikepdf.StreamDecodeLevel.generalized)
    item.write(jpeg_without_metadata(data), filter=pikepdf.Name.DCTDecode)
    if len(parameters) == len(filters) and parameters[-1] is not None:
        item.DecodeParms = parameters[-1]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _drop(item: pikepdf.Object, *names: str) -> None:
    for name in names:
        if name in item:
            del item[name]


def jpeg_without_metadata(data: bytes) -> bytes:
    """Without EXIF, XMP, IPTC and comments; the picture itself is not touched."""
    kept, place = [data[:2]], 2
    while len(data) > place + 3 and data[place] == 0xFF and data[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place + 1] not in (0xE1, 0xED, 0xFE):
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])


def picture_pdf(page_jpeg: bytes) -> bytes:
    """One page that holds only the (masked) picture: no text to be copied out from under a mask."""
    out = io.BytesIO()
    Image.open(io.BytesIO(page_jpeg)).save(out, "PDF", resolution=150)
    return clean_pdf(out.getvalue())
