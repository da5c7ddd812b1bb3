"""The page of everything that happened to one issue."""

import re
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from issues.models import Issue
from newsroom.desk.chronicle import NOUNS, load_chronicle

NUMBER = re.compile("[0-9]{1,9}")


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """`noun` and `person` narrow it, `p` is the page; what is none of the choices counts as not chosen."""
    issues = Issue.objects.editable_by(request.user).select_related("publication").with_names()
    issue = get_object_or_404(issues, pk=pk)
    noun = request.GET.get("noun", "") if request.GET.get("noun") in NOUNS else ""
    person = _number(request, "person")
    with timezone.override(issue.publication.zone):
        found = load_chronicle(issue, noun=noun, person=person, page=_number(request, "p") or 1)
    chosen = {name: value for name, value in (("noun", noun), ("person", person)) if value}
    context = {
        **admin.site.each_context(request),
        "title": f"{issue.paper_name} {issue}",
        "opts": Issue._meta,
        "issue": issue,
        "zone": issue.publication.zone,
        "chronicle": found,
        "nouns": [(word, model._meta.verbose_name_plural) for word, model in NOUNS.items()],
        "noun": noun,
        "person": person,
        "query": urlencode(chosen),
        "may_bring_back": {
            "article": request.user.has_perm("articles.change_article"),
            "zone": request.user.has_perm("articles.change_hotzone"),
        },
    }
    return TemplateResponse(request, "desk/history.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    word = request.GET.get(name, "")
    return int(word) if NUMBER.fullmatch(word) else None
