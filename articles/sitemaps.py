"""What search engines are told of: every issue's own list of addresses, an index of these lists, the news of two days."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.indexing import told, whole
from issues.converters import IssueDay
from issues.models import Issue, PageSection
from issues.navigation import shown_issue
from issues.pages import paper_view
from issues.showing import Showing

MOST_ISSUES = 50_000  # of an index, by the protocol (sitemaps.org); of two papers' hundred years each some are left out
NEWS_HOURS, MOST_NEWS = 48, 1000  # by the rules of Google News
XML = "application/xml; charset=utf-8"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """One query of as many short rows as there are issues."""
    newest = Issue.objects.public().newest_first()[:MOST_ISSUES]
    rows = newest.values_list("publication__slug", "date", "edition")
    days = [(slug, IssueDay(date, edition)) for slug, date, edition in rows]
    addresses = [settings.BASE_URL + reverse("issue_sitemap", args=day) for day in days]
    return render(request, "articles/sitemap.xml", {"addresses": addresses}, content_type=XML)


@paper_view
def issue_sitemap(request: HttpRequest, paper: str, day: IssueDay) -> HttpResponseBase:
    issue = shown_issue(Showing.public(), paper, day)
    folder = settings.BASE_URL + issue.get_absolute_url()
    context = {
        "folder": folder,
        "sections": PageSection.objects.public().filter(issue=issue).in_order().without_text(),
        "stories": whole(told([issue.pk]), {issue.pk: issue}, with_bodies=False),
    }
    return render(request, "articles/issue_sitemap.xml", context, content_type=XML)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    """Four queries."""
    since = timezone.now() - dt.timedelta(hours=NEWS_HOURS)
    newest = Issue.objects.public().published_since(since).newest_first().select_related("publication").with_names()
    issues = {issue.pk: issue for issue in newest}
    stories = whole(told(list(issues))[:MOST_NEWS], issues, with_bodies=False)
    context: dict[str, Any] = {"stories": stories, "base_url": settings.BASE_URL}
    return render(request, "articles/news_sitemap.xml", context, content_type=XML)
