"""`make bench-pages`: how well articles are found on typeset pages whose true boxes are known, and how long a page takes.

    python -m benchmarks.find_zones [FOLDER] [--pages N] [--variants NAME …] [--worst N] [--pictures FOLDER]

FOLDER holds a corpus that benchmarks.pages.make printed; without it one is printed first (120 pages, two minutes). Variants are
the same pages with crop marks, in CMYK, or without Unicode maps.
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
from benchmarks.pages.scoring import Score, score_page, table, worst
from benchmarks.pages.truth import TrueArticle, TruePage, read_corpus
from issues.pdf import text_layer

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


def score(pages: dict[Path, TruePage]) -> tuple[list[Score], list[float]]:
    """And the seconds of each page, its PDF read included."""
    scores: list[Score] = []
    seconds: list[float] = []
    for pdf, page in pages.items():
        began = time.perf_counter()
        found = find_zones(text_layer(pdf.read_bytes()), [story(article) for article in page.articles])
        seconds.append(time.perf_counter() - began)
        zones: defaultdict[str, list[Polygon]] = defaultdict(list)
        for zone in found.zones:
            zones[zone.key].append(zone.polygon)
        scores += score_page(pdf, page, zones)
    return scores, seconds


def report(name: str, folder: Path, arguments: argparse.Namespace) -> None:
    scores, seconds = score(read_corpus(folder))
    console = Console()
    console.print(f"\n{name}: {len(seconds)} pages, {sum(seconds) / len(seconds):.2f} s a page, at most {max(seconds):.2f} s")
    console.print(table(scores))
    for bad in sorted(scores, key=lambda score: score.iou)[: arguments.worst]:
        console.print(f"{bad.iou:.2f} {bad.pdf.stem} {bad.key} ({bad.kind})")
    if arguments.pictures:
        for path in worst(scores, arguments.worst, arguments.pictures / name):
            console.print(str(path))


def printed(folder: Path, pages: int, variants: Iterable[str]) -> Path:
    wanted = ["--variants", *variants] if variants else []
    subprocess.run([sys.executable, "-m", "benchmarks.pages.make", str(folder), "--pages", str(pages), *wanted], check=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=10, help="of each layout (default: 10)")
    parser.add_argument("--variants", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--worst", type=int, default=5, metavar="N", help="articles that are named (default: 5)")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw the worst there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-pages-") as name:
        folder = arguments.folder or printed(Path(name), arguments.pages, arguments.variants)
        report("pages", folder, arguments)
        for variant in arguments.variants:
            report(variant, folder / "variants" / variant, arguments)


if __name__ == "__main__":
    main()
