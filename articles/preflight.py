"""What an issue still lacks before it may go out. Integrity always refuses; the night's list comes with the desk."""

from django.utils.translation import gettext as _

from articles.models import HotZone
from articles.zones import polygon_problem
from issues.models import Issue


def integrity_problems(issue: Issue) -> list[str]:
    """What no reader may ever meet, one sentence each. What the database refuses by itself is not asked again."""
    problems = []
    if not issue.sections.exists():
        problems.append(_("%(issue)s has no page section.") % {"issue": issue})
    zones = HotZone.objects.filter(page_section__issue=issue).select_related("page_section")
    for zone in zones:
        problem = polygon_problem(zone.polygon)
        if problem:
            problems.append(f"{zone.page_section.title}: {problem.said(_)}")
    if issue.articles.exclude(page_section__issue=issue).exists():
        problems.append(_("An article of %(issue)s stands on a page of another issue.") % {"issue": issue})
    if issue.articles.filter(title__regex=r"^\s*$").exists():
        problems.append(_("An article of %(issue)s has no title.") % {"issue": issue})
    return problems
