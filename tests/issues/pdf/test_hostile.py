"""Broken and hostile PDFs: each is read or refused with its sentence, inside the limits, and the next page is read."""

import contextlib
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from issues.pdf import process
from issues.pdf.process import PdfProcess
from issues.pictures import FileRefused
from tests.articles.importing.pdf_pages import make_pages
from tests.issues.pdf.making import changed, drawn, line

PLAIN = drawn(line("汐桥", 100, 700))
DAMAGED = "it is not a PDF or is damaged"


def written(*objects: str, tail: str = "/Root 1 0 R") -> bytes:
    """A PDF by hand: objects from 1 on, with a table of where they are."""
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer\n<< /Size {len(objects) + 1} {tail} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def page_of(box: str, content: str = "") -> bytes:
    stream = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    return written(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R /Resources << >> >>",
        stream,
    )


def nested(depth: int, times: int) -> bytes:
    def nest(made: pikepdf.Pdf) -> None:
        thing = made.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        for _ in range(depth):
            form = made.make_stream(b"/X Do " * times, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
            form.Resources = Dictionary(XObject=Dictionary(X=thing))
            thing = form
        made.pages[0].Resources.XObject = Dictionary(X=thing)

    return drawn("/X Do", change=nest)


def own_form() -> bytes:
    def tie(made: pikepdf.Pdf) -> None:
        form = made.make_stream(b"/X Do /X Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        made.pages[0].Resources.XObject = Dictionary(X=form)

    return drawn("/X Do " + line("汐桥", 100, 700), change=tie)


def packed_twice() -> bytes:
    """Some kilobytes that unpack to half a gigabyte, in the page's content."""
    packer = zlib.compressobj(1)
    inner = b"".join(packer.compress(b" " * 1_000_000) for _ in range(500)) + packer.flush()

    def pack(made: pikepdf.Pdf) -> None:
        content = made.make_stream(b"")
        content.write(zlib.compress(inner, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
        made.pages[0].Contents = content

    return changed(PLAIN, pack)


def image_bomb(width: int, height: int, packing: str) -> bytes:
    def put(made: pikepdf.Pdf) -> None:
        bomb = made.make_stream(b"x" * 100, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8)
        bomb.ColorSpace, bomb.Filter = Name.DeviceRGB, Name(packing)
        made.pages[0].Resources.XObject.I1 = bomb

    return drawn("q 500 0 0 500 0 0 cm /I1 Do Q", change=put)


def active() -> bytes:
    def load(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("while (true) {}"))
        made.attachments["a.exe"] = b"MZ" * 1000

    return changed(PLAIN, load)


def fontless() -> bytes:
    def drop(made: pikepdf.Pdf) -> None:
        made.pages[0].Resources.Font.F1 = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/Gone"))

    return changed(PLAIN, drop)


def masked() -> bytes:
    def tie(made: pikepdf.Pdf) -> None:
        made.pages[0].Resources.XObject.I1.SMask = made.pages[0].Resources.XObject.I1

    return drawn("q 500 0 0 500 0 0 cm /I1 Do Q", change=tie)


REFUSED = {
    "nothing": (b"", DAMAGED),
    "a mark alone": (b"%PDF-1.7\n", DAMAGED),
    "cut in half": (PLAIN[: len(PLAIN) // 2], DAMAGED),
    "random bytes": (b"%PDF-1.7\n" + bytes((at * 97 + at // 7) % 256 for at in range(20_000)), DAMAGED),
    "no catalogue": (written("<< >>"), DAMAGED),
    "no pages": (written("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"), DAMAGED),
    "a tree of pages that is a circle": (
        written("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "damaged|no page|measures",
    ),
    "a table of objects that leads to itself": (
        written("<< /Type /Catalog /Pages 2 0 R >>", tail="/Root 1 0 R /Prev 60").replace(b"/Pages 2 0 R", b"/Pages 9 0 R"),
        DAMAGED,
    ),
    "a password": (make_pages(["汐桥"], encryption=pikepdf.Encryption(owner="o", user="u")), "locked with a password"),
    "a huge page": (page_of("[0 0 1000000000 1000000000]"), "its page 1 measures"),
    "a page of no size": (page_of("[0 0 3 3]"), "its page 1 measures"),
    "a ribbon": (page_of("[0 0 100 15000]"), "its page 1 measures"),
    "201 pages": (make_pages(*[[] for _ in range(201)]), "201 pages"),
    "an image of 900 million pixels": (image_bomb(30_000, 30_000, "/FlateDecode"), "declares 30000×30000 pixels"),
    "a JPEG 2000 of 81 million pixels": (image_bomb(9_000, 9_000, "/JPXDecode"), "declares 9000×9000 pixels"),
}
READ = {
    "a box of no numbers": page_of("[0 0 NaN (x)]"),
    "a box that is upside down": page_of("[600 800 0 0]"),
    "a stream of a wrong length": PLAIN.replace(b"/Length ", b"/Length 9", 1),
    "forms within forms": nested(40, 1),
    "a font that is missing": fontless(),
    "scripts and attachments": active(),
    "no password needed": make_pages(["汐桥"], encryption=pikepdf.Encryption(owner="secret", user="")),
    "an image that is cut off": image_bomb(900, 900, "/DCTDecode"),
    "content of another kind": page_of("[0 0 600 800]", "(((((((( << << [ [ BT BT ET q q q Q 1 2 3 foo " * 200),
    "numbers without end": page_of("[0 0 600 800]", "1e400 -1e400 9999999999999999999999 0 0 1e38 cm 0 0 1e38 1e38 re f"),
    "states saved and never restored": page_of("[0 0 600 800]", "q " * 200_000),
    "brackets within brackets": page_of("[0 0 600 800]", "[" * 100_000),
    "100,000 lines": page_of("[0 0 600 800]", "1 1 m 9 9 l S " * 100_000),
    "a table of objects that is wrong": PLAIN.replace(b"startxref\n", b"startxref\n9"),
}
EITHER = {
    "a form that draws itself": own_form,
    "bytes that unpack to half a gigabyte": packed_twice,
    "a million and more things": lambda: page_of("[0 0 600 800]", "0 0 1 1 re f " * 1_100_000),
    "forms that draw forms many times": lambda: nested(7, 60),
    "a picture as its own mask": masked,
}


@pytest.fixture(scope="module")
def reader():
    with PdfProcess() as reader:
        yield reader


def read_all(reader: PdfProcess, data: bytes) -> str:
    text = "".join(page.text for page in reader.read_pages(data))
    reader.text_layer(data)
    assert reader.page_picture(data).startswith(b"\xff\xd8")
    assert reader.reading_pdf(data).startswith(b"%PDF-")
    return text


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_a_page_is_refused(reader, what):
    data, sentence = REFUSED[what]
    with pytest.raises(FileRefused, match=sentence):
        read_all(reader, data)
    assert reader.read_pages(PLAIN)[0].text == "汐桥"


@pytest.mark.parametrize("what", READ)
def test_what_is_odd_but_a_page_is_read(reader, what):
    text = read_all(reader, READ[what])
    if what in ("a stream of a wrong length", "scripts and attachments", "no password needed"):
        assert text == "汐桥"


@pytest.mark.parametrize("what", EITHER)
def test_what_is_made_to_exhaust_ends_within_the_limits(what):
    data = EITHER[what]()
    with PdfProcess(seconds=3) as reader:
        with contextlib.suppress(FileRefused):
            read_all(reader, data)
        reader.seconds = process.SECONDS
        assert reader.read_pages(PLAIN)[0].text == "汐桥"
