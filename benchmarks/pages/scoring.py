"""How well zones that were found agree with the truth: by article, by layout, and the worst as pictures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from rich.table import Table

from benchmarks.pages.regions import Point, corners, iou, true_regions
from benchmarks.pages.truth import Box, TruePage

Polygons = Sequence[Sequence[Point]]
GOOD = 0.9
_TRUE, _FOUND = (0, 150, 60), (220, 20, 20)


@dataclass(frozen=True)
class Score:
    """Of one article. `taken_for`: the key of another article that the zone fits better, or nothing."""

    pdf: Path
    layout: str
    key: str
    kind: str
    iou: float
    region: list[Box]
    found: Polygons
    taken_for: str = ""


def score_page(pdf: Path, page: TruePage, found: Mapping[str, Polygons]) -> list[Score]:
    """`found`: polygons in fractions of the sheet by the article's key; an article without any scores 0."""
    regions = true_regions(page)
    scores = []
    for article in page.articles:
        polygons = found.get(article.key, ())
        value = iou(polygons, regions[article.key])
        others = {key: iou(polygons, region) for key, region in regions.items() if key != article.key} if value < GOOD else {}
        best = max(others, key=others.__getitem__, default="")
        taken_for = best if best and others[best] > value else ""
        scores.append(Score(pdf, page.layout, article.key, article.kind, value, regions[article.key], polygons, taken_for))
    return scores


def table(scores: Iterable[Score], good: float = GOOD) -> Table:
    """By layout: pages, articles, mean IoU, the share with `good` IoU or more, how many were taken for another."""
    result = Table("layout", *(("pages", "articles", "mean IoU", f"IoU ≥ {good}", "not found", "wrong article")))
    for column in result.columns[1:]:
        column.justify = "right"
    rows: dict[str, list[Score]] = {}
    for score in scores:
        rows.setdefault(score.layout, []).append(score)
    for layout, own in rows.items():
        result.add_row(layout, *_figures(own, good))
    if rows:
        result.add_section()
        result.add_row("all", *_figures([score for own in rows.values() for score in own], good))
    return result


def summary(results: Mapping[str, Sequence[Score]], goods: Sequence[float]) -> Table:
    """A row for each way in which the pages were printed."""
    result = Table("printed", "pages", "articles", "mean IoU", *(f"IoU ≥ {good}" for good in goods), "not found", "wrong article")
    for column in result.columns[1:]:
        column.justify = "right"
    for name, scores in results.items():
        own = list(scores)
        shares = [_share(own, good) for good in goods]
        pages, articles, mean, _, missing, wrong = _figures(own, goods[0])
        result.add_row(name, pages, articles, mean, *shares, missing, wrong)
    return result


def _figures(scores: list[Score], good: float) -> list[str]:
    return [
        str(len({score.pdf for score in scores})),
        str(len(scores)),
        f"{sum(score.iou for score in scores) / len(scores):.3f}",
        _share(scores, good),
        str(sum(not score.found for score in scores)),
        str(sum(bool(score.taken_for) for score in scores)),
    ]


def _share(scores: list[Score], good: float) -> str:
    return f"{sum(score.iou >= good for score in scores) / len(scores):.1%}"


def worst(scores: Iterable[Score], number: int, folder: Path) -> list[Path]:
    """Pictures of the pages with the lowest scores: the true region green, what was found red."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for rank, score in enumerate(sorted(scores, key=lambda score: score.iou)[:number], start=1):
        path = folder / f"{rank:02}-{score.pdf.stem}-{score.key}-{score.iou:.2f}.png"
        draw_zones(score.pdf, score.region, score.found).save(path)
        paths.append(path)
    return paths


def draw_zones(pdf: Path, region: Iterable[Box], found: Polygons, width: int = 1000) -> Image.Image:
    """The first page of the PDF, `width` pixels wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=width / page.get_width()).to_pil().convert("RGBA")
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for box in region:
        draw.polygon(_pixels(corners(box), picture.size), fill=(*_TRUE, 80))
    for polygon in found:
        draw.polygon(_pixels(polygon, picture.size), outline=(*_FOUND, 255), width=3)
    return Image.alpha_composite(picture, layer).convert("RGB")


def _pixels(polygon: Iterable[Point], size: tuple[int, int]) -> list[tuple[float, float]]:
    return [(x * size[0], y * size[1]) for x, y in polygon]
