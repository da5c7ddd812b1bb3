"""大样核对: what a page says and its articles do not, and the other way round; what two versions of a page say."""

from dataclasses import dataclass

from articles.finding.comparing import (
    Difference,
    Labels,
    PrintedText,
    Unknown,
    compare,
    compare_layers,
    unknown_print,
    without_labels,
)
from articles.finding.stories import Story
from articles.finding.zones import Found, find_zones
from articles.intake.pages import layer_at, layer_of
from articles.intake.stories import printed_parts, stories_of
from articles.models import Article
from issues.layer import TextLayer
from issues.models import PageSection


@dataclass(frozen=True)
class Compared:
    """`differences` of each article of the page that was found on it, in the page's order; `missing`: those that were not;
    `unknown`: print of no article, of a page that has articles. `is_empty`: the page has no articles or its layer no text, and
    nothing was compared."""

    differences: tuple[tuple[Article, Difference], ...]
    missing: tuple[Article, ...]
    layer: TextLayer
    unknown: tuple[Unknown, ...] = ()
    is_empty: bool = False


def compare_section(section: PageSection) -> Compared | None:
    """None where the page has no text layer. Some tenths of a second and three queries. An article that stands on several pages
    is compared with its part here only. On a page without articles all print is unknown: that is the drafts' matter."""
    layer = layer_of(section)
    if layer is None:
        return None
    stories, articles = stories_of(section)
    own = [articles[story.key] for story in stories if story.is_here and story.kind != Article.Kind.POINTER]
    if not own or not layer.glyphs:
        return Compared((), (), layer, is_empty=True)
    found = find_zones(layer, stories)
    differences = [(article, one) for article in own for one in _differences(article, layer, found)]
    missing = tuple(article for article in own if not found.glyphs.get(article.key))
    unknown = unknown_print(layer, found.unknown, [section.name, *map(_text, stories)])
    return Compared(tuple(differences), missing, layer, tuple(unknown))


def _text(story: Story) -> str:
    return "".join((*story.head, *story.body, *story.captions))


def _differences(article: Article, layer: TextLayer, found: Found) -> list[Difference]:
    glyphs = [layer.glyphs[place] for place in found.glyphs.get(article.key, ())]
    if not glyphs:
        return []
    differences = compare(PrintedText(article.key, printed_parts(article)), glyphs, layer.glyphs)
    return without_labels(differences, Labels(article.column, article.source), glyphs)


def compare_versions(section: PageSection) -> list[Difference] | None:
    """The page as it was read last, against the version before; None where there is none, or one of them has no text."""
    before, after = layer_at(section.earlier_layer), layer_of(section)
    if before is None or after is None or not (before.glyphs and after.glyphs):
        return None
    return compare_layers(before, after)
