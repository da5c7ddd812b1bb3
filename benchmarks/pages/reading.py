"""A corpus' pages as the product reads them, printed plainly or as a variant: text layers, or what is recognised in pictures."""

import io
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from benchmarks.pages.truth import TruePage
from benchmarks.pages.variants import VARIANTS
from issues.layer import TextLayer
from issues.ocr import recognise
from issues.pdf.process import PdfProcess

PLAIN, SCAN, NO_UNICODE = "plain", "scan", "no-unicode"
POINTS = 72 / 200  # to a pixel of a picture, as the product takes it where nobody says a scan's resolution
AT_ONCE = 2  # programs of Tesseract
Pages = Mapping[Path, TruePage]


class ReadPage(NamedTuple):
    """`seconds`: from the PDF's bytes to the layer, the making of a variant left out."""

    pdf: Path
    page: TruePage
    layer: TextLayer
    seconds: float


def read_pages(pages: Pages, variant: str, reader: PdfProcess) -> Iterator[ReadPage]:
    """0.2 s a page; a scan 15 to 60. Raises FileRefused, OcrMissing."""
    if variant == SCAN:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(partial(_recognised, reader), pages, pages.values())
    else:
        for pdf, page in pages.items():
            data = printed_as(variant, pdf)
            began = time.perf_counter()
            layer = reader.text_layer(data)
            yield ReadPage(pdf, page, layer, time.perf_counter() - began)


def printed_as(variant: str, pdf: Path) -> bytes:
    data = pdf.read_bytes()
    return data if variant == PLAIN else VARIANTS[variant](data)


def _recognised(reader: PdfProcess, pdf: Path, page: TruePage) -> ReadPage:
    data = printed_as(SCAN, pdf)
    began = time.perf_counter()
    picture = reader.page_picture(data)
    width, height = Image.open(io.BytesIO(picture)).size
    layer = recognise(picture, page.language, (width * POINTS, height * POINTS))
    return ReadPage(pdf, page, layer, time.perf_counter() - began)


def some_of_each_layout(pages: Pages, number: int) -> dict[Path, TruePage]:
    """At most `number` of each, evenly from all of them; all for 0."""
    layouts: defaultdict[str, list[Path]] = defaultdict(list)
    for pdf, page in pages.items():
        layouts[page.layout].append(pdf)
    chosen = {own[at * len(own) // number] for own in layouts.values() for at in range(number)}
    return {pdf: page for pdf, page in pages.items() if not number or pdf in chosen}
