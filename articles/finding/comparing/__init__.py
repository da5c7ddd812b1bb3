"""大样核对: articles against the page, and a page against its version before, character by character. Pure.

What does not count: where lines break, spaces, hyphens at the ends of lines, width, vertical and other forms of a character,
the length of dashes and dots (`characters`); quotation marks of the other style and the other script where the whole text has
them (`habits`); blocks that stand elsewhere and flow anew (`aligning`, `strays`); an article's column and source (`labels`).
Everything else does; print of no article is told by `unknown`.
"""

from articles.finding.comparing.differences import Difference, PrintedText, compare, compare_glyphs, compare_layers
from articles.finding.comparing.labels import Labels, without_labels
from articles.finding.comparing.unknown import Unknown, unknown_print

__all__ = [
    "Difference",
    "Labels",
    "PrintedText",
    "Unknown",
    "compare",
    "compare_glyphs",
    "compare_layers",
    "unknown_print",
    "without_labels",
]
