"""A page's text layer -> its plain text, for search: article by article, paragraphs whole. Pure."""

from collections.abc import Iterator

from articles.finding.blocks import blocks_of
from articles.finding.drafts import FoundStory, find_drafts
from articles.finding.furniture import furniture
from articles.finding.lines import lines_of
from issues.layer import TextLayer


def page_text(layer: TextLayer) -> str:
    """A paragraph a line, an empty line between articles; what belongs to none (masthead, folio) comes last."""
    blocks = blocks_of(lines_of(layer), layer.rules)
    lines = [line for block in blocks for line in block.lines]
    parts = ["\n".join(_texts(story)) for story in find_drafts(layer, blocks)]
    kept = furniture(lines, layer)
    parts.append("\n".join(line.text for line in lines if line in kept))
    return "\n\n".join(part for part in parts if part)


def _texts(story: FoundStory) -> Iterator[str]:
    head = (story.column, story.kicker, story.title, story.subtitle, story.byline)
    yield from (text for text in (*head, *story.paragraphs, *story.captions) if text)
