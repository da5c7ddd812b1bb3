"""The paper's type as small TrueType fonts of just the characters in use: Chromium embeds those compactly in a PDF.

Noto Serif CJK has cubic (CFF) outlines, which Chromium draws into a PDF glyph by glyph, at four times the size.
"""

import base64
import io
import subprocess
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

FAMILY = "Noto Serif CJK SC"
STYLES = {400: "Regular", 500: "Medium", 700: "Bold", 900: "Black"}
# How far, in thousandths of an em, a quadratic outline may lie from the cubic one.
PRECISION = {400: 5.0, 500: 3.0, 700: 2.0, 900: 2.0}


def characters_of(folder: Path) -> str:
    """Every character of an issue and of the typesetter's own words."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml"))]
    texts += [file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.py"))]
    return "".join(sorted(set("".join(texts))))


def font_faces(characters: str) -> str:
    """CSS with the fonts inside, for every weight in use."""
    return "\n".join(_face(weight, _subset(style, characters, PRECISION[weight])) for weight, style in STYLES.items())


def _face(weight: int, data: bytes) -> str:
    address = "data:font/ttf;base64," + base64.b64encode(data).decode("ascii")
    return f'@font-face{{font-family:"Sample Song";font-weight:{weight};src:url("{address}")}}'


def _subset(style: str, characters: str, precision: float) -> bytes:
    pattern = f"{FAMILY}:style={style}"
    found = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{index}", pattern], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    font = TTFont(found[0], fontNumber=int(found[1]) & 0xFFFF)
    options = Options(layout_features=["halt", "chws"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    _to_quadratic(font, precision)
    target = io.BytesIO()
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
    return target.getvalue()


def _to_quadratic(font: TTFont, precision: float) -> None:
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, precision, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(table)
        width = font["hmtx"][name][0]
        font["hmtx"][name] = (width, getattr(glyphs[name], "xMin", 0))
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, len(order)
    for field in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
