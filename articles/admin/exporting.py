"""An issue's package from the admin, for those who may export: the bytes that `export_issues --zip` writes."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.exporting.folders import ExportProblem
from articles.exporting.handing_out import NothingToPack, zip_of

EXPORT = "issues.export_issue"


class ExportDesk(admin.ModelAdmin):
    """What the admin of issues gets of it: the file, and a link to it beside the acts."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.export_view))
        return [path("<path:object_id>/export/", view, name="issues_issue_export"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        issue = kwargs.get("obj")
        if issue is not None and request.user.has_perm(EXPORT):
            link = (reverse("admin:issues_issue_export", args=[issue.pk]), _("Export as a package"))
            response.context_data["acts"] = [*response.context_data.get("acts", ()), link]
        return response

    def export_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Drafts and masters are in it, so it is kept nowhere on its way."""
        issue = self.get_object(request, unquote(object_id))
        if issue is None:
            raise Http404(f"No issue {object_id}")
        if not request.user.has_perm(EXPORT):
            raise PermissionDenied
        try:
            file = zip_of(issue)
        except NothingToPack:
            messages.error(request, gettext("The issue has no page section yet; a package needs one."))
        except ExportProblem as problem:
            messages.error(request, gettext("The issue cannot be exported: %(reason)s") % {"reason": problem})
        else:
            name = f"{issue.publication.slug}-{issue}.zip"
            response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
            response["Cache-Control"] = "private, no-store"
            return response
        return redirect("admin:issues_issue_change", issue.pk)
