"""大样核对: articles against the page, and a page against its version before, character by character. Pure.

What does not count: where lines break, spaces, hyphens at the ends of lines, width, vertical and other forms of a character,
the length of dashes and dots (`characters`); quotation marks of the other style and the other script where the whole text has
them (`habits`); blocks that stand elsewhere and flow anew (`aligning`, `strays`). Everything else does.
"""

from articles.finding.comparing.differences import Difference, PrintedText, compare, compare_glyphs, compare_layers

__all__ = ["Difference", "PrintedText", "compare", "compare_glyphs", "compare_layers"]
