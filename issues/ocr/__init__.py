"""A scanned page's picture -> its text layer, by Tesseract. Pure of Django; bytes in, a layer out.

Tesseract and its models are an optional extra: without them `OcrMissing` says what to install. A picture that cannot be read is
a `FileRefused`, like everywhere.
"""

from PIL import Image

from issues.layer import TextLayer
from issues.ocr.hocr import Recognised, read
from issues.ocr.ink import Ink
from issues.ocr.layout import glyphs_of, pictures_of, rules_of
from issues.ocr.running import SECONDS, Models, OcrMissing, models_for, recognised_hocr
from issues.pictures import in_rgb, open_picture

__all__ = ["OcrMissing", "models_for", "recognise"]

MOST_PIXELS = 100_000_000  # of a scan as it comes: a broadsheet at 400 dpi
RESOLUTIONS = (150.0, 300.0)  # least and most that Tesseract gets; more takes time and reads no better
DOUBTFUL = 60  # confidence of a page, below which it is read the other way too


def recognise(picture: bytes, language: str, size_in_points: tuple[float, float], seconds: float = SECONDS) -> TextLayer:
    """`language`: BCP 47; `seconds`: of computing. A page of 2,600 characters takes 15 of them, a full broadsheet 60. Raises
    OcrMissing and FileRefused.

    A page whose lines run downwards is read with the language's vertical model where there is one. One page, one direction: a
    vertical headline above horizontal text is dropped as unreadable."""
    models = models_for(language)
    width, height = size_in_points
    grey = _grey(picture, width)
    ink = Ink(grey)
    resolution = 72 * grey.width / width
    page, is_vertical = _read(grey, models, resolution, seconds, is_vertical=ink.runs_downwards(resolution))
    scale = width / grey.width
    return TextLayer(
        width,
        height,
        tuple(glyphs_of(page, ink, scale, is_vertical=is_vertical)),
        pictures_of(page, scale),
        rules_of(page, scale),
        source="ocr",
    )


def _grey(picture: bytes, width: float) -> Image.Image:
    """Of a resolution that Tesseract reads well."""
    grey = in_rgb(open_picture(picture, MOST_PIXELS)[0]).convert("L")
    least, most = RESOLUTIONS
    resolution = 72 * grey.width / width
    factor = max(least, min(most, resolution)) / resolution
    if factor == 1:
        return grey
    return grey.resize((round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS)


def _read(grey: Image.Image, models: Models, resolution: float, seconds: float, *, is_vertical: bool) -> tuple[Recognised, bool]:
    """The page and whether it is vertical; the other way too, where the first gives little that can be trusted."""
    best: tuple[Recognised, bool] | None = None
    for way in (is_vertical, not is_vertical):
        model = models.vertical if way else models.horizontal
        if not model:
            continue
        page = read(recognised_hocr(grey, model, round(resolution), seconds, models.mode))
        if best is None or page.confidence > best[0].confidence:
            best = page, way
        if page.confidence >= DOUBTFUL or not page.lines:
            break
    return best or (Recognised(), is_vertical)
