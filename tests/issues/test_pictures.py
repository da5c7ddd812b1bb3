"""What is taken for a picture or a PDF, and what comes of it: bytes in, bytes out."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image

from issues.pictures import FileRefused, clean_pdf, full_size, in_rgb, jpeg, look_at_picture, masthead_png, open_picture
from tests.factories import make_picture
from tests.files import SECRET, everything_in_pdf, picture_with_metadata

LIMIT = 1_000_000
ORIENTATION = 0x0112


def written(picture: Image.Image, file_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, file_format, **options)
    return out.getvalue()


def served(data: bytes) -> Image.Image:
    picture, _ending = open_picture(data, LIMIT)
    return Image.open(io.BytesIO(jpeg(full_size(picture))))


def test_a_camera_s_file_of_several_pictures_is_taken_as_its_first() -> None:
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (30, 20), "blue")
    data = written(first, "MPO", save_all=True, append_images=[second])
    assert Image.open(io.BytesIO(data)).format == "MPO"
    picture, ending = open_picture(data, LIMIT)
    assert (picture.size, ending) == ((60, 40), "jpg")
    red, _green, blue = served(data).getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_that_was_taken_sideways_stands_upright(file_format: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    data = written(Image.new("RGB", (60, 40)), file_format, exif=exif)
    assert open_picture(data, LIMIT)[0].size == (40, 60)


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0MM\0*",
        b"Exif\0\0XX\0*\0\0\0\x08",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\xff\xff\xff\xff\xff",
    ],
    ids=["too short", "no byte order", "more entries than bytes", "a text beyond the end"],
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF", "ignore:Tag data larger")
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_a_damaged_exif_is_taken_as_it_lies(file_format: str, exif: bytes) -> None:
    data = written(Image.new("RGB", (60, 40)), file_format, exif=exif)
    assert served(data).size == (60, 40)
    assert masthead_png(data, LIMIT)[1].width == 60


def test_a_side_that_no_jpeg_can_have_is_refused_before_it_is_decoded() -> None:
    for size in [(8, 65_501), (65_501, 8)]:
        with pytest.raises(FileRefused, match=r"at most 65500 on each side"):
            look_at_picture(written(Image.new("1", size), "PNG"), LIMIT)
    assert look_at_picture(written(Image.new("1", (8, 65_500)), "PNG"), LIMIT).height == 65_500


@pytest.mark.parametrize(("mode", "file_format"), [("I;16", "PNG"), ("I;16", "TIFF"), ("I;16B", "TIFF")])
def test_sixteen_bits_of_grey_are_scaled_to_eight(mode: str, file_format: str) -> None:
    order = "big" if mode == "I;16B" else "little"
    row = b"".join((level * 256 + 128).to_bytes(2, order) for level in range(256))  # type: ignore[arg-type]
    data = written(Image.frombytes(mode, (256, 16), row * 16), file_format)
    grey = served(data).convert("L")
    assert [abs(int(grey.getpixel((level, 8))) - level) <= 6 for level in range(0, 256, 15)] == [True] * 18  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["I", "F", "LAB"])
def test_pixels_without_a_known_white_are_refused(mode: str) -> None:
    with pytest.raises(FileRefused, match=f"of the kind {mode};"):
        look_at_picture(written(Image.new(mode, (16, 16)), "TIFF"), LIMIT)


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [("1", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("P", "PNG"), ("RGBA", "WEBP"), ("CMYK", "JPEG"), ("YCbCr", "TIFF")],
)
def test_every_other_kind_of_pixels_is_served_in_rgb(mode: str, file_format: str) -> None:
    assert served(written(Image.new(mode, (16, 16)), file_format)).mode == "RGB"


def test_transparency_is_laid_on_white() -> None:
    data = written(Image.new("RGBA", (16, 16), (0, 0, 0, 0)), "PNG")
    assert in_rgb(open_picture(data, LIMIT)[0]).getpixel((8, 8)) == (255, 255, 255)


def test_pillow_s_own_limit_does_not_refuse_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert open_picture(make_picture(100, 100), LIMIT)[0].size == (100, 100)


def test_half_a_picture_is_refused() -> None:
    for file_format in ("JPEG", "PNG", "TIFF"):
        data = make_picture(200, 200, file_format=file_format)
        with pytest.raises(FileRefused, match=r"damaged|not a picture"):
            open_picture(data[: len(data) // 2], LIMIT)


# PDFs


def pdf_of(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("pages", [0, 2])
def test_a_page_s_pdf_has_one_page(pages: int) -> None:
    with pytest.raises(FileRefused, match=f"a PDF of {pages} pages; expected one page"):
        clean_pdf(pdf_of(pages))


def test_half_a_pdf_is_refused_though_it_could_be_mended() -> None:
    data = pdf_of(1)
    half = data[: data.rindex(b"%%EOF")]
    with pytest.raises(FileRefused, match="a PDF without its end; expected a whole PDF, which ends in %%EOF"):
        clean_pdf(half)
    assert clean_pdf(half, is_kept=True)


def packed_photograph(packing: list[str], parameters: list[pikepdf.Dictionary | None]) -> bytes:
    data, out = picture_with_metadata(), io.BytesIO()
    for name in reversed(packing):
        data = zlib.compress(data) if name == "/FlateDecode" else data.hex().encode() + b">"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        filters = pikepdf.Array([pikepdf.Name(name) for name in [*packing, "/DCTDecode"]])
        photo = pdf.make_stream(data, Filter=filters, Subtype=pikepdf.Name.Image, Type=pikepdf.Name.XObject)
        photo.stream_dict.update({"/Width": 400, "/Height": 200, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8})
        if parameters:
            photo.DecodeParms = pikepdf.Array(parameters)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=photo))
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


@pytest.mark.parametrize("packing", [[], ["/FlateDecode"], ["/ASCIIHexDecode", "/FlateDecode"]])
@pytest.mark.parametrize("has_parameters", [False, True])
def test_a_photograph_that_is_packed_again_is_stripped_too(packing: list[str], has_parameters: bool) -> None:
    parameters = [*[None for _ in packing], pikepdf.Dictionary(ColorTransform=1)] if has_parameters else []
    clean = clean_pdf(packed_photograph(packing, parameters))
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        photo = pdf.pages[0].Resources.XObject.Im1
        assert photo.Filter == "/DCTDecode"
        assert ("/DecodeParms" in photo) == has_parameters
        data = photo.read_raw_bytes()
    assert SECRET.encode() not in data
    assert Image.open(io.BytesIO(data)).size == (400, 200)
    assert SECRET.encode() not in everything_in_pdf(clean)
