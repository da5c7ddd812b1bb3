"""`make bench-pages`: how well articles are found on typeset pages whose true boxes are known, and how long a page takes.

    python -m benchmarks.find_zones [FOLDER] [--pages N] [--variants [NAME …]] [--scans N] [--worst N] [--pictures FOLDER]

FOLDER holds a corpus that benchmarks.pages.make printed; without it one is printed first (120 pages, two minutes). Variants are
the same pages with crop marks, in CMYK, as scans, without Unicode maps. Scans are recognised, which takes half a minute a page:
of each layout two pages are.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from articles.finding.stories import Story
from articles.finding.zones import find_zones
from benchmarks.pages.reading import NO_UNICODE, PLAIN, SCAN, Pages, ReadPage, read_pages, some_of_each_layout
from benchmarks.pages.scoring import GOOD, Score, score_page, summary, table, worst
from benchmarks.pages.telling import telling, telling_table
from benchmarks.pages.truth import TrueArticle, read_corpus
from benchmarks.pages.variants import MARKED, VARIANTS
from issues.ocr import OcrMissing
from issues.pdf.process import PdfProcess

GOOD_AS_VARIANT = 0.8
Polygon = tuple[tuple[float, float], ...]


def story(article: TrueArticle) -> Story:
    head = (article.kicker, article.title, article.subtitle, article.byline)
    captions = tuple(article.captions)
    return Story(
        key=article.key,
        title=article.title,
        head=tuple(filter(None, head)),
        body=tuple(article.paragraphs),
        captions=captions,
        kind=article.kind,
        pictures=len(captions),
    )


def score(pages: Iterable[ReadPage]) -> tuple[list[Score], list[float]]:
    """And the seconds of each page, its reading included."""
    scores: list[Score] = []
    seconds: list[float] = []
    for pdf, page, layer, reading in pages:
        began = time.perf_counter()
        found = find_zones(layer, [story(article) for article in page.articles])
        seconds.append(reading + time.perf_counter() - began)
        zones: defaultdict[str, list[Polygon]] = defaultdict(list)
        for zone in found.zones:
            zones[zone.key].append(zone.polygon)
        scores += score_page(pdf, page, zones)
    return scores, seconds


def report(variant: str, pages: Pages, reader: PdfProcess, arguments: argparse.Namespace) -> list[Score]:
    scores, seconds = score(read_pages(pages, variant, reader))
    console = Console()
    console.print(f"\n{variant}: {len(seconds)} pages, {sum(seconds) / len(seconds):.2f} s a page, at most {max(seconds):.2f} s")
    console.print(table(scores, GOOD if variant == PLAIN else GOOD_AS_VARIANT))
    for bad in sorted(scores, key=lambda score: score.iou)[: arguments.worst]:
        console.print(f"{bad.iou:.2f} {bad.pdf.stem} {bad.key} ({bad.kind})")
    if arguments.pictures:
        for path in worst(scores, arguments.worst, arguments.pictures / variant):
            console.print(str(path))
    return scores


def report_unreadable(pages: Pages, reader: PdfProcess) -> None:
    """Of fonts without their Unicode maps nothing can be found; what counts is that it is told."""
    console = Console()
    console.print(f"\n{NO_UNICODE}: {len(pages)} pages whose fonts do not tell their characters")
    plain, bare = read_pages(pages, PLAIN, reader), read_pages(pages, NO_UNICODE, reader)
    console.print(
        telling_table(telling(page.page.layout, page.layer, other.layer) for page, other in zip(plain, bare, strict=True))
    )


def report_all(pages: Pages, reader: PdfProcess, arguments: argparse.Namespace) -> None:
    results = {PLAIN: report(PLAIN, pages, reader, arguments)}
    for variant in arguments.variants:
        if variant == NO_UNICODE:
            report_unreadable(pages, reader)
        elif chosen := _chosen(pages, variant, arguments.scans):
            try:
                results[variant] = report(variant, chosen, reader, arguments)
            except OcrMissing as missing:
                Console().print(f"\n{variant}: {missing}")
    Console().print("", summary(results, (GOOD, GOOD_AS_VARIANT)), sep="\n")


def _chosen(pages: Pages, variant: str, scans: int) -> Pages:
    """Of the two kinds of marks each page gets one, by turns."""
    if variant == SCAN:
        return some_of_each_layout(pages, scans)
    if variant in MARKED:
        return dict(list(pages.items())[MARKED.index(variant) :: len(MARKED)])
    return pages


def print_corpus(folder: Path, pages: int) -> Path:
    subprocess.run([sys.executable, "-m", "benchmarks.pages.make", str(folder), "--pages", str(pages)], check=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=10, help="of each layout (default: 10)")
    parser.add_argument("--variants", nargs="*", choices=VARIANTS, default=list(VARIANTS), help="default: all; no NAME: none")
    parser.add_argument("--scans", type=int, default=2, metavar="N", help="of each layout (default: 2; 0: all)")
    parser.add_argument("--worst", type=int, default=5, metavar="N", help="articles that are named (default: 5)")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw the worst there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-pages-") as name, PdfProcess() as reader:
        folder = arguments.folder or print_corpus(Path(name), arguments.pages)
        pages = some_of_each_layout(read_corpus(folder), arguments.pages)
        report_all(pages, reader, arguments)


if __name__ == "__main__":
    main()
