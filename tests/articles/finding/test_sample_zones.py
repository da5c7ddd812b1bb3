"""The sample's zones, found in its PDFs: those that its typesetter wrote down, which knows where it set every box."""

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from articles.finding.stories import Story
from articles.finding.territory import is_inside
from articles.finding.zones import FoundZone, find_zones
from articles.importing.records import ArticleRecord, Package, SectionRecord
from articles.richtext import plain_text
from issues.pdf import text_layer

SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "cprb"
LINK = re.compile(r'<a href="content_([0-9]+)\.htm">(.*?)</a>')


def story(article: ArticleRecord, is_here: bool) -> Story:
    head = (article.column, article.kicker, article.title, article.subtitle, article.byline)
    return Story(
        key=article.key or "",
        title=article.title,
        head=tuple(filter(None, head)),
        body=tuple(filter(None, [*plain_text(article.body).split("\n"), article.source])),
        captions=tuple(figure.caption + figure.credit for figure in article.figures),
        is_here=is_here,
        kind=article.kind,
        pictures=len(article.figures),
        links=tuple((plain_text(text), key) for key, text in LINK.findall(article.body) if is_here),
    )


def agreement(one, other) -> float:
    """What both cover, of what either covers: exact for upright edges."""
    xs, ys = (sorted({corner[axis] for polygon in (*one, *other) for corner in polygon}) for axis in (0, 1))
    both = either = 0.0
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            middle, area = ((left + right) / 2, (top + bottom) / 2), (right - left) * (bottom - top)
            covers = [any(is_inside(middle, polygon) for polygon in polygons) for polygons in (one, other)]
            both += area * all(covers)
            either += area * any(covers)
    return both / either if either else 0.0


def found_on(section: SectionRecord, sections: tuple[SectionRecord, ...], folder: Path) -> tuple[FoundZone, ...]:
    stories = [
        story(article, other is section)
        for other in sorted(sections, key=lambda other: other is not section)
        for article in other.articles
    ]
    return find_zones(text_layer((folder / (section.pdf or "")).read_bytes()), stories).zones


@pytest.mark.parametrize("day", ["2024-10-14", "2024-10-19"])
def test_zones_that_are_found_are_those_that_the_typesetter_wrote_down(day: str) -> None:
    sections = msgspec.json.decode((SAMPLE / day / "issue.json").read_bytes(), type=Package).issue.sections
    scores = {}
    for section in sections:
        found = found_on(section, sections, SAMPLE / day)
        keys = {zone.article for zone in section.zones}
        assert {zone.key for zone in found} == keys
        for key in keys:
            stored = [zone.polygon for zone in section.zones if zone.article == key]
            scores[section.label, key] = agreement(stored, [zone.polygon for zone in found if zone.key == key])
    assert len(scores) == 54
    assert {place: score for place, score in scores.items() if score < 0.95} == {}
