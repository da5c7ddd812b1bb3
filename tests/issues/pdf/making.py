"""PDFs made for tests of issues.pdf: a page from a content stream, with fonts, images, forms and boxes as they are wanted."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.articles.importing.pdf_pages import make_pages

SAMPLE = (Path(__file__).resolve().parents[3] / "sample/cprb/2024-10-14/pages/01.pdf").read_bytes()
LETTERS = "汐桥通车，𠮷野家office①"


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], encryption: pikepdf.Encryption | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, encryption=encryption)
    return out.getvalue()


def drawn(content: str, size: tuple[float, float] = (600, 800), change: Callable[[pikepdf.Pdf], object] | None = None) -> bytes:
    """A page with the font /F1 (`code` says which letter is which), the images /I1 (photograph) and nothing else."""

    def draw(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.MediaBox = Array([0, 0, *size])
        page.Resources.XObject = Dictionary(I1=image(pdf, 40, 30))
        page.Contents = pdf.make_stream(content.encode())
        if change:
            change(pdf)

    return changed(make_pages([LETTERS]), draw)


def code(text: str) -> str:
    """As a string of a content stream, in the font of `drawn`."""
    codes = {letter: number for number, letter in enumerate(sorted(set(LETTERS)), 1)}
    return "<" + "".join(f"{codes[letter]:04x}" for letter in text) + ">"


def line(text: str, x: float, y: float, size: float = 20, before: str = "") -> str:
    return f"BT /F1 {size} Tf {before} {x} {y} Td {code(text)} Tj ET\n"


def image(pdf: pikepdf.Pdf, width: int, height: int, **entries: object) -> pikepdf.Object:
    samples = bytes((x * 7 + y * 3) % 256 for y in range(height) for x in range(width))
    stream = pdf.make_stream(samples, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
    for name, value in entries.items():
        stream[f"/{name}"] = value
    return stream


def marks(left: float, low: float, right: float, high: float, gap: float = 6, length: float = 18) -> str:
    """Crop marks: two at each corner, outside."""
    parts = ["0.25 w"]
    for x, way in ((left, -1), (right, 1)):
        for y in (low, high):
            parts.append(f"{x + way * gap} {y} m {x + way * (gap + length)} {y} l S")
    for y, way in ((low, -1), (high, 1)):
        for x in (left, right):
            parts.append(f"{x} {y + way * gap} m {x} {y + way * (gap + length)} l S")
    return "\n".join(parts) + "\n"


def typeset(pieces: Sequence[tuple[str, float, float]], size: float = 20) -> bytes:
    """Pieces of text, each at its place, in the sample's own font, which has outlines."""

    def put(made: pikepdf.Pdf) -> None:
        page = made.pages[0]
        told = page.Resources.Font.F6.ToUnicode.read_bytes().decode()
        codes = {chr(int(letter, 16)): number for number, letter in re.findall(r"^<(\w{4})> <(\w{4})>$", told, re.M)}
        for first, last, letter in re.findall(r"^<(\w{4})> <(\w{4})> <(\w{4})>$", told, re.M):
            numbers = range(int(first, 16), int(last, 16) + 1)
            codes |= {chr(int(letter, 16) + step): f"{number:04x}" for step, number in enumerate(numbers)}
        strings = [f"BT /F6 {size} Tf {x} {y} Td <{''.join(map(codes.__getitem__, text))}> Tj ET" for text, x, y in pieces]
        page.Contents = made.make_stream("\n".join(strings).encode())

    return changed(SAMPLE, put)
