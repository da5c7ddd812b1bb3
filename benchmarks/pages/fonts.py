"""The pages' type: Noto's Chinese faces as TrueType fonts of the characters in use.

Chromium embeds TrueType outlines as fonts; those of Noto as installed (CFF) it would draw glyph by glyph, which no newspaper's
typesetting program does.
"""

import hashlib
import io
import subprocess
from pathlib import Path

import opencc
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont, newTable  # type: ignore[import-untyped]

FACES = {
    "Song": "Noto Serif CJK SC:style=Regular",
    "Song Bold": "Noto Serif CJK SC:style=Bold",
    "Hei": "Noto Sans CJK SC:style=Regular",
    "Hei Bold": "Noto Sans CJK SC:style=Bold",
}
PRECISION = 4.0  # thousandths of an em between the quadratic outline and the cubic one
_FEATURES = ["halt", "chws", "vert", "vrt2", "vhal", "vchw"]
_MAXIMA = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions",
    "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip


def characters() -> str:
    """Every character of this package, in both scripts, and the printable ones of ASCII."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.py"))]
    texts.append("".join(map(chr, range(32, 127))) + "０１２３４５６７８９")
    text = "".join(sorted(set("".join(texts))))
    convert = opencc.OpenCC("s2t").convert
    traditional = convert("".join(texts)) + "".join(map(convert, text))
    return "".join(sorted(set(text + traditional + "「」『』") - {"\n"}))


def font_files(folder: Path) -> dict[str, Path]:
    """By the face's name; made where the folder has none of the same characters (some ten seconds)."""
    wanted = characters()
    mark = hashlib.sha256(wanted.encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, pattern in FACES.items():
        files[name] = folder / f"{name.replace(' ', '-').lower()}-{mark}.ttf"
        if not files[name].exists():
            files[name].write_bytes(_true_type(pattern, name, wanted))
    return files


def _true_type(pattern: str, name: str, wanted: str) -> bytes:
    found = subprocess.run(["fc-match", "-f", "%{file}\n%{index}", pattern], capture_output=True, text=True, check=True)
    file, index = found.stdout.split("\n")
    font = TTFont(file, fontNumber=int(index) & 0xFFFF)
    subsetter = Subsetter(Options(layout_features=_FEATURES, notdef_outline=True, hinting=False))
    subsetter.populate(text=wanted)
    subsetter.subset(font)
    _to_quadratic(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = f"Pages{name.replace(' ', '')}"
    target = io.BytesIO()
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
    return target.getvalue()


def _to_quadratic(font: TTFont) -> None:
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, PRECISION, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs, maxp.maxZones = 0x00010000, len(order), 1
    for field in _MAXIMA:
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
