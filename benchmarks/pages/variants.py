"""The same pages as other programs and machines would send them: on a larger sheet with marks, in CMYK, as a scan, without
Unicode maps."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2

from benchmarks.pages.truth import Box, TrueArticle, TruePage

BLEED = 42.0  # points around the page for crop marks and colour bars
SCAN_DPI = 200
_MARK, _OFFSET = 20.0, 8.0


def with_marks(pdf: bytes, has_trim_box: bool) -> bytes:
    """The page in the middle of a sheet that is larger by BLEED on each side; boxes of the truth then need `on_marked_sheet`
    where the marks are not cut away."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        width, height = (float(value) for value in page.mediabox[2:])
        page.contents_add(f"q 1 0 0 1 {BLEED} {BLEED} cm\n".encode("ascii"), prepend=True)
        page.contents_add(b"\nQ\n" + _marks(width, height))
        page.mediabox = pikepdf.Array([0, 0, width + 2 * BLEED, height + 2 * BLEED])
        for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if name in page:
                del page[name]
        if has_trim_box:
            page.trimbox = pikepdf.Array([BLEED, BLEED, BLEED + width, BLEED + height])
        return _saved(document)


def on_marked_sheet(page: TruePage) -> TruePage:
    """The truth in fractions of the sheet with its marks, for a reader of the PDF who takes it as it is."""
    bleed = BLEED / 0.75  # CSS pixels
    width, height = page.width + 2 * bleed, page.height + 2 * bleed

    def moved(box: Box) -> Box:
        left, top, right, bottom = box
        return (
            (left * page.width + bleed) / width,
            (top * page.height + bleed) / height,
            (right * page.width + bleed) / width,
            (bottom * page.height + bleed) / height,
        )

    def moved_article(article: TrueArticle) -> TrueArticle:
        return msgspec.structs.replace(article, boxes=[moved(box) for box in article.boxes])

    return msgspec.structs.replace(
        page,
        width=width,
        height=height,
        articles=[moved_article(article) for article in page.articles],
        furniture=[moved(box) for box in page.furniture],
    )


def _marks(width: float, height: float) -> bytes:
    """Crop marks at the corners, a cross in the middle of each side, bars of the four inks."""
    left, bottom, right, top = BLEED, BLEED, BLEED + width, BLEED + height
    lines = []
    for x, outward in ((left, -1), (right, 1)):
        for y, upward in ((bottom, -1), (top, 1)):
            lines.append((x + outward * _OFFSET, y, x + outward * (_OFFSET + _MARK), y))
            lines.append((x, y + upward * _OFFSET, x, y + upward * (_OFFSET + _MARK)))
    for x, y in ((left + width / 2, bottom - 20), (left + width / 2, top + 20), (left - 20, bottom + height / 2)):
        lines += [(x - 8, y, x + 8, y), (x, y - 8, x, y + 8)]
    drawn = "".join(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S\n" for x1, y1, x2, y2 in lines)
    inks = ("1 0 0 0", "0 1 0 0", "0 0 1 0", "0 0 0 1", ".5 .4 .4 0", "0 0 0 .5")
    bars = "".join(f"{ink} k {left + 60 + at * 22:.2f} {top + 10:.2f} 20 20 re f\n" for at, ink in enumerate(inks))
    return f"q 0.4 w 0 0 0 1 K\n{drawn}{bars}Q\n".encode("ascii")


def in_cmyk(pdf: bytes) -> bytes:
    """By Ghostscript, which only the benchmark needs; raises subprocess.CalledProcessError.

    The fonts get back their own Unicode maps: Ghostscript 10.00 misreads those of ranges, a fault that no prepress program has.
    """
    options = "-q -dNOPAUSE -dBATCH -dSAFER -sDEVICE=pdfwrite -sColorConversionStrategy=CMYK -sProcessColorModel=DeviceCMYK"
    done = subprocess.run(["gs", *options.split(), "-sOutputFile=-", "-"], input=pdf, capture_output=True, check=True).stdout
    with pikepdf.open(io.BytesIO(pdf)) as original, pikepdf.open(io.BytesIO(done)) as document:
        maps = {_face(font): font["/ToUnicode"].read_bytes() for font in _mapped_fonts(original)}
        for font in _mapped_fonts(document):
            font["/ToUnicode"] = document.make_stream(maps[_face(font)])
        return _saved(document)


def _mapped_fonts(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    fonts = (item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font")
    return [font for font in fonts if "/ToUnicode" in font]


def _face(font: pikepdf.Dictionary) -> str:
    """Its name without the mark of the subset."""
    return str(font["/BaseFont"]).rpartition("+")[2].lstrip("/")


def as_scan(pdf: bytes, dpi: int = SCAN_DPI) -> bytes:
    """One picture on a page of the same size, no text."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=dpi / 72).to_pil().convert("L")
    target = io.BytesIO()
    image.save(target, "PDF", resolution=dpi, quality=80)
    return target.getvalue()


def without_unicode(pdf: bytes) -> bytes:
    """The fonts keep their glyphs and lose the maps that say which characters they are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for font in _mapped_fonts(document):
            del font["/ToUnicode"]
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


MARKED = ("marks-trimmed", "marks")  # by turns
VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "marks-trimmed": lambda pdf: with_marks(pdf, has_trim_box=True),
    "marks": lambda pdf: with_marks(pdf, has_trim_box=False),
    "cmyk": in_cmyk,
    "scan": as_scan,
    "no-unicode": without_unicode,
}


def write_variants(folder: Path, names: list[str]) -> int:
    """FOLDER/variants/NAME/PAGE.pdf and .json for every page of a corpus; of the two kinds of marks each gets one, by turns. The
    truth beside it is that of the original: its boxes are fractions of the page within the marks."""
    count = 0
    for at, path in enumerate(sorted(folder.glob("*.pdf"))):
        data = path.read_bytes()
        for name in names:
            if name in MARKED and name != MARKED[at % 2]:
                continue
            target = folder / "variants" / name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(VARIANTS[name](data))
            target.with_suffix(".json").write_bytes(path.with_suffix(".json").read_bytes())
            count += 1
    return count
