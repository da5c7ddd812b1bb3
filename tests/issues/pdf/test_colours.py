"""Inks on the picture of a page. The colours expected are those of another renderer of print, within a few levels of 255."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from issues import pdf
from tests.issues.pdf.making import drawn


def spaces(made: pikepdf.Pdf) -> None:
    def tint(*ink: float) -> pikepdf.Object:
        return made.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(ink), N=1))

    spot = Array([Name.Separation, Name("/PANTONE185"), Name.DeviceCMYK, tint(0, 0.91, 0.76, 0)])
    every = Array([Name.Separation, Name("/All"), Name.DeviceCMYK, tint(1, 1, 1, 1)])
    made.pages[0].Resources.ColorSpace = Dictionary(S=spot, A=every)


@pytest.mark.parametrize(
    ("ink", "colour"),
    [
        ("1 0 0 0 k", (0, 174, 239)),
        ("0 1 0 0 k", (236, 0, 140)),
        ("0 0 1 0 k", (255, 242, 0)),
        ("0 0 0 1 k", (35, 31, 32)),
        ("1 1 0 0 k", (46, 48, 146)),
        ("0 1 1 0 k", (237, 28, 36)),
        ("0.5 0.4 0.4 0.1 k", (128, 131, 132)),
        ("0 0.02 0.06 0 k", (255, 249, 238)),
        ("/S cs 1 scn", (239, 62, 66)),
        ("/S cs 0.4 scn", (249, 177, 161)),
        ("/A cs 1 scn", (0, 0, 0)),
        ("0.2 0.5 0.8 rg", (51, 127, 204)),
    ],
)
def test_inks_have_the_colours_that_they_have_in_print(ink, colour):
    picture = Image.open(io.BytesIO(pdf.page_picture(drawn(f"{ink} 0 0 600 800 re f", change=spaces))))
    shown = tuple(picture.crop((1000, 1300, 1001, 1301)).tobytes())
    assert all(abs(one - other) <= 5 for one, other in zip(shown, colour, strict=True)), shown
