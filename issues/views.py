"""The paper's pages: newsstand, newest issue, archive, pictures and PDFs of pages."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from issues import files
from issues.converters import IssueDay
from issues.models import Issue, PageSection
from issues.navigation import newsstand, paper_calendar, section_of_pdf, shown_issue, shown_paper
from issues.pages import AN_HOUR, FIVE_MINUTES, paper_view, render_page, send_file, send_picture, shown_view, uncached_redirect
from issues.showing import Showing


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    entries = newsstand()
    if len(entries) == 1:
        return uncached_redirect(reverse("paper", args=[entries[0].paper.slug]))
    return render_page(request, "issues/newsstand.html", None, {"entries": entries})


def newest_front_page(slug: str) -> tuple[Issue, str]:
    """The newest public issue and its first page's file name; one query."""
    newest = (
        Issue.objects.public().of(slug).newest_first().select_related("publication").with_names().with_first_section().first()
    )
    if newest is None:
        raise Http404(f"No public issue of {slug}")
    return newest, f"node_{newest.first_section_key}.htm" if newest.first_section_key else ""


@paper_view
def paper(request: HttpRequest, paper: str) -> HttpResponseBase:
    issue, front = newest_front_page(paper)
    return uncached_redirect(issue.get_absolute_url() + front)


@paper_view
def paperindex(request: HttpRequest, paper: str) -> HttpResponseBase:
    issue, front = newest_front_page(paper)
    context = {"issue": issue, "paper": issue.publication, "address": f"html/{issue.day}/{front}"}
    return render(request, "issues/paperindex.html", context)


@paper_view
def archive(request: HttpRequest, paper: str, year: dt.date | None = None, month: int | None = None) -> HttpResponseBase:
    calendar = paper_calendar(paper, year.year if year else None, month)
    newest, _front = newest_front_page(paper)
    context = {"calendar": calendar, "newest": newest, "is_month": month is not None}
    return render_page(request, "issues/archive.html", calendar.paper, context)


@paper_view
def periods(request: HttpRequest, paper: str, month: dt.date) -> HttpResponseBase:
    issues = Issue.objects.public().of(paper).filter(date__year=month.year, date__month=month.month)
    context = {"issues": issues.order_by("date", "edition").with_first_section()}
    if not context["issues"]:
        raise Http404(f"No public issue of {paper} in {month:%Y-%m}")
    return render(request, "issues/period.xml", context, content_type="application/xml; charset=utf-8")


@shown_view
def page_picture(
    request: HttpRequest, showing: Showing, paper: str, day: IssueDay, key: str, version: int, width: int, ending: str
) -> HttpResponseBase:
    issue = shown_issue(showing, paper, day)
    section = PageSection.objects.shown_in(showing.issues).filter(issue=issue, key=key).without_text().first()
    name = files.served_picture(issue, "page", key, version, width, ending)
    return send_picture(section, version, width, ending, name, showing.kept(AN_HOUR))


@shown_view
def page_pdf(request: HttpRequest, showing: Showing, paper: str, day: IssueDay, name: str) -> HttpResponseBase:
    issue = shown_issue(showing, paper, day)
    section = section_of_pdf(showing, issue, name)
    if section is None or not section.serves_pdf:
        raise Http404(f"No PDF {name}")
    section.issue = issue
    return send_file(files.served_pdf(section), "application/pdf", showing.kept(FIVE_MINUTES), filename=name)


@shown_view
def masthead(request: HttpRequest, showing: Showing, paper: str, version: int) -> HttpResponseBase:
    publication = shown_paper(showing, paper)
    if not publication.masthead or version != publication.masthead_version:
        raise Http404(f"No masthead {version}")
    return send_file(files.masthead(publication), "image/png", showing.kept(AN_HOUR))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    maps = [settings.BASE_URL + reverse(name) for name in ("sitemap", "news_sitemap")]
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/", "", *(f"Sitemap: {address}" for address in maps), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
