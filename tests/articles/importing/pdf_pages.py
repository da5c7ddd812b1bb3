"""PDFs made for tests: pages of a given size with lines of text, Chinese included. The font has no outlines, so a bar is drawn
for each line: another text is another picture."""

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, Name

UPRIGHT, SPREAD = (540, 780), (1080, 780)


def make_pages(
    *pages: Sequence[str], sizes: Sequence[tuple[float, float]] = (), encryption: pikepdf.Encryption | None = None
) -> bytes:
    """One page for each list of lines."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        codes = {letter: code for code, letter in enumerate(sorted({letter for lines in pages for letter in "".join(lines)}), 1)}
        font = _font(pdf, codes)
        for at, lines in enumerate(pages):
            size = sizes[at] if at < len(sizes) else UPRIGHT
            page = pdf.add_blank_page(page_size=size)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(_text(lines, codes, size[1]))
        pdf.save(out, deterministic_id=encryption is None, encryption=encryption)
    return out.getvalue()


def _font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    shape = Dictionary(Type=Name.FontDescriptor, FontName=Name.Song, Flags=4, FontBBox=[0, -200, 1000, 900], ItalicAngle=0)
    shape.Ascent, shape.Descent, shape.CapHeight, shape.StemV = 900, -200, 700, 80
    letters = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Song, CIDSystemInfo=system, DW=1000)
    letters.CIDToGIDMap = Name.Identity
    letters.FontDescriptor = pdf.make_indirect(shape)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Song, Encoding=Name("/Identity-H"))
    font.DescendantFonts = [pdf.make_indirect(letters)]
    font.ToUnicode = pdf.make_stream(_meanings(codes).encode())
    return pdf.make_indirect(font)


def _meanings(codes: dict[str, int]) -> str:
    lines = [f"<{code:04x}> <{letter.encode('utf-16-be', 'surrogatepass').hex()}>" for letter, code in codes.items()]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    blocks = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Ours def /CMapType 2 def\n"
    return f"{head}1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blocks}endcmap end end"


def _text(lines: Sequence[str], codes: dict[str, int], height: float) -> bytes:
    rows = []
    for at, line in enumerate(lines):
        letters = "".join(f"{codes[letter]:04x}" for letter in line)
        place = height - 60 - 24 * at
        rows.append(f"BT /F1 14 Tf 40 {place:.0f} Td <{letters}> Tj ET 40 {place:.0f} {7 * len(line)} 6 re f")
    return "\n".join([f"0.7 g 20 20 {height / 4:.0f} 30 re f 0 g", *rows]).encode()
