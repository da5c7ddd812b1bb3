"""The print in the admin, and what the paper's own pages there need of it: acts, what stands on a page, the import."""

from articles.admin import article, figure, found, paper, rights, runs, words, zone

__all__ = ["article", "figure", "found", "paper", "rights", "runs", "words", "zone"]
