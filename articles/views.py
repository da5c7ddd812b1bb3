"""The print's pages: an issue, its page sections, its headlines, its articles, their figures."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from articles.models import Figure
from articles.navigation import article_page, issue_outline, section_page
from articles.old_addresses import new_address
from issues import files
from issues.converters import IssueDay
from issues.navigation import Withdrawn, shown_issue
from issues.pages import AN_HOUR, not_found_page, render_page, send_picture, shown_view
from issues.showing import Showing


@shown_view
def issue(request: HttpRequest, showing: Showing, paper: str, day: IssueDay) -> HttpResponseBase:
    outline = issue_outline(showing, paper, day)
    context = {"frame": outline.frame, "outline": outline}
    return render_page(request, "articles/issue.html", outline.frame.issue.publication, context)


@shown_view
def section(request: HttpRequest, showing: Showing, paper: str, day: IssueDay, key: str) -> HttpResponseBase:
    shown = section_page(showing, paper, day, key)
    context = {"frame": shown.outline.frame, "outline": shown.outline, "page": shown, "section": shown.section}
    return render_page(request, "articles/section.html", shown.outline.frame.issue.publication, context)


@shown_view
def titles(request: HttpRequest, showing: Showing, paper: str, day: IssueDay) -> HttpResponseBase:
    outline = issue_outline(showing, paper, day)
    context = {"frame": outline.frame, "outline": outline}
    return render_page(request, "articles/titles.html", outline.frame.issue.publication, context)


@shown_view
def article(request: HttpRequest, showing: Showing, paper: str, day: IssueDay, key: str) -> HttpResponseBase:
    shown = article_page(showing, paper, day, key)
    context = {"frame": shown.frame, "page": shown, "article": shown.article}
    response = render_page(request, "articles/article.html", shown.frame.issue.publication, context)
    if not shown.is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


@shown_view
def figure_picture(
    request: HttpRequest, showing: Showing, paper: str, day: IssueDay, key: str, version: int, width: int, ending: str
) -> HttpResponseBase:
    issue = shown_issue(showing, paper, day)
    figure = Figure.objects.shown_in(showing.issues).filter(issue=issue, key=key).first()
    if figure is None and Figure.objects.filter(issue=issue, key=key).withdrawn_after_public().exists():
        raise Withdrawn
    name = files.served_picture(issue, "fig", key, version, width, ending)
    return send_picture(figure, version, width, ending, name, showing.kept(AN_HOUR))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """What the site that a paper came from had under this address, before the 404."""
    address = new_address(request.path) if request.method in ("GET", "HEAD") else None
    return HttpResponsePermanentRedirect(address) if address else not_found_page(request, exception)
