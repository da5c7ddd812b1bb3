"""The print in the admin, and what the paper's own pages there need of it: acts, and what stands on a page."""

from articles.admin import article, figure, paper, words, zone

__all__ = ["article", "figure", "paper", "words", "zone"]
