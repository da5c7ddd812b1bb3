"""The texts of an issue in another script, and what is damaged in them. Pure."""

import re

from msgspec.structs import replace

from articles.importing.cleaning import Repairs, Script, convert_script
from articles.importing.records import IssueRecord

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_ARTICLE_TEXTS = ("column", "kicker", "title", "subtitle", "byline", "body")


def in_script(issue: IssueRecord, script: Script) -> tuple[IssueRecord, int]:
    """With the count of changed characters. Of the body's HTML only the words change."""
    if script == "keep":
        return issue, 0
    changed = 0

    def converted(text: str) -> str:
        nonlocal changed
        text, count = convert_script(text, script)
        changed += count
        return text

    sections = []
    for section in issue.sections:
        articles = []
        for article in section.articles:
            texts = {name: converted(getattr(article, name)) for name in _ARTICLE_TEXTS}
            articles.append(replace(article, **texts))
        sections.append(replace(section, text=converted(section.text), articles=tuple(articles)))
    return replace(issue, sections=tuple(sections)), changed


def damage(issue: IssueRecord) -> Repairs:
    """Characters of private tables and lost ones, in the articles; in the pages' texts where a page has none."""
    left = lost = 0
    for section in issue.sections:
        texts = [f"{article.title}{article.body}" for article in section.articles] or [section.text]
        left += sum(len(_PRIVATE.findall(text)) for text in texts)
        lost += sum(text.count("\ufffd") for text in texts)
    return Repairs(private_use_left=left, lost=lost)
