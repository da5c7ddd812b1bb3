"""The first profile: what no reader may ever meet. It always refuses, and nobody signs it off."""

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import HotZone
from articles.zones import polygon_problem
from issues.models import Issue


def integrity_problems(issue: Issue) -> list[str]:
    """One sentence each; two or three queries. What the database refuses by itself is not asked again."""
    problems = []
    zones = list(HotZone.objects.filter(page_section__issue=issue).select_related("page_section").defer("page_section__text"))
    if not zones and not issue.sections.exists():
        problems.append(_("%(issue)s has no page section.") % {"issue": issue})
    for zone in zones:
        problem = polygon_problem(zone.polygon)
        if problem:
            problems.append(f"{zone.page_section.title}: {problem.said(_)}")
    is_wrong = ~Q(page_section__issue=issue) | Q(title__regex=r"^\s*$")
    wrong = list(issue.articles.filter(is_wrong).values_list("page_section__issue", "title"))
    if any(other != issue.pk for other, _title in wrong):
        problems.append(_("An article of %(issue)s stands on a page of another issue.") % {"issue": issue})
    if any(not title.strip() for _issue, title in wrong):
        problems.append(_("An article of %(issue)s has no title.") % {"issue": issue})
    return problems
