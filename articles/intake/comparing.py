"""大样核对: what a page says and its articles do not, and the other way round; what two versions of a page say."""

from dataclasses import dataclass

from articles.finding.comparing import Difference, PrintedText, compare, compare_layers
from articles.finding.folding import folded
from articles.finding.zones import find_zones
from articles.intake.pages import layer_at, layer_of
from articles.intake.stories import printed_parts, stories_of
from articles.models import Article
from issues.layer import TextLayer
from issues.models import PageSection


@dataclass(frozen=True)
class Compared:
    """`differences` of each article of the page that was found on it, in the page's order; `missing`: those that were not."""

    differences: tuple[tuple[Article, Difference], ...]
    missing: tuple[Article, ...]
    layer: TextLayer


def compare_section(section: PageSection) -> Compared | None:
    """None where the page has no text layer. Some tenths of a second and three queries. An article that stands on several pages
    is compared with its part here only."""
    layer = layer_of(section)
    if layer is None:
        return None
    stories, articles = stories_of(section)
    found = find_zones(layer, stories)
    differences: list[tuple[Article, Difference]] = []
    missing: list[Article] = []
    for story in stories:
        if not story.is_here or story.kind == Article.Kind.POINTER:
            continue
        places = found.glyphs.get(story.key)
        if not places:
            missing.append(articles[story.key])
            continue
        glyphs = [layer.glyphs[place] for place in places]
        article = articles[story.key]
        for difference in compare(PrintedText(story.key, printed_parts(article)), glyphs, layer.glyphs):
            if not _is_label(difference, article):
                differences.append((article, difference))
    return Compared(tuple(differences), tuple(missing), layer)


def _is_label(difference: Difference, article: Article) -> bool:
    """Column and source, which the page prints and the text does not hold: 据 stands before a source."""
    printed = folded(difference.printed)[0]
    return difference.kind == "printed" and any(printed in folded(label)[0] for label in (article.column, f"据{article.source}"))


def compare_versions(section: PageSection) -> list[Difference] | None:
    """The page as it was read last, against the version before; None where one of them has no text layer."""
    before, after = layer_at(section.earlier_layer), layer_of(section)
    return compare_layers(before, after) if before and after else None
