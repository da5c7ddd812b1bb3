"""A scanned page's picture -> its text layer, by Tesseract. Pure of Django; bytes in, a layer out.

Tesseract and its models are an optional extra: without them `OcrMissing` says what to install. A picture that cannot be read is
a `FileRefused`, like everywhere.
"""

from dataclasses import dataclass, replace

from PIL import Image

from issues.layer import TextLayer
from issues.ocr.frames import frames_of
from issues.ocr.grounds import grounds_of
from issues.ocr.gutters import cut_at_gutters
from issues.ocr.hocr import Pixels, Recognised, RecognisedLine, read
from issues.ocr.ink import Ink
from issues.ocr.layout import boxes_of, glyphs_of, legible, pictures_of, rules_of, together
from issues.ocr.missed import (
    BELIEVED,
    around_all,
    em_of,
    explained,
    moved,
    not_of,
    painted_over,
    pieces_across,
    pieces_along,
    without,
)
from issues.ocr.running import LEVEL_BLOCK, SECONDS, VERTICAL_BLOCK, Models, OcrMissing, models_for, recognised_hocr
from issues.pictures import FileRefused, in_rgb, open_picture

__all__ = ["OcrMissing", "models_for", "recognise"]

MOST_PIXELS = 100_000_000  # of a scan as it comes: a broadsheet at 400 dpi
RESOLUTIONS = (150.0, 300.0)  # least and most that Tesseract gets; more takes time and reads no better
PAPER = 255
PIECE_SECONDS = 10.0  # of computing, for a part that is read by itself; most take a quarter of one
DOUBTFUL = 60  # confidence of a page, below which it is read the other way too


@dataclass(frozen=True)
class _Scan:
    """`resolution`: pixels an inch."""

    grey: Image.Image
    ink: Ink
    models: Models
    resolution: float


def recognise(picture: bytes, language: str, size_in_points: tuple[float, float], seconds: float = SECONDS) -> TextLayer:
    """`language`: BCP 47; `seconds`: of computing. A page of 2,600 characters takes 15 of them, a full broadsheet 60. Raises
    OcrMissing and FileRefused.

    A page whose lines run downwards is read with the language's vertical model where there is one; so are headlines that stand
    beside level text, and the other way round. What Tesseract lost is read again piece by piece: some seconds more."""
    models = models_for(language)
    width, height = size_in_points
    grey = _grey(picture, width)
    scan = _Scan(grey, Ink(grey), models, 72 * grey.width / width)
    page, is_vertical = _read(scan, seconds)
    em = em_of(page, is_vertical=is_vertical)
    page = cut_at_gutters(page, scan.ink, em, is_vertical=is_vertical) if em else page
    grounds = grounds_of(grey, [line.box for line in legible(page)], scan.resolution)
    page = replace(page, photos=together(page.photos, grounds.pictures, grounds.tints))
    across = Recognised()
    if models.vertical:
        page, across = _with_type_across(page, scan, is_vertical=is_vertical)
    page = _with_lost_lines(page, across, scan, is_vertical=is_vertical)
    scale = width / grey.width
    glyphs = (
        *glyphs_of(page, scan.ink, scale, is_vertical=is_vertical),
        *glyphs_of(across, scan.ink, scale, is_vertical=not is_vertical),
    )
    panels = boxes_of((*grounds.tints, *frames_of(page.separators, scan.resolution)), scale)
    return TextLayer(width, height, glyphs, pictures_of(page, scale), rules_of(page, scale), panels, source="ocr")


def _grey(picture: bytes, width: float) -> Image.Image:
    """Of a resolution that Tesseract reads well."""
    grey = in_rgb(open_picture(picture, MOST_PIXELS)[0]).convert("L")
    least, most = RESOLUTIONS
    resolution = 72 * grey.width / width
    factor = max(least, min(most, resolution)) / resolution
    if factor == 1:
        return grey
    return grey.resize((round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS)


def _read(scan: _Scan, seconds: float) -> tuple[Recognised, bool]:
    """The page and whether it is vertical; the other way too, where the first gives little that can be trusted."""
    best: tuple[Recognised, bool] | None = None
    is_vertical, models = scan.ink.runs_downwards(scan.resolution), scan.models
    for way in (is_vertical, not is_vertical):
        model = models.vertical if way else models.horizontal
        if not model:
            continue
        page = read(recognised_hocr(scan.grey, model, round(scan.resolution), seconds, models.mode))
        if best is None or page.confidence > best[0].confidence:
            best = page, way
        if page.confidence >= DOUBTFUL or not page.lines:
            break
    return best or (Recognised(), is_vertical)


def _with_type_across(page: Recognised, scan: _Scan, *, is_vertical: bool) -> tuple[Recognised, Recognised]:
    """The page's lines, and those that run across them."""
    across: list[RecognisedLine] = []
    for piece in pieces_across(page, scan.ink, page.photos, is_vertical=is_vertical):
        lines = not_of(page, _read_piece(scan, scan.grey, piece, is_vertical=not is_vertical), is_vertical=is_vertical)
        if lines:
            page = without(page, around_all(lines), is_vertical=is_vertical)
            across += lines
    return page, Recognised(across)


def _with_lost_lines(page: Recognised, across: Recognised, scan: _Scan, *, is_vertical: bool) -> Recognised:
    """The page with what Tesseract took for no text."""
    taken = [line.box for line in across.lines]
    rest = painted_over(scan.grey, [*explained(page), *taken], PAPER)
    for piece in pieces_along(page, scan.ink, [*page.photos, *taken], is_vertical=is_vertical):
        page = replace(page, lines=[*page.lines, *_read_piece(scan, rest, piece, is_vertical=is_vertical)])
    return page


def _read_piece(scan: _Scan, grey: Image.Image, piece: Pixels, *, is_vertical: bool) -> list[RecognisedLine]:
    """Nothing that is doubtful, or takes long: the page is read without it."""
    model, mode = (scan.models.vertical, VERTICAL_BLOCK) if is_vertical else (scan.models.horizontal, LEVEL_BLOCK)
    try:
        found = read(recognised_hocr(grey.crop(piece), model, round(scan.resolution), PIECE_SECONDS, mode))
    except FileRefused:
        return []
    return moved(found, piece[0], piece[1]) if found.confidence >= BELIEVED else []
