"""Prints the corpus: python -m benchmarks.pages.make FOLDER [--pages 10] [--layouts NAME …] [--seed 1]
[--variants NAME …]: the same pages with crop marks, in CMYK, as scans, without Unicode maps; all where no NAME is given.
"""

import argparse
import random
from pathlib import Path

from benchmarks.pages.english import SOFT_HYPHEN
from benchmarks.pages.fonts import font_files
from benchmarks.pages.layouts import LAYOUTS
from benchmarks.pages.printing import Press, Printed, running_press
from benchmarks.pages.sheet import Sheet
from benchmarks.pages.truth import Box, TruePage, write_truth
from benchmarks.pages.variants import VARIANTS, write_variants


def make_page(press: Press, sheet: Sheet) -> tuple[bytes, TruePage, list[str]]:
    """The PDF, its truth, and what is wrong with it: words cut off, articles without text, boxes that overlap."""
    grid = sheet.grid
    printed = press.print(sheet.markup(), sheet.threads, grid.width, grid.height, sheet.language)
    page = _truth(sheet, printed)
    return printed.pdf, page, [*printed.spills, *_overlaps(page), *_silent(page)]


def _truth(sheet: Sheet, printed: Printed) -> TruePage:
    boxes: dict[str, list[Box]] = {}
    for key, box in printed.boxes:
        boxes.setdefault(key, []).append(box)
    articles = []
    for article in sheet.articles.values():
        if article.key in printed.swept:
            continue
        article.boxes = boxes[article.key]
        if article.key in printed.texts:
            texts, rest = printed.texts[article.key]
            article.paragraphs = [text.replace(SOFT_HYPHEN, "") for text in texts]
            if article.continued_on:
                article.elsewhere = rest
        articles.append(article)
    from_right = sheet.language == "zh-Hant"
    order = sorted(articles, key=lambda article: _start(article.boxes, from_right))
    return TruePage(
        layout=sheet.layout,
        language=sheet.language,
        width=sheet.grid.width,
        height=sheet.grid.height,
        labels=sheet.labels,
        articles=articles,
        furniture=boxes.get("", []),
        order=[article.key for article in order],
    )


def _start(boxes: list[Box], from_right: bool) -> tuple[float, float]:
    """Where reading begins, for ordering."""
    top = round(min(box[1] for box in boxes), 2)
    return top, -max(box[2] for box in boxes) if from_right else min(box[0] for box in boxes)


def _silent(page: TruePage) -> list[str]:
    kinds = ("news", "notice", "advertisement")
    return [f"{article.key} has no text" for article in page.articles if article.kind in kinds and not article.paragraphs]


def _overlaps(page: TruePage) -> list[str]:
    found = []
    slack = 1 / page.width
    places = [(article.key, box) for article in page.articles for box in article.boxes]
    places += [("furniture", box) for box in page.furniture]
    for at, (key, box) in enumerate(places):
        if min(box) < 0 or max(box) > 1:
            found.append(f"{key} leaves the sheet: {box}")
        for other, against in places[at + 1 :]:
            if other != key and _overlap(box, against, slack):
                found.append(f"{key} {box} overlaps {other} {against}")
    return found


def _overlap(one: Box, two: Box, slack: float) -> bool:
    return (
        min(one[2], two[2]) - max(one[0], two[0]) > slack and min(one[3], two[3]) - max(one[1], two[1]) > slack
    )  # fmt: skip


def make_corpus(folder: Path, layouts: list[str], pages: int, seed: int) -> list[str]:
    """Writes NAME.pdf and NAME.json for each page; returns what is wrong with them."""
    folder.mkdir(parents=True, exist_ok=True)
    problems = []
    with running_press(font_files(folder / "fonts")) as press:
        for layout in layouts:
            for number in range(1, pages + 1):
                name = f"{layout}-{number:02}"
                sheet = LAYOUTS[layout](random.Random(f"{seed} {name}"), number)
                pdf, page, wrong = make_page(press, sheet)
                (folder / f"{name}.pdf").write_bytes(pdf)
                write_truth(page, folder / f"{name}.json")
                problems += [f"{name}: {text}" for text in wrong]
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10, help="of each layout")
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=list(LAYOUTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--variants", nargs="*", choices=VARIANTS, help="of every page in FOLDER")
    arguments = parser.parse_args()
    for problem in make_corpus(arguments.folder, arguments.layouts, arguments.pages, arguments.seed):
        print(problem)
    if arguments.variants is not None:
        print(write_variants(arguments.folder, arguments.variants or list(VARIANTS)), "variants")


if __name__ == "__main__":
    main()
