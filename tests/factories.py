"""Rows for tests, made through the writing modules as editors and imports make them.

Dates are fixed; fields are changed by name.
"""

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Permission, User
from PIL import Image

from articles import writing as print_writing
from articles.models import Article, Correction, Figure, HotZone
from issues import writing as paper_writing
from issues.models import Issue, Membership, PageSection, Publication, PublicationName

SHANGHAI = ZoneInfo("Asia/Shanghai")
VALENTINE = dt.date(2023, 2, 14)
MORNING = dt.datetime(2023, 2, 14, 6, 0, tzinfo=SHANGHAI)
SQUARE = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]


def make_publication(slug: str = "gysb", name: str = "公益时报", **changes: Any) -> Publication:
    found = Publication.objects.filter(slug=slug).first()
    if found:
        return found
    publication = paper_writing.save_publication(Publication(slug=slug, **changes))
    paper_writing.save_name(PublicationName(publication=publication, from_date=dt.date(1980, 1, 1), name=name))
    return publication


def make_issue(date: dt.date = VALENTINE, **changes: Any) -> Issue:
    """Public since that day's morning unless `publish_at` says otherwise (None: a draft)."""
    publish_at = changes.pop("publish_at", dt.datetime.combine(date, dt.time(6), SHANGHAI))
    withdrawn_at = changes.pop("withdrawn_at", None)
    publication = changes.pop("publication", None) or make_publication()
    issue = paper_writing.save_issue(Issue(publication=publication, date=date, **changes))
    if publish_at:
        paper_writing.set_times(issue, publish_at=publish_at, withdrawn_at=withdrawn_at)
    return issue


def make_section(
    issue: Issue | None = None,
    *,
    picture: bytes | None = None,
    pdf: bytes | None = None,
    credits: Any = None,
    position: int | None = None,
    **changes: Any,
) -> PageSection:
    issue = issue or make_issue()
    number = issue.sections.count() + 1
    section = PageSection(issue=issue, **{"label": f"{number:02}", "name": "新闻", **changes})
    return paper_writing.save_section(section, picture=picture, pdf=pdf, credits=credits, position=position)


def make_article(
    section: PageSection | None = None,
    *,
    authors: Any = None,
    keywords: Any = None,
    position: int | None = None,
    **changes: Any,
) -> Article:
    section = section or make_section()
    fields = {"title": "浙江召开全省民政工作座谈会", "body": "<p>2月10日，座谈会在杭州召开。</p>", **changes}
    article = Article(page_section=section, **fields)
    return print_writing.save_article(article, authors=authors, keywords=keywords, position=position)


def make_zone(section: PageSection, article: Article | None = None, **changes: Any) -> HotZone:
    return print_writing.save_zone(HotZone(page_section=section, article=article, **{"polygon": SQUARE, **changes}))


def make_figure(article: Article, *, picture: bytes | None = None, **changes: Any) -> Figure:
    fields = {"caption": "会场", "credit": "本报记者 摄", **changes}
    return print_writing.save_figure(Figure(article=article, **fields), picture=picture or make_picture())


def make_correction(article: Article, **changes: Any) -> Correction:
    fields = {"date": dt.date(2023, 2, 15), "text": "电话应为0000-1。", **changes}
    return print_writing.save_correction(Correction(article=article, **fields))


def make_picture(width: int = 1200, height: int = 1700, colour: str = "white", file_format: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, file_format)
    return out.getvalue()


def make_pdf(width: int = 300, height: int = 425) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PDF")
    return out.getvalue()


def make_week(count: int = 3, **changes: Any) -> list[Issue]:
    """Issues on consecutive days from 14 February 2023, each with one page section and one article."""
    issues = []
    for offset in range(count):
        issue = make_issue(VALENTINE + dt.timedelta(days=offset), **changes)
        make_article(make_section(issue))
        issues.append(issue)
    return issues


def make_user(name: str = "editor", *permissions: str, **changes: Any) -> User:
    """Staff of all papers with permissions such as "issues.view_issue"; nobody knows the password: log in with `force_login`."""
    user = User.objects.create_user(name, **{"is_staff": True, **changes})
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    paper_writing.save_membership(Membership(user=user))
    return user
