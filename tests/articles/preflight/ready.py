"""An issue of which nothing is open: the tests take one thing away each."""

import datetime as dt
from typing import Any

from articles.models import Article
from issues.models import Issue, PageSection
from issues.writing import set_section_state
from tests.factories import MORNING, VALENTINE, make_article, make_issue, make_pdf, make_picture, make_section, make_zone


def ready_section(issue: Issue, **changes: Any) -> PageSection:
    """Signed, with a picture and a PDF that was read and has no text."""
    section = make_section(issue, **{"picture": make_picture(), "pdf": make_pdf(), **changes})
    set_section_state(section, PageSection.State.SIGNED, "", MORNING)
    PageSection.objects.filter(pk=section.pk).update(layer_digest=section.pdf_digest)
    section.refresh_from_db()
    return section


def ready_article(section: PageSection, row: int = 0, **changes: Any) -> Article:
    """With a zone of its own, one of ten across the page."""
    article = make_article(section, **{"title": f"第{row}号渡船今晨开航", "body": "<p>渡船今晨开航。</p>", **changes})
    is_signed = section.state == PageSection.State.SIGNED
    top, bottom = row / 10 + 0.01, row / 10 + 0.09
    make_zone(section, article, polygon=[[0.1, top], [0.9, top], [0.9, bottom], [0.1, bottom]])
    if is_signed:
        sign_again(section)
    return article


def sign_again(section: PageSection) -> None:
    """What came on the page, or changed on it, has voided its signature."""
    section.refresh_from_db()
    set_section_state(section, PageSection.State.SIGNED, "", MORNING)


def ready_issue(date: dt.date = VALENTINE, **changes: Any) -> Issue:
    issue = make_issue(date, **{"publish_at": None, **changes})
    ready_article(ready_section(issue))
    return issue
