"""Where articles stand: boxes of their blocks -> zones of each page, in fractions of it. Pure."""

from collections.abc import Sequence
from typing import Literal

from articles.importing.formats.mets_alto.alto import Sheet
from articles.importing.formats.mets_alto.articles import Article, Sheets, others
from articles.importing.formats.mets_alto.outlines import Box, outlines
from articles.importing.records import ZoneRecord
from articles.zones import polygon_problem
from issues.sentences import Sentence

ZoneKind = Literal["article", "continuation", "figure", "advertisement"]

# How far apart, in fractions of the page, two blocks may stand and still be one zone: a gutter, a gap between paragraphs.
REACH_ACROSS, REACH_DOWN = 0.04, 0.03


def zones(articles: Sequence[tuple[Article, str]], sheets: Sheets, warnings: list[Sentence]) -> list[list[ZoneRecord]]:
    """For each page. Each article comes with its key."""
    found: list[list[ZoneRecord]] = [[] for _ in sheets.by_page]
    for article, key in articles:
        pictures = [(page, boxes) for (page, _number), boxes in article.figures.items()]
        for page, boxes in article.areas.items():
            own = [*boxes, *(box for at, more in pictures if at == page for box in more)]
            found[page] += _zones(sheets.by_page[page], boxes, own, key, _kind(article, page), warnings)
        for page, boxes in pictures:
            found[page] += _zones(sheets.by_page[page], boxes, boxes, key, "figure", warnings)
    return found


def _kind(article: Article, page: int) -> ZoneKind:
    if article.draft.kind == "advertisement":
        return "advertisement"
    return "article" if page == article.home else "continuation"


def _zones(
    sheet: Sheet | None, boxes: Sequence[Box], own: Sequence[Box], key: str, kind: ZoneKind, warnings: list[Sentence]
) -> list[ZoneRecord]:
    if sheet is None or not boxes:
        return []
    if not sheet.width or not sheet.height:
        warnings.append(
            Sentence("%(origin)s: the page has no size, so that article %(key)s has no zone on it", origin=sheet.origin, key=key)
        )
        return []
    reach = (sheet.width * REACH_ACROSS, sheet.height * REACH_DOWN)
    found = []
    for polygon in outlines(boxes, others(sheet, own), reach):
        fractions = sheet.fractions(polygon)
        if polygon_problem(fractions) is None:
            found.append(ZoneRecord(polygon=fractions, article=key, kind=kind))
        else:
            warnings.append(
                Sentence(
                    "%(origin)s: a zone of article %(key)s lies outside the page or encloses nothing and is left out",
                    origin=sheet.origin,
                    key=key,
                )
            )
    return found
