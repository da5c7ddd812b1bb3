"""What the admin says before a paper is deleted. Django would name each member and day of decades, and query for most."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.http import HttpRequest
from django.utils.translation import gettext

from issues.models import Issue, Publication

Deleted = tuple[list[Any], dict[str, int], set[str], list[str]]  # as `ModelAdmin.get_deleted_objects` answers


def papers_to_delete(papers: list[Publication], request: HttpRequest, site: AdminSite) -> Deleted:
    """While a paper has issues writing refuses, and that is all there is to say. What goes with one that has none is counted."""
    printed = set(Issue.objects.filter(publication__in=papers).order_by().values_list("publication", flat=True).distinct())
    if printed:
        sentence = gettext("“%(slug)s” has issues; delete them first.")
        return [], {}, set(), [sentence % {"slug": paper.slug} for paper in papers if paper.pk in printed]
    collector = NestedObjects(using=router.db_for_write(Publication), origin=papers)
    collector.collect(papers)
    gathered: dict[type[Any], set[Any]] = collector.model_objs  # type: ignore[assignment]  # by model, the stubs say by name
    counts = {str(noun._meta.verbose_name_plural): len(rows) for noun, rows in gathered.items()}
    admins = [(noun, site.get_model_admin(noun), rows) for noun, rows in gathered.items() if site.is_registered(noun)]
    lacking = {
        str(noun._meta.verbose_name)
        for noun, noun_admin, rows in admins
        if not all(noun_admin.has_delete_permission(request, row) for row in rows)
    }
    return [str(paper) for paper in papers], counts, lacking, [str(row) for row in collector.protected]
