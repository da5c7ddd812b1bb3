"""Which language the interface speaks: the editor's own in the admin, the paper's on public pages (issues.language)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware


class AdminLanguageMiddleware(LocaleMiddleware):
    """Public pages are the same for everybody, so only the admin looks at cookies and Accept-Language."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(("/admin/", "/language/")):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(("/admin/", "/language/")):
            return super().process_response(request, response)
        return response
