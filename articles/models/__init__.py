"""The print's nouns: articles with their authors, figures, corrections, and the hot zones on the pages."""

from articles.models.address import OldAddress
from articles.models.article import Article, ArticleAuthor, ArticleKeyword, ArticleQuerySet, Author, Correction, Keyword
from articles.models.figure import Figure
from articles.models.found import DraftArticle, ProposedZone
from articles.models.preflight import PageComparison, SignOff, WatchedWord
from articles.models.receipt import Receipt, ReceiptPlace
from articles.models.run import ImportRun, SiteCopy, Upload, WatchedFile
from articles.models.unsent import UnsentForm
from articles.models.zone import HotZone, HotZoneQuerySet

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleKeyword",
    "ArticleQuerySet",
    "Author",
    "Correction",
    "DraftArticle",
    "Figure",
    "HotZone",
    "HotZoneQuerySet",
    "ImportRun",
    "Keyword",
    "OldAddress",
    "PageComparison",
    "ProposedZone",
    "Receipt",
    "ReceiptPlace",
    "SignOff",
    "SiteCopy",
    "UnsentForm",
    "Upload",
    "WatchedFile",
    "WatchedWord",
]
