"""Masters -> what is served: checked, decoded, stripped of metadata, masked, re-encoded. Pure: bytes in, bytes out."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from issues.geometry import Polygon
from issues.sentences import Sentence

PAGE_WIDTHS = (320, 960)
FIGURE_WIDTHS = (640,)
GREATEST_WIDTH = 2400
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif"}
MASK_COLOUR = (217, 209, 193)
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


def served_widths(width: int, ladder: Sequence[int]) -> list[int]:
    """Widths in pixels, ascending, that are made of a picture: the ladder's smaller ones and its own, at most GREATEST_WIDTH."""
    full = min(width, GREATEST_WIDTH)
    return [*(step for step in ladder if step < full), full]


def open_picture(data: bytes, greatest_pixels: int) -> tuple[Image.Image, str]:
    """A fully decoded picture and its file ending. The declared size is read before a single pixel is decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
            _refuse_size(picture, greatest_pixels)
            ending = FORMATS[picture.format or ""]
            picture.load()
    except UnidentifiedImageError as error:
        raise FileRefused("it is not a picture; expected JPEG, PNG, WebP or TIFF") from error
    except Image.DecompressionBombError as error:
        raise FileRefused("it declares too many pixels; expected at most %(limit)s", limit=greatest_pixels) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("it is damaged and cannot be decoded; expected a whole picture") from error
    return picture, ending


def _refuse_size(picture: Image.Image, greatest_pixels: int) -> None:
    width, height = picture.size
    if width * height > greatest_pixels:
        raise FileRefused(
            "it declares %(width)s×%(height)s pixels; expected at most %(limit)s in all",
            width=width,
            height=height,
            limit=greatest_pixels,
        )
    if min(width, height) < 8:
        raise FileRefused("it has %(width)s×%(height)s pixels; expected at least 8×8", width=width, height=height)


def upright_rgb(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF says, transparency on white, in RGB; metadata stays behind."""
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    picture = picture.convert("RGB")
    picture.info = {}  # Pillow would write a comment in it out again
    return picture


def paint_over(picture: Image.Image, masks: Iterable[Polygon]) -> Image.Image:
    """Masks are polygons in fractions of the picture; the paint leaves nothing to be read."""
    masked = picture.copy()
    draw = ImageDraw.Draw(masked)
    for polygon in masks:
        draw.polygon(
            [(x * picture.width, y * picture.height) for x, y in polygon],
            fill=MASK_COLOUR,
            outline=MASK_COLOUR,
            width=4,
        )
    return masked


def render(picture: Image.Image, widths: Iterable[int], masks: Iterable[Polygon] = ()) -> dict[int, bytes]:
    """JPEG bytes for each width."""
    source = paint_over(upright_rgb(picture), masks)
    return {width: jpeg(source if width == source.width else _scaled(source, width)) for width in widths}


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def masthead_png(data: bytes, greatest_pixels: int) -> tuple[bytes, Size]:
    """A masthead keeps its transparency, at most 1200 pixels wide."""
    picture, _ = open_picture(data, greatest_pixels)
    picture = ImageOps.exif_transpose(picture).convert("RGBA")
    if picture.width > 1200:
        picture = _scaled(picture, 1200)
    out = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue(), Size(picture.width, picture.height)


def clean_pdf(data: bytes) -> bytes:
    """The same pages without metadata, actions, scripts and attachments, written anew."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) == 0:
                raise FileRefused("it is a PDF without pages; expected one page")
            _strip(pdf)
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
    for item in pdf.objects:
        is_stream = isinstance(item, pikepdf.Stream)
        if is_stream or (isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Catalog", "/Page")):
            _drop(item, "/AA", "/AF", "/Annots", "/LastModified", "/Metadata", "/PieceInfo", "/Thumb")
        if is_stream and item.get("/Filter") == "/DCTDecode":
            clean = jpeg_without_metadata(item.read_raw_bytes())
            parameters = item.get("/DecodeParms")
            item.write(clean, filter=pikepdf.Name.DCTDecode)
            if parameters is not None:
                item.DecodeParms = parameters


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
    return out.getvalue()
