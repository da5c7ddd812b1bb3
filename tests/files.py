"""Files with something in them, and what is found in a file that is served."""

import io

import pikepdf
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = "GPS-31.2304N-121.4737E"
INK, PAPER = (0, 0, 0), (255, 255, 255)


def printed_picture(width: int = 1200, height: int = 1700, colour: tuple[int, int, int] = INK) -> bytes:
    """A page that is all ink: whatever is not of that colour was painted over."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def picture_with_metadata(file_format: str = "JPEG") -> bytes:
    """An EXIF that names a place and turns the picture, an XMP packet, a comment."""
    picture, out = Image.new("RGB", (400, 200), "navy"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET
    exif.get_ifd(0x8825)[29] = SECRET
    if file_format == "PNG":
        note = PngInfo()
        note.add_text("Comment", SECRET)
        picture.save(out, "PNG", exif=exif, pnginfo=note)
    else:
        picture.save(out, file_format, exif=exif, xmp=f"<x>{SECRET}</x>".encode(), comment=SECRET)
    return out.getvalue()


def pdf_with_text(text: str = "SECRET HEADLINE") -> bytes:
    """One page with a text layer and everything that a layout program leaves behind."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 425))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary())
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 40 300 Td ({text}) Tj ET".encode())
        page.Resources.XObject.Im1 = _photo(pdf)
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
        page.Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=script))])
        page.PieceInfo = pikepdf.Dictionary(Layout=SECRET)
        pdf.Root.OpenAction = script
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=SECRET)
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script])))
        pdf.attachments["notes.txt"] = SECRET.encode()
        pdf.docinfo["/Author"] = SECRET
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = [SECRET]
        pdf.save(out)
    return out.getvalue()


def _photo(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    photo = pdf.make_stream(picture_with_metadata())
    photo.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=400,
        Height=200,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
        Metadata=pdf.make_stream(SECRET.encode()),
    )
    return photo


def everything_in_pdf(data: bytes) -> bytes:
    """Every object and every stream, as plain as it can be read."""
    parts = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in [*pdf.objects, pdf.trailer]:
            parts.append(repr(item).encode())
            if isinstance(item, pikepdf.Stream):
                is_picture = item.get("/Filter") == "/DCTDecode"
                parts.append(item.read_raw_bytes() if is_picture else item.read_bytes())
    return b"\n".join(parts)


def pictures_in_pdf(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [image.read_raw_bytes() for page in pdf.pages for image in page.get_images().values()]


def text_operators(data: bytes) -> list[str]:
    """Operators that show text, of all pages: none where nothing can be copied out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        operators = [str(step.operator) for page in pdf.pages for step in pikepdf.parse_content_stream(page)]
    return [name for name in operators if name in ("Tj", "TJ", "'", '"')]


def pixel(data: bytes, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place in fractions of the picture."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    found = picture.getpixel((int(x * (picture.width - 1)), int(y * (picture.height - 1))))
    assert isinstance(found, tuple)
    return (found[0], found[1], found[2])


def is_ink(data: bytes, x: float, y: float) -> bool:
    return max(pixel(data, x, y)) < 40


def lined_picture(width: int, height: int) -> bytes:
    """Another page than `printed_picture`: the same proportions, other pixels."""
    picture, out = Image.new("RGB", (width, height), PAPER), io.BytesIO()
    ImageDraw.Draw(picture).line((0, 0, width, height), fill=INK, width=3)
    picture.save(out, "PNG")
    return out.getvalue()
