"""One rule for what browsers and proxies may keep.

A page may be kept but is asked for again each time (its ETag makes that cheap), so nothing outlives the next `publish_at`.
Files whose address holds their version say so themselves.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware


class CachingMiddleware(ConditionalGetMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-cache"
        return super().process_response(request, response)
