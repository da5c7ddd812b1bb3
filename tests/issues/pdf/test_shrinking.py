"""The PDF that readers get: small, clean, cut to its page, its text and type as they were."""

import io
import random

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFilter

from issues import pdf
from issues.pdf import shrinking
from issues.pictures import FileRefused
from tests.issues.pdf.making import SAMPLE, changed, drawn, image, line, marks


def photograph(mode: str, side: int = 1800) -> Image.Image:
    noise = Image.frombytes("L", (side, side), random.Random(7).randbytes(side * side)).filter(ImageFilter.GaussianBlur(0.7))
    return Image.merge(mode, [noise.rotate(90 * turn) for turn in range(len(mode))]) if len(mode) > 1 else noise


def with_photograph(picture: Image.Image, packing: str = "", **entries: object) -> bytes:
    def put(made: pikepdf.Pdf) -> None:
        data = picture.tobytes()
        if packing:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=96)
            data = out.getvalue()
        stream = made.make_stream(data, Type=Name.XObject, Subtype=Name.Image, BitsPerComponent=8)
        stream.Width, stream.Height = picture.size
        stream.ColorSpace = Name({"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[picture.mode])
        if packing:
            stream.Filter = Name(packing)
        for name, value in entries.items():
            stream[f"/{name}"] = value(made) if callable(value) else value
        made.pages[0].Resources.XObject.I1 = stream

    return drawn(line("汐桥", 100, 700) + "q 400 0 0 400 100 200 cm /I1 Do Q", change=put)


def shown_colour(data: bytes) -> bytes:
    """The mean of the middle of the page."""
    picture = Image.open(io.BytesIO(pdf.page_picture(data)))
    middle = picture.crop((600, 900, 1500, 1800)).resize((1, 1), Image.Resampling.BOX)
    return middle.tobytes()


@pytest.mark.parametrize(
    ("mode", "packing", "entries"),
    [
        ("L", "", {}),
        ("RGB", "/DCTDecode", {}),
        ("CMYK", "", {}),
        ("CMYK", "/DCTDecode", {"Decode": Array([1, 0] * 4)}),
        ("CMYK", "/DCTDecode", {}),
        ("RGB", "", {"SMask": lambda made: image(made, 900, 900)}),
    ],
)
def test_a_heavy_photograph_becomes_small_and_keeps_its_colours(mode, packing, entries):
    data = with_photograph(photograph(mode), packing, **entries)
    small = pdf.reading_pdf(data)
    assert len(small) <= pdf.READING_LIMIT
    assert all(abs(one - other) < 6 for one, other in zip(shown_colour(data), shown_colour(small), strict=True))
    assert pdf.read_pages(small)[0].text == "汐桥"


def test_a_photograph_that_is_shown_twice_keeps_the_dots_of_the_larger():
    small = pdf.reading_pdf(with_photograph(photograph("RGB", 2600)))
    with pikepdf.open(io.BytesIO(small)) as made:
        width = int(made.pages[0].Resources.XObject.I1.Width)
    assert 300 < width < 1300


def test_a_light_page_keeps_its_images_as_they_are():
    data = drawn(line("汐桥", 100, 700) + "q 100 0 0 100 100 100 cm /I1 Do Q")
    with pikepdf.open(io.BytesIO(pdf.reading_pdf(data))) as made:
        assert (made.pages[0].Resources.XObject.I1.Width, "/Filter" in made.pages[0].Resources.XObject.I1) == (40, True)


def test_the_reading_pdf_is_cut_to_the_page():
    small = pdf.reading_pdf(drawn(marks(50, 60, 550, 740) + line("汐桥", 100, 700)))
    with pikepdf.open(io.BytesIO(small)) as made:
        assert [round(float(side)) for side in made.pages[0].MediaBox] == [50, 60, 550, 740]
    assert pdf.read_pages(small)[0].points == pytest.approx((500, 680), abs=0.1)


def test_type_stays_type():
    small = pdf.reading_pdf(SAMPLE)
    assert len(small) < pdf.READING_LIMIT
    assert pdf.text_layer(small).glyphs == pdf.text_layer(SAMPLE).glyphs


def test_what_acts_and_what_tells_of_its_makers_is_gone():
    def load(made: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('SECRET')"))
        made.Root.OpenAction = action
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("x"), action])))
        made.attachments["SECRET.txt"] = b"SECRET"
        made.docinfo.Author = pikepdf.String("SECRET")
        made.pages[0].AA = Dictionary(O=action)
        made.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)])

    small = pdf.reading_pdf(drawn(line("汐桥", 100, 700), change=load))
    with pikepdf.open(io.BytesIO(small)) as made:
        unpacked = io.BytesIO()
        made.save(
            unpacked, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.all
        )
    for word in (b"SECRET", b"JavaScript", b"/Annots", b"/OpenAction", b"EmbeddedFile"):
        assert word not in unpacked.getvalue()


def test_one_page_of_many_that_opens_without_a_password_is_plain():
    locked = changed(SAMPLE, lambda made: made.pages.append(made.pages[0]), encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(io.BytesIO(pdf.reading_pdf(locked, 1))) as made:
        assert (len(made.pages), made.is_encrypted) == (1, False)


def test_the_same_bytes_give_the_same_reading_pdf():
    data = with_photograph(photograph("RGB", 1400), "/DCTDecode")
    assert pdf.reading_pdf(data) == pdf.reading_pdf(data)


def test_type_that_is_too_heavy_is_given_as_small_as_it_is(monkeypatch):
    monkeypatch.setattr(shrinking, "READING_LIMIT", 50_000)
    chance = random.Random(1)
    lines = "".join(f"{chance.random() * 500:.6f} {chance.random() * 700:.6f} l " for _ in range(10_000))
    heavy = drawn(f"10 10 m {lines} S q 100 0 0 100 0 0 cm /I1 Do Q")
    assert 50_000 < len(pdf.reading_pdf(heavy)) < len(heavy)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing"])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(FileRefused, match="damaged"):
        pdf.reading_pdf(data)
