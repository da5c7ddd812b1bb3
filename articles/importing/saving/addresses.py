"""Addresses of the site that a paper came from: records -> rows."""

from collections.abc import Mapping

from django.urls import reverse

from articles.importing.outcome import IssueOutcome
from articles.importing.records import OldAddressRecord
from articles.importing.saving.pages import PageSaver
from articles.models import Article, Figure, OldAddress
from articles.writing import add_old_addresses
from issues.sentences import Sentence


def save_addresses(
    records: tuple[OldAddressRecord, ...], pages: PageSaver, articles: Mapping[str, Article], outcome: IssueOutcome
) -> None:
    """`articles`: by key. An address that is the thing's own here needs no row."""
    if not records:
        return
    sections = {section.key: section for section in pages.sections}
    figures = {figure.key: figure for figure in Figure.objects.filter(issue=pages.issue)}
    home = reverse("issue", args=[pages.issue.publication.slug, pages.issue.day])
    rows = []
    for record in records:
        row = OldAddress(path=record.path, file=record.file)
        if record.section:
            row.page_section = sections.get(record.section)
        elif record.article:
            row.article = articles.get(record.article)
        elif record.figure:
            row.figure = figures.get(record.figure)
        else:
            row.issue = pages.issue
        target = row.page_section or row.article
        if (row.issue or row.figure or target) and (record.file or record.path != home + getattr(target, "href", "")):
            rows.append(row)
    added, taken = add_old_addresses(rows)
    if added:
        outcome.created["old address"] += added
    outcome.warnings += [Sentence("the old address %(path)s leads to something else already", path=row.path) for row in taken]
